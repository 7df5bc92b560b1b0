//! Bytecode: the instruction table, code objects, their position tables, disassembler and verifier.
//!
//! Depends on nothing of ours and never knows a Python value.

pub mod code;
pub mod disasm;
pub mod effects;
pub mod flow;
pub mod lines;
pub mod opcode;
pub mod verify;
