//! The final order of a code object's instructions: cold code goes to the end, superfluous jumps vanish, jump
//! offsets and the exception table are filled in.

use crate::emit::{Asm, Field, Label};
use minipy_bytecode::code::{Handler, Position};
use minipy_bytecode::lines::{PositionBuilder, PositionTable};
use minipy_bytecode::opcode::{Opcode, UNUSED};
use std::collections::{HashMap, HashSet};

/// Words of the longest loop that ends in a ForIterBack: the loop keeps distances in 16 bits.
const MAX_ROTATED: u32 = 20_000;

/// The finished parts of a code object.
pub(crate) struct Layout {
    pub(crate) words: Vec<u64>,
    pub(crate) handlers: Vec<Handler>,
    pub(crate) positions: PositionTable,
}

struct Instructions {
    /// Old offset of each instruction.
    starts: Vec<u32>,
    ops: Vec<Opcode>,
    /// The instruction of each old word; one more entry for the end.
    of_word: Vec<usize>,
}

impl Instructions {
    fn read(words: &[u64]) -> Option<Self> {
        let (mut starts, mut ops) = (Vec::new(), Vec::new());
        let mut of_word = Vec::with_capacity(words.len() + 1);
        let mut at = 0;
        while at < words.len() {
            let op = Opcode::from_u8(words[at] as u8)?;
            of_word.extend(std::iter::repeat_n(starts.len(), op.len()));
            starts.push(at as u32);
            ops.push(op);
            at += op.len();
        }
        of_word.push(starts.len());
        Some(Self { starts, ops, of_word })
    }
}

/// Whether control cannot go on behind the operation.
fn is_terminator(op: Opcode) -> bool {
    matches!(
        op,
        Opcode::Return | Opcode::ReturnConst | Opcode::Raise | Opcode::Reraise | Opcode::Jump | Opcode::JumpBack
    )
}

