//! Sockets as the interpreter sees them: addresses, and the capability [`Net`] that a host may grant.
//!
//! Descriptors are plain numbers; who owns one is the caller's business. Interrupted calls fail with EINTR.

#![forbid(unsafe_code)]

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::error::{HostError, Result};
use crate::sys;

/// The address of a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// No address: an unnamed peer.
    None,
    /// IPv4.
    V4 {
        /// The address.
        ip: [u8; 4],
        /// The port.
        port: u16,
    },
    /// IPv6.
    V6 {
        /// The address.
        ip: [u8; 16],
        /// The port.
        port: u16,
        /// Flow label and traffic class, in the host's byte order.
        flowinfo: u32,
        /// The zone.
        scope_id: u32,
    },
    /// A path, or an abstract name that begins with NUL; empty for an unnamed socket.
    Unix(Vec<u8>),
    /// Another family, as raw bytes behind the family field.
    Other(i32, Vec<u8>),
}

/// `AF_UNSPEC`
pub const AF_UNSPEC: i32 = libc::AF_UNSPEC;
/// `AF_UNIX`
pub const AF_UNIX: i32 = libc::AF_UNIX;
/// `AF_INET`
pub const AF_INET: i32 = libc::AF_INET;
/// `AF_INET6`
pub const AF_INET6: i32 = libc::AF_INET6;
/// `SOCK_STREAM`
pub const SOCK_STREAM: i32 = libc::SOCK_STREAM;
/// `SOCK_DGRAM`
pub const SOCK_DGRAM: i32 = libc::SOCK_DGRAM;
/// `SOCK_NONBLOCK`
pub const SOCK_NONBLOCK: i32 = libc::SOCK_NONBLOCK;
/// `SOCK_CLOEXEC`
pub const SOCK_CLOEXEC: i32 = libc::SOCK_CLOEXEC;
/// `IPPROTO_TCP`
pub const IPPROTO_TCP: i32 = libc::IPPROTO_TCP;
/// `IPPROTO_UDP`
pub const IPPROTO_UDP: i32 = libc::IPPROTO_UDP;
/// `IPPROTO_IPV6`
pub const IPPROTO_IPV6: i32 = libc::IPPROTO_IPV6;
/// `IPV6_V6ONLY`
pub const IPV6_V6ONLY: i32 = libc::IPV6_V6ONLY;
/// `TCP_NODELAY`
pub const TCP_NODELAY: i32 = libc::TCP_NODELAY;
/// `SOL_SOCKET`
pub const SOL_SOCKET: i32 = libc::SOL_SOCKET;
/// `SO_ERROR`
pub const SO_ERROR: i32 = libc::SO_ERROR;
/// `SO_REUSEADDR`
pub const SO_REUSEADDR: i32 = libc::SO_REUSEADDR;
/// `SO_REUSEPORT`
pub const SO_REUSEPORT: i32 = libc::SO_REUSEPORT;
/// `SO_KEEPALIVE`
pub const SO_KEEPALIVE: i32 = libc::SO_KEEPALIVE;
/// `SO_BROADCAST`
pub const SO_BROADCAST: i32 = libc::SO_BROADCAST;
/// `SO_TYPE`
pub const SO_TYPE: i32 = libc::SO_TYPE;
/// `SO_DOMAIN`
pub const SO_DOMAIN: i32 = libc::SO_DOMAIN;
/// `SO_PROTOCOL`
pub const SO_PROTOCOL: i32 = libc::SO_PROTOCOL;
/// `SHUT_WR`
pub const SHUT_WR: i32 = libc::SHUT_WR;
/// `AI_PASSIVE`
pub const AI_PASSIVE: i32 = libc::AI_PASSIVE;
/// `AI_CANONNAME`
pub const AI_CANONNAME: i32 = libc::AI_CANONNAME;
/// `AI_NUMERICHOST`
pub const AI_NUMERICHOST: i32 = libc::AI_NUMERICHOST;
/// `NI_NUMERICSERV`
pub const NI_NUMERICSERV: i32 = libc::NI_NUMERICSERV;
/// `NI_DGRAM`
pub const NI_DGRAM: i32 = libc::NI_DGRAM;

