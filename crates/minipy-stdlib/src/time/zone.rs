//! Local time: the zone file that `TZ` or /etc/localtime names (TZif, RFC 9636), or the rule that `TZ` is. After its
//! last transition a file's own rule holds.

use std::rc::Rc;

use minipy_vm::Vm;
use minipy_vm::heap::PyCell;

use super::rule::Rule;

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
    /// What holds after the last transition.
    rule: Option<Rule>,
}

#[derive(Default)]
struct Cached(PyCell<Option<Rc<Zone>>>);

impl Zone {
    fn utc() -> Zone {
        let kinds = vec![Kind { offset: 0, daylight: false, name: "UTC".to_owned() }];
        Zone { transitions: Vec::new(), kinds, rule: None }
    }

    fn kind(&self, index: usize) -> Kind {
        self.kinds.get(index).or(self.kinds.first()).cloned().unwrap_or_else(|| Zone::utc().kinds[0].clone())
    }

    /// The kind of time at a timestamp.
    pub(super) fn at(&self, seconds: i64) -> Kind {
        let after = self.transitions.partition_point(|t| t.0 <= seconds);
        if after == self.transitions.len()
            && let Some(rule) = &self.rule
        {
            return rule.at(seconds).clone();
        }
        match after.checked_sub(1) {
            Some(index) => self.kind(self.transitions[index].1),
            None => self.kinds.iter().find(|k| !k.daylight).cloned().unwrap_or_else(|| self.kind(0)),
        }
    }

    fn last(&self, daylight: bool) -> Option<Kind> {
        if let Some(rule) = &self.rule
            && let Some(kind) = if daylight { rule.daylight() } else { Some(&rule.standard) }
        {
            return Some(kind.clone());
        }
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

impl Zone {
    /// The timestamp of a local time, given as if it were UTC. `is_dst` chooses where a time exists twice; a time that
    /// is not there with this flag is taken in the nearest kind of time that has it.
    pub(super) fn local_to_utc(&self, naive: i64, is_dst: i64) -> i64 {
        // The kinds of time around: transitions are further apart than two days.
        let around = [self.at(naive - 86_400), self.at(naive + 86_400)];
        let mut found: Vec<(i64, bool)> = Vec::new();
        for kind in &around {
            let seconds = naive - i64::from(kind.offset);
            let at = self.at(seconds);
            if at.offset == kind.offset && !found.contains(&(seconds, at.daylight)) {
                found.push((seconds, at.daylight));
            }
        }
        if is_dst < 0 {
            // A time that is skipped: by the clock before the change.
            return found.first().map_or(naive - i64::from(around[0].offset), |f| f.0);
        }
        let wanted = is_dst > 0;
        if let Some((seconds, _)) = found.iter().find(|f| f.1 == wanted) {
            return *seconds;
        }
        if let Some(kind) = around.iter().find(|k| k.daylight == wanted) {
            return naive - i64::from(kind.offset);
        }
        // Within a year comes the other season, if there is one.
        let months = (1..=6).flat_map(|n| [-n, n]).map(|n: i64| self.at(naive + n * 61 * 86_400));
        let other = { months }.find(|k| k.daylight == wanted);
        naive - i64::from(other.unwrap_or_else(|| around[0].clone()).offset)
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
            if !name.starts_with(b"/")
                && let Some(rule) = Rule::parse(&name)
            {
                let kinds = std::iter::once(&rule.standard).chain(rule.daylight()).cloned().collect();
                return Zone { transitions: Vec::new(), kinds, rule: Some(rule) };
            }
            if name.starts_with(b"/") { name } else { [&b"/usr/share/zoneinfo/"[..], &name].concat() }
        }
    };
    if let Some(zone) = host.read_file(&path).ok().and_then(|data| parse(&data)) {
        return zone;
    }
    // What the C library does not understand is UTC under the name's first letters.
    let mut zone = Zone::utc();
    let name = host.env_get(b"TZ").ok().flatten().unwrap_or_default();
    let letters = name.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    if letters >= 3 {
        zone.kinds[0].name = String::from_utf8_lossy(&name[..letters]).into_owned();
    }
    zone
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
    let counts = counts(second)?;
    let mut zone = body(second.get(44..)?, &counts, 8)?;
    let end = 44 + counts.times * 9 + counts.kinds * 6 + counts.chars + counts.leap * 12 + counts.isstd + counts.isut;
    // The rule stands between line ends.
    let footer = second.get(end + 1..).and_then(|f| f.split(|&b| b == b'\n').next()).unwrap_or_default();
    zone.rule = Rule::parse(footer);
    Some(zone)
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
    if kinds.is_empty() { None } else { Some(Zone { transitions, kinds, rule: None }) }
}
