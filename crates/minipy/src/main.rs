//! The `minipy` command.
//!
//! Where the C library hands the arguments to std without its help, `main` is C's: std's own start would read
//! /proc/self/maps, make a signal stack and open /dev/null for closed standard streams (which Python shows as None).
#![cfg_attr(all(target_os = "linux", target_env = "gnu"), no_main)]
#![cfg_attr(
    all(target_os = "linux", target_env = "gnu"),
    expect(unsafe_code, reason = "the symbol `main` must be what C calls")
)]

mod allocator;

#[global_allocator]
static ALLOCATOR: minipy_host::alloc::CountingAllocator<allocator::Mimalloc> =
    minipy_host::alloc::CountingAllocator(allocator::Mimalloc);

/// The process's entry; never returns.
// SAFETY: no other symbol of this program is called `main`, and this one has the signature that C expects.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[unsafe(no_mangle)]
pub extern "C" fn main(_count: i32, _words: *const *const u8) -> i32 {
    minipy::cli::main();
    0
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn main() {
    minipy::cli::main();
}