/// Error numbers that network code looks for.
pub mod errno {
    #![expect(missing_docs, reason = "each constant is the error number of its name")]
    pub const EAGAIN: i32 = libc::EAGAIN;
    pub const EINTR: i32 = libc::EINTR;
    pub const EINPROGRESS: i32 = libc::EINPROGRESS;
    pub const ECONNABORTED: i32 = libc::ECONNABORTED;
    pub const ECONNRESET: i32 = libc::ECONNRESET;
    pub const ENOTCONN: i32 = libc::ENOTCONN;
    pub const EBADF: i32 = libc::EBADF;
    pub const EMFILE: i32 = libc::EMFILE;
    pub const ENFILE: i32 = libc::ENFILE;
    pub const ENOBUFS: i32 = libc::ENOBUFS;
    pub const ENOMEM: i32 = libc::ENOMEM;
    pub const ENOENT: i32 = libc::ENOENT;
    pub const EADDRINUSE: i32 = libc::EADDRINUSE;
    pub const EADDRNOTAVAIL: i32 = libc::EADDRNOTAVAIL;
    pub const EISCONN: i32 = libc::EISCONN;
    pub const EINVAL: i32 = libc::EINVAL;
    pub const EPIPE: i32 = libc::EPIPE;
    pub const EPERM: i32 = libc::EPERM;
    pub const EEXIST: i32 = libc::EEXIST;
    pub const ECANCELED: i32 = libc::ECANCELED;
}

/// One answer of [`Net::resolve`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The family.
    pub family: i32,
    /// The socket type.
    pub kind: i32,
    /// The protocol.
    pub protocol: i32,
    /// The canonical name, if it was asked for.
    pub canonical: Vec<u8>,
    /// The address.
    pub address: Address,
}

/// Why a name could not be resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolveError {
    /// An `EAI_*` number and its text: Python's `gaierror`.
    Lookup(i32, String),
    /// The system failed.
    System(HostError),
}

/// What [`Net::receive_message`] gives.
#[derive(Debug)]
pub struct Message {
    /// How many bytes were received.
    pub count: usize,
    /// Ancillary data: level, type, bytes.
    pub ancillary: Vec<(i32, i32, Vec<u8>)>,
    /// `msg_flags`
    pub flags: i32,
    /// Where it came from.
    pub address: Address,
}

/// A descriptor to [`Net::poll`], with `POLL*` bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PollFd {
    /// The descriptor.
    pub fd: i32,
    /// What to wait for.
    pub events: i16,
    /// What happened.
    pub revents: i16,
}

/// `POLLIN`
pub const POLLIN: i16 = libc::POLLIN;
/// `POLLPRI`
pub const POLLPRI: i16 = libc::POLLPRI;
/// `POLLOUT`
pub const POLLOUT: i16 = libc::POLLOUT;
/// `POLLERR`
pub const POLLERR: i16 = libc::POLLERR;
/// `POLLHUP`
pub const POLLHUP: i16 = libc::POLLHUP;
/// `POLLNVAL`
pub const POLLNVAL: i16 = libc::POLLNVAL;

