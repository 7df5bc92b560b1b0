//! How deep a tree can become, judged from the tokens alone, and a stack that is deep enough for it.
//!
//! The grammar runs on the heap, but lowering and dropping a tree recurse.

use crate::lexer::tokens::{Token, TokenKind};

/// Nesting that ordinary stacks hold.
const SHALLOW: usize = if cfg!(debug_assertions) { 60 } else { 300 };
/// Nesting beyond which nothing is tried.
const HOPELESS: usize = 1_000_000;
/// Stack for one level, generously.
const LEVEL_BYTES: usize = if cfg!(debug_assertions) { 16 << 10 } else { 2 << 10 };

/// An upper bound of the nesting of expressions and statements.
pub(crate) fn bound(tokens: &[Token]) -> usize {
    use TokenKind as K;
    let mut deepest = 0;
    // Operators that may nest in the current item of each open bracket.
    let mut levels: Vec<usize> = vec![0];
    let mut current = 0;
    let mut indent = 0;
    // Clauses that chain as deep as they are many, for each open block.
    let mut chains: Vec<usize> = vec![0];
    let mut chained = 0;
    for token in tokens {
        match token.kind {
            K::Name | K::Int | K::String | K::FStringMiddle => continue,
            K::Newline | K::Semicolon => {
                levels.clear();
                levels.push(0);
                current = 0;
                continue;
            }
            K::Indent => {
                indent += 1;
                chains.push(0);
                continue;
            }
            K::Dedent => {
                indent -= 1;
                chained -= chains.pop().unwrap_or(0);
                continue;
            }
            K::Elif => {
                chained += 1;
                if let Some(chain) = chains.last_mut() {
                    *chain += 1;
                }
            }
            K::If if current == 0 && levels.len() == 1 => {
                // A new statement ends the chain of clauses before it; a conditional expression does no harm.
                if let Some(chain) = chains.last_mut() {
                    chained -= std::mem::take(chain);
                }
            }
            K::Comma => {
                if let Some(level) = levels.last_mut() {
                    current -= std::mem::take(level);
                }
                continue;
            }
            _ => {}
        }
        if token.kind.closes() || token.kind == K::FStringEnd {
            if levels.len() > 1 {
                current -= levels.pop().unwrap_or(0);
            }
            continue;
        }
        current += 1;
        if let Some(level) = levels.last_mut() {
            *level += 1;
        }
        if token.kind.opens() || token.kind == K::FStringStart {
            levels.push(0);
        }
        deepest = deepest.max(current + 2 * indent + chained);
    }
    deepest
}

/// Runs something that recurses up to a bound, on a stack of its own if needed; `None` if that is hopeless.
pub(crate) fn with_stack<R: Send>(bound: usize, run: impl FnOnce() -> R + Send) -> Option<R> {
    if bound <= SHALLOW {
        return Some(run());
    }
    if bound > HOPELESS {
        return None;
    }
    let size = (8 << 20) + bound * LEVEL_BYTES;
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().stack_size(size).spawn_scoped(scope, run).ok()?;
        worker.join().ok()
    })
}

/// Runs something on a stack that holds the deepest nesting that the limits of this crate allow.
pub(crate) fn on_large_stack<R: Send>(run: impl FnOnce() -> R + Send) -> Option<R> {
    const SIZE: usize = 256 << 20;
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().stack_size(SIZE).spawn_scoped(scope, run).ok()?;
        worker.join().ok()
    })
}
