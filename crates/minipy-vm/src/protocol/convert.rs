//! Conversions: `repr`, `str`, `ascii`, `__index__`, and Python values to Rust numbers and text.

use crate::exc;
use crate::heap::growth;
use crate::native::PyResult;
use crate::types::int;
use crate::types::python_slots::checked_str;
use crate::types::str_::StrObj;
use crate::value::Value;
use crate::vm::Vm;

/// The containers whose repr is under way.
#[derive(Default)]
pub(crate) struct ReprStack {
    objects: Vec<usize>,
    /// The same as a set, once there are many.
    deep: std::collections::HashSet<usize>,
}

/// What [`ReprStack::enter`] says.
enum Entered {
    New,
    Already,
    TooDeep,
}

/// From this depth on the objects are looked up in a set.
const DEEP: usize = 64;
/// CPython's C stack ends at about this depth.
const DEEPEST: usize = 60_000;

impl ReprStack {
    fn enter(&mut self, object: usize) -> Entered {
        let shallow = &self.objects[..self.objects.len().min(DEEP)];
        if shallow.contains(&object) || self.objects.len() > DEEP && self.deep.contains(&object) {
            return Entered::Already;
        }
        if self.objects.len() >= DEEPEST {
            return Entered::TooDeep;
        }
        if self.objects.len() >= DEEP {
            self.deep.insert(object);
        }
        self.objects.push(object);
        Entered::New
    }

    fn leave(&mut self) {
        if let Some(object) = self.objects.pop()
            && self.objects.len() >= DEEP
        {
            self.deep.remove(&object);
        }
    }
}

impl Vm {
    /// `repr(this)`, a `str` value.
    pub fn repr(&self, this: &Value) -> PyResult {
        self.check_native_stack(" while getting the repr of an object")?;
        match self.type_of(this).slots().repr {
            Some(repr) => checked_str(self, repr(self, this)?, "__repr__"),
            None => Ok(crate::types::object::default_repr(self, this)),
        }
    }

    /// Appends `repr(this)` to text under construction.
    pub fn push_repr(&self, out: &mut Vec<u8>, this: &Value) -> PyResult<()> {
        if let Some(n) = this.as_small() {
            return growth::append(self, out, itoa::Buffer::new().format(n).as_bytes());
        }
        let text = self.repr(this)?;
        match text.downcast::<StrObj>() {
            Some(text) => growth::append(self, out, text.bytes()),
            None => Ok(()),
        }
    }

    /// The repr of a container: `on_cycle` if the repr of the same object is under way already (`Py_ReprEnter`).
    pub fn repr_guarded(&self, this: &Value, on_cycle: &str, body: impl FnOnce() -> PyResult) -> PyResult {
        let entered = self.repr_stack.borrow_mut().enter(this.bits());
        match entered {
            Entered::Already => return Ok(self.str(on_cycle)),
            Entered::TooDeep => return Err(exc::recursion_error(self, " while getting the repr of an object")),
            Entered::New => {}
        }
        let result = body();
        self.repr_stack.borrow_mut().leave();
        result
    }

    /// `str(this)`, a `str` value.
    pub fn to_str(&self, this: &Value) -> PyResult {
        if this.exact::<StrObj>().is_some() {
            return Ok(this.clone());
        }
        if this.is_small() {
            return Ok(int::convert::decimal(self, this.small_unchecked()));
        }
        match self.type_of(this).slots().str {
            Some(str) => {
                self.check_native_stack(" while getting the str of an object")?;
                checked_str(self, str(self, this)?, "__str__")
            }
            None => self.repr(this),
        }
    }

    /// `repr(this)` as Rust text for messages and building other text (WTF-8 bytes).
    pub fn repr_bytes(&self, this: &Value) -> PyResult<Vec<u8>> {
        let text = self.repr(this)?;
        Ok(text.downcast::<StrObj>().map(|t| t.bytes().to_vec()).unwrap_or_default())
    }