/// What a host that grants the network can do; methods are named after the system calls.
#[expect(missing_docs, reason = "the methods are the system calls of their names")]
pub trait Net: Send + Sync {
    fn socket(&self, family: i32, kind: i32, protocol: i32) -> Result<i32>;
    fn socketpair(&self, family: i32, kind: i32, protocol: i32) -> Result<(i32, i32)>;
    fn bind(&self, fd: i32, address: &Address) -> Result<()>;
    fn connect(&self, fd: i32, address: &Address) -> Result<()>;
    fn listen(&self, fd: i32, backlog: i32) -> Result<()>;
    /// The new descriptor is not inherited; it does not block if `nonblocking`.
    fn accept(&self, fd: i32, nonblocking: bool) -> Result<(i32, Address)>;
    fn shutdown(&self, fd: i32, how: i32) -> Result<()>;
    fn close(&self, fd: i32) -> Result<()>;
    fn duplicate(&self, fd: i32) -> Result<i32>;
    fn socket_name(&self, fd: i32) -> Result<Address>;
    fn peer_name(&self, fd: i32) -> Result<Address>;
    fn send(&self, fd: i32, bytes: &[u8], flags: i32) -> Result<usize>;
    fn receive(&self, fd: i32, buffer: &mut [u8], flags: i32) -> Result<usize>;
    fn send_to(&self, fd: i32, bytes: &[u8], flags: i32, address: &Address) -> Result<usize>;
    fn receive_from(&self, fd: i32, buffer: &mut [u8], flags: i32) -> Result<(usize, Address)>;
    fn send_message(
        &self,
        fd: i32,
        parts: &[&[u8]],
        ancillary: &[(i32, i32, Vec<u8>)],
        flags: i32,
        address: Option<&Address>,
    ) -> Result<usize>;
    fn receive_message(&self, fd: i32, parts: &mut [&mut [u8]], ancillary: usize, flags: i32) -> Result<Message>;
    /// Reads from a descriptor that need not be a socket.
    fn read(&self, fd: i32, buffer: &mut [u8]) -> Result<usize>;
    /// Writes to a descriptor that need not be a socket.
    fn write(&self, fd: i32, bytes: &[u8]) -> Result<usize>;
    /// Sends up to `count` bytes of a file, from `offset` on, to a socket; gives how many. The file's position stays.
    fn send_file(&self, socket: i32, file: i32, offset: u64, count: usize) -> Result<usize>;
    /// Sets the position of a file.
    fn seek(&self, file: i32, offset: u64) -> Result<()>;
    fn option_int(&self, fd: i32, level: i32, name: i32) -> Result<i32>;
    fn option(&self, fd: i32, level: i32, name: i32, buffer: &mut [u8]) -> Result<usize>;
    fn set_option(&self, fd: i32, level: i32, name: i32, value: &[u8]) -> Result<()>;
    /// `setsockopt` with a null value and a length.
    fn set_option_null(&self, fd: i32, level: i32, name: i32, length: u32) -> Result<()>;
    fn set_nonblocking(&self, fd: i32, on: bool) -> Result<()>;
    fn is_nonblocking(&self, fd: i32) -> Result<bool>;
    /// Waits for some of the descriptors; no time-out waits for ever. Returns how many are ready.
    fn poll(&self, fds: &mut [PollFd], timeout_ns: Option<u64>) -> Result<usize>;
    fn epoll_create(&self) -> Result<i32>;
    /// `change`: 1 adds, 2 removes, 3 modifies.
    fn epoll_control(&self, epoll: i32, change: i32, fd: i32, events: u32) -> Result<()>;
    /// Gives descriptors and their events; a negative time-out waits for ever.
    fn epoll_wait(&self, epoll: i32, most: usize, milliseconds: i32) -> Result<Vec<(i32, u32)>>;
    /// What kind of file the descriptor is: `S_IFMT` bits of its mode.
    fn file_kind(&self, fd: i32) -> Result<u32>;
    fn resolve(
        &self,
        host: Option<&[u8]>,
        service: Option<&[u8]>,
        family: i32,
        kind: i32,
        protocol: i32,
        flags: i32,
    ) -> std::result::Result<Vec<Resolved>, ResolveError>;
    fn name_of(&self, address: &Address, flags: i32) -> std::result::Result<(Vec<u8>, Vec<u8>), ResolveError>;
    fn service_by_name(&self, name: &[u8], protocol: Option<&[u8]>) -> Option<u16>;
    fn service_by_port(&self, port: u16, protocol: Option<&[u8]>) -> Option<Vec<u8>>;
    fn protocol_by_name(&self, name: &[u8]) -> Option<i32>;
    fn interface_index(&self, name: &[u8]) -> Result<u32>;
    fn interface_name(&self, index: u32) -> Result<Vec<u8>>;
    fn interfaces(&self) -> Result<Vec<(u32, Vec<u8>)>>;
}

/// The system's network.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RealNet;

impl Net for RealNet {
    fn socket(&self, family: i32, kind: i32, protocol: i32) -> Result<i32> {
        sys::net::socket(family, kind, protocol)
    }

    fn socketpair(&self, family: i32, kind: i32, protocol: i32) -> Result<(i32, i32)> {
        sys::net::socketpair(family, kind, protocol)
    }

