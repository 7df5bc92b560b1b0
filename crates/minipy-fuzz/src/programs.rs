//! Generated programs on minipy and CPython: the same output, or a smaller program that shows the difference.

use std::path::{Path, PathBuf};

use crate::budget::Budget;
use crate::calls::without_addresses;
use crate::child::{Interpreter, Outcome};
use crate::generate::PRELUDE;
use crate::shrink::{Statement, shrink, text};

/// How many smaller programs are tried for one finding.
const TRIES: usize = 1_500;

/// The same where each try waits for the time limit.
const TRIES_OF_A_HANG: usize = 12;

/// A program that minipy does not do right.
#[derive(Debug)]
pub struct Finding {
    /// The seed that makes it.
    pub seed: u64,
    /// The small program.
    pub program: String,
    /// What minipy does with it.
    pub ours: Outcome,
    /// What CPython does with it.
    pub theirs: Option<Outcome>,
}

impl Finding {
    /// The program, and where the outputs part.
    pub fn report(&self) -> String {
        let own = self.program.strip_prefix(PRELUDE).unwrap_or(&self.program);
        let first = self.theirs.as_ref().map_or(usize::MAX, |theirs| {
            let (left, right) = (without_addresses(&self.ours.stdout), without_addresses(&theirs.stdout));
            let same = left.lines().zip(right.lines()).take_while(|(a, b)| a == b).count();
            // All the same: the status or the error output differs.
            if left == right { usize::MAX } else { same }
        });
        let side = |outcome: &Outcome| {
            let lines: Vec<&str> = outcome.stdout.lines().collect();
            let from = first.min(lines.len()).saturating_sub(1);
            let some = lines[from..].iter().take(4).copied().collect::<Vec<_>>().join("\n");
            let status = if outcome.hung { "no end".to_owned() } else { format!("{:?}", outcome.status) };
            format!("{some}\n[{status}] {}\n", outcome.stderr.lines().last().unwrap_or(""))
        };
        let theirs = self.theirs.as_ref().map_or(String::new(), |theirs| format!("---- CPython\n{}", side(theirs)));
        format!("==== seed {}\n{own}\n---- minipy\n{}{theirs}", self.seed, side(&self.ours))
    }
}

/// What came of one program.
#[derive(Debug)]
pub enum Verdict {
    /// Nothing differs.
    Same,
    /// What differs is not the same each time.
    Unstable,
    /// A finding.
    Different(Finding),
}

/// How many programs ran.
#[derive(Clone, Debug, Default)]
pub struct Count {
    /// All of them.
    pub programs: u64,
    /// The seeds of those of which what differs is not the same each time.
    pub unstable: Vec<u64>,
}

/// How the outcomes differ, in one line; `None` if they do not.
fn difference(ours: &Outcome, theirs: Option<&Outcome>) -> Option<String> {
    if ours.is_crash() {
        let panic = ours.stderr.lines().find(|l| l.contains("panicked")).unwrap_or("");
        return Some(format!("crash {panic}"));
    }
    // Without CPython a program that does not end says nothing: some that are generated take it hours as well.
    let theirs = theirs?;
    if theirs.hung || theirs.status.is_none() {
        return None;
    }
    // A mistake of CPython's own: it says so when memory runs out in a bytearray, for example.
    if theirs.stderr.contains("SystemError: ") {
        return None;
    }
    if ours.hung {
        return Some("hang".to_owned());
    }
    let (left, right) = (without_addresses(&ours.stdout), without_addresses(&theirs.stdout));
    if left != right {
        let pair = left.lines().zip(right.lines()).find(|(a, b)| a != b);
        let (a, b) = pair.unwrap_or(("one is longer", ""));
        return Some(kind_of(a, b));
    }
    let last = |o: &Outcome| without_addresses(last_line(&o.stderr));
    (ours.status != theirs.status || last(ours) != last(theirs)).then(|| kind_of(&last(ours), &last(theirs)))
}

