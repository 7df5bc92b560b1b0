//! Tests of the hosts against the system they run on.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::poll::{Event, Interest};
use crate::signals::{self, Action};
use crate::{DenyHost, ErrorKind, FileKind, Host, HostError, OpenHow, RealHost, Whence};

/// Signals are a property of the process, so these tests may not overlap.
static SIGNAL_TESTS: Mutex<()> = Mutex::new(());

fn lock() -> std::sync::MutexGuard<'static, ()> {
    SIGNAL_TESTS.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn scratch(name: &str) -> Vec<u8> {
    let path = std::env::temp_dir().join(format!("minipy-host-{}-{name}", std::process::id()));
    path.into_os_string().into_string().unwrap().into_bytes()
}

#[test]
fn errors_are_those_of_python() {
    let error = RealHost.read_file(b"/nonexistent/file").unwrap_err();
    assert_eq!((error.errno, error.kind), (2, ErrorKind::NotFound));
    assert_eq!(error.to_string(), "[Errno 2] No such file or directory");
    assert_eq!(error.kind.exception(), "FileNotFoundError");
    assert_eq!(HostError::from_errno(11).message, "Resource temporarily unavailable");
    assert_eq!(HostError::from_errno(32).kind.exception(), "BrokenPipeError");
    assert_eq!(HostError::from_errno(9).to_string(), "[Errno 9] Bad file descriptor");
    let directory = RealHost.open(b"/", OpenHow::from_mode(b'r', false).unwrap(), 0o666).err().unwrap();
    assert_eq!((directory.errno, directory.kind), (21, ErrorKind::IsADirectory));
    assert!(RealHost.read_file(b"a\0b").is_err());
}

#[test]
fn deny_denies() {
    let denied = |error: HostError| assert_eq!((error.errno, error.kind), (13, ErrorKind::PermissionDenied));
    denied(DenyHost.read_file(b"/etc/passwd").unwrap_err());
    denied(DenyHost.monotonic_ns().unwrap_err());
    denied(DenyHost.env_get(b"HOME").unwrap_err());
    denied(DenyHost.spawn_thread("t", 0, Box::new(|| ())).unwrap_err());
    denied(DenyHost.new_poller().err().unwrap());
    denied(DenyHost.exit(0).unwrap_err());
}

#[test]
fn files() {
    let path = scratch("files");
    let open = |letter, plus| RealHost.open(&path, OpenHow::from_mode(letter, plus).unwrap(), 0o644);
    let file = open(b'w', false).unwrap();
    assert_eq!(file.write(b"hello world").unwrap(), 11);
    assert!(file.fileno().unwrap() > 2 && !file.is_terminal());
    assert_eq!(file.read(&mut [0; 4]).unwrap_err().errno, libc::EBADF);
    file.close().unwrap();
    file.close().unwrap();
    assert_eq!(file.fileno(), None);
    assert_eq!(file.write(b"x").unwrap_err().errno, libc::EBADF);
    assert_eq!(open(b'x', false).err().unwrap().kind, ErrorKind::AlreadyExists);

    let file = open(b'a', true).unwrap();
    file.write(b"!").unwrap();
    assert_eq!(file.seek(-6, Whence::End).unwrap(), 6);
    let mut buffer = [0; 16];
    assert_eq!(file.read(&mut buffer).unwrap(), 6);
    assert_eq!(&buffer[..6], b"world!");
    file.truncate(5).unwrap();
    assert_eq!(file.metadata().unwrap().size, 5);
    assert_eq!(file.seek(-1, Whence::Start).unwrap_err().errno, libc::EINVAL);
    drop(file);

    assert_eq!(RealHost.read_file(&path).unwrap(), b"hello");
    let found = RealHost.metadata(&path, true).unwrap();
    assert!(found.is_file() && found.size == 5 && found.mode & 0o777 == 0o644);
    assert!((found.mtime_ns - RealHost.wall_clock_ns().unwrap() as i128).abs() < 60_000_000_000);
    let borrowed = RealHost.open(&path, OpenHow { read: true, ..OpenHow::default() }, 0).unwrap();
    let alias = RealHost.file_from_fd(borrowed.fileno().unwrap(), false).unwrap();
    drop(alias);
    assert_eq!(borrowed.read(&mut buffer).unwrap(), 5);
    RealHost.remove_file(&path).unwrap();
    assert_eq!(RealHost.file_from_fd(9999, true).err().unwrap().errno, libc::EBADF);
}

