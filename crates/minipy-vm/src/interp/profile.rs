//! The developers' profile mode (`--features profile`): how often each instruction ran, how often its fast path did not
//! apply, which instructions follow each other, and the same by function. Printed to stderr at exit.
//!
//! Without the feature the hooks below are empty and nothing of this is in the binary. Must not change what runs.

#[cfg(feature = "profile")]
pub(crate) use counting::{event, executed, left_loop, report};

/// An instruction is about to run.
#[cfg(not(feature = "profile"))]
#[inline(always)]
pub(crate) fn executed(_frame: *const super::stack::Frame, _pc: *const u64) {}

/// The current instruction is done out of line: it has no fast path, or that did not apply.
#[cfg(not(feature = "profile"))]
#[inline(always)]
pub(crate) fn left_loop(_frame: *const super::stack::Frame, _pc: *const u64) {}

/// Something worth counting happened, such as a cache that missed.
#[cfg(not(feature = "profile"))]
#[inline(always)]
pub(crate) fn event(_name: &'static str) {}

/// Prints the counts.
#[cfg(not(feature = "profile"))]
#[inline(always)]
pub(crate) fn report(_vm: &crate::vm::Vm) {}

#[cfg(feature = "profile")]
mod counting {
    #![expect(unsafe_code, reason = "the running frame is a raw pointer (invariant S)")]

    use std::cell::RefCell;
    use std::collections::HashMap;
    use std::fmt::Write;

    use minipy_bytecode::opcode::Opcode;

    use crate::interp::stack::Frame;
    use crate::value::Value;
    use crate::vm::Vm;

    const OPCODES: usize = 256;
    /// Rows printed of the lists that are long.
    const ROWS: usize = 40;

    /// What was counted of one function, or of all of them.
    struct Counts {
        executed: [u64; OPCODES],
        left: [u64; OPCODES],
    }

    impl Default for Counts {
        fn default() -> Counts {
            Counts { executed: [0; OPCODES], left: [0; OPCODES] }
        }
    }

    /// Where a function is defined.
    struct Place {
        qualname: Value,
        filename: Value,
        line: u32,
    }

    #[derive(Default)]
    struct Profile {
        pairs: HashMap<(u8, u8), u64>,
        /// By address of the code object, with what is printed of it.
        functions: HashMap<usize, (Place, Counts)>,
        events: HashMap<&'static str, u64>,
        last: u8,
    }

    thread_local! {
        static PROFILE: RefCell<Profile> = RefCell::default();
    }

    fn with_counts(frame: *const Frame, count: impl FnOnce(&mut Counts)) {
        // SAFETY: S1: the frame is the running one.
        let code = unsafe { (*frame).code() };
        PROFILE.with_borrow_mut(|profile| {
            let (_, counts) = profile.functions.entry(std::ptr::from_ref(code).addr()).or_insert_with(|| {
                let (qualname, filename) = (code.qualname.clone(), code.filename.clone());
                (Place { qualname, filename, line: code.code.first_line }, Counts::default())
            });
            count(counts);
        });
    }

    /// An instruction is about to run.
    pub(crate) fn executed(frame: *const Frame, pc: *const u64) {
        // SAFETY: S1: `pc` is the start of an instruction.
        let opcode = unsafe { *pc } as u8;
        if opcode == Opcode::LeaveLoop as u8 {
            // Its frame has no code.
            return;
        }
        with_counts(frame, |counts| counts.executed[opcode as usize] += 1);
        PROFILE.with_borrow_mut(|profile| {
            *profile.pairs.entry((profile.last, opcode)).or_default() += 1;
            profile.last = opcode;
        });
    }

    /// The current instruction is done out of line: it has no fast path, or that did not apply.
    pub(crate) fn left_loop(frame: *const Frame, pc: *const u64) {
        // SAFETY: S1: `pc` is the start of an instruction.
        let opcode = unsafe { *pc } as u8;
        with_counts(frame, |counts| counts.left[opcode as usize] += 1);
    }

    /// Something worth counting happened, such as a cache that missed.
    pub(crate) fn event(name: &'static str) {
        PROFILE.with_borrow_mut(|profile| *profile.events.entry(name).or_default() += 1);
    }

    fn name(opcode: u8) -> &'static str {
        Opcode::from_u8(opcode).map_or("?", Opcode::name)
    }

    fn percent(part: u64, whole: u64) -> f64 {
        part as f64 * 100.0 / whole.max(1) as f64
    }

    /// The rows with the highest counts, highest first.
    fn highest<K: Ord>(rows: impl IntoIterator<Item = (K, u64)>, limit: usize) -> Vec<(K, u64)> {
        let mut rows: Vec<(K, u64)> = rows.into_iter().filter(|(_, count)| *count > 0).collect();
        rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        rows.truncate(limit);
        rows
    }

    /// Prints the counts of this thread.
    pub(crate) fn report(vm: &Vm) {
        let profile = PROFILE.take();
        let mut all = Counts::default();
        for (_, counts) in profile.functions.values() {
            for i in 0..OPCODES {
                all.executed[i] += counts.executed[i];
                all.left[i] += counts.left[i];
            }
        }
        let total: u64 = all.executed.iter().sum();
        let left: u64 = all.left.iter().sum();
        let mut out = String::new();
        let _ = writeln!(out, "profile: {total} instructions, {left} out of line ({:.1} %)", percent(left, total));
        let _ = writeln!(out, "\n{:>14} {:>6} {:>14} {:>6}  opcode", "executed", "%", "out of line", "%");
        for (i, count) in highest((0..OPCODES).map(|i| (i, all.executed[i])), OPCODES) {
            let left = all.left[i];
            let (share, missed) = (percent(count, total), percent(left, count));
            let _ = writeln!(out, "{count:>14} {share:>6.2} {left:>14} {missed:>6.1}  {}", name(i as u8));
        }
        let _ = writeln!(out, "\n{:>14} {:>6}  pair", "executed", "%");
        for ((a, b), count) in highest(profile.pairs, ROWS) {
            let _ = writeln!(out, "{count:>14} {:>6.2}  {} {}", percent(count, total), name(a), name(b));
        }
        if !profile.events.is_empty() {
            let _ = writeln!(out, "\n{:>14}  event", "times");
            for (event, count) in highest(profile.events, ROWS) {
                let _ = writeln!(out, "{count:>14}  {event}");
            }
        }
        let _ =
            writeln!(out, "\n{:>14} {:>14}  function, its opcodes most often out of line", "executed", "out of line");
        let sums = profile.functions.iter().map(|(key, (_, counts))| (*key, counts.executed.iter().sum()));
        for (key, count) in highest(sums, ROWS) {
            let Some((place, counts)) = profile.functions.get(&key) else { continue };
            let left: u64 = counts.left.iter().sum();
            let _ = write!(out, "{count:>14} {left:>14}  {}:", describe(vm, place));
            for (i, left) in highest((0..OPCODES).map(|i| (i, counts.left[i])), 6) {
                let _ = write!(out, " {} {left}", name(i as u8));
            }
            out.push('\n');
        }
        crate::sysmod::write_stderr(vm, &out);
    }

    /// The name of a function and where it is defined.
    fn describe(vm: &Vm, place: &Place) -> String {
        let text = |value: &Value| vm.str_string(value).unwrap_or_default();
        format!("{} ({}:{})", text(&place.qualname), text(&place.filename), place.line)
    }
}
