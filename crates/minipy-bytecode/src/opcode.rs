//! The one place where instructions are defined: name, operands, extra words, meaning.
//!
//! Encoder, disassembler, verifier and the interpreter's match are made from this table. Must not know
//! values, types or the syntax tree.
//!
//! # Instruction format
//!
//! An instruction is one 64-bit word, followed by as many extra words as its row says:
//!
//! ```text
//! bits  0..8   opcode
//! bits  8..16  flags `f`
//! bits 16..32  operand `a`
//! bits 32..48  operand `b`   } one signed or unsigned 32-bit operand `bc`
//! bits 48..64  operand `c`   } where the row says K32, N32, I32 or J32
//! ```
//!
//! # Registers
//!
//! A frame has `code.nregs` registers `r[0..]`: parameters, other locals, cells, free variables (`code.locals`
//! describes these), then *temporaries*. Every register owns its value.
//!
//! * Invariant R1: a register that holds no live value holds no heap pointer. Locals hold NULL when unbound.
//! * A written register (`W`) drops what it held before, after the new value is stored.
//! * A read register (`R`) is borrowed, unless its flag (`A_TEMP`, `B_TEMP`, `C_TEMP`) says that the instruction
//!   is the last reader of a temporary: then the instruction consumes it, and only if it succeeds.
//!   A register may be read as `b` or `c` and written as `a` in the same instruction.
//! * Block operands (`B` with a count) are always consumed, register after register.
//! * When an instruction raises, its operands are still in their registers (a call's are not); the unwinder drops
//!   every temporary from the handler's `depth` upwards.
//! * Temporaries are allocated like a stack: when a call is made, every register above its arguments is dead,
//!   since the callee's window lies there (register `a + 1`, or `a + 2`, becomes the callee's `r[0]`).
//!
//! # Jumps
//!
//! Offsets count words and are relative to the word after the one that holds the offset.

/// Flag: operand `b` is a temporary that this instruction consumes.
pub const B_TEMP: u8 = 1;
/// Flag: operand `c` is a temporary that this instruction consumes.
pub const C_TEMP: u8 = 2;
/// Flag: operand `a` is a temporary that this instruction consumes (instructions that read `a`).
pub const A_TEMP: u8 = 4;
/// Flag of binary operators: augmented assignment, so the in-place method is tried first.
pub const INPLACE: u8 = 8;
/// Flag of the fused compare-and-jump instructions: jump when the comparison is true (otherwise when false).
pub const JUMP_IF_TRUE: u8 = 0x10;
/// Flag of `CallKw`, `CallEx`, `LoadSuperAttr`: method form, as in `CallMethod` and `LoadMethod`.
pub const METHOD: u8 = 0x20;
/// Flag of `GetSlice`: there is a third bound, the step.
pub const STEP: u8 = 0x40;

/// Flag of `Yield`: nobody looks at the value sent.
pub const UNUSED: u8 = 0x80;

/// How one operand field is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// Unused.
    None,
    /// A register that is written.
    W,
    /// A register that is read; consumed if its flag is set.
    R,
    /// The first of several consecutive registers.
    B,
    /// An index into the constants.
    K,
    /// An index into the constants, which holds a string: a name.
    N,
    /// A number.
    I,
    /// `bc` as an index into the constants.
    K32,
    /// `bc` as an index into the constants, which holds a name.
    N32,
    /// `bc` as a signed number.
    I32,
    /// `bc` as a jump offset.
    J32,
}

/// What an extra word holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// An inline cache: zero when made, written by the interpreter.
    Cache,
    /// A jump offset in the low 32 bits.
    Jump,
    /// A number in the low 32 bits.
    Imm,
}

