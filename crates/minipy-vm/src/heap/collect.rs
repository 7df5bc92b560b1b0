//! The cycle collector: trial deletion over the objects of some generations.
//!
//! Counts how many references of each candidate come from other candidates. What has more references than that is
//! referred to from outside (older objects, the VM stack, native code) and is a root; candidates that no root reaches
//! are garbage. So no write barrier is needed: a reference from an old object is one from outside. Garbage is finalised
//! first, checked again for resurrection, then its weak references go, then its cycles are broken by `clear`.
//!
//! While a collection counts, candidates carry the flag `COLLECTING`; it is taken off what is reached, which moves to
//! the next generation at the same time. Nothing allocates or frees objects until the garbage is known.
#![expect(unsafe_code, reason = "objects are reached through raw headers (invariants H)")]

use super::block::{Block, counter, for_each_in};
use super::growth;
use super::object::{FLAG_COLLECTING, FLAG_FINALIZED, Header};
use crate::types::type_::TypeFlags;
use crate::value::Value;
use crate::vm::Vm;

/// Objects that wait for being followed: beyond so many, they are found again by another walk.
const MAX_WORK: usize = 64 << 10;

/// `gc.DEBUG_*` bits that the collector itself looks at.
const DEBUG_COLLECTABLE: i64 = 2;
const DEBUG_SAVEALL: i64 = 32;

/// What a collection found.
pub(crate) struct Outcome {
    /// Objects of the collected generations that live on.
    pub(super) survivors: usize,
    /// Garbage, without what finalisers brought back.
    pub(super) unreachable: usize,
}

/// Whether the collector looks at an object.
pub(crate) fn is_tracked(header: &Header) -> bool {
    let ty = header.ty();
    ty.layout.gc || ty.has_flag(TypeFlags::HEAP_TYPE)
}

/// Shows every value that an object owns to `visit`, its type included.
///
/// # Safety
/// `header` is a live object.
#[inline]
pub(crate) unsafe fn trace_object(header: *mut Header, visit: &mut super::Tracer) {
    // SAFETY: the caller's promise; H1.
    unsafe {
        let ty = (*header).ty();
        if ty.has_flag(TypeFlags::HAS_WORDS) {
            let words = super::object::attribute_words(header, ty);
            let first = header.add(1).cast::<Value>();
            for i in 0..words {
                visit(&*first.add(i));
            }
        }
        if ty.has_flag(TypeFlags::HEAP_TYPE) {
            let type_value = std::mem::ManuallyDrop::new(Value::from_header(ty.header_ptr()));
            visit(&type_value);
        }
        (ty.layout.trace)((*header).payload_ptr(ty), visit);
    }
}

/// Drops what an object owns, so that a cycle through it breaks.
unsafe fn clear_object(header: *mut Header) {
    // SAFETY: the caller holds a reference to the object.
    unsafe {
        let ty = (*header).ty();
        if ty.has_flag(TypeFlags::HAS_WORDS) {
            let words = super::object::attribute_words(header, ty);
            let first = header.add(1).cast::<Value>();
            if words > 0 {
                // The attributes are gone, so the object is in dictionary mode from now on: no shape may claim them.
                (*header).set_shape(ty.dict_shape.get());
            }
            for i in 0..words {
                drop(std::mem::replace(&mut *first.add(i), Value::NULL));
            }
        }
        (ty.layout.clear)((*header).payload_ptr(ty));
    }
}

/// Where the candidates of a collection are.
struct Candidates {
    generation: usize,
    blocks: Vec<*mut Block>,
    large: Vec<*mut Header>,
    /// Candidates with finalisers and their numbers in the order of creation, which the counting overwrites.
    births: Vec<(u32, *mut Header)>,
    count: usize,
}

impl Candidates {
    /// Marks all candidates, with their counters at the number of references.
    ///
    /// # Safety
    /// The heap does not change until [`Candidates::promote`].
    unsafe fn mark(vm: &Vm, generation: usize) -> Candidates {
        let heap = vm.heap();
        let blocks = heap.take_blocks(generation);
        let mut large = Vec::new();
        for list in 0..=generation {
            heap.large.for_each_of(list, &mut |header| large.push(header));
        }
        let mut found = Candidates { generation, blocks, large, births: Vec::new(), count: 0 };
        let (mut births, mut most, mut count) = (Vec::new(), usize::MAX, 0);
        // SAFETY: every header is a live object that the collector looks at.
        unsafe {
            found.for_each(|header| {
                let object = &*header;
                if object.generation() <= generation {
                    let counter = counter(header);
                    // Without room for the list, the order of creation is lost; nothing else is.
                    let has_birth = object.ty().has_flag(TypeFlags::HAS_FINALIZER);
                    let mut room = |births: &mut Vec<_>| {
                        births.len() < births.capacity()
                            || births.len() < most && (births.try_reserve(64).is_ok() || refused(&mut most))
                    };
                    if has_birth && room(&mut births) {
                        births.push((counter.get(), header));
                    }
                    counter.set(object.refcount());
                    object.set_flag(FLAG_COLLECTING);
                    count += 1;
                }
            });
        }
        (found.births, found.count) = (births, count);
        found
    }

