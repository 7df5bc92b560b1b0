//! Sockets: one function per system call. Addresses are converted here and nowhere else.

use std::mem::{MaybeUninit, size_of};

use super::{check, check_size};
use crate::error::{HostError, Result};
use crate::net::{Address, PollFd};

/// An address in the system's form.
pub(crate) struct RawAddress {
    pub(crate) storage: libc::sockaddr_storage,
    pub(crate) length: libc::socklen_t,
}

const UNIX_PATH: usize = size_of::<libc::sockaddr_un>() - size_of::<libc::sa_family_t>();

impl RawAddress {
    pub(crate) fn empty() -> RawAddress {
        // SAFETY: sockaddr_storage is plain data for which zero is valid.
        let storage = unsafe { MaybeUninit::<libc::sockaddr_storage>::zeroed().assume_init() };
        RawAddress { storage, length: size_of::<libc::sockaddr_storage>() as libc::socklen_t }
    }

    pub(crate) fn pointer(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }

    pub(crate) fn pointer_mut(&mut self) -> *mut libc::sockaddr {
        (&raw mut self.storage).cast()
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: the storage is plain data; any bytes are valid for it.
        unsafe { std::slice::from_raw_parts_mut((&raw mut self.storage).cast(), size_of::<libc::sockaddr_storage>()) }
    }

    fn bytes(&self) -> &[u8] {
        // SAFETY: the storage is initialised plain data.
        unsafe { std::slice::from_raw_parts((&raw const self.storage).cast(), size_of::<libc::sockaddr_storage>()) }
    }

    pub(crate) fn new(address: &Address) -> Result<RawAddress> {
        let mut raw = RawAddress::empty();
        match address {
            Address::None => raw.length = 0,
            Address::V4 { ip, port } => {
                let bytes = raw.bytes_mut();
                bytes[0..2].copy_from_slice(&(libc::AF_INET as u16).to_ne_bytes());
                bytes[2..4].copy_from_slice(&port.to_be_bytes());
                bytes[4..8].copy_from_slice(ip);
                raw.length = size_of::<libc::sockaddr_in>() as libc::socklen_t;
            }
            Address::V6 { ip, port, flowinfo, scope_id } => {
                let bytes = raw.bytes_mut();
                bytes[0..2].copy_from_slice(&(libc::AF_INET6 as u16).to_ne_bytes());
                bytes[2..4].copy_from_slice(&port.to_be_bytes());
                bytes[4..8].copy_from_slice(&flowinfo.to_be_bytes());
                bytes[8..24].copy_from_slice(ip);
                bytes[24..28].copy_from_slice(&scope_id.to_ne_bytes());
                raw.length = size_of::<libc::sockaddr_in6>() as libc::socklen_t;
            }
            Address::Unix(path) => {
                let bytes = raw.bytes_mut();
                bytes[0..2].copy_from_slice(&(libc::AF_UNIX as u16).to_ne_bytes());
                // An abstract name has no closing NUL.
                let end = usize::from(path.first().is_some_and(|b| *b != 0));
                if path.len() + end > UNIX_PATH {
                    return Err(HostError::from_errno(libc::ENAMETOOLONG));
                }
                bytes[2..2 + path.len()].copy_from_slice(path);
                raw.length = (2 + path.len() + end) as libc::socklen_t;
            }
            Address::Other(family, data) => {
                let bytes = raw.bytes_mut();
                bytes[0..2].copy_from_slice(&(*family as u16).to_ne_bytes());
                if data.len() > bytes.len() - 2 {
                    return Err(HostError::from_errno(libc::EINVAL));
                }
                bytes[2..2 + data.len()].copy_from_slice(data);
                raw.length = (2 + data.len()) as libc::socklen_t;
            }
        }
        Ok(raw)
    }