/// Calls `$apply!` with every row: `/// meaning` `Name (a, b, c) [extra words];`
#[macro_export]
macro_rules! for_each_opcode {
    ($apply:ident) => {
        $apply! {
            // ---- moves and constants
            /// Leaves the interpreter loop. In no code object: the stack's lowest frame stands at it.
            LeaveLoop (None, None, None) [];
            /// `r[a] = consts[bc]`
            LoadConst (W, K32, None) [];
            /// `r[a] = r[b]` (a new reference, or the moved temporary with B_TEMP)
            Move (W, R, None) [];
            /// Drops `r[a]`, which becomes dead.
            Drop (R, None, None) [];
            /// `r[a] = CommonConst(b)`
            LoadCommon (W, I, None) [];

            // ---- locals and cells
            /// Raises UnboundLocalError for the name `bc` if `r[a]` is NULL.
            CheckBound (R, N32, None) [];
            /// Unbinds `r[a]`; UnboundLocalError for the name `bc` if it is NULL.
            DeleteLocal (R, N32, None) [];
            /// Wraps the value (or NULL) of `r[a]` in a new cell, in place.
            MakeCell (W, None, None) [];
            /// Copies the function's closure (`c` cells) into `r[a..]`.
            CopyFreeVars (B, None, I) [];
            /// `r[a] =` content of cell `r[b]`; NameError or UnboundLocalError for name `c` if empty.
            LoadCell (W, R, N) [];
            /// `cell r[a] = r[b]`; the cell is borrowed, B_TEMP consumes the value.
            StoreCell (R, R, None) [];
            /// Empties the cell `r[a]`; error for name `c` if it is empty.
            DeleteCell (R, None, N) [];

            // ---- names
            /// `r[a] =` global or builtin `c`.
            LoadGlobal (W, None, N) [Cache, Cache];
            /// `globals[c] = r[a]`
            StoreGlobal (R, None, N) [];
            /// Deletes the global `c`.
            DeleteGlobal (None, None, N) [];
            /// `r[a] =` name `c` from the frame's locals mapping, then globals, then builtins.
            LoadName (W, None, N) [Cache, Cache];
            /// `locals[c] = r[a]`
            StoreName (R, None, N) [];
            /// Deletes name `c` from the locals mapping.
            DeleteName (None, None, N) [];
            /// `r[a] =` the frame's locals mapping.
            LoadLocals (W, None, None) [];
            /// `r[a] = r[b][c]`, or global or builtin `c` if the mapping `r[b]` lacks it.
            LoadFromDictOrGlobals (W, R, N) [];
            /// `r[a] = r[b][name]`, or the content of the cell `r[c]` if the mapping lacks it; extra word: the name.
            LoadFromDictOrCell (W, R, R) [Imm];

            // ---- attributes and items
            /// `r[a] = r[b].c`
            LoadAttr (W, R, N) [Cache, Cache, Cache, Cache];
            /// For a call `r[b].c(...)`: `r[a]` = the unbound function and `r[a+1]` = the object,
            /// or `r[a]` = the attribute and `r[a+1]` = NULL.
            LoadMethod (B, R, N) [Cache, Cache, Cache, Cache];
            /// `r[a].c = r[b]`
            StoreAttr (R, R, N) [Cache, Cache, Cache, Cache];
            /// `del r[a].c`
            DeleteAttr (R, None, N) [];
            /// `r[a] = super(class, self).c` with `r[b]` = the global `super`, `r[b+1]` = class, `r[b+2]` = self (consumed).
            /// METHOD: writes `r[a]`, `r[a+1]` like LoadMethod. NO flag bit 0x40: `super()` was written with arguments.
            LoadSuperAttr (B, B, N) [];
            /// `r[a] = r[b][r[c]]`
            GetItem (W, R, R) [];
            /// `r[a] = r[b][consts[c]]`
            GetItemK (W, R, K) [];
            /// `r[a][r[b]] = r[c]`
            SetItem (R, R, R) [];
            /// `del r[a][r[b]]`
            DeleteItem (R, R, None) [];
            /// `r[a] = slice(r[b], r[b+1], r[b+2])`; `c` = 2 or 3 registers.
            BuildSlice (W, B, I) [];
            /// `r[a] = r[b][r[c] : r[c+1]]`, or `r[b][r[c] : r[c+1] : r[c+2]]` (the bounds are consumed)
            GetSlice (W, R, B) [];
            /// `r[a][r[c] : r[c+1]] = r[b]` (the two bounds are consumed)
            SetSlice (R, R, B) [];

            // ---- binary operators
            /// `r[a] = r[b] + r[c]`
            Add (W, R, R) [];
            /// `r[a] = r[b] - r[c]`
            Sub (W, R, R) [];
            /// `r[a] = r[b] * r[c]`
            Mul (W, R, R) [];
            /// `r[a] = r[b] @ r[c]`
            MatMul (W, R, R) [];
            /// `r[a] = r[b] / r[c]`
            TrueDiv (W, R, R) [];
            /// `r[a] = r[b] // r[c]`
            FloorDiv (W, R, R) [];
            /// `r[a] = r[b] % r[c]`
            Mod (W, R, R) [];
            /// `r[a] = r[b] ** r[c]`
            Pow (W, R, R) [];
            /// `r[a] = r[b] << r[c]`
            LShift (W, R, R) [];
            /// `r[a] = r[b] >> r[c]`
            RShift (W, R, R) [];
            /// `r[a] = r[b] & r[c]`
            And (W, R, R) [];
            /// `r[a] = r[b] | r[c]`
            Or (W, R, R) [];
            /// `r[a] = r[b] ^ r[c]`
            Xor (W, R, R) [];
            /// `r[a] = r[b] + consts[c]`
            AddK (W, R, K) [];
            /// `r[a] = r[b] - consts[c]`
            SubK (W, R, K) [];
            /// `r[a] = r[b] * consts[c]`
            MulK (W, R, K) [];
            /// `r[a] = r[b] @ consts[c]`
            MatMulK (W, R, K) [];
            /// `r[a] = r[b] / consts[c]`
            TrueDivK (W, R, K) [];
            /// `r[a] = r[b] // consts[c]`
            FloorDivK (W, R, K) [];
            /// `r[a] = r[b] % consts[c]`
            ModK (W, R, K) [];
            /// `r[a] = r[b] ** consts[c]`
            PowK (W, R, K) [];
            /// `r[a] = r[b] << consts[c]`
            LShiftK (W, R, K) [];
            /// `r[a] = r[b] >> consts[c]`
            RShiftK (W, R, K) [];
            /// `r[a] = r[b] & consts[c]`
            AndK (W, R, K) [];
            /// `r[a] = r[b] | consts[c]`
            OrK (W, R, K) [];
            /// `r[a] = r[b] ^ consts[c]`
            XorK (W, R, K) [];

            // ---- unary operators, tests
            /// `r[a] = -r[b]`
            Neg (W, R, None) [];
            /// `r[a] = +r[b]`
            Pos (W, R, None) [];
            /// `r[a] = ~r[b]`
            Invert (W, R, None) [];
            /// `r[a] = not r[b]`
            Not (W, R, None) [];
            /// `r[a] = bool(r[b])`
            ToBool (W, R, None) [];
            /// `r[a] = r[b] < r[c]`
            Lt (W, R, R) [];
            /// `r[a] = r[b] <= r[c]`
            Le (W, R, R) [];
            /// `r[a] = r[b] == r[c]`
            Eq (W, R, R) [];
            /// `r[a] = r[b] != r[c]`
            Ne (W, R, R) [];
            /// `r[a] = r[b] > r[c]`
            Gt (W, R, R) [];
            /// `r[a] = r[b] >= r[c]`
            Ge (W, R, R) [];
            /// `r[a] = r[b] is r[c]`
            Is (W, R, R) [];
            /// `r[a] = r[b] is not r[c]`
            IsNot (W, R, R) [];
            /// `r[a] = r[b] in r[c]`
            In (W, R, R) [];
            /// `r[a] = r[b] not in r[c]`
            NotIn (W, R, R) [];

            // ---- jumps
            /// Jumps forwards.
            Jump (None, J32, None) [];
            /// Jumps backwards; looks at the eval-breaker.
            JumpBack (None, J32, None) [];
            /// Jumps if `r[a]` is true.
            JumpIfTrue (R, J32, None) [];
            /// Jumps if `r[a]` is false.
            JumpIfFalse (R, J32, None) [];
            /// Jumps if `r[a]` is None.
            JumpIfNone (R, J32, None) [];
            /// Jumps if `r[a]` is not None.
            JumpIfNotNone (R, J32, None) [];
            /// Compares `r[b] < r[c]` and jumps if it is false (JUMP_IF_TRUE: true).
            JLt (None, R, R) [Jump];
            /// Compares `r[b] <= r[c]` and jumps.
            JLe (None, R, R) [Jump];
            /// Compares `r[b] == r[c]` and jumps.
            JEq (None, R, R) [Jump];
            /// Compares `r[b] != r[c]` and jumps.
            JNe (None, R, R) [Jump];
            /// Compares `r[b] > r[c]` and jumps.
            JGt (None, R, R) [Jump];
            /// Compares `r[b] >= r[c]` and jumps.
            JGe (None, R, R) [Jump];
            /// Compares `r[b] < consts[c]` and jumps.
            JLtK (None, R, K) [Jump];
            /// Compares `r[b] <= consts[c]` and jumps.
            JLeK (None, R, K) [Jump];
            /// Compares `r[b] == consts[c]` and jumps.
            JEqK (None, R, K) [Jump];
            /// Compares `r[b] != consts[c]` and jumps.
            JNeK (None, R, K) [Jump];
            /// Compares `r[b] > consts[c]` and jumps.
            JGtK (None, R, K) [Jump];
            /// Compares `r[b] >= consts[c]` and jumps.
            JGeK (None, R, K) [Jump];
            /// Tests `r[b] is r[c]` and jumps.
            JIs (None, R, R) [Jump];
            /// Tests `r[b] in r[c]` and jumps.
            JIn (None, R, R) [Jump];

            // ---- building and unpacking
            /// `r[a] = (r[b], ..., r[b+c-1])`
            BuildTuple (W, B, I) [];
            /// `r[a] = [r[b], ..., r[b+c-1]]`
            BuildList (W, B, I) [];
            /// `r[a] = {r[b], ..., r[b+c-1]}`
            BuildSet (W, B, I) [];
            /// `r[a] = {r[b]: r[b+1], ...}`; `c` pairs.
            BuildMap (W, B, I) [];
            /// `r[a] =` the concatenation of the `c` strings at `r[b]`.
            BuildString (W, B, I) [];
            /// `list r[a]` append `r[b]`
            ListAppend (R, R, None) [];
            /// `set r[a]` add `r[b]`
            SetAdd (R, R, None) [];
            /// `dict r[a][r[b]] = r[c]`
            MapAdd (R, R, R) [];
            /// `list r[a]` extend with the iterable `r[b]`; flag 0x40: it comes from `*args` of a call
            /// (error text "Value after * must be an iterable, not X").
            ListExtend (R, R, None) [];
            /// `set r[a]` update with the iterable `r[b]`
            SetUpdate (R, R, None) [];
            /// `dict r[a]` update with the mapping `r[b]`
            DictUpdate (R, R, None) [];
            /// Like DictUpdate for `**kwargs` of a call: duplicate keys and non-mappings raise TypeError
            /// that names the callable `r[c]` (borrowed).
            DictMerge (R, R, R) [];
            /// `r[a] = tuple(list r[b])`
            ListToTuple (W, R, None) [];
            /// Unpacks the iterable `r[b]` into exactly `c` registers from `r[a]`.
            UnpackSequence (B, R, I) [];
            /// Unpacks `r[b]` into `c` registers, a list, and (extra word) more registers, from `r[a]`.
            UnpackEx (B, R, I) [Imm];
            /// `r[a] = format(r[b], r[c])` after conversion (flag bits 0x30: 0 none, 0x10 str, 0x20 repr, 0x30 ascii);
            /// flag 0x40: there is a format spec `r[c]`, otherwise the empty one.
            Format (W, R, R) [];
            /// `r[a] = Interpolation(r[b], r[b+1], conversion, spec)`: `c` = 2 or 3 registers (value, expression text,
            /// and spec); conversion in the flags as for Format. All consumed.
            BuildInterpolation (W, B, I) [];
            /// `r[a] = Template` from the tuple of strings `r[b]` and the tuple of interpolations `r[c]`.
            BuildTemplate (W, R, R) [];

            // ---- iteration
            /// `r[a] = iter(r[b])`
            GetIter (W, R, None) [];
            /// `r[a] = next(r[b])`, or drop the iterator `r[b]` and jump when it is exhausted.
            ForIter (W, R, None) [Jump];
            /// The same at the end of a loop's body: jumps back to its start with `r[a]` = the next item, or drops the
            /// iterator and goes on; looks at the eval-breaker.
            ForIterBack (W, R, None) [Jump];
            /// `r[a] =` the iterator for `yield from r[b]` (coroutines only in coroutines).
            GetYieldFromIter (W, R, None) [];
            /// `r[a] =` the awaitable iterator of `r[b]`; `c`: 0 plain, 1 `__aenter__`, 2 `__aexit__` result (error texts).
            GetAwaitable (W, R, I) [];
            /// `r[a] = r[b].__aiter__()`, checked.
            GetAIter (W, R, None) [];
            /// `r[a] =` the awaitable of `r[b].__anext__()` (the iterator is borrowed).
            GetANext (W, R, None) [];
            /// Handler end of `async for`: if the exception `r[a]` is StopAsyncIteration drop it and continue with the
            /// next instruction, otherwise raise it again.
            EndAsyncFor (R, None, None) [];

            // ---- generators and coroutines
            /// First instruction of generators, coroutines and async generators (after cells are made):
            /// makes the object, moves the registers into it, and returns it to the caller.
            MakeGenerator (None, None, None) [];
            /// Yields `r[b]`; when resumed, `r[a]` is the value sent. Flag 0x40: in an async generator (wraps the value). Flag
            /// UNUSED: the value sent is dropped, `r[a]` not written.
            Yield (W, R, None) [];
            /// One step of `yield from` and `await`: sends `r[c]` into the iterator `r[b]`. If that yields, this frame
            /// yields the value, stays here, and puts what it is sent into `r[c]`; if it returns, `r[b]` and `r[c]`
            /// are dropped and `r[a]` is the result.
            YieldFrom (W, R, R) [];

            // ---- calls
            /// `r[b] = r[a](r[a+1], ..., r[a+c])`
            Call (B, W, I) [];
            /// `r[b] = r[a](self?, r[a+2], ..., r[a+1+c])`, where `r[a+1]` is self or NULL.
            CallMethod (B, W, I) [];
            /// Call with keywords: `c` arguments in all, the last of which are named by the tuple of names in the
            /// constant of the extra word. METHOD: layout of CallMethod.
            CallKw (B, W, I) [Imm, Cache];
            /// `r[b] = r[a](*r[a+1], **r[a+2])`; `c` = 1: no keyword dictionary.
            CallEx (B, W, I) [];
            /// Leaves the frame with `r[a]`.
            Return (R, None, None) [];
            /// Leaves the frame with `consts[bc]`.
            ReturnConst (None, K32, None) [];

            // ---- exceptions
            /// Raises `r[a]`; `c` = 1: from `r[b]`; flag 0x40: nothing given, raises the handled exception again.
            Raise (R, R, I) [];
            /// Raises the exception `r[a]` again, keeping its traceback as it is (consumes it).
            Reraise (R, None, None) [];
            /// `r[a] =` the handled exception so far (NULL for none); the handled exception is now `r[b]`.
            PushExc (W, R, None) [];
            /// The handled exception is `r[a]` again (consumes it).
            PopExc (R, None, None) [];
            /// `r[a] =` whether exception `r[b]` matches `r[c]` (both checked).
            MatchExc (W, R, R) [];
            /// `except*`: `r[a]` = the part of `r[b]` that matches `r[c]` or None, `r[a+1]` = the rest or None.
            /// (`r[b]` consumed with B_TEMP.)
            MatchExcGroup (B, R, R) [];
            /// `r[a] =` what remains to raise after `except*`: original `r[b]`, list of raised and unhandled `r[c]`; or None.
            PrepReraiseStar (W, R, R) [];

            // ---- with
            /// `r[a]`, `r[a+1]` = the special method SpecialMethod(c) of `r[b]` as function and self (or callable and NULL).
            /// TypeError as CPython's if there is none. `r[b]` is borrowed.
            LoadSpecial (B, R, I) [];
            /// `r[a] = type(r[b])`, `r[a+1] = r[b]`, `r[a+2] = r[b].__traceback__` (`r[b]` borrowed).
            LoadExcTriple (B, R, None) [];

            // ---- functions, classes, imports
            /// `r[a] =` function of code `consts[c]`; flag bits say which of defaults tuple (0x10), keyword defaults dict
            /// (0x20), `__annotate__` function (0x40), closure tuple (0x80) stand, in this order, from `r[b]` (consumed).
            MakeFunction (W, B, K) [];
            /// `r[a] =` `__build_class__`
            LoadBuildClass (W, None, None) [];
            /// `r[a] = import name c`, with fromlist `consts[b]` (None or tuple) and the level in the extra word.
            ImportName (W, K, N) [Imm];
            /// `r[a] = from r[b] import c` (`r[b]` borrowed)
            ImportFrom (W, R, N) [];
            /// `from r[a] import *` into the locals mapping.
            ImportStar (R, None, None) [];
            /// `r[a] = Intrinsic(c)(r[b], ...)`: `c` says how many registers are consumed from `r[b]`.
            Intrinsic (W, B, I) [];

            // ---- pattern matching
            /// `r[a] =` whether `r[b]` is a mapping (borrowed).
            MatchMapping (W, R, None) [];
            /// `r[a] =` whether `r[b]` is a sequence for patterns (borrowed).
            MatchSequence (W, R, None) [];
            /// `r[a] =` tuple of the values of the keys `r[c]` (a tuple) in `r[b]`, or None (both borrowed).
            MatchKeys (W, R, R) [];
            /// `r[a] =` tuple of attributes of `r[b]` (borrowed) if it is an instance of `r[c]`, or None: the low 16 bits
            /// of the extra word count positional patterns, the high 16 bits index the constant tuple of keyword names.
            MatchClass (W, R, R) [Imm];
            /// `r[a] = len(r[b])` (borrowed)
            GetLen (W, R, None) [];
        }
    };
}

