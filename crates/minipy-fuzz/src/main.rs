//! The command of the targets that run the `minipy` binary: `minipy-fuzz calls|programs|sources --minipy PATH ...`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use minipy_fuzz::budget::Budget;
use minipy_fuzz::child::Interpreter;
use minipy_fuzz::random::Random;
use minipy_fuzz::{calls, generate, programs, shrink, source};

const USAGE: &str = "\
minipy-fuzz TARGET --minipy PATH [--python PATH] [--seconds N] [--seed N] [--start N] [--count N]

What is made follows from the seed and its number alone: the numbers begin at --start and end after --count, or when
the time is over.

  calls      random calls of builtins
  programs   generated programs
  program    prints the program of the number that a finding shows: --seed NUMBER
  sources    damaged programs through compile(): verdict, errors, warnings against CPython (needs --python)";

struct Options {
    minipy: Interpreter,
    python: Option<Interpreter>,
    seconds: u64,
    seed: u64,
    start: u64,
    count: u64,
}

impl Options {
    fn budget(&self) -> Budget {
        Budget::new(self.seed, self.start, self.count, self.seconds)
    }
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let target = arguments.next().unwrap_or_default();
    let interpreter = |path: &str| Interpreter { path: PathBuf::from(path), limit: Duration::from_secs(20) };
    let mut options =
        Options { minipy: interpreter("minipy"), python: None, seconds: 60, seed: 1, start: 0, count: u64::MAX };
    while let Some(name) = arguments.next() {
        let value = arguments.next().unwrap_or_default();
        match name.as_str() {
            "--minipy" => options.minipy = interpreter(&value),
            "--python" => options.python = Some(interpreter(&value)),
            "--seconds" => options.seconds = value.parse().unwrap_or(60),
            "--seed" => options.seed = value.parse().unwrap_or(1),
            "--start" => options.start = value.parse().unwrap_or(0),
            "--count" => options.count = value.parse().unwrap_or(u64::MAX),
            _ => {
                eprintln!("{USAGE}");
                return ExitCode::FAILURE;
            }
        }
    }
    if target == "programs" {
        match &mut options.python {
            // What is long says nothing more than what is short.
            Some(python) => python.limit = Duration::from_secs(5),
            // Nothing can be compared, so nothing is gained by waiting for long ones.
            None => options.minipy.limit = Duration::from_secs(3),
        }
    }
    let found = match target.as_str() {
        "calls" => run_calls(&options),
        "programs" => run_programs(&options),
        "program" => {
            print!("{}", shrink::text(&generate::program(options.seed)));
            Ok(0)
        }
        "sources" => run_sources(&options),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::FAILURE;
        }
    };
    match found {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("minipy-fuzz: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run_calls(options: &Options) -> std::io::Result<usize> {
    let report = calls::fuzz(&options.minipy, options.python.as_ref(), options.budget())?;
    for (number, text, theirs, ours) in &report.different {
        println!("{number}\t{text}\n  - {theirs}\n  + {ours}");
    }
    for (number, call) in &report.broken {
        println!("BROKEN {number} {}\n    {}", call.text, call.result);
    }
    println!("{} calls, {} broken, {} different", report.calls, report.broken.len(), report.different.len());
    Ok(report.broken.len())
}

fn run_programs(options: &Options) -> std::io::Result<usize> {
    let mut found = 0;
    let mut print = |finding: programs::Finding| {
        found += 1;
        println!("{}", finding.report());
    };
    let done = programs::fuzz(&options.minipy, options.python.as_ref(), options.budget(), &mut print)?;
    println!("{} programs, {found} findings", done.programs);
    if !done.unstable.is_empty() {
        println!("what differs is not the same each time: {:?}", done.unstable);
    }
    Ok(found)
}

/// Compiles damaged programs with both interpreters: many in one script, as strings of bytes.
fn run_sources(options: &Options) -> std::io::Result<usize> {
    let corpus = source::corpus();
    let mut random = Random::new(options.seed);
    let file = std::env::temp_dir().join(format!("minipy-fuzz-sources-{}.py", std::process::id()));
    let (mut count, mut different) = (0, 0);
    let mut budget = options.budget();
    while let Some(numbers) = budget.take(100) {
        let mut script = String::from("texts = [\n");
        let mut texts = Vec::new();
        for _ in numbers {
            let bytes = if corpus.is_empty() || random.one_in(3) {
                let soup: Vec<u8> =
                    (0..1 + random.below(20)).map(|_| random.below(source::TOKENS.len()) as u8).collect();
                source::soup(&soup)
            } else {
                source::mutate(&corpus[random.below(corpus.len())], &mut random)
            };
            script.push_str(&source::literal(&bytes));
            script.push_str(",\n");
            texts.push(bytes);
        }
        script.push_str("]\n");
        script.push_str(include_str!("../python/sources.py"));
        std::fs::write(&file, &script)?;
        let ours = options.minipy.run(&file)?;
        count += texts.len();
        if ours.is_crash() || ours.hung {
            different += 1;
            println!(
                "BROKEN {}\n{}",
                ours.stderr.lines().last().unwrap_or(""),
                ours.stdout.lines().last().unwrap_or("")
            );
        }
        let Some(python) = &options.python else { continue };
        let theirs = python.run(&file)?;
        for (a, b) in ours.stdout.lines().zip(theirs.stdout.lines()) {
            if a != b {
                different += 1;
                let n: usize = a.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0);
                let text = texts.get(n).map_or(&b""[..], Vec::as_slice);
                println!("DIFFERENT {}\n  - {b}\n  + {a}", source::literal(text));
            }
        }
    }
    let _ = std::fs::remove_file(&file);
    println!("{count} sources, {different} different");
    Ok(different)
}
