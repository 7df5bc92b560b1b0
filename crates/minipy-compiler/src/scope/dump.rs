//! The symbol table as text, for `minipy --dump scopes`.

use super::{BlockId, ScopeOptions, SymbolTable, def};
use crate::error::CompileError;
use crate::position::LineIndex;
use minipy_syntax::Source;
use minipy_syntax::ast::Mod;
use std::fmt::Write;

/// Lists all blocks with their names, indented by nesting.
pub fn dump_scopes(module: &Mod, source: &Source, options: ScopeOptions) -> Result<String, CompileError> {
    let lines = LineIndex::new(source.text());
    let table = super::build(module, options).map_err(|e| e.locate(&lines))?;
    let mut out = String::new();
    block(&table, 0, 0, &lines, &mut out);
    Ok(out)
}

fn block(table: &SymbolTable, id: BlockId, depth: usize, lines: &LineIndex, out: &mut String) {
    let b = &table.blocks[id];
    let pad = "  ".repeat(depth);
    let line = lines.position(b.span).line;
    let _ = write!(out, "{pad}{:?} {} line {line}", b.kind, b.name);
    for (set, word) in [
        (b.nested, "nested"),
        (b.generator, "generator"),
        (b.coroutine, "coroutine"),
        (b.method, "method"),
        (b.inlined, "inlined"),
        (b.can_see_class_scope, "sees-class"),
        (b.needs_class_closure, "needs-class"),
        (b.needs_classdict, "needs-classdict"),
    ] {
        if set {
            let _ = write!(out, " {word}");
        }
    }
    out.push('\n');
    for (name, symbol) in &b.symbols {
        let _ = write!(out, "{pad}  {name}: {:?}", symbol.scope);
        for (flag, word) in [
            (def::PARAM, "param"),
            (def::LOCAL, "assigned"),
            (def::IMPORT, "imported"),
            (def::USE, "used"),
            (def::ANNOT, "annotated"),
            (def::GLOBAL, "global"),
            (def::NONLOCAL, "nonlocal"),
            (def::TYPE_PARAM, "type-param"),
            (def::COMP_ITER, "iterated"),
            (def::FREE_CLASS, "free-class"),
        ] {
            if symbol.flags & flag != 0 {
                let _ = write!(out, " {word}");
            }
        }
        out.push('\n');
    }
    for &child in &b.children {
        block(table, child, depth + 1, lines, out);
    }
}
