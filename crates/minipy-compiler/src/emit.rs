//! The instruction stream of one code object: words, labels, protected regions, positions, reachability.
//!
//! Code that cannot be reached is not stored. Must not know the tree or names.

use crate::layout::Positions;
use minipy_bytecode::code::{Handler, Position};
use minipy_bytecode::opcode::{Opcode, encode, encode_bc};
use std::collections::HashMap;

/// A set of registers that certainly hold a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    pub(crate) fn get(&self, index: u16) -> bool {
        self.0.get(index as usize / 64).is_some_and(|w| w >> (index % 64) & 1 == 1)
    }

    pub(crate) fn set(&mut self, index: u16) {
        let at = index as usize / 64;
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        self.0[at] |= 1 << (index % 64);
    }

    pub(crate) fn clear(&mut self, index: u16) {
        if let Some(w) = self.0.get_mut(index as usize / 64) {
            *w &= !(1 << (index % 64));
        }
    }

    fn subtract(&mut self, other: &Bits) {
        for (w, o) in self.0.iter_mut().zip(&other.0) {
            *w &= !o;
        }
    }

    fn intersect(&mut self, other: &Bits) {
        for (i, w) in self.0.iter_mut().enumerate() {
            *w &= other.0.get(i).copied().unwrap_or(0);
        }
    }
}

/// A jump target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Label(usize);

#[derive(Debug, Default)]
struct LabelInfo {
    offset: Option<u32>,
    /// What is bound at all jumps to it so far; `None`: no jump yet.
    bound: Option<Bits>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Field {
    /// The offset is the `bc` operand of this word.
    Operand,
    /// The offset is this whole (extra) word.
    Word,
}

/// An open protected region.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    start: u32,
    label: Label,
    depth: u16,
    bound: Bits,
}

/// The instruction stream.
#[derive(Debug)]
pub(crate) struct Asm {
    pub(crate) words: Vec<u64>,
    /// One for each instruction.
    pub(crate) positions: Positions,
    last_position: Position,
    labels: Vec<LabelInfo>,
    /// Jump offsets to be filled in: word, place in it, target.
    pub(crate) fixups: Vec<(usize, Field, Label)>,
    /// Unconditional forward jumps by offset, for jump threading.
    pub(crate) jumps: HashMap<u32, Label>,
    /// Closed regions, inner ones first.
    pub(crate) handlers: Vec<(Handler, Label)>,
    /// Ranges of words that are seldom executed.
    pub(crate) cold: Vec<(u32, u32)>,
    /// Locals that may become unbound again.
    pub(crate) deleted: Bits,
    /// Open regions, outermost first.
    pub(crate) regions: Vec<Region>,
    /// Whether the next instruction can be reached.
    pub(crate) reachable: bool,
    /// Registers of locals that certainly hold a value here.
    pub(crate) bound: Bits,
}

impl Asm {
    pub(crate) fn new() -> Self {
        Self {
            words: Vec::new(),
            positions: Vec::new(),
            last_position: Position::default(),
            labels: Vec::new(),
            fixups: Vec::new(),
            jumps: HashMap::new(),
            handlers: Vec::new(),
            cold: Vec::new(),
            deleted: Bits::default(),
            regions: Vec::new(),
            reachable: true,
            bound: Bits::default(),
        }
    }

    /// The offset of the next instruction.
    pub(crate) fn here(&self) -> u32 {
        self.words.len() as u32
    }

    /// Adds an instruction; an unknown position continues the one before.
    pub(crate) fn op(&mut self, position: Option<Position>, op: Opcode, flags: u8, [a, b, c]: [u16; 3], imm: u32) {
        self.raw(position, op, encode(op, flags, a, b, c), imm);
    }

    /// A statement that makes no instruction stands here: what comes next without a position of its own has this one.
    pub(crate) fn stand_at(&mut self, position: Option<Position>) {
        self.last_position = position.unwrap_or(self.last_position);
    }

    /// Adds an instruction with a 32-bit operand.
    pub(crate) fn op_bc(&mut self, position: Option<Position>, op: Opcode, flags: u8, a: u16, bc: u32) {
        self.raw(position, op, encode_bc(op, flags, a, bc), 0);
    }

