//! `cargo xtask bench --operations`: what single operations cost on CPython and on minipy, slowest against CPython first.
//!
//! benches/operations/operations.txt has a row for each operation, measure.py times them. The interpreters run in turn,
//! and the fastest time of each counts. A row that either interpreter fails on is an error, never left out.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::paths;

const ROUNDS: usize = 3;

/// One row: group and statement (with its place in the table), and nanoseconds.
type Times = BTreeMap<(usize, String, String), f64>;

/// Prints each operation's times and ratio, then each group's geometric mean.
pub fn run(python: &Path, minipy: &Path, filter: &str) -> Result<(), String> {
    let (mut base, mut ours) = (Times::new(), Times::new());
    for _ in 0..ROUNDS {
        measure(python, filter, &mut base)?;
        measure(minipy, filter, &mut ours)?;
    }
    if base.is_empty() {
        return Err(format!("bench: no operation has {filter:?} in its group or statement"));
    }
    let mut rows = Vec::new();
    for (row, base) in &base {
        let ours = ours.get(row).ok_or_else(|| format!("bench: minipy did not measure {}", row.2))?;
        rows.push((base / ours, row, *base, *ours));
    }
    let mut groups: Vec<(&str, f64, i32)> = Vec::new();
    for (ratio, (_, group, _), ..) in &rows {
        if groups.last().is_none_or(|(name, ..)| name != group) {
            groups.push((group, 0.0, 0));
        }
        if let Some((_, product, count)) = groups.last_mut() {
            *product += ratio.ln();
            *count += 1;
        }
    }
    let all: f64 = rows.iter().map(|(ratio, ..)| ratio.ln()).sum::<f64>() / rows.len() as f64;
    let slower = rows.iter().filter(|(ratio, ..)| *ratio < 1.0).count();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    println!("{:<26} {:<40} {:>10} {:>10} {:>6}", "group", "operation", "CPython ns", "minipy ns", "ratio");
    for (ratio, (_, group, statement), base, ours) in &rows {
        println!("{group:<26} {statement:<40} {base:>10.1} {ours:>10.1} {ratio:>6.2}");
    }
    println!();
    for (group, product, count) in groups {
        println!("{group:<26} {count:>3} operations, geometric mean {:.2}", (product / f64::from(count)).exp());
    }
    println!("all: {} operations, geometric mean {:.2}; slower than CPython: {slower}", rows.len(), all.exp());
    Ok(())
}

fn measure(interpreter: &Path, filter: &str, times: &mut Times) -> Result<(), String> {
    let folder = paths::root().join("benches/operations");
    let output = Command::new(interpreter)
        .arg(folder.join("measure.py"))
        .arg(folder.join("operations.txt"))
        .arg(filter)
        .output()
        .map_err(|error| format!("{}: {error}", interpreter.display()))?;
    if !output.status.success() {
        return Err(format!("{}: {}", interpreter.display(), String::from_utf8_lossy(&output.stderr).trim_end()));
    }
    for (place, line) in String::from_utf8_lossy(&output.stdout).lines().enumerate() {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[group, statement, time] = fields.as_slice() else { return Err(format!("bench: no row: {line}")) };
        let time: f64 = time.parse().map_err(|_| format!("bench: no number: {line}"))?;
        let least = times.entry((place, group.to_owned(), statement.to_owned())).or_insert(f64::INFINITY);
        *least = least.min(time);
    }
    Ok(())
}
