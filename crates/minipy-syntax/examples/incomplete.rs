//! Prints for each line of standard input (with `\n` escaped) whether the prompt would ask for more.

use std::io::BufRead;

fn main() {
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        let source = line.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\");
        println!("{}", u8::from(minipy_syntax::needs_more_input(&source)));
    }
}
