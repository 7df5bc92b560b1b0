//! The flow checker: finds compiler bugs that the structural verifier cannot see.
//!
//! Follows which temporaries are live: none is read dead, none lives above a call's arguments or at a return,
//! none is lost under a block write. For tests and debugging; the VM does not rely on it.

use crate::code::{Code, Const};
use crate::effects::{Effects, Instruction, effects};
use crate::opcode::Opcode;
use std::collections::BTreeMap;

/// Sets of live temporaries at one place.
#[derive(Clone, Debug, PartialEq)]
struct State {
    /// Live on every path.
    must: Vec<u64>,
    /// Live on some path.
    may: Vec<u64>,
}

fn get(bits: &[u64], index: u32) -> bool {
    bits.get(index as usize / 64).is_some_and(|w| w >> (index % 64) & 1 == 1)
}

fn set(bits: &mut [u64], index: u32, on: bool) {
    if let Some(w) = bits.get_mut(index as usize / 64) {
        if on {
            *w |= 1 << (index % 64);
        } else {
            *w &= !(1 << (index % 64));
        }
    }
}

/// Checks a code object and all code nested in it.
pub fn check_all(code: &Code) -> Result<(), String> {
    check(code).map_err(|e| format!("{} (line {}): {e}", code.qualname, code.first_line))?;
    for c in &code.consts {
        if let Const::Code(inner) = c {
            check_all(inner)?;
        }
    }
    Ok(())
}

/// Checks the temporaries of one code object, which must be structurally sound.
pub fn check(code: &Code) -> Result<(), String> {
    let size = code.nregs as usize / 64 + 1;
    let first_temp = code.locals.len() as u32;
    let mut states: BTreeMap<u32, State> = BTreeMap::new();
    states.insert(0, State { must: vec![0; size], may: vec![0; size] });
    let mut work = vec![0];
    while let Some(at) = work.pop() {
        let Some(state) = states.get(&at).cloned() else { continue };
        let Some(i) = Instruction::decode(&code.words, at) else { return Err(format!("no instruction at {at}")) };
        let e = effects(&i);
        let fail = |text: String| {
            let line = code.positions.at(at).line;
            Err(format!("{text} at {at} {:?} a={} b={} c={} (line {line})", i.op, i.a, i.b, i.c))
        };
        let after = match step(&state, &i, &e, first_temp) {
            Ok(after) => after,
            Err(text) => return fail(text),
        };
        // Exceptions: operands are still there, except those of a call.
        if let Some(h) = code.handlers.iter().find(|h| h.start <= at && at < h.end) {
            let mut s = state.clone();
            if i.is_call() {
                for &reg in &e.consumed {
                    set(&mut s.must, reg, false);
                }
            }
            for reg in u32::from(h.depth)..code.nregs {
                set(&mut s.must, reg, false);
                set(&mut s.may, reg, false);
            }
            set(&mut s.must, u32::from(h.exc), true);
            set(&mut s.may, u32::from(h.exc), true);
            merge(&mut states, &mut work, h.target, s);
        }
        if let Some(target) = i.target() {
            let mut s = after.clone();
            if i.op == Opcode::ForIter {
                // At the end the iterator is gone and nothing is written.
                s = state.clone();
                set(&mut s.must, u32::from(i.b), false);
                set(&mut s.may, u32::from(i.b), false);
            }
            merge(&mut states, &mut work, target as u32, s);
        }
        if i.op == Opcode::ForIterBack {
            let mut s = state.clone();
            set(&mut s.must, u32::from(i.b), false);
            set(&mut s.may, u32::from(i.b), false);
            merge(&mut states, &mut work, i.next(), s);
        } else if !i.is_terminator() {
            merge(&mut states, &mut work, i.next(), after);
        }
    }
    Ok(())
}

fn step(state: &State, i: &Instruction, e: &Effects, first_temp: u32) -> Result<State, String> {
    let mut s = state.clone();
    for &reg in e.reads.iter().chain(&e.consumed) {
        // Dropping a dead register is harmless, and patterns make use of it.
        if reg >= first_temp && !get(&s.must, reg) && i.op != Opcode::Drop {
            return Err(format!("r{reg} is read but not live"));
        }
    }
    for &reg in &e.consumed {
        if reg < first_temp {
            return Err(format!("r{reg} is a local and consumed"));
        }
        set(&mut s.must, reg, false);
        set(&mut s.may, reg, false);
    }
    if i.is_call() {
        let base = u32::from(i.a);
        if let Some(reg) = (base..s.may.len() as u32 * 64).find(|&r| get(&s.may, r)) {
            return Err(format!("r{reg} lives above a call"));
        }
    }
    if matches!(i.op, Opcode::Return | Opcode::ReturnConst)
        && let Some(reg) = (first_temp..s.may.len() as u32 * 64).find(|&r| get(&s.may, r))
    {
        return Err(format!("r{reg} lives at a return"));
    }
    for &reg in &e.writes {
        if reg >= first_temp {
            if e.writes.len() > 1 && get(&s.may, reg) {
                return Err(format!("r{reg} is lost"));
            }
            set(&mut s.must, reg, true);
            set(&mut s.may, reg, true);
        }
    }
    Ok(s)
}

fn merge(states: &mut BTreeMap<u32, State>, work: &mut Vec<u32>, at: u32, new: State) {
    match states.get_mut(&at) {
        None => {
            states.insert(at, new);
            work.push(at);
        }
        Some(old) => {
            let before = old.clone();
            for (o, n) in old.must.iter_mut().zip(&new.must) {
                *o &= n;
            }
            for (o, n) in old.may.iter_mut().zip(&new.may) {
                *o |= n;
            }
            if *old != before {
                work.push(at);
            }
        }
    }
}
