//! The mode that checks reference counts at exit: every object that is left must be explained by those that refer to it,
//! or be part of the interpreter. Switched on by `-X refcheck`.
#![expect(unsafe_code, reason = "objects are reached through raw headers (invariants H)")]

use std::collections::{BTreeMap, HashMap, HashSet};

use super::collect::trace_object;
use super::object::Header;
use crate::types::type_::TypeFlags;
use crate::vm::Vm;

/// The objects that the interpreter consists of: those that live when the mode is switched on.
pub(super) fn baseline(vm: &Vm) -> HashSet<usize> {
    let mut found = HashSet::new();
    vm.heap().for_each(|header| {
        found.insert(header.addr());
    });
    found
}

impl Vm {
    /// In the mode that checks reference counts: lists objects that are kept alive by references which nothing explains,
    /// and those with fewer references than others hold to them. For the end of the process.
    pub fn check_references(&self) {
        let Some(baseline) = self.gc().baseline.take() else { return };
        if self.state::<crate::thread::Threads>().count.get() > 0 {
            // Daemon threads hold what they were working on.
            return;
        }
        let state = self.gc();
        for place in [&self.handled, &self.context, &state.callbacks, &state.garbage] {
            place.set(crate::value::Value::NULL);
        }
        self.clear_thread_states();
        self.collect_garbage();
        let mut objects: Vec<*mut Header> = Vec::new();
        self.heap().for_each(|header| objects.push(header));
        let mut internal: HashMap<*mut Header, u32> = HashMap::new();
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        // SAFETY: the walk finds live objects, and none is freed while this runs.
        unsafe {
            for &header in &objects {
                trace_object(header, &mut |child| {
                    if child.is_ptr() {
                        *internal.entry(child.header_ptr()).or_default() += 1;
                    }
                });
            }
            for &header in &objects {
                let (count, held) = ((*header).refcount(), internal.get(&header).copied().unwrap_or(0));
                let name = (*header).ty().name_str();
                if count < held {
                    *lines.entry(format!("too few references: {name} has {count}, others hold {held}")).or_default() +=
                        1;
                } else if count > held && !baseline.contains(&header.addr()) && self.is_programs(&*header) {
                    *lines.entry(format!("leaked: {name}, {} references unexplained", count - held)).or_default() += 1;
                }
            }
        }
        for (line, times) in lines {
            crate::sysmod::write_stderr(self, &format!("refcheck: {line} ({times} times)\n"));
        }
    }

    /// Whether an object belongs to the program: types, names, code and native functions are the interpreter's, which
    /// makes them when they are first asked for and keeps them.
    fn is_programs(&self, header: &Header) -> bool {
        let (ty, types) = (header.ty(), self.types());
        let containers =
            [&types.list, &types.dict, &types.tuple, &types.set, &types.function, &types.method, &types.cell];
        let more = [&types.generator, &types.coroutine, &types.frame, &types.traceback];
        ty.has_flag(TypeFlags::HEAP_TYPE) || containers.into_iter().chain(more).any(|slot| std::ptr::eq(slot.raw(), ty))
    }
}
