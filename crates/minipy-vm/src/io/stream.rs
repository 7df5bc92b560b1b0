//! A buffered stream over a host file, without any Python types: what binary and text files share.

use std::cell::Cell;
use std::sync::{Arc, Mutex, PoisonError};

use minipy_host::{HostError, HostFile, Whence};

use super::errors;
use crate::heap::{HeapObject, Layout, PyCell, Tracer, growth};
use crate::native::PyResult;
use crate::value::Value;
use crate::vm::Vm;

/// `io.DEFAULT_BUFFER_SIZE`
pub const BUFFER_SIZE: usize = 128 << 10;
/// Output is handed to the system when it passes this.
const FLUSH_AT: usize = 8 << 10;

/// How much a text file keeps back before it hands it over.
const TEXT_CHUNK: usize = 8 << 10;

/// Bytes that were read ahead.
#[derive(Default)]
pub struct Input {
    data: Vec<u8>,
    at: usize,
}

impl Input {
    fn rest(&self) -> &[u8] {
        &self.data[self.at..]
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        let end = (self.at + count).min(self.data.len());
        let part = self.data[self.at..end].to_vec();
        self.at = end;
        part
    }
}

/// The struct inside binary files.
pub struct StreamObj {
    file: Arc<dyn HostFile>,
    /// Output on its way; a lock of its own, as it is written out without the interpreter lock.
    output: Arc<Mutex<Vec<u8>>>,
    /// Output of the text file above, which binary output overtakes as long as it is not handed over.
    text: PyCell<Vec<u8>>,
    input: PyCell<Input>,
    /// `name`
    pub name: PyCell<Value>,
    /// `mode`
    pub mode: &'static str,
    /// Whether it can be read.
    pub readable: bool,
    /// Whether it can be written.
    pub writable: bool,
    /// Whether output waits in a buffer.
    pub buffered: bool,
    /// Whether it is closed.
    pub closed: Cell<bool>,
    /// Whether closing closes the descriptor.
    pub closefd: bool,
}

pub(crate) static STREAM_LAYOUT: Layout = Layout::of::<StreamObj>("_io._BufferedIOBase");

impl HeapObject for StreamObj {
    const LAYOUT: &'static Layout = &STREAM_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.name.borrow());
    }

    fn clear(&self) {
        drop(self.name.take());
    }
}

impl StreamObj {
    /// A stream over an open file.
    pub fn new(file: Box<dyn HostFile>, name: Value, mode: &'static str, readable: bool, writable: bool) -> StreamObj {
        StreamObj {
            file: file.into(),
            output: Arc::default(),
            text: PyCell::default(),
            input: PyCell::default(),
            name: PyCell::new(name),
            mode,
            readable,
            writable,
            buffered: true,
            closed: Cell::new(false),
            closefd: true,
        }
    }

    /// The descriptor.
    pub fn fileno(&self) -> Option<i32> {
        self.file.fileno()
    }

    /// Whether it is a terminal.
    pub fn is_terminal(&self) -> bool {
        self.file.is_terminal()
    }

    /// Adds output; writes the buffer out when it is full (or the stream has none).
    #[inline]
    pub fn write(&self, vm: &Vm, bytes: &[u8]) -> PyResult<()> {
        let full = {
            let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
            let room = output.capacity() - output.len() >= bytes.len() || growth::make_room(&mut output, bytes.len());
            if room {
                output.extend_from_slice(bytes);
            }
            room.then(|| output.len() > FLUSH_AT)
        };
        match full {
            Some(full) if full || !self.buffered => self.flush(vm),
            Some(_) => Ok(()),
            None => Err(growth::failed(vm)),
        }
    }

    /// Output of a text file over the stream: kept back until it is enough (`TextIOWrapper`'s pending bytes).
    #[inline]
    pub fn write_text(&self, vm: &Vm, bytes: &[u8]) -> PyResult<()> {
        if bytes.len() >= TEXT_CHUNK {
            self.hand_over(vm)?;
            return self.write(vm, bytes);
        }
        let enough = {
            let mut text = self.text.borrow_mut();
            text.extend_from_slice(bytes);
            text.len() >= TEXT_CHUNK
        };
        if enough { self.hand_over(vm) } else { Ok(()) }
    }

    /// Puts what the text file has kept back behind the binary output.
    pub fn hand_over(&self, vm: &Vm) -> PyResult<()> {
        let mut text = self.text.take();
        if text.is_empty() {
            return Ok(());
        }
        let result = self.write(vm, &text);
        text.clear();
        let mut place = self.text.borrow_mut();
        if place.is_empty() {
            *place = text;
        }
        result
    }

