//! Simple statements, loops, `try`, `with` and `match`.

use super::Generator;
use super::values::Kind;
use crate::shrink::Statement;

impl Generator {
    pub(super) fn target(&mut self) -> (String, Kind) {
        let names = [
            ("i0", Kind::Int),
            ("i1", Kind::Int),
            ("f0", Kind::Float),
            ("s0", Kind::Str),
            ("s1", Kind::Str),
            ("b0", Kind::Bytes),
            ("l0", Kind::List),
            ("l1", Kind::List),
            ("t0", Kind::Tuple),
            ("d0", Kind::Dict),
            ("e0", Kind::Set),
            ("o1.a", Kind::Any),
            ("d0['k']", Kind::Any),
            ("l0[0]", Kind::Any),
            ("o0.p", Kind::Any),
            ("n0", Kind::Any),
            ("l0[1:2]", Kind::Iterable),
        ];
        let (name, kind) = names[self.random.below(names.len())];
        (name.to_owned(), kind)
    }

    pub(super) fn body(&mut self, depth: usize) -> Vec<Statement> {
        (0..1 + self.random.below(3)).map(|_| self.statement(depth)).collect()
    }

    pub(super) fn statement(&mut self, depth: usize) -> Statement {
        if depth == 0 {
            return self.simple();
        }
        let depth = depth - 1;
        match self.random.below(22) {
            0..=7 => self.simple(),
            8..=9 => {
                let statement = Statement::block(format!("if {}:", self.expr(Kind::Bool, 2)), self.body(depth));
                if self.random.one_in(2) { statement.clause("else:", self.body(depth)) } else { statement }
            }
            10..=11 => self.for_loop(depth),
            12 => {
                let was = std::mem::replace(&mut self.in_loop, true);
                let mut body = vec![Statement::line("k += 1")];
                body.extend(self.body(depth));
                self.in_loop = was;
                let condition = self.expr(Kind::Bool, 1);
                Statement::block(
                    "if 1:",
                    vec![Statement::line("k = 0"), Statement::block(format!("while k < 4 and {condition}:"), body)],
                )
            }
            13..=14 => self.try_statement(depth),
            15..=17 => self.function(depth),
            18 => self.match_statement(depth),
            19 => {
                let manager = self.pick(&["V(1, 1)", "o0", "V(2) as m, W(1, 1) as q", "(V(0, 1) as m)", "n0"]);
                Statement::block(format!("with {manager}:"), self.body(depth))
            }
            20 => self.class(depth),
            _ => self.generator(depth),
        }
    }

    pub(super) fn simple(&mut self) -> Statement {
        let (name, kind) = self.target();
        Statement::line(match self.random.below(18) {
            0..=4 => format!("show({})", self.expr(Kind::Any, 3)),
            5..=7 => format!("{name} = {}", self.expr(kind, 3)),
            8 => format!("{name} {}= {}", self.pick(&["+", "-", "*", "|", "&", "//", "%", "^"]), self.expr(kind, 1)),
            9 => format!("i0, *n0, s0 = {}", self.expr(Kind::Iterable, 2)),
            10 => format!("i0, (n0, s1) = {}, {}", self.expr(Kind::Int, 1), self.expr(Kind::Iterable, 1)),
            11 => self.mutation(),
            12 => format!(
                "del {}",
                self.pick(&["l0[0]", "l1[::2]", "d0['a']", "o1.a", "o0.zz", "l0[5:1]", "d0[i0]", "t0[0]"])
            ),
            13 => format!("assert {}, {}", self.expr(Kind::Bool, 2), self.expr(Kind::Str, 1)),
            14 => format!(
                "raise {}",
                self.pick(&[
                    "ValueError(s0)",
                    "KeyError(i0)",
                    "TypeError",
                    "StopIteration(3)",
                    "V",
                    "ExceptionGroup('g', [ValueError(1), KeyError(2)])",
                    "ZeroDivisionError('z') from ValueError(1)",
                    "IndexError from None"
                ])
            ),
            15 if self.in_loop => self.pick(&["break", "continue"]),
            15 if self.in_function => format!("return {}", self.expr(Kind::Any, 2)),
            16 if self.in_function => format!("return {}", self.expr(Kind::Any, 2)),
            _ => format!("show({}, {})", self.expr(Kind::Any, 2), self.expr(Kind::Any, 2)),
        })
    }