#[test]
fn directories() {
    let path = scratch("dir");
    RealHost.create_dir(&path, 0o755).unwrap();
    let inner = [&path[..], b"/inner\xFF"].concat();
    RealHost.open(&inner, OpenHow::from_mode(b'w', false).unwrap(), 0o644).unwrap();
    let entries = RealHost.list_dir(&path).unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!((&entries[0].name[..], entries[0].kind), (&b"inner\xFF"[..], FileKind::File));
    assert_eq!(RealHost.remove_dir(&path).unwrap_err().errno, libc::ENOTEMPTY);
    RealHost.rename(&inner, &[&path[..], b"/other"].concat()).unwrap();
    RealHost.remove_file(&[&path[..], b"/other"].concat()).unwrap();
    RealHost.remove_dir(&path).unwrap();
    assert!(RealHost.metadata(b"/tmp/..", false).unwrap().is_dir());
    assert_eq!(RealHost.real_path(b"/tmp/..").unwrap(), b"/");
}

#[test]
fn process() {
    assert_eq!(RealHost.process_id().unwrap(), std::process::id());
    assert!(!RealHost.args().unwrap().is_empty());
    assert!(!RealHost.hostname().unwrap().is_empty());
    assert!(RealHost.cpu_count().unwrap() >= 1);
    assert_eq!(RealHost.env_get(b"MINIPY_HOST_TEST").unwrap(), None);
    RealHost.env_set(b"MINIPY_HOST_TEST", b"a\xFFb").unwrap();
    assert_eq!(RealHost.env_get(b"MINIPY_HOST_TEST").unwrap().unwrap(), b"a\xFFb");
    assert!(RealHost.env_list().unwrap().iter().any(|(name, _)| name == b"MINIPY_HOST_TEST"));
    RealHost.env_unset(b"MINIPY_HOST_TEST").unwrap();
    assert_eq!(RealHost.env_get(b"MINIPY_HOST_TEST").unwrap(), None);
    assert!(RealHost.env_set(b"A=B", b"").is_err() && RealHost.env_set(b"", b"").is_err());
    let (mut a, mut b) = ([0; 32], [0; 32]);
    RealHost.random_bytes(&mut a).unwrap();
    RealHost.random_bytes(&mut b).unwrap();
    assert_ne!(a, b);
}

#[test]
fn clocks_and_sleep() {
    let before = RealHost.monotonic_ns().unwrap();
    RealHost.sleep_until(before + 20_000_000).unwrap();
    assert!(RealHost.monotonic_ns().unwrap() >= before + 20_000_000);
    RealHost.sleep_until(0).unwrap();
    assert!(RealHost.process_time_ns().unwrap() > 0 && RealHost.thread_time_ns().unwrap() > 0);
    assert!(RealHost.wall_clock_ns().unwrap() > 1_500_000_000_000_000_000);
}

#[test]
fn threads() {
    let (sender, receiver) = mpsc::channel();
    let body = Box::new(move || {
        let name = std::thread::current().name().map(str::to_owned);
        sender.send((name, RealHost.native_thread_id().unwrap())).unwrap();
    });
    RealHost.spawn_thread("work\0er", 256 * 1024, body).unwrap();
    let (name, id) = receiver.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!(name.as_deref(), Some("worker"));
    assert_ne!(id, RealHost.native_thread_id().unwrap());
}

/// A pipe as two files: the end to read and the end to write.
fn pipe() -> (std::io::PipeReader, std::io::PipeWriter) {
    std::io::pipe().unwrap()
}

