//! The compiler: syntax tree in, register bytecode out.
//!
//! `scope` says what every name means, the rest generates code in one pass over the tree. Must not know values
//! of the running program.

mod annotations;
mod assign;
mod async_;
mod call;
mod class;
mod comprehension;
mod cond;
mod consts;
mod emit;
mod error;
mod expr;
mod fold;
mod fstring;
mod function;
mod import;
mod layout;
mod loops;
mod match_;
mod names;
mod operators;
mod patterns;
mod position;
pub mod scope;
mod stack;
mod stmt;
mod tries;
mod typeparams;
mod unit;
mod unparse;
mod unwind;
mod warn;
mod with_;

pub use error::{CompileError, ErrorKind, Warning};
pub use position::LineIndex;
pub use scope::dump_scopes;

use error::Result;
use minipy_bytecode::code::Code;
use minipy_syntax::Source;
use minipy_syntax::ast::Mod;
use scope::{ScopeOptions, SymbolTable};
use std::collections::HashSet;
use unit::Unit;

/// What kind of source is compiled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// A module or an `exec` string.
    #[default]
    Exec,
    /// One interactive statement, whose value is printed.
    Single,
    /// An expression, whose value is the result.
    Eval,
}

/// Options of a compilation.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `co_filename`
    pub filename: String,
    /// 0: plain; 1: without assert; 2: without docstrings too.
    pub optimize: u8,
    /// What kind of source it is.
    pub mode: Mode,
    /// `from __future__ import annotations` is inherited from the caller.
    pub future_annotations: bool,
    /// `PyCF_ALLOW_TOP_LEVEL_AWAIT`
    pub top_level_await: bool,
}

/// A compiled source with the warnings found on the way.
#[derive(Debug)]
pub struct Compiled {
    /// The module's code.
    pub code: Code,
    /// SyntaxWarnings in order of appearance.
    pub warnings: Vec<Warning>,
}

/// Compiles a tree. `source` is what its spans point into.
pub fn compile(module: &Mod, source: &Source, options: &Options) -> std::result::Result<Code, CompileError> {
    compile_with_warnings(module, source, options).map(|c| c.code)
}

/// Compiles a tree and gives the warnings, too.
pub fn compile_with_warnings(
    module: &Mod,
    source: &Source,
    options: &Options,
) -> std::result::Result<Compiled, CompileError> {
    let lines = LineIndex::new(source.text());
    compile_inner(module, &lines, options).map_err(|e| e.locate(&lines))
}

fn compile_inner(module: &Mod, lines: &LineIndex, options: &Options) -> Result<Compiled> {
    let future = import::future_annotations(module)? || options.future_annotations;
    let scope_options = ScopeOptions { future_annotations: future, top_level_await: options.top_level_await };
    let table = scope::build(module, scope_options)?;
    let mut compiler = Compiler {
        table,
        lines,
        options,
        future_annotations: future,
        units: Vec::new(),
        warnings: Vec::new(),
        warned: HashSet::new(),
        depth: 0,
        stack_base: stack::position(),
        statement: minipy_syntax::ast::Span::default(),
    };
    let code = compiler.module(module)?;
    let mut warnings = compiler.warnings;
    // CPython finds these in a pass over the whole tree, before it generates code.
    warnings.sort_by_key(|w| !w.message.ends_with("in a 'finally' block"));
    Ok(Compiled { code, warnings })
}

/// The code generator.
pub(crate) struct Compiler<'a> {
    pub(crate) table: SymbolTable,
    pub(crate) lines: &'a LineIndex,
    pub(crate) options: &'a Options,
    pub(crate) future_annotations: bool,
    /// The code objects under construction, innermost last.
    pub(crate) units: Vec<Unit<'a>>,
    pub(crate) warnings: Vec<Warning>,
    /// Finally bodies are compiled more than once but warn once.
    pub(crate) warned: HashSet<(u32, String)>,
    pub(crate) depth: u32,
    /// Where the stack stood at the beginning.
    pub(crate) stack_base: usize,
    /// The statement being compiled.
    pub(crate) statement: minipy_syntax::ast::Span,
}
