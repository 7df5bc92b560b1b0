//! Programs as trees of statements, and making them smaller as long as a property holds.

/// A statement: a line, or a head with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The line, with its colon if there is a body.
    pub line: String,
    /// The statements below it.
    pub body: Vec<Statement>,
    /// Clauses that belong to it (`else:`, `except ...:`), which can only go with it.
    pub clauses: Vec<Statement>,
}

impl Statement {
    /// A statement of one line.
    pub fn line(line: impl Into<String>) -> Statement {
        Statement { line: line.into(), body: Vec::new(), clauses: Vec::new() }
    }

    /// A statement with a body.
    pub fn block(line: impl Into<String>, body: Vec<Statement>) -> Statement {
        Statement { line: line.into(), body, clauses: Vec::new() }
    }

    /// The same with one more clause.
    pub fn clause(mut self, line: impl Into<String>, body: Vec<Statement>) -> Statement {
        self.clauses.push(Statement::block(line, body));
        self
    }

    fn write(&self, indent: usize, out: &mut String) {
        for line in self.line.lines() {
            out.push_str(&"    ".repeat(indent));
            out.push_str(line);
            out.push('\n');
        }
        if self.line.ends_with(':') {
            write_body(&self.body, indent + 1, out);
        }
        for clause in &self.clauses {
            clause.write(indent, out);
        }
    }
}

fn write_body(body: &[Statement], indent: usize, out: &mut String) {
    if body.is_empty() {
        out.push_str(&"    ".repeat(indent));
        out.push_str("pass\n");
    }
    for statement in body {
        statement.write(indent, out);
    }
}

/// The text of a program.
pub fn text(program: &[Statement]) -> String {
    let mut out = String::new();
    for statement in program {
        statement.write(0, &mut out);
    }
    out
}

/// Takes statements out, and bodies for their statements, as long as `holds`; at most `tries` times.
pub fn shrink(
    program: Vec<Statement>,
    mut tries: usize,
    holds: &mut dyn FnMut(&[Statement]) -> bool,
) -> Vec<Statement> {
    let mut best = program;
    loop {
        let before = count(&best);
        let mut size = best.len().max(1);
        while size > 0 {
            let mut at = 0;
            while at < best.len() && tries > 0 {
                let mut smaller = best.clone();
                smaller.drain(at..(at + size).min(smaller.len()));
                tries -= 1;
                if holds(&smaller) { best = smaller } else { at += size }
            }
            size /= 2;
        }
        let mut at = 0;
        while at < count(&best) && tries > 0 {
            let mut changed = false;
            for action in [Action::Remove, Action::Lift, Action::DropClauses] {
                let mut smaller = best.clone();
                if !edit(&mut smaller, &mut { at }, action) || smaller == best {
                    continue;
                }
                tries = tries.saturating_sub(1);
                if holds(&smaller) {
                    best = smaller;
                    changed = true;
                    break;
                }
            }
            if !changed {
                at += 1;
            }
        }
        if tries == 0 || count(&best) == before {
            return best;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    Remove,
    Lift,
    DropClauses,
}

/// Does something to the statement number `at` in reading order.
fn edit(body: &mut Vec<Statement>, at: &mut usize, action: Action) -> bool {
    let mut i = 0;
    while i < body.len() {
        if *at == 0 {
            match action {
                Action::Remove => drop(body.remove(i)),
                Action::Lift => {
                    let statement = body.remove(i);
                    for (j, inner) in statement.body.into_iter().enumerate() {
                        body.insert(i + j, inner);
                    }
                }
                Action::DropClauses if body[i].line.starts_with("try") => return false,
                Action::DropClauses => body[i].clauses.clear(),
            }
            return true;
        }
        *at -= 1;
        if edit(&mut body[i].body, at, action) {
            return true;
        }
        for clause in &mut body[i].clauses {
            if edit(&mut clause.body, at, action) {
                return true;
            }
        }
        i += 1;
    }
    false
}

fn count(body: &[Statement]) -> usize {
    body.iter().map(|s| 1 + count(&s.body) + s.clauses.iter().map(|c| count(&c.body)).sum::<usize>()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shrinks_to_the_statement_that_matters() {
        let inner = vec![Statement::line("a"), Statement::line("bug"), Statement::line("b")];
        let program = vec![
            Statement::line("x"),
            Statement::block("if y:", vec![Statement::block("while z:", inner)])
                .clause("else:", vec![Statement::line("c")]),
            Statement::line("w"),
        ];
        let small = shrink(program, 1000, &mut |p| text(p).contains("bug"));
        assert_eq!(text(&small), "bug\n");
    }
}