    pub(crate) fn address(&self) -> Address {
        let length = (self.length as usize).min(size_of::<libc::sockaddr_storage>());
        if length < 2 {
            return Address::None;
        }
        let bytes = &self.bytes()[..length];
        let word = |at: usize| [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
        match i32::from(self.storage.ss_family) {
            libc::AF_INET if length >= 8 => Address::V4 { ip: word(4), port: u16::from_be_bytes([bytes[2], bytes[3]]) },
            libc::AF_INET6 if length >= 28 => {
                let mut ip = [0; 16];
                ip.copy_from_slice(&bytes[8..24]);
                Address::V6 {
                    ip,
                    port: u16::from_be_bytes([bytes[2], bytes[3]]),
                    flowinfo: u32::from_be_bytes(word(4)),
                    scope_id: u32::from_ne_bytes(word(24)),
                }
            }
            libc::AF_UNIX => {
                let path = &bytes[2..];
                let path = match path.first() {
                    None | Some(0) => path,
                    Some(_) => &path[..path.iter().position(|b| *b == 0).unwrap_or(path.len())],
                };
                Address::Unix(path.to_vec())
            }
            family => Address::Other(family, bytes[2..].to_vec()),
        }
    }
}

pub(crate) fn socket(family: i32, kind: i32, protocol: i32) -> Result<i32> {
    // SAFETY: touches no memory of ours.
    check(unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) })
}

pub(crate) fn socketpair(family: i32, kind: i32, protocol: i32) -> Result<(i32, i32)> {
    let mut pair = [0; 2];
    // SAFETY: `pair` has room for the two descriptors.
    check(unsafe { libc::socketpair(family, kind | libc::SOCK_CLOEXEC, protocol, pair.as_mut_ptr()) })?;
    Ok((pair[0], pair[1]))
}

pub(crate) fn bind(fd: i32, address: &Address) -> Result<()> {
    let raw = RawAddress::new(address)?;
    // SAFETY: `raw` outlives the call and `length` is within it.
    check(unsafe { libc::bind(fd, raw.pointer(), raw.length) }).map(drop)
}

pub(crate) fn connect(fd: i32, address: &Address) -> Result<()> {
    let raw = RawAddress::new(address)?;
    // SAFETY: `raw` outlives the call and `length` is within it.
    check(unsafe { libc::connect(fd, raw.pointer(), raw.length) }).map(drop)
}

pub(crate) fn listen(fd: i32, backlog: i32) -> Result<()> {
    // SAFETY: touches no memory of ours.
    check(unsafe { libc::listen(fd, backlog) }).map(drop)
}

pub(crate) fn accept(fd: i32, nonblocking: bool) -> Result<(i32, Address)> {
    let mut raw = RawAddress::empty();
    let flags = libc::SOCK_CLOEXEC | if nonblocking { libc::SOCK_NONBLOCK } else { 0 };
    let mut length = raw.length;
    // SAFETY: `raw` has room for `length` bytes.
    let made = check(unsafe { libc::accept4(fd, raw.pointer_mut(), &mut length, flags) })?;
    raw.length = length;
    Ok((made, raw.address()))
}

pub(crate) fn shutdown(fd: i32, how: i32) -> Result<()> {
    // SAFETY: touches no memory of ours.
    check(unsafe { libc::shutdown(fd, how) }).map(drop)
}

pub(crate) fn duplicate(fd: i32) -> Result<i32> {
    // SAFETY: touches no memory of ours.
    check(unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) })
}

pub(crate) fn socket_name(fd: i32) -> Result<Address> {
    let mut raw = RawAddress::empty();
    let mut length = raw.length;
    // SAFETY: `raw` has room for `length` bytes.
    check(unsafe { libc::getsockname(fd, raw.pointer_mut(), &mut length) })?;
    raw.length = length;
    Ok(raw.address())
}

pub(crate) fn peer_name(fd: i32) -> Result<Address> {
    let mut raw = RawAddress::empty();
    let mut length = raw.length;
    // SAFETY: `raw` has room for `length` bytes.
    check(unsafe { libc::getpeername(fd, raw.pointer_mut(), &mut length) })?;
    raw.length = length;
    Ok(raw.address())
}

