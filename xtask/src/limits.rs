//! `cargo xtask limits`: requests for more memory than there is, under a limit of the address space, raise MemoryError.

use crate::{limit, paths};

/// Runs the cases of support/memory_limit.txt that contain the filter.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let filter = arguments.first().map_or("", String::as_str);
    let binary = paths::minipy(false)?;
    let cases: Vec<&str> = limit::cases().filter(|case| case.contains(filter)).collect();
    let wrong = limit::run(&binary, &cases);
    wrong.iter().for_each(|report| println!("{report}"));
    println!("{} cases, {} wrong", cases.len(), wrong.len());
    if wrong.is_empty() { Ok(()) } else { Err("limits: something else than MemoryError".into()) }
}
