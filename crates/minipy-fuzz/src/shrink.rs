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

/// Takes statements out, and puts bodies in place of their statements, as long as `holds`; at most `tries` times.
///
/// From the outside inwards: first what lies side by side goes in halves, quarters and so on, then the same in the bodies
/// of what is left. So the large parts that do not matter are gone before the small ones are looked at.
pub fn shrink(program: Vec<Statement>, tries: usize, holds: &mut dyn FnMut(&[Statement]) -> bool) -> Vec<Statement> {
    let mut shrinker = Shrinker { best: program, tries, holds };
    loop {
        let before = (count(&shrinker.best), shrinker.tries);
        shrinker.list(&mut Vec::new());
        if shrinker.tries == 0 || count(&shrinker.best) == before.0 {
            return shrinker.best;
        }
    }
}

struct Shrinker<'a> {
    best: Vec<Statement>,
    tries: usize,
    holds: &'a mut dyn FnMut(&[Statement]) -> bool,
}

/// One step inwards: the statement, and its body (0) or the body of one of its clauses (from 1 on).
type Step = (usize, usize);

/// The list of statements at the end of a path.
fn list_at<'a>(program: &'a mut Vec<Statement>, path: &[Step]) -> &'a mut Vec<Statement> {
    path.iter().fold(program, |list, &(at, part)| match part {
        0 => &mut list[at].body,
        clause => &mut list[at].clauses[clause - 1].body,
    })
}

impl Shrinker<'_> {
    /// Tries the best program with the list at `path` changed, and keeps it if it holds.
    fn attempt(&mut self, path: &[Step], change: impl FnOnce(&mut Vec<Statement>)) -> bool {
        if self.tries == 0 {
            return false;
        }
        self.tries -= 1;
        let mut smaller = self.best.clone();
        change(list_at(&mut smaller, path));
        let good = (self.holds)(&smaller);
        if good {
            self.best = smaller;
        }
        good
    }

    fn len(&mut self, path: &[Step]) -> usize {
        list_at(&mut self.best, path).len()
    }

    /// Makes the list at `path` smaller, then what is in it.
    fn list(&mut self, path: &mut Vec<Step>) {
        let mut size = self.len(path);
        while size > 0 {
            // From the end: what comes after the difference never matters.
            let mut end = self.len(path);
            while end > 0 {
                let from = end.saturating_sub(size);
                self.attempt(path, |list| drop(list.drain(from..end)));
                end = from;
            }
            size /= 2;
        }
        let mut at = 0;
        while at < self.len(path) && self.tries > 0 {
            let statement = list_at(&mut self.best, path)[at].clone();
            let lifted = |list: &mut Vec<Statement>| drop(list.splice(at..=at, statement.body.clone()));
            if !statement.body.is_empty() && self.attempt(path, lifted) {
                // The first of the body is now at its place.
                continue;
            }
            let needed = usize::from(statement.line.starts_with("try"));
            for clause in (needed..statement.clauses.len()).rev() {
                self.attempt(path, |list| drop(list[at].clauses.remove(clause)));
            }
            for part in 0..=list_at(&mut self.best, path)[at].clauses.len() {
                path.push((at, part));
                self.list(path);
                path.pop();
            }
            at += 1;
        }
    }
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