    fn bind(&self, fd: i32, address: &Address) -> Result<()> {
        sys::net::bind(fd, address)
    }

    fn connect(&self, fd: i32, address: &Address) -> Result<()> {
        sys::net::connect(fd, address)
    }

    fn listen(&self, fd: i32, backlog: i32) -> Result<()> {
        sys::net::listen(fd, backlog)
    }

    fn accept(&self, fd: i32, nonblocking: bool) -> Result<(i32, Address)> {
        sys::net::accept(fd, nonblocking)
    }

    fn shutdown(&self, fd: i32, how: i32) -> Result<()> {
        sys::net::shutdown(fd, how)
    }

    fn close(&self, fd: i32) -> Result<()> {
        sys::fd::close(fd)
    }

    fn duplicate(&self, fd: i32) -> Result<i32> {
        sys::net::duplicate(fd)
    }

    fn socket_name(&self, fd: i32) -> Result<Address> {
        sys::net::socket_name(fd)
    }

    fn peer_name(&self, fd: i32) -> Result<Address> {
        sys::net::peer_name(fd)
    }

    fn send(&self, fd: i32, bytes: &[u8], flags: i32) -> Result<usize> {
        sys::net::send(fd, bytes, flags)
    }

    fn receive(&self, fd: i32, buffer: &mut [u8], flags: i32) -> Result<usize> {
        sys::net::receive(fd, buffer, flags)
    }

    fn send_to(&self, fd: i32, bytes: &[u8], flags: i32, address: &Address) -> Result<usize> {
        sys::net::send_to(fd, bytes, flags, address)
    }

    fn receive_from(&self, fd: i32, buffer: &mut [u8], flags: i32) -> Result<(usize, Address)> {
        sys::net::receive_from(fd, buffer, flags)
    }

    fn send_message(
        &self,
        fd: i32,
        parts: &[&[u8]],
        ancillary: &[(i32, i32, Vec<u8>)],
        flags: i32,
        address: Option<&Address>,
    ) -> Result<usize> {
        sys::net_message::send(fd, parts, ancillary, flags, address)
    }

    fn receive_message(&self, fd: i32, parts: &mut [&mut [u8]], ancillary: usize, flags: i32) -> Result<Message> {
        sys::net_message::receive(fd, parts, ancillary, flags)
    }

    fn read(&self, fd: i32, buffer: &mut [u8]) -> Result<usize> {
        sys::fd::read(fd, buffer)
    }

    fn write(&self, fd: i32, bytes: &[u8]) -> Result<usize> {
        sys::fd::write(fd, bytes)
    }

    fn send_file(&self, socket: i32, file: i32, offset: u64, count: usize) -> Result<usize> {
        sys::net::send_file(socket, file, offset, count)
    }

    fn seek(&self, file: i32, offset: u64) -> Result<()> {
        let offset = i64::try_from(offset).map_err(|_| HostError::from_errno(libc::EINVAL))?;
        sys::fd::seek(file, offset, libc::SEEK_SET).map(drop)
    }

    fn option_int(&self, fd: i32, level: i32, name: i32) -> Result<i32> {
        let mut value = [0; 4];
        sys::net::option(fd, level, name, &mut value)?;
        Ok(i32::from_ne_bytes(value))
    }

    fn option(&self, fd: i32, level: i32, name: i32, buffer: &mut [u8]) -> Result<usize> {
        sys::net::option(fd, level, name, buffer)
    }

    fn set_option(&self, fd: i32, level: i32, name: i32, value: &[u8]) -> Result<()> {
        sys::net::set_option(fd, level, name, Some(value), value.len())
    }

    fn set_option_null(&self, fd: i32, level: i32, name: i32, length: u32) -> Result<()> {
        sys::net::set_option(fd, level, name, None, length as usize)
    }

    fn set_nonblocking(&self, fd: i32, on: bool) -> Result<()> {
        sys::net::set_nonblocking(fd, on)
    }

    fn is_nonblocking(&self, fd: i32) -> Result<bool> {
        sys::net::is_nonblocking(fd)
    }