    fn raw(&mut self, position: Option<Position>, op: Opcode, word: u64, imm: u32) {
        if !self.reachable {
            return;
        }
        let position = position.unwrap_or(self.last_position);
        self.last_position = position;
        self.words.push(word);
        for extra in op.extra() {
            let word = match extra {
                minipy_bytecode::opcode::Extra::Imm => u64::from(imm),
                _ => 0,
            };
            self.words.push(word);
        }
        self.positions.push(position);
        if matches!(
            op,
            Opcode::Return | Opcode::ReturnConst | Opcode::Raise | Opcode::Reraise | Opcode::Jump | Opcode::JumpBack
        ) {
            self.reachable = false;
        }
    }

    pub(crate) fn label(&mut self) -> Label {
        self.labels.push(LabelInfo::default());
        Label(self.labels.len() - 1)
    }

    fn refer(&mut self, label: Label) {
        let bound = &self.bound;
        match &mut self.labels[label.0].bound {
            Some(at) => at.intersect(bound),
            none => *none = Some(bound.clone()),
        }
    }

    /// Places a label here.
    pub(crate) fn bind(&mut self, label: Label) {
        let here = self.here();
        let info = &mut self.labels[label.0];
        info.offset = Some(here);
        if let Some(at) = info.bound.take() {
            if self.reachable {
                self.bound.intersect(&at);
            } else {
                self.bound = at;
            }
            self.reachable = true;
        }
    }

    /// Places the label of a loop's head: what the body unbinds is not bound here.
    pub(crate) fn bind_head(&mut self, label: Label) {
        self.bind(label);
        self.bound.subtract(&self.deleted);
    }

    /// Jumps, backwards if the label is already placed.
    pub(crate) fn jump(&mut self, label: Label) {
        if !self.reachable {
            return;
        }
        if self.labels[label.0].offset.is_some() {
            self.fixups.push((self.words.len(), Field::Operand, label));
            self.op_bc(None, Opcode::JumpBack, 0, 0, 0);
        } else {
            self.refer(label);
            self.fixups.push((self.words.len(), Field::Operand, label));
            self.jumps.insert(self.here(), label);
            self.op_bc(None, Opcode::Jump, 0, 0, 0);
        }
    }

    /// A conditional jump on register `a`.
    pub(crate) fn jump_if(&mut self, position: Option<Position>, op: Opcode, flags: u8, a: u16, label: Label) {
        if !self.reachable {
            return;
        }
        self.refer(label);
        self.fixups.push((self.words.len(), Field::Operand, label));
        self.op_bc(position, op, flags, a, 0);
    }

    /// An instruction whose extra word is a jump offset.
    pub(crate) fn jump_op(
        &mut self,
        position: Option<Position>,
        op: Opcode,
        flags: u8,
        operands: [u16; 3],
        label: Label,
    ) {
        if !self.reachable {
            return;
        }
        self.refer(label);
        self.fixups.push((self.words.len() + 1, Field::Word, label));
        self.op(position, op, flags, operands, 0);
    }

    /// Opens a protected region: exceptions go to `label`, with temporaries from `depth` dropped.
    pub(crate) fn open_region(&mut self, label: Label, depth: u16) {
        let mut bound = self.bound.clone();
        bound.subtract(&self.deleted);
        let region = Region { start: self.here(), label, depth, bound };
        self.regions.push(region);
    }

    /// Opens a region again after code that it does not cover.
    pub(crate) fn reopen_region(&mut self, mut region: Region) {
        region.start = self.here();
        self.regions.push(region);
    }

    /// Closes the innermost region.
    pub(crate) fn close_region(&mut self) -> Option<Region> {
        let region = self.regions.pop()?;
        let end = self.here();
        if end > region.start {
            match &mut self.labels[region.label.0].bound {
                Some(at) => at.intersect(&region.bound),
                none => *none = Some(region.bound.clone()),
            }
            let handler = Handler { start: region.start, end, target: 0, depth: region.depth, exc: region.depth };
            self.handlers.push((handler, region.label));
        }
        Some(region)
    }

    /// Marks code from `start` to here as seldom executed.
    pub(crate) fn mark_cold(&mut self, start: u32) {
        let end = self.here();
        if end > start {
            self.cold.push((start, end));
        }
    }

    /// The offset of a label.
    pub(crate) fn offset(&self, label: Label) -> Option<u32> {
        self.labels[label.0].offset
    }
}