    pub(super) fn mutation(&mut self) -> String {
        let value = self.expr(Kind::Any, 1);
        match self.random.below(12) {
            0 => format!("l0.append({value})"),
            1 => format!("l1.extend({})", self.expr(Kind::Iterable, 1)),
            2 => format!("l0.insert({}, {value})", self.leaf(Kind::Int)),
            3 => format!("show(l1.pop({}))", self.pick(&["", "0", "-1", "9"])),
            4 => format!("l0.sort({})", self.pick(&["", "reverse=True", "key=str", "key=lambda x: -x"])),
            5 => format!("d0.update({})", self.expr(Kind::Dict, 1)),
            6 => format!("show(d0.pop({value}, 'none'), d0.setdefault(1, {}))", self.leaf(Kind::Any)),
            7 => format!("e0.{}({value})", self.pick(&["add", "discard", "remove", "update"])),
            8 => format!("l0[{}] = {}", self.slice(1), self.expr(Kind::Iterable, 1)),
            9 => format!(
                "show(g0.{})",
                self.pick(&["send(None)", "send(5)", "throw(ValueError)", "close()", "__next__()"])
            ),
            10 => format!("l0.{}", self.pick(&["reverse()", "clear()", "remove(1)", "pop()"])),
            _ => "g0 = gen(3, i0)".to_owned(),
        }
    }

    pub(super) fn for_loop(&mut self, depth: usize) -> Statement {
        let name = format!("v{}", self.locals.len());
        // A loop over a list that its body extends would have no end.
        let source = format!("list({})[:5]", self.expr(Kind::Iterable, 2));
        let was = std::mem::replace(&mut self.in_loop, true);
        self.locals.push(name.clone());
        let body = self.body(depth);
        self.locals.pop();
        self.in_loop = was;
        let statement = Statement::block(format!("for {name} in {source}:"), body);
        if self.random.one_in(4) { statement.clause("else:", self.body(depth)) } else { statement }
    }

    pub(super) fn try_statement(&mut self, depth: usize) -> Statement {
        let mut statement = Statement::block("try:", self.body(depth));
        let star = self.random.one_in(6);
        let was = star.then(|| (std::mem::take(&mut self.in_loop), std::mem::take(&mut self.in_function)));
        let head = if star { "except*" } else { "except" };
        let classes = self.pick(&[
            "ValueError",
            "(TypeError, KeyError)",
            "Exception",
            "ArithmeticError",
            "LookupError",
            "AttributeError, TypeError",
        ]);
        let mut handler = vec![Statement::line("failed(e)")];
        if classes.contains("r, T") {
            handler = Vec::new();
        }
        handler.extend(self.body(depth));
        if !star && self.random.one_in(4) {
            handler.push(Statement::line("raise"));
        }
        let name = if classes.contains("r, T") { "" } else { " as e" };
        statement = statement.clause(format!("{head} {classes}{name}:"), handler);
        if let Some((in_loop, in_function)) = was {
            (self.in_loop, self.in_function) = (in_loop, in_function);
        }
        if self.random.one_in(4) {
            statement = statement.clause("else:", self.body(depth));
        }
        if self.random.one_in(2) {
            // A jump out of `finally` is a SyntaxWarning with a line number: leave it out.
            let (in_loop, in_function) = (std::mem::take(&mut self.in_loop), std::mem::take(&mut self.in_function));
            statement = statement.clause("finally:", self.body(depth));
            (self.in_loop, self.in_function) = (in_loop, in_function);
        }
        statement
    }
}