    fn poll(&self, fds: &mut [PollFd], timeout_ns: Option<u64>) -> Result<usize> {
        sys::net::poll(fds, timeout_ns)
    }

    fn epoll_create(&self) -> Result<i32> {
        sys::epoll::create_raw()
    }

    fn epoll_control(&self, epoll: i32, change: i32, fd: i32, events: u32) -> Result<()> {
        sys::epoll::control_raw(epoll, change, fd, events)
    }

    fn epoll_wait(&self, epoll: i32, most: usize, milliseconds: i32) -> Result<Vec<(i32, u32)>> {
        sys::epoll::wait_raw(epoll, most, milliseconds)
    }

    fn file_kind(&self, fd: i32) -> Result<u32> {
        use std::os::unix::fs::MetadataExt;
        Ok(sys::fd::metadata(fd)?.mode() & libc::S_IFMT)
    }

    fn resolve(
        &self,
        host: Option<&[u8]>,
        service: Option<&[u8]>,
        family: i32,
        kind: i32,
        protocol: i32,
        flags: i32,
    ) -> std::result::Result<Vec<Resolved>, ResolveError> {
        sys::resolve::resolve(host, service, (family, kind, protocol, flags))
    }

    fn name_of(&self, address: &Address, flags: i32) -> std::result::Result<(Vec<u8>, Vec<u8>), ResolveError> {
        sys::resolve::name_of(address, flags)
    }

    fn service_by_name(&self, name: &[u8], protocol: Option<&[u8]>) -> Option<u16> {
        sys::resolve::service_by_name(name, protocol)
    }

    fn service_by_port(&self, port: u16, protocol: Option<&[u8]>) -> Option<Vec<u8>> {
        sys::resolve::service_by_port(port, protocol)
    }

    fn protocol_by_name(&self, name: &[u8]) -> Option<i32> {
        sys::resolve::protocol_by_name(name)
    }

    fn interface_index(&self, name: &[u8]) -> Result<u32> {
        sys::resolve::interface_index(name)
    }

    fn interface_name(&self, index: u32) -> Result<Vec<u8>> {
        sys::resolve::interface_name(index)
    }

    fn interfaces(&self) -> Result<Vec<(u32, Vec<u8>)>> {
        sys::resolve::interfaces()
    }
}

/// `inet_pton(AF_INET)`
pub fn parse_v4(text: &str) -> Option<[u8; 4]> {
    text.parse::<Ipv4Addr>().ok().map(|ip| ip.octets())
}

/// `inet_pton(AF_INET6)`
pub fn parse_v6(text: &str) -> Option<[u8; 16]> {
    text.parse::<Ipv6Addr>().ok().map(|ip| ip.octets())
}

/// `inet_ntop(AF_INET)`
pub fn format_v4(ip: [u8; 4]) -> String {
    Ipv4Addr::from(ip).to_string()
}

/// `inet_ntop(AF_INET6)`; unlike Rust, C shows `::a.b.c.d` for addresses that only have the last 32 bits.
pub fn format_v6(ip: [u8; 16]) -> String {
    if ip[..12].iter().all(|b| *b == 0) && (ip[12] != 0 || ip[13] != 0) {
        return format!("::{}", format_v4([ip[12], ip[13], ip[14], ip[15]]));
    }
    Ipv6Addr::from(ip).to_string()
}

/// `inet_aton`: one to four numbers in C's notation.
pub fn parse_v4_lenient(text: &str) -> Option<[u8; 4]> {
    let text = text.split_ascii_whitespace().next()?;
    let mut numbers = Vec::new();
    for part in text.split('.') {
        let (digits, radix) = match part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
            Some(hex) => (hex, 16),
            None if part.len() > 1 && part.starts_with('0') => (&part[1..], 8),
            None => (part, 10),
        };
        numbers.push(u64::from_str_radix(digits, radix).ok()?);
    }
    let (last, first) = numbers.split_last()?;
    if first.len() > 3 || first.iter().any(|n| *n > 255) || *last >= 1 << (8 * (4 - first.len())) {
        return None;
    }
    let mut value = *last as u32;
    for (i, n) in first.iter().enumerate() {
        value |= (*n as u32) << (24 - 8 * i);
    }
    Some(value.to_be_bytes())
}