    /// Calls `visit` with every object where candidates are.
    unsafe fn for_each(&self, mut visit: impl FnMut(*mut Header)) {
        // SAFETY: the blocks are live and do not change.
        unsafe {
            for &block in &self.blocks {
                for_each_in(block, &mut visit);
            }
        }
        self.large.iter().for_each(|&header| visit(header));
    }

    /// The generation that survivors move to.
    fn target(&self) -> usize {
        (self.generation + 1).min(2)
    }

    /// Takes the mark off what is reached from outside, which moves on to the next generation; counts it.
    unsafe fn reach(&self) -> usize {
        let target = self.target();
        let (mut work, mut reached, mut overflow) = (Vec::new(), 0, false);
        // How long `work` may become; no longer than it is once memory was refused: asking again for each object would
        // take hours.
        let mut most = MAX_WORK;
        // SAFETY: candidates are live objects; nothing changes but marks and counters.
        unsafe {
            loop {
                self.for_each(|root| {
                    if !(*root).is_collecting() || counter(root).get() == 0 {
                        return;
                    }
                    (*root).survive(target);
                    reached += 1;
                    let mut next = Some(root);
                    while let Some(at) = next {
                        trace_object(at, &mut |child| {
                            if !child.is_ptr() || !(*child.header_ptr()).is_collecting() {
                                return;
                            }
                            let child = child.header_ptr();
                            let room = work.len() < work.capacity()
                                || work.len() < most && (work.try_reserve(64).is_ok() || refused(&mut most));
                            if room {
                                (*child).survive(target);
                                reached += 1;
                                work.push(child);
                            } else {
                                // The next walk finds it, as if it were referred to from outside.
                                counter(child).set(u32::MAX);
                                overflow = true;
                            }
                        });
                        next = work.pop();
                    }
                });
                if !std::mem::take(&mut overflow) {
                    return reached;
                }
            }
        }
    }

    /// The candidates that were not reached, as new references; those with finalisers in the order of their creation.
    unsafe fn unreached(&self, count: usize) -> Vec<Value> {
        let target = self.target();
        let mut garbage = Vec::new();
        // Without room for the list, the garbage waits for the next collection.
        let room = garbage.try_reserve_exact(count).is_ok();
        // SAFETY: as in `reach`.
        unsafe {
            self.for_each(|header| {
                if (*header).is_collecting() {
                    (*header).survive(target);
                    if room {
                        garbage.push(Value::new_ref(header));
                    }
                }
            });
        }
        garbage
    }

    /// Puts the numbers of creation back, and the lists of blocks and large objects follow their objects.
    unsafe fn promote(&self, vm: &Vm) {
        // SAFETY: as in `reach`.
        unsafe {
            for &(number, header) in &self.births {
                counter(header).set(number);
            }
            vm.heap().give_blocks(self.generation, &self.blocks);
            for &header in &self.large {
                vm.heap().large.move_to(header, (*header).generation().min(2));
            }
        }
    }
}

/// Memory was refused, so nothing more is asked for. False.
#[cold]
fn refused(most: &mut usize) -> bool {
    *most = 0;
    false
}

/// Subtracts the references that marked objects hold to each other.
///
/// # Safety
/// The object is live; marked objects have counters.
unsafe fn subtract(header: *mut Header) {
    // SAFETY: the caller's promise.
    unsafe {
        trace_object(header, &mut |child| {
            if child.is_ptr() && (*child.header_ptr()).is_collecting() {
                let count = counter(child.header_ptr());
                count.set(count.get().saturating_sub(1));
            }
        });
    }
}

/// Collects the garbage cycles of a generation and the younger ones.
pub(crate) fn collect(vm: &Vm, generation: usize) -> Outcome {
    debug_assert_eq!(super::cell::outstanding(), 0, "B1 broken: a borrow lives across a collection");
    // SAFETY: until `promote`, nothing allocates or frees objects: only marks and counters change.
    let (garbage, survivors) = unsafe {
        let candidates = Candidates::mark(vm, generation);
        candidates.for_each(|header| {
            if (*header).is_collecting() {
                subtract(header);
            }
        });
        let reached = candidates.reach();
        let mut garbage =
            if reached < candidates.count { candidates.unreached(candidates.count - reached) } else { Vec::new() };
        candidates.promote(vm);
        if !has_room_to_finalize(&garbage) {
            // It waits for the next collection. Its cycles hold it, so nothing dies here.
            garbage.clear();
        }
        sort_by_birth(&mut garbage);
        (garbage, reached)
    };
    let unreachable = if garbage.is_empty() { 0 } else { dispose(vm, garbage) };
    if generation == 2 {
        vm.heap().trim();
    }
    Outcome { survivors, unreachable }
}

