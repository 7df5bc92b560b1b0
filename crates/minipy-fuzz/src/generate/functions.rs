//! Functions and generators with their calls.

use super::Generator;
use super::values::Kind;
use crate::shrink::Statement;

impl Generator {
    /// A function and calls of it.
    pub(super) fn function(&mut self, depth: usize) -> Statement {
        self.functions += 1;
        let name = format!("fn{}", self.functions);
        let parameters = self.pick(&["p, q=1", "p, /, q=2", "p, *q", "p, q=3, *, r=4", "p=0, *q, **r", "p, q=l0"]);
        let decorator = if self.random.one_in(8) { "@(lambda f: f)\n" } else { "" };
        let declared = self.pick(&["global i0", "global l0, s0", "y = p", "y = [p]"]);
        let closure = self.random.one_in(3);
        let was = (std::mem::take(&mut self.in_loop), std::mem::replace(&mut self.in_function, true));
        let saved = std::mem::replace(&mut self.locals, vec!["p".into(), "q".into()]);
        let mut body = vec![Statement::line(declared)];
        if closure {
            let inner = vec![
                Statement::line("nonlocal p"),
                Statement::line(format!("p = {}", self.expr(Kind::Any, 2))),
                Statement::line(format!("return {}", self.expr(Kind::Any, 2))),
            ];
            body.push(Statement::block("def inner(u=q):", inner));
            body.push(Statement::line("show(inner(), p)"));
        }
        body.extend(self.body(depth));
        self.locals = saved;
        (self.in_loop, self.in_function) = was;
        let arguments = match self.random.below(5) {
            0 => format!("{}, q={}", self.expr(Kind::Any, 1), self.expr(Kind::Any, 1)),
            1 => format!("*{}", self.expr(Kind::Iterable, 1)),
            2 => format!("{}, **{}", self.expr(Kind::Any, 1), self.expr(Kind::Dict, 1)),
            _ => self.expr(Kind::Any, 1),
        };
        Statement::block(
            "if 1:",
            vec![
                Statement::block(format!("{decorator}def {name}({parameters}):"), body),
                Statement::line(format!("show({name}({arguments}))")),
            ],
        )
    }

    pub(super) fn generator(&mut self, depth: usize) -> Statement {
        self.functions += 1;
        let name = format!("gn{}", self.functions);
        let saved = std::mem::replace(&mut self.locals, vec!["p".into()]);
        let was = (std::mem::take(&mut self.in_loop), std::mem::replace(&mut self.in_function, true));
        let mut body = vec![Statement::line(format!("y = yield {}", self.expr(Kind::Any, 2)))];
        body.extend(self.body(depth));
        body.push(Statement::line(format!("yield from {}", self.expr(Kind::Iterable, 2))));
        body.push(Statement::line("return p"));
        self.locals = saved;
        (self.in_loop, self.in_function) = was;
        let use_it = self.pick(&[
            "show(list(G(1))[:9])",
            "x = G(2); show(next(x), x.send(5))",
            "show(*G(3))",
            "x = G(i0); next(x); x.close()",
            "x = G(0); next(x); show(x.throw(KeyError(1)))",
        ]);
        Statement::block(
            "if 1:",
            vec![Statement::block(format!("def {name}(p):"), body), Statement::line(use_it.replace('G', &name))],
        )
    }

    /// The text between the parentheses of a call: any number of arguments of each form.
    pub(super) fn arguments(&mut self) -> String {
        let mut parts = Vec::new();
        for _ in 0..self.random.below(4) {
            parts.push(self.any(1));
        }
        if self.random.one_in(6) {
            let source = self.pick(&["(1, 2)", "[]", "l0", "t0", "'ab'", "range(2)", "gen(2)", "d0", "5", "(1,) * 3"]);
            let at = self.random.below(parts.len() + 1);
            parts.insert(at, format!("*{source}"));
        }
        for name in ["a", "b", "c", "d", "e", "k"] {
            if self.random.one_in(7) {
                parts.push(format!("{name}={}", self.any(1)));
            }
        }
        if self.random.one_in(6) {
            parts.push(self.pick(&[
                "**{}",
                "**{'k': 1}",
                "**d0",
                "**{'a': 1}",
                "**{'b': 2, 'z': 3}",
                "**{1: 2}",
                "**l0",
            ]));
        }
        parts.join(", ")
    }

    /// Parameters `a` to `e`, `args`, `kwargs` of a function, of each form, in an order that is valid.
    pub(super) fn parameters(&mut self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut defaults = false;
        for name in &["a", "b", "c"][..self.random.below(4)] {
            defaults = defaults || self.random.one_in(3);
            parts.push(if defaults { format!("{name}={}", self.any(0)) } else { (*name).to_owned() });
            if self.random.one_in(5) && !parts.iter().any(|p| p == "/") {
                parts.push("/".to_owned());
            }
        }
        let star = self.random.below(4);
        let named = if star < 2 { self.random.below(3) } else { 0 };
        match star {
            0 => parts.push("*args".to_owned()),
            1 if named > 0 => parts.push("*".to_owned()),
            _ => {}
        }
        for name in &["d", "e"][..named] {
            parts.push(if self.random.one_in(2) { format!("{name}={}", self.any(0)) } else { (*name).to_owned() });
        }
        if self.random.one_in(3) {
            parts.push("**kwargs".to_owned());
        }
        parts.join(", ")
    }
}
