//! Developer commands: `cargo xtask NAME`. Each command is a module; this file only picks one.

#[path = "../../crates/minipy/tests/support/case.rs"]
mod case;
#[path = "../../crates/minipy/tests/support/limit.rs"]
mod limit;

mod bench;
mod bless;
mod conform;
mod fuzz;
mod leaks;
mod limits;
mod operations;
mod paths;
mod rules;
mod scan;
mod tidy;
mod valgrind;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  tidy                             check sizes, headers, SAFETY comments, where unsafe and the OS may stand
  conform [FILTER] [--update]      run tests/conformance; --update removes the lines of expectations.txt that pass now
          [--release] [--diff]     test the release binary (MINIPY_BIN names another); show the whole difference
          [--mode MODE]            with a memory mode on: gc-stress[=N], poison, refcheck
          [--triage]               print one line for each script that does not pass, with the first difference
  bless [FILTER] --python PATH     record CPython's results anew
  bench [FILTER] --python PATH     compare the programs of benches/ with CPython, in turn, on the release binary
                                   (--operations: single operations, benches/operations)
  fuzz [TARGET]                    fuzz as CI does (the same inputs): front-end, bytecode, calls, programs, signals
       [--seconds N] [--seed N]    a campaign of N seconds a target, with other inputs (--start N: from that number on)
       [--python PATH]             compare with CPython (targets calls, programs, sources)
  limits [FILTER]                  requests for more memory than there is raise MemoryError (about ten minutes)
  leaks [FILTER]                   run the body of each conformance script many times: nothing may grow
  valgrind                         run the unit tests of unsafe modules under valgrind (and Miri, if there is one)
  golden                           write the bytecode listings anew";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", [].as_slice()),
    };
    let done = match command {
        "tidy" => tidy::run(),
        "conform" => conform::run(rest),
        "bless" => bless::run(rest),
        "bench" => bench::run(rest),
        "fuzz" => fuzz::run(rest),
        "limits" => limits::run(rest),
        "leaks" => leaks::run(rest),
        "valgrind" => valgrind::run(),
        "golden" => bless::golden(),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
