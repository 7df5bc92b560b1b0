//! The kinds of values, and the names and displays that stand for them.

use super::Generator;

/// The kinds of values that an expression is meant to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    Float,
    Str,
    Bytes,
    List,
    Tuple,
    Dict,
    Set,
    Bool,
    Object,
    Iterable,
    Any,
}

pub(super) const KINDS: &[Kind] = &[
    Kind::Int,
    Kind::Int,
    Kind::Float,
    Kind::Str,
    Kind::Str,
    Kind::Bytes,
    Kind::List,
    Kind::List,
    Kind::Tuple,
    Kind::Dict,
    Kind::Set,
    Kind::Bool,
    Kind::Object,
];

pub(super) const NAMES: &[&str] =
    &["i0", "i1", "i2", "f0", "f1", "s0", "s1", "b0", "l0", "l1", "t0", "t1", "d0", "d1", "e0", "e1", "o0", "o1", "n0"];

impl Generator {
    pub(super) fn leaf(&mut self, kind: Kind) -> String {
        self.pick(match kind {
            Kind::Int => &["i0", "i1", "i2", "0", "1", "-1", "2", "5", "255", "2**31", "-2**63", "10**20", "True"],
            Kind::Float => {
                &["f0", "f1", "0.5", "-2.5", "1e300", "float('inf')", "float('nan')", "0.1", "1e-7", "2j", "-0.0"]
            }
            Kind::Str => &[
                "s0",
                "s1",
                "''",
                "'a'",
                "'b c'",
                "'12'",
                "'%s'",
                "'{}'",
                "'Äß'",
                "'\\U0001f600x'",
                "'a\\nb\\n'",
                "'  x '",
            ],
            Kind::Bytes => &["b0", "b''", "b'xyz'", "bytearray(b'q')", "memoryview(b'abcd')", "b'%d'"],
            Kind::List => &["l0", "l1", "[]", "[0]", "[1, 'a', None]", "[3, 1, 2]", "list('cab')", "[[1], [2]]"],
            Kind::Tuple => &["t0", "t1", "()", "(1,)", "(1, 2, 3)", "('k', 5)", "(None, 2.5)"],
            Kind::Dict => &["d0", "d1", "{}", "{'a': 1}", "{1: 2, 'x': None}", "dict(z=9)"],
            Kind::Set => &["e0", "e1", "set()", "{1, 2, 3}", "{'a'}", "frozenset((1, (2,)))"],
            Kind::Bool => &["True", "False", "None", "i0", "s0", "l1"],
            Kind::Object => &[
                "o0",
                "o1",
                "V()",
                "W(1, 1)",
                "V",
                "W.c",
                "o1.p",
                "o0.a",
                "len",
                "show",
                "int",
                "range(4)",
                "NotImplemented",
                "...",
            ],
            Kind::Iterable => &[
                "l0",
                "t0",
                "s0",
                "d0",
                "e1",
                "range(5)",
                "gen(3)",
                "W(4, 5)",
                "range(6, 0, -2)",
                "g0",
                "b0",
                "enumerate(s0)",
                "zip(l0, s0)",
            ],
            Kind::Any => &["n0"],
        })
    }
}
