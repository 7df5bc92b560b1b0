//! `match` statements and their patterns.

use super::Generator;
use super::values::Kind;
use crate::shrink::Statement;

impl Generator {
    pub(super) fn match_statement(&mut self, depth: usize) -> Statement {
        let subject = self.expr(Kind::Any, 2);
        let mut cases = Vec::new();
        for number in 0..3 {
            let pattern = self.pattern(2);
            let mut body = vec![Statement::line(format!("show({number})"))];
            body.extend(self.body(depth));
            cases.push(Statement::block(format!("case {pattern}:"), body));
        }
        cases.push(Statement::block("case _:", vec![Statement::line("show('other')")]));
        Statement::block(format!("match {subject}:"), cases)
    }

    /// A pattern. Names can clash, and names in one half of an alternative: the program is invalid then, as in CPython.
    pub(super) fn pattern(&mut self, depth: usize) -> String {
        if depth == 0 || self.random.one_in(4) {
            return self.pick(&[
                "_", "_", "1", "-7", "1.5", "'abc'", "b'x'", "None", "True", "int()", "str()", "list()", "dict()",
                "bool()", "float()", "V()", "tuple()", "-1 + 2j", "object()", "[]", "{}", "()",
            ]);
        }
        let depth = depth - 1;
        // A name of its own for each place.
        self.functions += 1;
        let name = format!("p{}", self.functions);
        match self.random.below(16) {
            0..=1 => format!("{} as {name}", self.pattern(0)),
            2 => format!("[{}, {name}]", self.pattern(depth)),
            3 => format!("[{}, *{name}]", self.pattern(depth)),
            4 => format!("[*_, {}]", self.pattern(depth)),
            5 => format!("({name}, *_, {})", self.pattern(depth)),
            6 => format!("({} | {})", self.pattern(0), self.pattern(0)).replace("(_ |", "(0 |"),
            7 => format!("{{'a': {}, **{name}}}", self.pattern(depth)),
            8 => format!("{{1: {name}, 'b': {}}}", self.pattern(depth)),
            9 => format!("V({}, b={name})", self.pattern(depth)),
            10 => format!("W(p={})", self.pattern(depth)),
            11 => format!("V(a={}, b={})", self.pattern(depth), self.pattern(0)),
            12 => format!(
                "{}({name})",
                self.pick(&["int", "str", "list", "dict", "float", "bytes", "tuple", "bool", "set"])
            ),
            13 => format!("(str() | bytes() | {}) as {name}", self.pattern(0)).replace("| _)", "| 1)"),
            14 => format!("[{}, [{name}, *_], *_]", self.pattern(depth)),
            _ => format!("{{'k': [{}, {name}]}}", self.pattern(depth)),
        }
    }
}