macro_rules! define_opcode {
    ($($(#[doc = $doc:literal])* $name:ident ($a:ident, $b:ident, $c:ident) [$($extra:ident),*];)*) => {
        /// The operation of an instruction.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Opcode { $($(#[doc = $doc])* $name),* }

        impl Opcode {
            /// Every opcode, in numeric order.
            pub const ALL: &'static [Opcode] = &[$(Opcode::$name),*];

            /// The name, as the disassembler prints it.
            pub const fn name(self) -> &'static str {
                match self { $(Opcode::$name => stringify!($name)),* }
            }

            /// How the fields `a`, `b`, `c` are read.
            pub const fn operands(self) -> [Operand; 3] {
                match self { $(Opcode::$name => [Operand::$a, Operand::$b, Operand::$c]),* }
            }

            /// The extra words after the instruction.
            pub const fn extra(self) -> &'static [Extra] {
                match self { $(Opcode::$name => &[$(Extra::$extra),*]),* }
            }
        }
    };
}
for_each_opcode!(define_opcode);

impl Opcode {
    /// The opcode with this number, if there is one.
    pub fn from_u8(number: u8) -> Option<Opcode> {
        Opcode::ALL.get(number as usize).copied()
    }

    /// Words of the whole instruction.
    #[expect(clippy::len_without_is_empty, reason = "no instruction is empty")]
    pub const fn len(self) -> usize {
        1 + self.extra().len()
    }
}