/// Lays out the code; `None` if a label was never placed.
pub(crate) fn finish(asm: Asm) -> Option<Layout> {
    let old = Instructions::read(&asm.words)?;
    let count = old.starts.len();
    let order = order(&asm, &old);
    let target = |label: Label| -> Option<usize> {
        let mut offset = asm.offset(label)?;
        // A jump to a jump goes to the latter's target at once.
        for _ in 0..64 {
            match asm.jumps.get(&offset) {
                Some(&next) => offset = asm.offset(next)?,
                None => break,
            }
        }
        old.of_word.get(offset as usize).copied()
    };

    let is_back = |word: usize| old.ops[old.of_word[word]] == Opcode::JumpBack;
    let backs: HashMap<u32, Label> =
        asm.fixups.iter().filter(|f| is_back(f.0)).map(|&(word, _, label)| (word as u32, label)).collect();
    let exits: HashMap<u32, Label> = asm
        .fixups
        .iter()
        .filter(|f| old.ops[old.of_word[f.0]] == Opcode::ForIter)
        .map(|&(word, _, label)| (old.starts[old.of_word[word]], label))
        .collect();

    let labels = asm.fixups.iter().map(|f| f.2).chain(asm.handlers.iter().map(|h| h.1));
    let targets: HashSet<u32> = labels.filter_map(|label| asm.offset(label)).collect();

    // What lies on the way to the end, backwards: forward jumps that lead to the next instruction anyway are superfluous,
    // and a jump back to a ForIter whose loop ends right here becomes a ForIterBack.
    let mut removed = vec![false; count];
    let mut rotated: Vec<Option<usize>> = vec![None; count];
    let mut unused = Vec::new();
    let mut next = None;
    for &i in order.iter().rev() {
        if let Some(&label) = asm.jumps.get(&old.starts[i])
            && target(label)? == next.unwrap_or(count)
        {
            removed[i] = true;
            continue;
        }
        if old.ops[i] == Opcode::JumpBack
            && let Some(&label) = backs.get(&old.starts[i])
            && let head = target(label)?
            && old.ops.get(head) == Some(&Opcode::ForIter)
            && let Some(&exit) = exits.get(&old.starts[head])
            && Some(target(exit)?) == next
            && old.starts[i] - old.starts[head] < MAX_ROTATED
        {
            rotated[i] = Some(head);
        }
        if old.ops[i] == Opcode::Yield
            && let Some(drop) = next
            && drop == i + 1
            && is_drop_of(&asm.words, old.starts[drop], old.starts[i])
            && !targets.contains(&old.starts[drop])
        {
            removed[drop] = true;
            unused.push(old.starts[i]);
        }
        next = Some(i);
    }
    let len = |i: usize| if rotated[i].is_some() { Opcode::ForIterBack.len() } else { old.ops[i].len() };

    let mut offsets = vec![0u32; count + 1];
    let mut at = 0u32;
    for &i in &order {
        offsets[i] = at;
        if !removed[i] {
            at += len(i) as u32;
        }
    }
    offsets[count] = at;

    let mut words = asm.words.clone();
    for at in unused {
        words[at as usize] |= u64::from(UNUSED) << 8;
    }
    for &(word, field, label) in &asm.fixups {
        let i = old.of_word[word];
        let mut to = target(label)?;
        let here = offsets[i];
        if old.ops[i] == Opcode::Jump {
            // A jump to the end of a loop body goes back by itself.
            if old.ops.get(to) == Some(&Opcode::JumpBack) {
                to = target(*backs.get(&old.starts[to])?)?;
            }
            let op = if offsets[to] <= here { Opcode::JumpBack } else { Opcode::Jump };
            words[word] = (words[word] & !0xFF) | op as u64;
        }
        let after = here + (word as u32 - old.starts[i]) + 1;
        let offset = u64::from(offsets[to].wrapping_sub(after));
        match field {
            Field::Operand => words[word] |= offset << 32,
            Field::Word => words[word] = offset,
        }
    }

    let mut out = Vec::with_capacity(words.len());
    let mut positions = PositionBuilder::default();
    for &i in &order {
        if !removed[i] {
            let start = old.starts[i] as usize;
            match rotated[i] {
                Some(head) => {
                    // The operands and the position of the loop's ForIter; the body starts behind that.
                    let body = offsets[head] + Opcode::ForIter.len() as u32;
                    out.push(words[old.starts[head] as usize] & !0xFF | Opcode::ForIterBack as u64);
                    out.push(u64::from(body.wrapping_sub(offsets[i] + len(i) as u32)));
                    positions.push(asm.positions[head], len(i) as u32);
                }
                None => {
                    out.extend(&words[start..start + len(i)]);
                    positions.push(asm.positions[i], len(i) as u32);
                }
            }
        }
    }
    let mut handlers = Vec::new();
    for (handler, label) in &asm.handlers {
        let to = offsets[old.of_word[asm.offset(*label)? as usize]];
        let covered = old.of_word[handler.start as usize]..old.of_word[handler.end as usize];
        let mut runs: Vec<(u32, u32)> =
            covered.filter(|&i| !removed[i]).map(|i| (offsets[i], offsets[i] + len(i) as u32)).collect();
        runs.sort_unstable();
        runs.dedup_by(|next, run| {
            let joined = run.1 == next.0;
            if joined {
                run.1 = next.1;
            }
            joined
        });
        handlers.extend(runs.into_iter().map(|(start, end)| Handler { start, end, target: to, ..*handler }));
    }
    Some(Layout { words: out, handlers, positions: positions.finish() })
}

/// Whether the instruction at `at` drops the register that the one at `yielded` writes.
fn is_drop_of(words: &[u64], at: u32, yielded: u32) -> bool {
    let (drop, written) = (words[at as usize], words[yielded as usize]);
    drop as u8 == Opcode::Drop as u8 && (drop >> 16) as u16 == (written >> 16) as u16
}

/// The instructions in their new order: the deeper in handlers, the later.
fn order(asm: &Asm, old: &Instructions) -> Vec<usize> {
    let count = old.starts.len();
    let mut depth = vec![0u32; count];
    for &(start, end) in &asm.cold {
        let (first, last) = (old.of_word[start as usize], old.of_word[end as usize]);
        // Only code that is neither entered nor left by falling through can move.
        let closed = first > 0 && last > first && is_terminator(old.ops[first - 1]) && is_terminator(old.ops[last - 1]);
        if closed {
            depth[first..last].iter_mut().for_each(|d| *d += 1);
        }
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&i| depth[i]);
    order
}

/// The positions of instructions, in emission order.
pub(crate) type Positions = Vec<Position>;