/// The number in the order of creation of an object with a finaliser.
fn birth(value: &Value) -> Option<u32> {
    let header = value.header()?;
    // SAFETY: garbage is alive, and consists of objects that the collector looks at.
    header.ty().has_flag(TypeFlags::HAS_FINALIZER).then(|| unsafe { counter(value.header_ptr()).get() })
}

/// Whether there is memory for the lists that running finalisers takes.
fn has_room_to_finalize(garbage: &[Value]) -> bool {
    let finalizable = garbage.iter().filter(|value| birth(value).is_some()).count();
    // Numbers, places and references of these; of all of them numbers, a stack, and two lists to part them.
    finalizable == 0 || growth::is_available(finalizable * 64 + garbage.len() * 64)
}

/// Puts objects with finalisers into the order of their creation, in the places that such objects have.
fn sort_by_birth(garbage: &mut [Value]) {
    let mut known: Vec<(u32, usize)> =
        garbage.iter().enumerate().filter_map(|(at, value)| Some((birth(value)?, at))).collect();
    if known.is_sorted() {
        return;
    }
    let places: Vec<usize> = known.iter().map(|&(_, at)| at).collect();
    known.sort_unstable();
    let mut sorted: Vec<Value> = known.iter().map(|&(_, at)| std::mem::take(&mut garbage[at])).collect();
    for (at, value) in places.into_iter().zip(sorted.drain(..)) {
        garbage[at] = value;
    }
}

/// Finalises garbage and breaks its cycles. Gives the number of objects that nothing brought back.
fn dispose(vm: &Vm, garbage: Vec<Value>) -> usize {
    // We own a reference to each of them, so finalisers cannot free any under our hands.
    let mut held = garbage;
    let debug = vm.gc().debug.get();
    if debug & DEBUG_COLLECTABLE != 0 {
        for value in &held {
            let text = format!("gc: collectable <{} {:#x}>\n", vm.type_of(value).name_str(), value.bits());
            crate::sysmod::write_stderr(vm, &text);
        }
    }
    vm.interp().weakrefs.garbage_dies(vm, &held);
    let mut finalizable: Vec<Value> = Vec::new();
    for value in &held {
        let Some(header) = value.header() else { continue };
        if header.ty().has_flag(TypeFlags::HAS_FINALIZER) && header.flags() & FLAG_FINALIZED == 0 {
            finalizable.push(value.clone());
        }
    }
    if !finalizable.is_empty() {
        for value in finalizable {
            crate::types::finalize::run(vm, &value);
        }
        held = still_unreachable(held);
    }
    let unreachable = held.len();
    if debug & DEBUG_SAVEALL != 0 {
        let list = vm.gc().garbage.get();
        if let Some(list) = list.downcast::<crate::types::list::ListObj>() {
            for value in held {
                list.push(value);
            }
        }
        return unreachable;
    }
    for value in &held {
        // SAFETY: `held` owns a reference to each.
        unsafe { clear_object(value.header_ptr()) }
    }
    drop(held);
    unreachable
}

/// What finalisers made reachable again, and all that it reaches, stays: gives what is garbage still.
fn still_unreachable(held: Vec<Value>) -> Vec<Value> {
    let mut births = Vec::new();
    let mut back = Vec::new();
    // SAFETY: `held` owns a reference to each object; nothing allocates or frees objects until the end.
    unsafe {
        for value in &held {
            let (header, counter) = (&*value.header_ptr(), counter(value.header_ptr()));
            births.push(counter.get());
            // The reference that `held` owns does not count.
            counter.set(header.refcount() - 1);
            header.set_flag(FLAG_COLLECTING);
        }
        held.iter().for_each(|value| subtract(value.header_ptr()));
        let mut work = Vec::new();
        for value in &held {
            let header = value.header_ptr();
            if (*header).is_collecting() && counter(header).get() > 0 {
                (*header).clear_flag(FLAG_COLLECTING);
                work.push(header);
            }
        }
        while let Some(at) = work.pop() {
            trace_object(at, &mut |child| {
                if child.is_ptr() && (*child.header_ptr()).is_collecting() {
                    (*child.header_ptr()).clear_flag(FLAG_COLLECTING);
                    work.push(child.header_ptr());
                }
            });
        }
        let mut still = Vec::new();
        for (value, birth) in held.into_iter().zip(births) {
            counter(value.header_ptr()).set(birth);
            if (*value.header_ptr()).is_collecting() {
                (*value.header_ptr()).clear_flag(FLAG_COLLECTING);
                still.push(value);
            } else {
                back.push(value);
            }
        }
        // Only now may references go.
        drop(back);
        still
    }
}
