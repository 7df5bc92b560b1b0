//! `sendmsg` and `recvmsg`, with ancillary data.

use std::mem::MaybeUninit;

use super::check_size;
use super::net::RawAddress;
use crate::error::Result;
use crate::net::{Address, Message};

fn empty() -> libc::msghdr {
    // SAFETY: msghdr is plain data for which zero is valid.
    unsafe { MaybeUninit::<libc::msghdr>::zeroed().assume_init() }
}

/// Rounded up to the alignment of control messages.
fn aligned(length: usize) -> usize {
    length.div_ceil(size_of::<usize>()) * size_of::<usize>()
}

const HEADER: usize = size_of::<libc::cmsghdr>();

pub(crate) fn send(
    fd: i32,
    parts: &[&[u8]],
    ancillary: &[(i32, i32, Vec<u8>)],
    flags: i32,
    address: Option<&Address>,
) -> Result<usize> {
    let mut vectors: Vec<libc::iovec> =
        parts.iter().map(|p| libc::iovec { iov_base: p.as_ptr().cast_mut().cast(), iov_len: p.len() }).collect();
    // Words, so that the headers are aligned.
    let mut control: Vec<u8> = Vec::new();
    for (level, kind, data) in ancillary {
        control.extend_from_slice(&(HEADER + data.len()).to_ne_bytes());
        control.extend_from_slice(&level.to_ne_bytes());
        control.extend_from_slice(&kind.to_ne_bytes());
        control.extend_from_slice(data);
        control.resize(aligned(control.len()), 0);
    }
    let mut words: Vec<usize> = control
        .chunks(size_of::<usize>())
        .map(|c| {
            let mut word = [0; size_of::<usize>()];
            word[..c.len()].copy_from_slice(c);
            usize::from_ne_bytes(word)
        })
        .collect();
    let mut raw = match address {
        Some(address) => Some(RawAddress::new(address)?),
        None => None,
    };
    let mut message = empty();
    if let Some(raw) = &mut raw {
        message.msg_namelen = raw.length;
        message.msg_name = raw.pointer_mut().cast();
    }
    message.msg_iov = vectors.as_mut_ptr();
    message.msg_iovlen = vectors.len();
    if !words.is_empty() {
        message.msg_control = words.as_mut_ptr().cast();
        message.msg_controllen = words.len() * size_of::<usize>();
    }
    // SAFETY: everything the message points to outlives the call; sendmsg only reads it.
    check_size(unsafe { libc::sendmsg(fd, &message, flags) })
}

pub(crate) fn receive(fd: i32, parts: &mut [&mut [u8]], ancillary: usize, flags: i32) -> Result<Message> {
    let mut vectors: Vec<libc::iovec> =
        parts.iter_mut().map(|p| libc::iovec { iov_base: p.as_mut_ptr().cast(), iov_len: p.len() }).collect();
    let mut words = vec![0usize; ancillary.div_ceil(size_of::<usize>())];
    let mut raw = RawAddress::empty();
    let mut message = empty();
    message.msg_namelen = raw.length;
    message.msg_name = raw.pointer_mut().cast();
    message.msg_iov = vectors.as_mut_ptr();
    message.msg_iovlen = vectors.len();
    if ancillary > 0 {
        message.msg_control = words.as_mut_ptr().cast();
        message.msg_controllen = ancillary;
    }
    // SAFETY: everything the message points to is valid for writes of the lengths given and outlives the call.
    let count = check_size(unsafe { libc::recvmsg(fd, &mut message, flags) })?;
    raw.length = message.msg_namelen;
    let control: Vec<u8> = words.iter().flat_map(|w| w.to_ne_bytes()).collect();
    let mut rest = &control[..message.msg_controllen.min(control.len())];
    let mut found = Vec::new();
    while rest.len() >= HEADER {
        let word = |at: usize| [rest[at], rest[at + 1], rest[at + 2], rest[at + 3]];
        let mut length = [0; size_of::<usize>()];
        length.copy_from_slice(&rest[..size_of::<usize>()]);
        let length = usize::from_ne_bytes(length);
        if length < HEADER {
            break;
        }
        let (level, kind) =
            (i32::from_ne_bytes(word(size_of::<usize>())), i32::from_ne_bytes(word(size_of::<usize>() + 4)));
        found.push((level, kind, rest[HEADER..length.min(rest.len())].to_vec()));
        rest = rest.get(aligned(length)..).unwrap_or(&[]);
    }
    Ok(Message { count, ancillary: found, flags: message.msg_flags, address: raw.address() })
}
