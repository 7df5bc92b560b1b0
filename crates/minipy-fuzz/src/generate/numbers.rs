//! Expressions of ints, floats and truth values.

use super::Generator;
use super::values::{KINDS, Kind};

impl Generator {
    pub(super) fn int(&mut self, depth: usize) -> String {
        let (a, b) = (self.expr(Kind::Int, depth), self.expr(Kind::Int, depth));
        match self.random.below(12) {
            0..=2 => format!("({a} {} {b})", self.pick(&["+", "-", "*", "&", "|", "^", "//", "%"])),
            3 => format!("({a} {} ({b} % 9))", self.pick(&["<<", ">>", "**"])),
            4 => format!("{}{a}", self.pick(&["-", "~", "+"])),
            5 => format!("len({})", self.any(depth)),
            6 => format!("{}({})", self.pick(&["int", "abs", "ord", "round", "bool"]), self.any(depth)),
            7 => format!("{}({}, default={b})", self.pick(&["max", "min"]), self.expr(Kind::Iterable, depth)),
            8 => format!("sum({}, {a})", self.expr(Kind::Iterable, depth)),
            9 => format!(
                "({a}).{}()",
                self.pick(&["bit_length", "bit_count", "as_integer_ratio", "conjugate", "__neg__"])
            ),
            10 if self.random.one_in(4) => format!("hash({})", self.hashable(depth)),
            10 => {
                format!("({}).{}({})", self.expr(Kind::List, depth), self.pick(&["index", "count"]), self.any(depth))
            }
            _ => format!("divmod({a}, {b})[0]"),
        }
    }

    pub(super) fn float(&mut self, depth: usize) -> String {
        let (a, b) = (self.expr(Kind::Float, depth), self.expr(Kind::Int, depth));
        match self.random.below(6) {
            0..=1 => format!("({a} {} {b})", self.pick(&["+", "-", "*", "/", "//", "%"])),
            2 => format!("({b} / {a})"),
            3 => format!("float({})", self.any(depth)),
            4 => format!("round({a}, {})", self.pick(&["0", "1", "2", "-1", "None"])),
            _ => format!("({a}).{}()", self.pick(&["hex", "is_integer", "as_integer_ratio", "conjugate", "__trunc__"])),
        }
    }

    pub(super) fn bool_(&mut self, depth: usize) -> String {
        let kind = KINDS[self.random.below(KINDS.len())];
        let (a, b) = (self.expr(kind, depth), self.expr(kind, depth));
        match self.random.below(8) {
            0..=1 => format!("({a} {} {b})", self.pick(&["==", "!=", "<", "<=", ">", ">="])),
            2 => format!(
                "({a} {} {b} {} {})",
                self.pick(&["<", "==", "<="]),
                self.pick(&["<", "!=", ">="]),
                self.expr(kind, depth)
            ),
            3 => format!("({a} {} {})", self.pick(&["in", "not in"]), self.expr(Kind::Iterable, depth)),
            4 => format!("(not {a})"),
            5 => {
                format!("isinstance({a}, {})", self.pick(&["int", "(str, list)", "V", "int | None", "object"]))
            }
            6 => format!("{}({})", self.pick(&["any", "all", "bool", "callable"]), self.expr(Kind::Iterable, depth)),
            _ => format!("({a} is {})", self.pick(&["None", "True", "o0"])),
        }
    }
}
