//! Expressions of lists, tuples, dicts, sets and objects, and what is iterated.

use super::Generator;
use super::values::Kind;

impl Generator {
    pub(super) fn list(&mut self, depth: usize) -> String {
        let a = self.expr(Kind::List, depth);
        match self.random.below(10) {
            0 => format!("({a} + {})", self.expr(Kind::List, depth)),
            1 => format!("({a} * {})", self.pick(&["0", "2", "-1", "o0", "1.5"])),
            2 => format!("{a}[{}]", self.slice(depth)),
            3 => format!("[{}, *{}, {}]", self.any(depth), self.expr(Kind::Iterable, depth), self.any(depth)),
            4..=5 => format!("[{}]", self.comprehension(depth)),
            6 => format!(
                "sorted({}, key={}, reverse={})",
                self.expr(Kind::Iterable, depth),
                self.pick(&["None", "str", "repr", "lambda x: -x", "len", "type"])
                    .replace("type", "id")
                    .replace("id", "bool"),
                self.pick(&["True", "False"])
            ),
            7 => format!("list({})", self.iterator(depth)),
            8 => format!("{}.{}()", self.expr(Kind::Dict, depth), self.pick(&["keys", "values", "items", "copy"])),
            _ => format!("({a}).copy()"),
        }
    }

    pub(super) fn tuple(&mut self, depth: usize) -> String {
        match self.random.below(5) {
            0 => format!("({}, {})", self.any(depth), self.any(depth)),
            1 => format!("tuple({})", self.iterator(depth)),
            2 => format!("({} + {})", self.expr(Kind::Tuple, depth), self.expr(Kind::Tuple, depth)),
            3 => format!("{}[{}]", self.expr(Kind::Tuple, depth), self.slice(depth)),
            _ => format!("(*{}, {})", self.expr(Kind::Iterable, depth), self.any(depth)),
        }
    }

    pub(super) fn dict(&mut self, depth: usize) -> String {
        match self.random.below(6) {
            0 => format!("{{{}: {}, **{}}}", self.any(depth), self.any(depth), self.expr(Kind::Dict, depth)),
            1 => format!("({} | {})", self.expr(Kind::Dict, depth), self.expr(Kind::Dict, depth)),
            2 => format!("{{k: {} for k, v in ({}).items()}}", self.any(depth), self.expr(Kind::Dict, depth)),
            3 => format!("dict.fromkeys({}, {})", self.expr(Kind::Iterable, depth), self.any(depth)),
            4 => format!("dict(zip({}, {}))", self.expr(Kind::Iterable, depth), self.expr(Kind::Iterable, depth)),
            _ => format!("{}[{}]", self.expr(Kind::Dict, depth), self.any(depth)),
        }
    }

    pub(super) fn set(&mut self, depth: usize) -> String {
        let (a, b) = (self.expr(Kind::Set, depth), self.expr(Kind::Set, depth));
        match self.random.below(5) {
            0..=1 => format!("({a} {} {b})", self.pick(&["|", "&", "-", "^", "<=", "<", ">=", "=="])),
            2 => format!("{{{}, {}}}", self.hashable(depth), self.hashable(depth)),
            3 => format!("set({})", self.expr(Kind::Iterable, depth)),
            _ => format!(
                "{a}.{}({})",
                self.pick(&["union", "intersection", "difference", "symmetric_difference", "issubset", "isdisjoint"]),
                self.expr(Kind::Iterable, depth)
            ),
        }
    }

    /// A value whose hash does not follow from its address: the order of a set, and what `hash` says, is the same
    /// everywhere. (The parts of the value can be otherwise; `programs::check` finds that out.)
    pub(super) fn hashable(&mut self, depth: usize) -> String {
        match self.random.below(8) {
            0..=1 => self.expr(Kind::Int, depth),
            2 => self.expr(Kind::Float, depth),
            3..=4 => self.expr(Kind::Str, depth),
            5 => self.expr(Kind::Bytes, depth),
            6 => self.expr(Kind::Tuple, depth),
            _ => self.pick(&["o0", "o1", "V()", "W(1, 1)", "None", "e1"]),
        }
    }

    pub(super) fn object(&mut self, depth: usize) -> String {
        let a = self.expr(Kind::Object, depth);
        match self.random.below(8) {
            0 => format!("V({}, {})", self.any(depth), self.any(depth)),
            1 => format!("W({}, {})", self.any(depth), self.any(depth)),
            2 => format!("({a} + {})", self.any(depth)),
            3 => format!("({} + {a})", self.any(depth)),
            4 => format!("{a}({}, k={})", self.any(depth), self.any(depth)),
            5 => format!("{a}[{}]", self.any(depth)),
            6 => format!("({a}).{}", self.pick(&["a", "b", "p", "zz", "__class__.__name__", "_x"])),
            _ => format!("getattr({a}, {}, {})", self.pick(&["'a'", "'p'", "'_q'", "s0"]), self.any(depth)),
        }
    }

    pub(super) fn iterator(&mut self, depth: usize) -> String {
        let a = self.expr(Kind::Iterable, depth);
        match self.random.below(8) {
            0 => format!("reversed({a})"),
            1 => format!("enumerate({a}, {})", self.leaf(Kind::Int)),
            2 => format!("zip({a}, {}, strict={})", self.expr(Kind::Iterable, depth), self.pick(&["True", "False"])),
            3 => format!("map({}, {a})", self.pick(&["str", "lambda x: x", "len", "V", "bool", "int"])),
            4 => format!("filter({}, {a})", self.pick(&["None", "lambda x: x", "str", "callable"])),
            5 => format!("({})", self.comprehension(depth)),
            6 => format!("iter({a})"),
            _ => a,
        }
    }

    pub(super) fn comprehension(&mut self, depth: usize) -> String {
        let name = format!("c{}", self.locals.len());
        let source = self.expr(Kind::Iterable, depth);
        self.locals.push(name.clone());
        let condition =
            if self.random.one_in(2) { format!(" if {}", self.expr(Kind::Bool, depth)) } else { String::new() };
        let inner =
            if self.random.one_in(4) { format!(" for z in {}", self.expr(Kind::Iterable, 0)) } else { String::new() };
        let element = self.expr(Kind::Any, depth);
        self.locals.pop();
        format!("{element} for {name} in {source}{condition}{inner}")
    }

    pub(super) fn slice(&mut self, depth: usize) -> String {
        let part = |g: &mut Self| if g.random.one_in(3) { String::new() } else { g.expr(Kind::Int, depth.min(1)) };
        match self.random.below(3) {
            0 => self.expr(Kind::Int, depth),
            1 => format!("{}:{}", part(self), part(self)),
            _ => format!("{}:{}:{}", part(self), part(self), part(self)),
        }
    }
}