#[test]
fn polling() {
    use std::io::Write;
    use std::os::fd::AsRawFd;
    let poller = RealHost.new_poller().unwrap();
    let (reader, mut writer) = pipe();
    let mut events = Vec::new();
    poller.register(reader.as_raw_fd(), Interest::READ, 7).unwrap();
    assert_eq!(poller.register(reader.as_raw_fd(), Interest::READ, 7).unwrap_err().kind, ErrorKind::AlreadyExists);
    assert!(!poller.wait(&mut events, Some(0)).unwrap() && events.is_empty());
    let start = Instant::now();
    poller.wait(&mut events, Some(1_500_000)).unwrap();
    assert!(start.elapsed() >= Duration::from_nanos(1_500_000) && events.is_empty());
    writer.write_all(b"x").unwrap();
    // Level-triggered: the event stays until the byte is read.
    for _ in 0..2 {
        events.clear();
        poller.wait(&mut events, None).unwrap();
        let ready = Event { token: 7, readable: true, writable: false, priority: false, hangup: false, error: false };
        assert_eq!(events, [ready]);
    }
    poller.register(writer.as_raw_fd(), Interest::WRITE, 8).unwrap();
    events.clear();
    poller.wait(&mut events, None).unwrap();
    assert_eq!(events.iter().map(|event| event.token).max(), Some(8));
    poller.modify(reader.as_raw_fd(), Interest::default(), 7).unwrap();
    poller.unregister(writer.as_raw_fd()).unwrap();
    events.clear();
    poller.wait(&mut events, Some(0)).unwrap();
    assert!(events.is_empty());
    drop(writer);
    poller.wait(&mut events, None).unwrap();
    assert!(events[0].hangup);
    assert_eq!(poller.unregister(9999).unwrap_err().errno, libc::EBADF);
}

#[test]
fn waking() {
    let poller = RealHost.new_poller().unwrap();
    let mut events = Vec::new();
    let waker = poller.waker();
    waker.wake();
    waker.wake();
    assert!(poller.wait(&mut events, None).unwrap());
    assert!(!poller.wait(&mut events, Some(0)).unwrap());
    // Many wake-ups from another thread: each round trip must get through.
    let (sender, receiver) = mpsc::channel::<()>();
    let thread = std::thread::spawn(move || {
        for () in receiver {
            waker.wake();
        }
    });
    for _ in 0..2000 {
        sender.send(()).unwrap();
        assert!(poller.wait(&mut events, Some(10_000_000_000)).unwrap());
    }
    drop(sender);
    thread.join().unwrap();
    assert!(events.is_empty());
}

#[test]
fn signals_set_bits_and_wake() {
    use std::io::Read;
    use std::os::fd::AsRawFd;
    static WORD: AtomicU32 = AtomicU32::new(0);
    let _guard = lock();
    let number = libc::SIGUSR1;
    let poller = RealHost.new_poller().unwrap();
    let _ = poller.wake_on_signals();
    signals::set_breaker(&WORD, 4);
    let (mut reader, writer) = pipe();
    assert_eq!(signals::set_wakeup_fd(writer.as_raw_fd()), -1);
    assert_eq!(RealHost.set_signal(number, Action::Notify).unwrap(), Action::Default);
    assert_eq!(signals::action(number).unwrap(), Action::Notify);
    RealHost.kill(std::process::id() as i32, number).unwrap();
    let mut events = Vec::new();
    loop {
        match poller.wait(&mut events, Some(10_000_000_000)) {
            Ok(woken) => {
                assert!(woken);
                break;
            }
            Err(error) => assert!(error.is_interrupted()),
        }
    }
    assert_eq!(WORD.load(Ordering::SeqCst), 4);
    assert!(signals::pending());
    assert_eq!(signals::take_one(), Some(number));
    assert_eq!(signals::take_one(), None);
    let mut byte = [0];
    reader.read_exact(&mut byte).unwrap();
    assert_eq!(byte[0] as i32, number);
    signals::simulate(2);
    assert_eq!(signals::take(), 1 << 2);
    assert_eq!(signals::set_wakeup_fd(-1), writer.as_raw_fd());
    assert_eq!(RealHost.set_signal(number, Action::Ignore).unwrap(), Action::Notify);
    assert_eq!(RealHost.set_signal(number, Action::Default).unwrap(), Action::Ignore);
    assert_eq!(RealHost.set_signal(libc::SIGKILL, Action::Ignore).unwrap_err().errno, libc::EINVAL);
    assert!(RealHost.set_signal(0, Action::Ignore).is_err() && RealHost.set_signal(64, Action::Ignore).is_err());
}

