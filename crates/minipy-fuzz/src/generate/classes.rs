//! Classes with special methods, and uses of their instances.

use super::Generator;
use super::values::Kind;
use crate::shrink::Statement;

impl Generator {
    pub(super) fn class(&mut self, depth: usize) -> Statement {
        self.functions += 1;
        let name = format!("K{}", self.functions);
        let base = self.pick(&[
            "",
            "(V)",
            "(W)",
            "(dict)",
            "(list)",
            "(int)",
            "(str)",
            "(Exception)",
            "(tuple)",
            "(V, dict)",
            "(W, V)",
        ]);
        let saved = std::mem::replace(&mut self.locals, vec!["self".into()]);
        let was = (std::mem::take(&mut self.in_loop), std::mem::replace(&mut self.in_function, true));
        let method = self.pick(&[
            "__getitem__(self, i)",
            "__eq__(self, o)",
            "__add__(self, o)",
            "__radd__(self, o)",
            "__len__(self)",
            "__iter__(self)",
            "__call__(self, *a)",
            "__contains__(self, o)",
            "__bool__(self)",
            "__lt__(self, o)",
            "__hash__(self)",
            "__str__(self)",
            "__getattr__(self, n)",
            "__index__(self)",
            "__missing__(self, k)",
            "__neg__(self)",
            "m(self, x=1)",
            "__new__(cls, *a)",
            "__init__(self, *a)",
            "__set_name__(self, *a)",
            "__format__(self, s)",
            "__iadd__(self, o)",
            "__setattr__(self, n, v)",
            "__del__(self)",
        ]);
        // A bare `self` in its own special method would recurse without end, differently deep.
        self.locals.clear();
        let mut body = vec![Statement::line(format!("return {}", self.expr(Kind::Any, 2)))];
        if method.starts_with("__getitem__") {
            // Or iterating over it would have no end.
            body.insert(0, Statement::line("if i == 4: raise IndexError(i)"));
        }
        let was_depth = depth;
        self.locals = saved;
        (self.in_loop, self.in_function) = was;
        let class = vec![
            Statement::line(format!("z = {}", self.expr(Kind::Any, 1))),
            Statement::block(format!("def {method}:"), body),
        ];
        let value = self.expr(Kind::Any, was_depth.min(1));
        let uses = [
            "show(X[0])",
            "show(X == o0, X != 1)",
            "show(X + A, A + X)",
            "show(len(X))",
            "show(*X)",
            "show(X(1))",
            "show(A in X)",
            "show(bool(X))",
            "show(X < A)",
            "show(hash(X) == hash(X))",
            "show(str(X), f'{X}')",
            "show(X.zz)",
            "show([5, 6, 7][X])",
            "show(-X)",
            "show(X.m())",
            "show(X.z)",
            "X.q = A; show(X.q)",
            "X += A; show(type(X).__name__)",
            "show(sorted([X, X], key=str) == [X, X])",
        ];
        let make = self.pick(&["()", "(1)", "(A)", "(1, 2)"]);
        let mut statements = vec![
            Statement::block(format!("class {name}{base}:"), class),
            Statement::line(format!("X = {name}{}", make.replace('A', &value))),
        ];
        for _ in 0..3 {
            let text = self.pick(&uses).replace('A', &value);
            statements.push(
                Statement::block("try:", vec![Statement::line(text)])
                    .clause("except Exception as e:", vec![Statement::line("failed(e)")]),
            );
        }
        Statement::block("if 1:", statements)
    }
}
