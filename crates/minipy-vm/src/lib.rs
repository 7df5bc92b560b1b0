//! minipy-vm.