#[test]
fn broken_pipes_are_errors() {
    use std::os::fd::AsRawFd;
    let (reader, writer) = pipe();
    drop(reader);
    let error = RealHost.fd_write(writer.as_raw_fd(), b"x").unwrap_err();
    assert_eq!((error.errno, error.kind), (32, ErrorKind::BrokenPipe));
    assert!(!RealHost.is_terminal(writer.as_raw_fd()).unwrap());
    assert_eq!(RealHost.terminal_size(writer.as_raw_fd()).unwrap_err().errno, libc::ENOTTY);
    assert_eq!(RealHost.fd_read(-1, &mut [0]).unwrap_err().errno, libc::EBADF);
}

/// Run by `dying_by_signal` in a process of its own.
#[test]
#[ignore = "ends the process"]
fn child_dies() {
    signals::initialise().unwrap();
    RealHost.kill(std::process::id() as i32, signals::SIGINT).unwrap();
    while !signals::pending() {
        std::thread::yield_now();
    }
    let _ = RealHost.die_by_signal(signals::SIGINT);
}

#[test]
fn dying_by_signal() {
    use std::os::unix::process::ExitStatusExt;
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "tests::child_dies"])
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.signal(), Some(libc::SIGINT));
}

#[test]
fn sleep_is_interrupted() {
    let _guard = lock();
    RealHost.set_signal(libc::SIGUSR2, Action::Notify).unwrap();
    let thread = std::thread::spawn(|| {
        let start = RealHost.monotonic_ns().unwrap();
        let result = RealHost.sleep_until(start + 10_000_000_000);
        (result, RealHost.monotonic_ns().unwrap() - start)
    });
    let target = std::os::unix::thread::JoinHandleExt::as_pthread_t(&thread);
    while !thread.is_finished() {
        std::thread::sleep(Duration::from_millis(20));
        crate::sys::signal::kill_thread(target, libc::SIGUSR2);
    }
    let (result, elapsed) = thread.join().unwrap();
    assert!(result.unwrap_err().is_interrupted() && elapsed < 5_000_000_000);
    signals::take();
    RealHost.set_signal(libc::SIGUSR2, Action::Default).unwrap();
}

/// The signal comes, and is over, before the call blocks: as if it had come after the last look at what is pending.
#[test]
fn signals_before_a_blocking_call_interrupt_it() {
    let _guard = lock();
    RealHost.set_signal(libc::SIGUSR2, Action::Notify).unwrap();
    for _ in 0..3 {
        crate::sys::signal::raise_in_this_thread(libc::SIGUSR2);
        assert!(signals::pending());
        let start = RealHost.monotonic_ns().unwrap();
        let slept = RealHost.sleep_until(start + 5_000_000_000);
        assert!(slept.unwrap_err().is_interrupted());
        // Nobody has taken it: the next call is interrupted as well.
        let slept = RealHost.sleep_until(start + 5_000_000_000);
        assert!(slept.unwrap_err().is_interrupted());
        assert!(RealHost.monotonic_ns().unwrap() - start < 4_000_000_000);
        assert_eq!(signals::take_one(), Some(libc::SIGUSR2));
        // Once it is taken, calls are left alone.
        let start = RealHost.monotonic_ns().unwrap();
        RealHost.sleep_until(start + 50_000_000).unwrap();
    }
    RealHost.set_signal(libc::SIGUSR2, Action::Default).unwrap();
}