pub(crate) fn send(fd: i32, bytes: &[u8], flags: i32) -> Result<usize> {
    // SAFETY: the bytes are valid for reads of their length.
    check_size(unsafe { libc::send(fd, bytes.as_ptr().cast(), bytes.len(), flags) })
}

pub(crate) fn send_file(socket: i32, file: i32, offset: u64, count: usize) -> Result<usize> {
    let mut offset = i64::try_from(offset).map_err(|_| HostError::from_errno(libc::EINVAL))?;
    // SAFETY: `offset` outlives the call, which writes the new offset there.
    check_size(unsafe { libc::sendfile64(socket, file, &raw mut offset, count) })
}

pub(crate) fn receive(fd: i32, buffer: &mut [u8], flags: i32) -> Result<usize> {
    // SAFETY: the buffer is valid for writes of its length.
    check_size(unsafe { libc::recv(fd, buffer.as_mut_ptr().cast(), buffer.len(), flags) })
}

pub(crate) fn send_to(fd: i32, bytes: &[u8], flags: i32, address: &Address) -> Result<usize> {
    let raw = RawAddress::new(address)?;
    // SAFETY: the bytes and the address outlive the call.
    check_size(unsafe { libc::sendto(fd, bytes.as_ptr().cast(), bytes.len(), flags, raw.pointer(), raw.length) })
}

pub(crate) fn receive_from(fd: i32, buffer: &mut [u8], flags: i32) -> Result<(usize, Address)> {
    let mut raw = RawAddress::empty();
    let mut length = raw.length;
    // SAFETY: the buffer and `raw` are valid for writes of their lengths.
    let count = check_size(unsafe {
        libc::recvfrom(fd, buffer.as_mut_ptr().cast(), buffer.len(), flags, raw.pointer_mut(), &mut length)
    })?;
    raw.length = length;
    Ok((count, raw.address()))
}

pub(crate) fn option(fd: i32, level: i32, name: i32, buffer: &mut [u8]) -> Result<usize> {
    let mut length = buffer.len() as libc::socklen_t;
    // SAFETY: the buffer is valid for writes of `length` bytes.
    check(unsafe { libc::getsockopt(fd, level, name, buffer.as_mut_ptr().cast(), &mut length) })?;
    Ok((length as usize).min(buffer.len()))
}

pub(crate) fn set_option(fd: i32, level: i32, name: i32, value: Option<&[u8]>, length: usize) -> Result<()> {
    let pointer = value.map_or(std::ptr::null(), <[u8]>::as_ptr);
    // SAFETY: the value is valid for reads of its length; a null one is only looked at by calls that expect it.
    check(unsafe { libc::setsockopt(fd, level, name, pointer.cast(), length as libc::socklen_t) }).map(drop)
}

pub(crate) fn is_nonblocking(fd: i32) -> Result<bool> {
    // SAFETY: touches no memory of ours.
    Ok(check(unsafe { libc::fcntl(fd, libc::F_GETFL) })? & libc::O_NONBLOCK != 0)
}

pub(crate) fn set_nonblocking(fd: i32, on: bool) -> Result<()> {
    let mut value = libc::c_int::from(on);
    // SAFETY: FIONBIO reads one int.
    check(unsafe { libc::ioctl(fd, libc::FIONBIO, &mut value) }).map(drop)
}

pub(crate) fn poll(fds: &mut [PollFd], timeout_ns: Option<u64>) -> Result<usize> {
    let mut raw: Vec<libc::pollfd> =
        fds.iter().map(|p| libc::pollfd { fd: p.fd, events: p.events, revents: 0 }).collect();
    let time = timeout_ns.map(|ns| super::clock::timespec(i64::try_from(ns).unwrap_or(i64::MAX)));
    let time = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: `raw` and the time outlive the call; a null mask changes nothing.
    let ready = check(unsafe { libc::ppoll(raw.as_mut_ptr(), raw.len() as libc::nfds_t, time, std::ptr::null()) })?;
    for (fd, raw) in fds.iter_mut().zip(&raw) {
        fd.revents = raw.revents;
    }
    Ok(ready as usize)
}
