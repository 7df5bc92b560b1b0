//! Local time: the zone file that `TZ` or /etc/localtime names (TZif, RFC 9636). After its last transition the last
//! kind of time goes on.

use std::rc::Rc;

use minipy_vm::Vm;
use minipy_vm::heap::PyCell;

/// A kind of local time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// Seconds east of UTC.
    pub offset: i32,
    pub daylight: bool,
    pub name: String,
}

/// A zone: when which kind of time holds.
#[derive(Debug)]
pub(super) struct Zone {
    transitions: Vec<(i64, usize)>,
    kinds: Vec<Kind>,
}

#[derive(Default)]
struct Cached(PyCell<Option<Rc<Zone>>>);

impl Zone {
    fn utc() -> Zone {
        Zone { transitions: Vec::new(), kinds: vec![Kind { offset: 0, daylight: false, name: "UTC".to_owned() }] }
    }

    fn kind(&self, index: usize) -> Kind {
        self.kinds.get(index).or(self.kinds.first()).cloned().unwrap_or_else(|| Zone::utc().kinds[0].clone())
    }

    /// The kind of time at a timestamp.
    pub(super) fn at(&self, seconds: i64) -> Kind {
        let after = self.transitions.partition_point(|t| t.0 <= seconds);
        match after.checked_sub(1) {
            Some(index) => self.kind(self.transitions[index].1),
            None => self.kinds.iter().find(|k| !k.daylight).cloned().unwrap_or_else(|| self.kind(0)),
        }
    }

    fn last(&self, daylight: bool) -> Option<Kind> {
        let found = self.transitions.iter().rev().map(|t| self.kind(t.1)).find(|k| k.daylight == daylight);
        found.or_else(|| self.kinds.iter().find(|k| k.daylight == daylight).cloned())
    }

    /// The latest standard time.
    pub(super) fn standard(&self) -> Kind {
        self.last(false).unwrap_or_else(|| self.kind(0))
    }

    /// The latest daylight saving time, if the zone has one.
    pub(super) fn daylight(&self) -> Option<Kind> {
        self.last(true)
    }
}

/// The local zone.
pub(super) fn local(vm: &Vm) -> Rc<Zone> {
    let cached = &vm.state::<Cached>().0;
    if let Some(found) = cached.get() {
        return found;
    }
    let zone = Rc::new(load(vm));
    drop(cached.replace(Some(zone.clone())));
    zone
}

/// Reads the zone anew when it is needed next.
pub(super) fn forget(vm: &Vm) {
    drop(vm.state::<Cached>().0.take());
}

fn load(vm: &Vm) -> Zone {
    let host = &*vm.interp().host;
    let path = match host.env_get(b"TZ").ok().flatten() {
        None => b"/etc/localtime".to_vec(),
        Some(name) => {
            let name = name.strip_prefix(b":").unwrap_or(&name).to_vec();
            if name.is_empty() {
                return Zone::utc();
            }
            if name.starts_with(b"/") { name } else { [&b"/usr/share/zoneinfo/"[..], &name].concat() }
        }
    };
    host.read_file(&path).ok().and_then(|data| parse(&data)).unwrap_or_else(Zone::utc)
}

fn be32(data: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

fn be64(data: &[u8], at: usize) -> Option<i64> {
    Some(i64::from_be_bytes(data.get(at..at + 8)?.try_into().ok()?))
}

struct Counts {
    version: u8,
    isut: usize,
    isstd: usize,
    leap: usize,
    times: usize,
    kinds: usize,
    chars: usize,
}

fn counts(data: &[u8]) -> Option<Counts> {
    if data.get(..4)? != b"TZif" {
        return None;
    }
    let number = |at: usize| be32(data, at).and_then(|n| usize::try_from(n).ok());
    Some(Counts {
        version: *data.get(4)?,
        isut: number(20)?,
        isstd: number(24)?,
        leap: number(28)?,
        times: number(32)?,
        kinds: number(36)?,
        chars: number(40)?,
    })
}

fn parse(data: &[u8]) -> Option<Zone> {
    let first = counts(data)?;
    if first.version < b'2' {
        return body(&data[44..], &first, 4);
    }
    let skip = 44 + first.times * 5 + first.kinds * 6 + first.chars + first.leap * 8 + first.isstd + first.isut;
    let second = data.get(skip..)?;
    body(second.get(44..)?, &counts(second)?, 8)
}

fn body(data: &[u8], counts: &Counts, width: usize) -> Option<Zone> {
    let indices = counts.times * width;
    let kinds_at = indices + counts.times;
    let names_at = kinds_at + counts.kinds * 6;
    let names = data.get(names_at..names_at + counts.chars)?;
    let mut transitions = Vec::with_capacity(counts.times);
    for i in 0..counts.times {
        let at = if width == 8 { be64(data, i * 8)? } else { i64::from(be32(data, i * 4)?) };
        transitions.push((at, usize::from(*data.get(indices + i)?)));
    }
    let mut kinds = Vec::with_capacity(counts.kinds);
    for i in 0..counts.kinds {
        let at = kinds_at + i * 6;
        let start = usize::from(*data.get(at + 5)?);
        let name = names.get(start..)?.split(|&b| b == 0).next()?;
        kinds.push(Kind {
            offset: be32(data, at)?,
            daylight: *data.get(at + 4)? != 0,
            name: String::from_utf8_lossy(name).into_owned(),
        });
    }
    if kinds.is_empty() { None } else { Some(Zone { transitions, kinds }) }
}