/// The last line of an error output, but for what is told of exceptions that nobody can catch: at the end of a program
/// those come in the order in which the collector finds the objects.
fn last_line(stderr: &str) -> &str {
    let (mut last, mut ignored) = ("", false);
    for line in stderr.lines() {
        if line.starts_with("Exception ignored") {
            ignored = true;
        } else if !ignored {
            last = line;
        } else if !line.starts_with([' ', '\t']) && !line.starts_with("Traceback ") {
            // The message of the ignored one ends it.
            ignored = false;
        }
    }
    last
}

/// What two lines say, so that shrinking keeps to one bug: the text of an exception, of values only the first word.
/// Numbers change when parts of the program go.
fn kind_of(ours: &str, theirs: &str) -> String {
    let words = |s: &str| {
        let first = s.split([' ', '(']).next().unwrap_or("");
        let exception = first.len() > 3 && first.chars().all(char::is_alphabetic);
        let text = if exception { s } else { first };
        text.chars().filter(|c| !c.is_ascii_digit()).take(60).collect::<String>()
    };
    format!("{} / {}", words(ours), words(theirs))
}

/// Whether CPython says the same when its objects lie elsewhere, and minipy still something else: what follows from
/// addresses, or from how busy the machine is, is no finding.
fn is_stable(minipy: &Interpreter, (theirs, oracle): (&Outcome, &Interpreter), file: &Path) -> std::io::Result<bool> {
    for allocator in ["malloc", "pymalloc_debug"] {
        let again = oracle.run_with(file, &[("PYTHONMALLOC", allocator)])?;
        if without_addresses(&again.stdout) != without_addresses(&theirs.stdout) {
            return Ok(false);
        }
    }
    Ok(difference(&minipy.run(file)?, Some(theirs)).is_some())
}

/// Runs one program; the small one if there is a difference.
pub fn check(seed: u64, minipy: &Interpreter, oracle: Option<&Interpreter>, folder: &Path) -> std::io::Result<Verdict> {
    let file = folder.join("program.py");
    let mut failure = None;
    let mut run = |program: &[Statement]| -> Option<(String, Outcome, Option<Outcome>)> {
        let result = std::fs::write(&file, text(program)).and_then(|()| {
            let theirs = oracle.map(|o| o.run(&file)).transpose()?;
            if theirs.as_ref().is_some_and(|theirs| theirs.hung) {
                return Ok(None);
            }
            Ok(Some((minipy.run(&file)?, theirs)))
        });
        match result {
            Ok(None) => None,
            Ok(Some((ours, theirs))) => difference(&ours, theirs.as_ref()).map(|d| (d, ours, theirs)),
            Err(error) => {
                failure = Some(error);
                None
            }
        }
    };
    let program = crate::generate::program(seed);
    let Some((kind, ours, theirs)) = run(&program) else {
        return failure.map_or(Ok(Verdict::Same), Err);
    };
    if let (Some(theirs), Some(oracle)) = (&theirs, oracle)
        && !ours.is_crash()
        && !is_stable(minipy, (theirs, oracle), &file)?
    {
        return Ok(Verdict::Unstable);
    }
    let mut best = (ours, theirs);
    let tries = if kind == "hang" { TRIES_OF_A_HANG } else { TRIES };
    let small = shrink(program, tries, &mut |smaller| match run(smaller) {
        Some((same, ours, theirs)) if same == kind => {
            best = (ours, theirs);
            true
        }
        _ => false,
    });
    Ok(Verdict::Different(Finding { seed, program: text(&small), ours: best.0, theirs: best.1 }))
}

/// Checks the programs of a budget; findings go to `out`. How many were checked.
pub fn fuzz(
    minipy: &Interpreter,
    oracle: Option<&Interpreter>,
    mut budget: Budget,
    out: &mut dyn FnMut(Finding),
) -> std::io::Result<Count> {
    let folder: PathBuf = std::env::temp_dir().join(format!("minipy-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut done = Count::default();
    while let Some(number) = budget.take(1) {
        let seed = budget.seed.wrapping_mul(1_000_003).wrapping_add(number.start);
        match check(seed, minipy, oracle, &folder)? {
            Verdict::Same => {}
            Verdict::Unstable => done.unstable.push(seed),
            Verdict::Different(finding) => out(finding),
        }
        done.programs += 1;
    }
    let _ = std::fs::remove_dir_all(&folder);
    Ok(done)
}
