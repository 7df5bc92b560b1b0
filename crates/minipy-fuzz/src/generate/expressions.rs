//! Expressions of any kind: which form one takes.

use super::Generator;
use super::values::{KINDS, Kind};

impl Generator {
    /// An expression of any kind.
    pub(super) fn any(&mut self, depth: usize) -> String {
        self.expr(Kind::Any, depth)
    }

    /// An expression; sometimes of another kind than asked for.
    pub(super) fn expr(&mut self, kind: Kind, depth: usize) -> String {
        let kind = match kind {
            Kind::Any => KINDS[self.random.below(KINDS.len())],
            _ if self.random.one_in(14) => KINDS[self.random.below(KINDS.len())],
            kind => kind,
        };
        if depth > 0 && self.random.one_in(9) {
            return self.general(kind, depth - 1);
        }
        if !self.locals.is_empty() && self.random.one_in(4) {
            let at = self.random.below(self.locals.len());
            return self.locals[at].clone();
        }
        if depth == 0 || self.random.one_in(4) {
            return self.leaf(kind);
        }
        self.compound(kind, depth - 1)
    }

    /// Forms that give a value of any kind.
    pub(super) fn general(&mut self, kind: Kind, depth: usize) -> String {
        let a = self.expr(kind, depth);
        let b = self.expr(kind, depth);
        let c = self.expr(Kind::Bool, depth);
        match self.random.below(9) {
            0 => format!("({a} if {c} else {b})"),
            1 => format!("({a} or {b})"),
            2 => format!("({a} and {b})"),
            3 => format!("(lambda x, y=1, *z, k={c}: {a})({b})"),
            4 => format!("[{a}, {b}][{c}]"),
            5 => format!("(w := {a})"),
            6 => format!("next(iter([{a}]), {b})"),
            7 => format!("(lambda *a, **k: (a, k))({a}, *[{b}], q={c})[0][1]"),
            _ => format!("{{0: {a}}}.get({c}, {b})"),
        }
    }

    fn compound(&mut self, kind: Kind, depth: usize) -> String {
        match kind {
            Kind::Int => self.int(depth),
            Kind::Float => self.float(depth),
            Kind::Str => self.str_(depth),
            Kind::Bytes => self.bytes(depth),
            Kind::List => self.list(depth),
            Kind::Tuple => self.tuple(depth),
            Kind::Dict => self.dict(depth),
            Kind::Set => self.set(depth),
            Kind::Bool => self.bool_(depth),
            Kind::Object => self.object(depth),
            Kind::Iterable => self.iterator(depth),
            Kind::Any => self.leaf(Kind::Any),
        }
    }
}