    /// Writes the buffer out. The interpreter lock is free meanwhile.
    pub fn flush(&self, vm: &Vm) -> PyResult<()> {
        if self.output.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
            return Ok(());
        }
        self.drop_input(vm)?;
        loop {
            let (file, output) = (self.file.clone(), self.output.clone());
            let result = vm.without_gil(|| write_out(&*file, &output));
            match result {
                Ok(()) => return Ok(()),
                Err(error) if error.is_interrupted() => vm.check_signals()?,
                Err(error) => return Err(errors::os_error(vm, &error, None)),
            }
        }
    }

    /// Forgets output that could not be written.
    pub fn discard_output(&self) {
        self.text.borrow_mut().clear();
        self.output.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Before writing to a stream that was read ahead: goes back to where the reader is.
    fn drop_input(&self, vm: &Vm) -> PyResult<()> {
        let ahead = self.input.borrow().rest().len();
        if ahead == 0 || !self.writable {
            return Ok(());
        }
        self.input.set(Input::default());
        match self.file.seek(-(ahead as i64), Whence::Current) {
            Ok(_) => Ok(()),
            Err(error) => Err(errors::os_error(vm, &error, None)),
        }
    }

    /// One read of the system, at most `size` bytes.
    pub fn read_raw(&self, vm: &Vm, size: usize) -> PyResult<Vec<u8>> {
        vm.check_memory(size)?;
        let mut buffer = vec![0; size];
        loop {
            let file = self.file.clone();
            match vm.without_gil(|| file.read(&mut buffer)) {
                Ok(count) => {
                    buffer.truncate(count);
                    return Ok(buffer);
                }
                Err(error) if error.is_interrupted() => vm.check_signals()?,
                Err(error) => return Err(errors::os_error(vm, &error, None)),
            }
        }
    }

    /// Makes sure that something is read ahead. False at the end of the file.
    fn fill(&self, vm: &Vm) -> PyResult<bool> {
        if !self.input.borrow().rest().is_empty() {
            return Ok(true);
        }
        if self.writable {
            self.flush(vm)?;
        }
        let data = self.read_raw(vm, if self.is_terminal() { 8 << 10 } else { 64 << 10 })?;
        let some = !data.is_empty();
        self.input.set(Input { data, at: 0 });
        Ok(some)
    }

    /// What one read of the system (or the buffer) has to give: empty at the end of the file.
    pub fn read_chunk(&self, vm: &Vm, most: usize) -> PyResult<Vec<u8>> {
        if !self.buffered {
            return self.read_raw(vm, most.min(64 << 10));
        }
        if !self.fill(vm)? {
            return Ok(Vec::new());
        }
        Ok(self.input.borrow_mut().take(most))
    }

    /// Reads up to `size` bytes, or all.
    pub fn read(&self, vm: &Vm, size: Option<usize>) -> PyResult<Vec<u8>> {
        let mut result = Vec::new();
        loop {
            let wanted = match size {
                Some(size) if result.len() >= size => return Ok(result),
                Some(size) => size - result.len(),
                None => usize::MAX >> 1,
            };
            let chunk = self.read_chunk(vm, wanted)?;
            if chunk.is_empty() {
                return Ok(result);
            }
            growth::append(vm, &mut result, &chunk)?;
        }
    }

    /// Reads a line of at most `limit` bytes.
    pub fn read_line(&self, vm: &Vm, limit: Option<usize>) -> PyResult<Vec<u8>> {
        let mut line = Vec::new();
        loop {
            if !self.fill(vm)? {
                return Ok(line);
            }
            let most = limit.map_or(usize::MAX >> 1, |l| l - line.len());
            let part = {
                let mut input = self.input.borrow_mut();
                let found = memchr::memchr(b'\n', input.rest()).map(|i| i + 1);
                let count = found.unwrap_or(input.rest().len()).min(most);
                input.take(count)
            };
            growth::append(vm, &mut line, &part)?;
            if line.last() == Some(&b'\n') || limit.is_some_and(|l| line.len() >= l) {
                return Ok(line);
            }
        }
    }

    /// What is read ahead, after making sure that there is something.
    pub fn peek(&self, vm: &Vm) -> PyResult<Vec<u8>> {
        self.fill(vm)?;
        Ok(self.input.borrow().rest().to_vec())
    }

    /// The position.
    pub fn tell(&self, vm: &Vm) -> PyResult<u64> {
        self.flush(vm)?;
        match self.file.seek(0, Whence::Current) {
            Ok(at) => Ok(at - (self.input.borrow().rest().len() as u64).min(at)),
            Err(error) => Err(errors::os_error(vm, &error, None)),
        }
    }

    /// Moves the position.
    pub fn seek(&self, vm: &Vm, offset: i64, whence: Whence) -> PyResult<u64> {
        self.flush(vm)?;
        let ahead = self.input.borrow().rest().len() as i64;
        self.input.set(Input::default());
        let offset = if whence == Whence::Current { offset - ahead } else { offset };
        self.file.seek(offset, whence).map_err(|error| errors::os_error(vm, &error, None))
    }

    /// Whether positions work.
    pub fn seekable(&self) -> bool {
        self.file.seek(0, Whence::Current).is_ok()
    }

    /// Sets the size.
    pub fn truncate(&self, vm: &Vm, size: u64) -> PyResult<()> {
        self.flush(vm)?;
        self.file.truncate(size).map_err(|error| errors::os_error(vm, &error, None))
    }

    /// Writes out and closes.
    pub fn close(&self, vm: &Vm) -> PyResult<()> {
        if self.closed.get() {
            return Ok(());
        }
        let flushed = self.flush(vm);
        self.closed.set(true);
        let closed = if self.closefd { self.file.close() } else { Ok(()) };
        flushed?;
        closed.map_err(|error| errors::os_error(vm, &error, None))
    }
}

/// Writes the whole buffer; what was not written stays in it.
fn write_out(file: &dyn HostFile, output: &Mutex<Vec<u8>>) -> Result<(), HostError> {
    let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
    let mut written = 0;
    let mut result = Ok(());
    while written < output.len() {
        match file.write(&output[written..]) {
            Ok(count) => written += count,
            Err(error) => {
                result = Err(error);
                break;
            }
        }
    }
    output.drain(..written);
    result
}
