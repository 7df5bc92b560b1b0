//! Names of hosts, services, protocols and network interfaces.

use std::ffi::{CStr, CString};
use std::mem::MaybeUninit;

use super::net::RawAddress;
use crate::error::{HostError, Result};
use crate::net::{Address, ResolveError, Resolved};

fn c_string(bytes: &[u8]) -> Option<CString> {
    CString::new(bytes).ok()
}

fn failure(code: i32) -> ResolveError {
    if code == libc::EAI_SYSTEM {
        return ResolveError::System(HostError::last());
    }
    // SAFETY: gai_strerror gives a static text for every number.
    let text = unsafe { CStr::from_ptr(libc::gai_strerror(code)) };
    ResolveError::Lookup(code, text.to_string_lossy().into_owned())
}

pub(crate) fn resolve(
    host: Option<&[u8]>,
    service: Option<&[u8]>,
    (family, kind, protocol, flags): (i32, i32, i32, i32),
) -> std::result::Result<Vec<Resolved>, ResolveError> {
    let unusable = || failure(libc::EAI_NONAME);
    let host = host.map(|h| c_string(h).ok_or_else(unusable)).transpose()?;
    let service = service.map(|s| c_string(s).ok_or_else(unusable)).transpose()?;
    let pointer = |text: &Option<CString>| text.as_ref().map_or(std::ptr::null(), |t| t.as_ptr());
    let mut found: *mut libc::addrinfo = std::ptr::null_mut();
    // SAFETY: the strings and hints outlive the call; `found` receives a list that is freed below.
    unsafe {
        let mut hints = MaybeUninit::<libc::addrinfo>::zeroed().assume_init();
        hints.ai_family = family;
        hints.ai_socktype = kind;
        hints.ai_protocol = protocol;
        hints.ai_flags = flags;
        let code = libc::getaddrinfo(pointer(&host), pointer(&service), &hints, &mut found);
        if code != 0 {
            return Err(failure(code));
        }
        let mut answers = Vec::new();
        let mut at = found;
        while let Some(info) = at.as_ref() {
            let mut raw = RawAddress::empty();
            let length = info.ai_addrlen.min(raw.length);
            if !info.ai_addr.is_null() {
                std::ptr::copy_nonoverlapping(
                    info.ai_addr.cast::<u8>(),
                    raw.pointer_mut().cast::<u8>(),
                    length as usize,
                );
            }
            raw.length = length;
            let canonical = match info.ai_canonname.is_null() {
                true => Vec::new(),
                false => CStr::from_ptr(info.ai_canonname).to_bytes().to_vec(),
            };
            answers.push(Resolved {
                family: info.ai_family,
                kind: info.ai_socktype,
                protocol: info.ai_protocol,
                canonical,
                address: raw.address(),
            });
            at = info.ai_next;
        }
        libc::freeaddrinfo(found);
        Ok(answers)
    }
}

pub(crate) fn name_of(address: &Address, flags: i32) -> std::result::Result<(Vec<u8>, Vec<u8>), ResolveError> {
    let raw = RawAddress::new(address).map_err(ResolveError::System)?;
    let (mut host, mut service) = ([0u8; 1025], [0u8; 32]);
    // SAFETY: the address is valid for its length, the buffers for writes of theirs.
    let code = unsafe {
        libc::getnameinfo(
            raw.pointer(),
            raw.length,
            host.as_mut_ptr().cast(),
            host.len() as libc::socklen_t,
            service.as_mut_ptr().cast(),
            service.len() as libc::socklen_t,
            flags,
        )
    };
    if code != 0 {
        return Err(failure(code));
    }
    let text = |buffer: &[u8]| buffer.split(|b| *b == 0).next().unwrap_or(&[]).to_vec();
    Ok((text(&host), text(&service)))
}

pub(crate) fn service_by_name(name: &[u8], protocol: Option<&[u8]>) -> Option<u16> {
    let name = c_string(name)?;
    let protocol = protocol.map(|p| c_string(p).unwrap_or_default());
    let pointer = protocol.as_ref().map_or(std::ptr::null(), |p| p.as_ptr());
    // SAFETY: the strings outlive the call; the entry is read before any other call could change it (callers hold the
    // interpreter lock).
    unsafe {
        let entry = libc::getservbyname(name.as_ptr(), pointer).as_ref()?;
        Some(u16::from_be(entry.s_port as u16))
    }
}

pub(crate) fn service_by_port(port: u16, protocol: Option<&[u8]>) -> Option<Vec<u8>> {
    let protocol = protocol.map(|p| c_string(p).unwrap_or_default());
    let pointer = protocol.as_ref().map_or(std::ptr::null(), |p| p.as_ptr());
    // SAFETY: as in `service_by_name`.
    unsafe {
        let entry = libc::getservbyport(i32::from(port.to_be()), pointer).as_ref()?;
        Some(CStr::from_ptr(entry.s_name).to_bytes().to_vec())
    }
}

pub(crate) fn protocol_by_name(name: &[u8]) -> Option<i32> {
    let name = c_string(name)?;
    // SAFETY: as in `service_by_name`.
    unsafe { libc::getprotobyname(name.as_ptr()).as_ref().map(|entry| entry.p_proto) }
}

pub(crate) fn interface_index(name: &[u8]) -> Result<u32> {
    let name = c_string(name).unwrap_or_default();
    // SAFETY: the name outlives the call.
    match unsafe { libc::if_nametoindex(name.as_ptr()) } {
        0 => Err(HostError::last()),
        index => Ok(index),
    }
}

pub(crate) fn interface_name(index: u32) -> Result<Vec<u8>> {
    let mut name = [0u8; libc::IF_NAMESIZE];
    // SAFETY: the buffer has the size that the call asks for.
    if unsafe { libc::if_indextoname(index, name.as_mut_ptr().cast()) }.is_null() {
        return Err(HostError::last());
    }
    Ok(name.split(|b| *b == 0).next().unwrap_or(&[]).to_vec())
}

pub(crate) fn interfaces() -> Result<Vec<(u32, Vec<u8>)>> {
    // SAFETY: the list ends with an entry whose index is zero and whose name is null; it is freed once.
    unsafe {
        let list = libc::if_nameindex();
        if list.is_null() {
            return Err(HostError::last());
        }
        let mut found = Vec::new();
        let mut at = list;
        while (*at).if_index != 0 && !(*at).if_name.is_null() {
            found.push(((*at).if_index, CStr::from_ptr((*at).if_name).to_bytes().to_vec()));
            at = at.add(1);
        }
        libc::if_freenameindex(list);
        Ok(found)
    }
}
