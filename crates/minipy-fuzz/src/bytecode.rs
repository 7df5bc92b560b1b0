//! Damaged bytecode through the verifier: it must not panic, and what it accepts must keep to what the interpreter's
//! unchecked accesses rely on, which is checked here once more in the plainest way.

use minipy_bytecode::code::{Code, Const};
use minipy_bytecode::effects::{Instruction, effects};
use minipy_bytecode::{flow, verify};

use crate::random::Random;

/// Code objects to damage.
pub fn seeds() -> Vec<Code> {
    let programs = [
        "x = 1\nfor i in range(3):\n    x += i * 2 if i else -x\nprint(x, [y for y in (1, 2) if y], {1: 2, **{}})\n",
        "def f(a, b=2, /, *c, d=3, **e):\n    def g():\n        nonlocal a\n        a += 1\n        return b\n    return g() + a\nf(1)\n",
        "try:\n    with open('x') as f, g() as h:\n        raise ValueError(1) from None\nexcept (A, B) as e:\n    print(e)\nfinally:\n    del x\n",
        "async def f():\n    async for x in y:\n        await x\n    async with z as w:\n        yield w\n    return\n",
        "match x:\n    case [1, *r] | {'a': r}:\n        pass\n    case C(y=z) if z:\n        print(f'{z!r:>{w}}')\n",
        "class C[T](B, metaclass=M):\n    x: int = 1\n    def m(self): return super().m\n    @property\n    def p(self): yield from self.q\n",
        "import a.b as c\nfrom d import e\na, (b, *c) = d = 1, (2, 3)\nx[1:2] @= y.z\nassert x < y < z, 'm'\nwhile x: break\n",
    ];
    let mut all = Vec::new();
    for program in programs {
        if let Ok(code) = crate::front_end::compile(program.as_bytes(), minipy_syntax::Mode::Exec) {
            collect(&code, &mut all);
        }
    }
    all
}

fn collect(code: &Code, all: &mut Vec<Code>) {
    all.push(code.clone());
    for constant in &code.consts {
        if let Const::Code(inner) = constant {
            collect(inner, all);
        }
    }
}

/// A code object with a few changes that follow from `bytes`.
pub fn damage(code: &Code, bytes: &[u8]) -> Code {
    let mut code = code.clone();
    let seed = bytes.iter().fold(bytes.len() as u64, |s, &b| s.wrapping_mul(0x100_0000_01B3) ^ u64::from(b));
    let mut random = Random::new(seed);
    for _ in 0..1 + random.below(4) {
        let at = random.below(code.words.len());
        match random.below(10) {
            0..=2 if !code.words.is_empty() => code.words[at] ^= 1 << random.below(64),
            3 if !code.words.is_empty() => code.words[at] = random.number(),
            4 if !code.words.is_empty() => {
                // Another byte in one field, small numbers above all.
                let shift = 8 * random.below(8);
                code.words[at] = code.words[at] & !(0xFF << shift) | (random.below(40) as u64) << shift;
            }
            5 if !code.words.is_empty() => drop(code.words.remove(at)),
            6 => code.words.truncate(at),
            7 => match random.below(5) {
                0 => code.nregs = random.below(12) as u32,
                1 => code.arg_count = random.below(6) as u32,
                2 => drop(code.locals.pop()),
                3 => drop(code.consts.pop()),
                _ => code.flags ^= 1 << random.below(28),
            },
            8 if !code.handlers.is_empty() => {
                let which = random.below(code.handlers.len());
                let number = random.below(70_000) as u32;
                let handler = &mut code.handlers[which];
                match random.below(5) {
                    0 => handler.start = number,
                    1 => handler.end = number,
                    2 => handler.target = number,
                    3 => handler.depth = number as u16,
                    _ => handler.exc = number as u16,
                }
            }
            _ if code.words.len() > 1 => {
                let other = random.below(code.words.len());
                code.words.swap(at, other);
            }
            _ => {}
        }
    }
    code
}

/// Runs the verifier on a code object; panics if it accepts registers, jumps or ends that are out of range.
pub fn check(code: &Code) {
    let accepted = verify::verify(code).is_ok();
    let _ = flow::check(code);
    if !accepted {
        return;
    }
    let _ = minipy_bytecode::disasm::disassemble(code);
    let mut starts = vec![false; code.words.len()];
    let mut at = 0;
    let mut all = Vec::new();
    while let Some(instruction) = Instruction::decode(&code.words, at) {
        starts[at as usize] = true;
        at = instruction.next();
        all.push(instruction);
    }
    assert_eq!(at as usize, code.words.len(), "an instruction was not decoded");
    for instruction in &all {
        let effects = effects(instruction);
        let registers = effects.reads.iter().chain(&effects.writes).chain(&effects.consumed);
        for &register in registers {
            assert!(register < code.nregs, "register {register} of {} in {:?}", code.nregs, instruction.op);
        }
        if let Some(target) = instruction.target() {
            let lands = usize::try_from(target).ok().and_then(|t| starts.get(t)) == Some(&true);
            assert!(lands, "a jump that lands on no instruction in {:?}", instruction.op);
        }
    }
    for handler in &code.handlers {
        assert!(starts.get(handler.target as usize) == Some(&true), "a handler that is no instruction");
        assert!(u32::from(handler.exc) < code.nregs, "the exception's register is out of range");
    }
}