macro_rules! numbered {
    ($(#[$meta:meta])* $enum:ident { $($(#[doc = $doc:literal])* $name:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u16)]
        pub enum $enum { $($(#[doc = $doc])* $name),* }
        impl $enum {
            /// All of them, in numeric order.
            pub const ALL: &'static [$enum] = &[$($enum::$name),*];
            /// The one with this number.
            pub fn from_u16(number: u16) -> Option<$enum> { Self::ALL.get(number as usize).copied() }
        }
    };
}

numbered! {
    /// Values that LoadCommon loads.
    CommonConst {
        /// NULL: an unbound value, such as the missing self of CallMethod.
        Null,
        /// The class AssertionError.
        AssertionError,
        /// The class NotImplementedError.
        NotImplementedError,
        /// The builtin `tuple`.
        TupleType,
        /// The builtin `all`.
        All,
        /// The builtin `any`.
        Any,
        /// An empty dict.
        EmptyDict,
        /// An empty list.
        EmptyList,
        /// An empty set.
        EmptySet,
        /// The builtin `set`.
        SetType,
        /// The builtin `list`.
        ListType,
    }
}

numbered! {
    /// Special methods that LoadSpecial looks up on the type.
    SpecialMethod {
        /// `__enter__`
        Enter,
        /// `__exit__`
        Exit,
        /// `__aenter__`
        AEnter,
        /// `__aexit__`
        AExit,
    }
}

numbered! {
    /// Operations of the Intrinsic instruction, with the registers that each consumes.
    IntrinsicOp {
        /// (value): prints an expression statement's value at the prompt (`sys.displayhook`).
        PrintExpr,
        /// (exception): a StopIteration (or StopAsyncIteration) that leaves a generator becomes RuntimeError.
        StopIterationError,
        /// (name): `TypeVar`
        TypeVar,
        /// (name, evaluator of the bound)
        TypeVarWithBound,
        /// (name, evaluator of the constraints)
        TypeVarWithConstraints,
        /// (name): `ParamSpec`
        ParamSpec,
        /// (name): `TypeVarTuple`
        TypeVarTuple,
        /// (type parameters tuple): `typing.Generic[...]` base for a generic class
        SubscriptGeneric,
        /// (name, type parameters tuple or None, evaluator): `TypeAliasType`
        TypeAlias,
        /// (function, type parameters tuple): sets `__type_params__`, gives the function
        SetFunctionTypeParams,
        /// (type parameter, evaluator of the default): gives the type parameter
        SetTypeParamDefault,
        /// (): makes sure that the locals mapping has `__annotations__` (future import only)
        SetupAnnotations,
    }
}

impl IntrinsicOp {
    /// How many registers it consumes.
    pub const fn arity(self) -> usize {
        match self {
            IntrinsicOp::SetupAnnotations => 0,
            IntrinsicOp::TypeVarWithBound
            | IntrinsicOp::TypeVarWithConstraints
            | IntrinsicOp::SetFunctionTypeParams
            | IntrinsicOp::SetTypeParamDefault => 2,
            IntrinsicOp::TypeAlias => 3,
            _ => 1,
        }
    }
}

/// Splits a word into opcode number, flags, and the operands a, b, c.
#[inline(always)]
pub const fn decode(word: u64) -> (u8, u8, u16, u16, u16) {
    (word as u8, (word >> 8) as u8, (word >> 16) as u16, (word >> 32) as u16, (word >> 48) as u16)
}

/// Makes a word.
pub const fn encode(op: Opcode, flags: u8, a: u16, b: u16, c: u16) -> u64 {
    op as u64 | (flags as u64) << 8 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48
}

/// Makes a word with a 32-bit operand.
pub const fn encode_bc(op: Opcode, flags: u8, a: u16, bc: u32) -> u64 {
    op as u64 | (flags as u64) << 8 | (a as u64) << 16 | (bc as u64) << 32
}
