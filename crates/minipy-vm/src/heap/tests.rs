//! Tests of blocks, large objects and counters without an interpreter; `cargo xtask valgrind` runs them under valgrind.
#![expect(unsafe_code, reason = "objects are reached through raw headers (invariants H)")]

use super::block::{allocated_size, counter};
use super::object::{FLAG_LARGE, FLAG_MASK, Header};
use super::raw::{Heap, MAX_CELL};

/// A heap that asks for no collections, as there is nobody to run them.
fn heap() -> Heap {
    let heap = Heap::new();
    heap.set_young_limit(0);
    heap
}

fn object(heap: &Heap, size: usize, gc: bool) -> *mut Header {
    let (at, large) = heap.allocate(size, gc).expect("memory");
    let header = at.cast::<Header>();
    // SAFETY: the cell has room for a header, and the bytes after it.
    unsafe {
        header.write(Header::new(0, std::ptr::null(), if large { FLAG_LARGE } else { 0 }));
        at.add(size_of::<Header>()).write_bytes(0xAB, size - size_of::<Header>());
    }
    header
}

/// Frees an object.
fn free(heap: &Heap, header: *mut Header) {
    // SAFETY: the tests free each object once.
    unsafe {
        let large = (*header).flags() & FLAG_LARGE != 0;
        heap.free(header.cast(), large);
    }
}

fn live(heap: &Heap) -> usize {
    let mut count = 0;
    heap.for_each(|_| count += 1);
    count
}

#[test]
fn cells_of_all_sizes() {
    let heap = heap();
    let mut objects = Vec::new();
    for round in 0..40 {
        for size in (24..=MAX_CELL + 64).step_by(8) {
            let header = object(&heap, size, round % 2 == 0);
            assert_eq!(header.addr() % 8, 0);
            // SAFETY: a live object.
            assert!(unsafe { allocated_size(header) } >= size);
            objects.push(header);
        }
    }
    let mut sorted = objects.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), objects.len());
    assert_eq!(live(&heap), objects.len());
    for header in objects.drain(..) {
        free(&heap, header);
    }
    assert_eq!(live(&heap), 0);
    heap.trim();
    // Freed cells are used again.
    let header = object(&heap, 48, true);
    assert_eq!(live(&heap), 1);
    free(&heap, header);
    heap.trim();
}

#[test]
fn counters_are_distinct() {
    let heap = heap();
    for size in [24, 32, 40, 56, 128, 312, 512, 600] {
        let objects: Vec<_> = (0..3000).map(|_| object(&heap, size, true)).collect();
        // SAFETY: live objects of the collector's blocks.
        unsafe {
            for (number, &header) in objects.iter().enumerate() {
                counter(header).set(number as u32);
            }
            for (number, &header) in objects.iter().enumerate() {
                assert_eq!(counter(header).get(), number as u32);
                // The counters lie outside all cells.
                assert_eq!((*header).refcount(), 1);
            }
        }
        objects.into_iter().for_each(|header| free(&heap, header));
    }
    heap.trim();
}

#[test]
fn young_objects_are_in_dirty_blocks() {
    let heap = heap();
    let old: Vec<_> = (0..5000).map(|_| object(&heap, 64, true)).collect();
    let blocks = heap.take_blocks(0);
    heap.give_blocks(0, &blocks);
    for &header in &old {
        // SAFETY: live objects.
        unsafe { (*header).survive(1) }
    }
    for &header in &old[..100] {
        free(&heap, header);
    }
    let young: Vec<_> = (0..50).map(|_| object(&heap, 64, true)).collect();
    let mut found = 0;
    heap.for_each_young(|header| {
        // SAFETY: live objects.
        found += usize::from(unsafe { (*header).generation() } == 0);
    });
    assert_eq!(found, young.len());
    old[100..].iter().chain(&young).for_each(|&header| free(&heap, header));
    drop(heap.take_blocks(2));
    heap.trim();
    assert_eq!(live(&heap), 0);
}

#[test]
fn types_leave_room_for_flags() {
    let heap = heap();
    for offset in [16, 24, 40, 128] {
        let at = heap.allocate_type(900, offset).expect("memory");
        assert_eq!((at.addr() + offset) & FLAG_MASK, 0);
        // SAFETY: the memory has room for a header.
        unsafe { at.cast::<Header>().write(Header::new(0, std::ptr::null(), FLAG_LARGE)) }
        assert_eq!(live(&heap), 1);
        free(&heap, at.cast());
    }
}
