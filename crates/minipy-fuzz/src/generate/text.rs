//! Expressions of str and bytes.

use super::Generator;
use super::values::{Kind, NAMES};

impl Generator {
    pub(super) fn str_(&mut self, depth: usize) -> String {
        let (a, b) = (self.expr(Kind::Str, depth), self.expr(Kind::Str, depth));
        match self.random.below(14) {
            0 => format!("({a} + {b})"),
            1 => format!("({a} * {})", self.pick(&["0", "2", "3", "-1", "o0"])),
            2 => format!("{a}[{}]", self.slice(depth)),
            3 => format!("({a} % {})", self.any(depth)),
            4 => format!(
                "f'{{{}}}-{{{}!r:>{{{}}}}}'",
                self.leaf(Kind::Any),
                self.leaf(Kind::Str).replace('\'', "\""),
                self.pick(&["7", "i0", "2"])
            ),
            5 => format!(
                "f'{{{}:{}}}'",
                self.pick(NAMES),
                self.pick(&["", ">8", "08.3f", "x", "_d", "*^9", "e", "s", "+,", "#b", ".2%", "c", "n", "z.1f"])
            ),
            6 => format!("({a}).format({b}, {})", self.any(depth)),
            7 => format!("str({})", self.any(depth)),
            8 => format!(
                "{a}.{}()",
                self.pick(&[
                    "upper",
                    "lower",
                    "title",
                    "swapcase",
                    "casefold",
                    "strip",
                    "capitalize",
                    "isdigit",
                    "isidentifier",
                    "encode",
                    "splitlines",
                    "split",
                    "isascii"
                ])
            ),
            9 => format!(
                "{a}.{}({b})",
                self.pick(&[
                    "strip",
                    "split",
                    "rsplit",
                    "partition",
                    "rpartition",
                    "find",
                    "count",
                    "startswith",
                    "removeprefix",
                    "removesuffix",
                    "index",
                    "join",
                    "__add__",
                    "__contains__"
                ])
            ),
            10 => format!("({a}).replace({b}, {})", self.expr(Kind::Str, depth)),
            11 => format!(
                "{a}.{}({}, {b})",
                self.pick(&["ljust", "rjust", "center", "zfill"]),
                self.pick(&["6", "2", "-1"])
            ),
            12 => format!("({b}).join({})", self.expr(Kind::Iterable, depth)),
            _ => {
                format!("{}({})", self.pick(&["repr", "ascii", "chr", "bin", "hex", "oct", "format"]), self.any(depth))
            }
        }
    }

    pub(super) fn bytes(&mut self, depth: usize) -> String {
        let (a, b) = (self.expr(Kind::Bytes, depth), self.expr(Kind::Bytes, depth));
        match self.random.below(7) {
            0 => format!("({a} + {b})"),
            1 => format!("{a}[{}]", self.slice(depth)),
            2 => format!("bytes({})", self.any(depth))
                .replace("bytes(i2)", "bytes(3)")
                .replace("bytes(2**31)", "bytes(2)"),
            3 => {
                format!("{a}.{}({b})", self.pick(&["find", "split", "strip", "join", "startswith", "replace", "count"]))
            }
            4 => format!("({a}).{}()", self.pick(&["hex", "upper", "decode", "tolist", "isalpha", "split"])),
            5 => format!("({a} % {})", self.any(depth)),
            _ => format!(
                "{}.encode({})",
                self.expr(Kind::Str, depth),
                self.pick(&[
                    "",
                    "'ascii'",
                    "'utf-16'",
                    "'utf-8', 'surrogatepass'",
                    "'latin-1', 'replace'",
                    "'ascii', 'backslashreplace'"
                ])
            ),
        }
    }

    /// A format specification: mostly valid, and never wider than fits on a line.
    pub(super) fn spec(&mut self) -> String {
        let mut out = String::new();
        if self.random.one_in(3) {
            out += &self.pick(&["", "*", "0", " ", "é", "x"]);
            out += &self.pick(&["<", ">", "^", "="]);
        }
        for (parts, often) in [
            (&["+", "-", " "][..], 4),
            (&["z"], 12),
            (&["#"], 6),
            (&["0"], 5),
            (&["1", "5", "12", "20", "30"], 2),
            (&[",", "_"], 5),
            (&[".0", ".1", ".3", ".10", ".20"], 3),
            (&[",", "_"], 20),
        ] {
            if self.random.one_in(often) {
                out += &self.pick(parts);
            }
        }
        if !self.random.one_in(4) {
            out +=
                &self.pick(&["d", "x", "X", "b", "o", "c", "e", "E", "f", "F", "g", "G", "n", "s", "%", "f", "d", "q"]);
        }
        out
    }

    /// One conversion of the `%` operator.
    pub(super) fn percent(&mut self) -> String {
        let mut out = String::from("%");
        for (parts, often) in [
            (&["(a)"][..], 8),
            (&["#", "0", "-", " ", "+", "0-", "+ "], 3),
            (&["1", "5", "12", "20"], 2),
            (&[".0", ".1", ".3", ".10", "."], 3),
            (&["l", "h"], 20),
        ] {
            if self.random.one_in(often) {
                out += &self.pick(parts);
            }
        }
        out + &self
            .pick(&["d", "i", "u", "x", "X", "o", "e", "E", "f", "F", "g", "G", "c", "r", "s", "a", "%", "s", "d"])
    }
}