    /// `repr(this)` as Rust text; lone surrogates become U+FFFD.
    pub fn repr_string(&self, this: &Value) -> PyResult<String> {
        Ok(String::from_utf8_lossy(&self.repr_bytes(this)?).into_owned())
    }

    /// `str(this)` as Rust text; lone surrogates become U+FFFD.
    pub fn str_string(&self, this: &Value) -> PyResult<String> {
        let text = self.to_str(this)?;
        Ok(text.downcast::<StrObj>().map(|t| t.to_string_lossy().into_owned()).unwrap_or_default())
    }

    /// `operator.index(this)`: an `int` value (small or big, never a bool or subclass instance's own object).
    pub fn index(&self, this: &Value) -> PyResult {
        if this.is_small() {
            return Ok(this.clone());
        }
        if let Some(value) = int::as_exact_int(self, this) {
            return Ok(value);
        }
        match self.type_of(this).slots().index {
            Some(index) => {
                let result = index(self, this)?;
                if result.is_small() { Ok(result) } else { int::convert::checked_int(self, result, "__index__") }
            }
            None => {
                let name = self.type_of(this).name_str();
                Err(exc::type_error(self, &format!("'{name}' object cannot be interpreted as an integer")))
            }
        }
    }

    /// `operator.index(this)` as a Rust number. Too large: OverflowError, or clipped if `overflow` is `None`.
    pub fn index_to_isize(&self, this: &Value, overflow: Option<&str>) -> PyResult<isize> {
        let index = self.index(this)?;
        match index.as_small() {
            Some(n) => Ok(n as isize),
            None => match (int::to_i64(&index), overflow) {
                (Some(n), _) => Ok(n as isize),
                (None, None) => Ok(if int::is_negative(&index) { isize::MIN } else { isize::MAX }),
                (None, Some(_)) => {
                    let name = self.type_of(this).name_str();
                    Err(exc::overflow_error(self, &format!("cannot fit '{name}' into an index-sized integer")))
                }
            },
        }
    }

    /// A sequence index argument: IndexError-style conversion with CPython's text for huge values.
    pub fn index_arg(&self, this: &Value) -> PyResult<isize> {
        let index = self.index(this)?;
        match int::to_i64(&index) {
            Some(n) => Ok(n as isize),
            None => {
                let name = self.type_of(this).name_str();
                Err(exc::index_error(self, &format!("cannot fit '{name}' into an index-sized integer")))
            }
        }
    }

    /// An integer argument as `i64`: OverflowError as CPython's for a C `long` / `Py_ssize_t`.
    pub fn i64_arg(&self, this: &Value) -> PyResult<i64> {
        let index = self.index(this)?;
        match int::to_i64(&index) {
            Some(n) => Ok(n),
            None => Err(exc::overflow_error(self, "Python int too large to convert to C long")),
        }
    }

    /// `float(this)` for number arguments (`PyFloat_AsDouble`).
    pub fn f64_arg(&self, this: &Value) -> PyResult<f64> {
        crate::types::float::to_f64(self, this)
    }

    /// The text of a `str` argument, or TypeError `"{what} must be str, not X"`.
    pub fn str_arg<'a>(&self, this: &'a Value, what: &str) -> PyResult<&'a StrObj> {
        match this.downcast::<StrObj>() {
            Some(text) => Ok(text),
            None => {
                let got = exc::argument_type(self, this);
                Err(exc::type_error(self, &format!("{what} must be str, not {got}")))
            }
        }
    }

    /// [`Vm::str_arg`] of what CPython takes as a C string: without lone surrogates and NULs.
    pub fn c_str_arg<'a>(&self, this: &'a Value, what: &str) -> PyResult<&'a StrObj> {
        let text = self.str_arg(this, what)?;
        self.check_c_str(text)?;
        Ok(text)
    }

    /// The error of a text that is no C string.
    pub fn check_c_str(&self, text: &StrObj) -> PyResult<()> {
        let bytes = crate::types::str_methods::codec::utf8_strict(self, text)?;
        if bytes.contains(&0) { Err(exc::value_error(self, "embedded null character")) } else { Ok(()) }
    }
}
