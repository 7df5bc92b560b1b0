//! Function definitions, parameters, closures, return.

use crate::Compiler;
use crate::error::{CompileError, Result};
use crate::scope::Role;
use crate::unit::{NOWHERE, UnitKind, Val};
use minipy_bytecode::code::{Code, Const, flags};
use minipy_bytecode::opcode::Opcode;
use minipy_syntax::ast::*;

/// Flags of MakeFunction.
pub(crate) const DEFAULTS: u8 = 0x10;
pub(crate) const KW_DEFAULTS: u8 = 0x20;
pub(crate) const ANNOTATE: u8 = 0x40;
pub(crate) const CLOSURE: u8 = 0x80;

impl<'a> Compiler<'a> {
    /// `def`, with decorators and type parameters.
    pub(crate) fn function_def(&mut self, f: &'a FunctionDef, span: Span) -> Result<()> {
        let mark = self.top();
        for decorator in &f.decorator_list {
            self.expr_temp(decorator)?;
        }
        // A decorated function starts at its first decorator.
        let start = f.decorator_list.first().map_or(span, |d| d.span);
        let first_line = self.lines.line_col(start.start).0;
        let plain = f.decorator_list.is_empty();
        let dst = if plain { self.local_register(&f.name.name) } else { None };
        let base = self.top();
        let generic = !f.type_params.is_empty();
        let v = if generic {
            self.generic_function(f, span, first_line, base, dst)?
        } else {
            let defaults = self.defaults(&f.args, span)?;
            self.function_object(f, span, first_line, defaults, base, dst)?
        };
        self.decorate_and_store(&f.decorator_list, span, &f.name.name, v, mark)
    }

    /// Calls the decorators waiting from `mark`, innermost first, and stores the result.
    pub(crate) fn decorate_and_store(
        &mut self,
        decorators: &'a [Expr],
        span: Span,
        name: &str,
        mut v: Val,
        mark: u16,
    ) -> Result<()> {
        if !decorators.is_empty() {
            self.spill(span, v);
        }
        for (i, decorator) in decorators.iter().enumerate().rev() {
            let base = mark + i as u16;
            let dst = if i == 0 { self.local_register(name).unwrap_or(base) } else { base };
            self.op(decorator.span, Opcode::Call, 0, base, dst, 1);
            v = self.val(dst);
        }
        self.set_top(mark);
        self.store_name(name, span, v, true)
    }

    /// Evaluates defaults into temporaries: gives the flags for MakeFunction.
    pub(crate) fn defaults(&mut self, args: &'a Arguments, span: Span) -> Result<u8> {
        let mut result = 0;
        if !args.defaults.is_empty() {
            let constants: Option<Vec<Const>> = args.defaults.iter().map(|d| self.constant(d)).collect();
            if let Some(items) = constants {
                self.const_temp(span, Const::Tuple(items.into()));
            } else {
                let base = self.top();
                for default in &args.defaults {
                    self.expr_temp(default)?;
                }
                self.set_top(base);
                self.alloc();
                self.op(span, Opcode::BuildTuple, 0, base, base, args.defaults.len() as u16);
            }
            result |= DEFAULTS;
        }
        if args.kw_defaults.iter().any(Option::is_some) {
            let base = self.top();
            let mut count = 0;
            for (arg, default) in args.kwonlyargs.iter().zip(&args.kw_defaults) {
                if let Some(default) = default {
                    let name = self.mangled(&arg.arg);
                    self.const_temp(span, Const::Str(name.as_bytes().into()));
                    self.expr_temp(default)?;
                    count += 1;
                }
            }
            self.set_top(base);
            self.alloc();
            self.op(span, Opcode::BuildMap, 0, base, base, count);
            result |= KW_DEFAULTS;
        }
        Ok(result)
    }

    /// The function object: annotations, body, closure. The defaults that `flags` tell of stand from `base`.
    pub(crate) fn function_object(
        &mut self,
        f: &'a FunctionDef,
        span: Span,
        first_line: u32,
        mut make: u8,
        base: u16,
        dst: Option<u16>,
    ) -> Result<Val> {
        if self.function_annotations(f, span)? {
            make |= ANNOTATE;
        }
        let block = self.table.block_of(f, Role::Body);
        let kind = UnitKind::Function;
        self.enter_unit(kind, block, &f.name.name, first_line)?;
        let docstring = docstring(&f.body).filter(|_| self.options.optimize < 2);
        if let Some(doc) = docstring {
            let doc = doc_constant(doc)?;
            self.u().consts.add(doc);
            self.u().flags |= flags::HAS_DOCSTRING;
        }
        self.set_parameters(&f.args);
        self.generator_prologue();
        let skip = usize::from(self::docstring(&f.body).is_some());
        self.stmts(&f.body[skip..])?;
        self.op_return_none(NOWHERE);
        self.generator_epilogue();
        let code = self.leave_unit()?;
        self.make_function(span, code, make, base, dst)
    }

    /// Sets the parameter counts of the current code object.
    pub(crate) fn set_parameters(&mut self, args: &Arguments) {
        let u = self.u();
        u.posonly_count = args.posonlyargs.len() as u32;
        u.arg_count = u.posonly_count + args.args.len() as u32;
        u.kwonly_count = args.kwonlyargs.len() as u32;
        if args.vararg.is_some() {
            u.flags |= flags::VARARGS;
        }
        if args.kwarg.is_some() {
            u.flags |= flags::VARKEYWORDS;
        }
    }

    /// Makes a function of `code`; what `make` tells of stands in the temporaries from `base`.
    pub(crate) fn make_function(
        &mut self,
        span: Span,
        code: Code,
        mut make: u8,
        base: u16,
        dst: Option<u16>,
    ) -> Result<Val> {
        let free: Vec<String> = code
            .locals
            .iter()
            .filter(|l| l.kind == minipy_bytecode::code::LocalKind::Free)
            .map(|l| l.name.to_string())
            .collect();
        if !free.is_empty() {
            let start = self.top();
            for name in &free {
                let Some(cell) = self.cell_register(name) else {
                    return Err(CompileError::limit(&format!("compiler lost the cell of '{name}'")));
                };
                let reg = self.alloc();
                self.op(span, Opcode::Move, 0, reg, cell, 0);
            }
            self.set_top(start);
            self.alloc();
            self.op(span, Opcode::BuildTuple, 0, start, start, free.len() as u16);
            make |= CLOSURE;
        }
        self.set_top(base);
        let k = self.narrow_const(Const::Code(Box::new(code)))?;
        let dst = self.dst(dst);
        self.op(span, Opcode::MakeFunction, make, dst, base, k);
        Ok(self.val(dst))
    }

    /// Returns None.
    pub(crate) fn op_return_none(&mut self, span: Span) {
        let none = self.u().consts.add(Const::None);
        self.op_bc(span, Opcode::ReturnConst, 0, 0, none);
    }

    /// Returns a value.
    pub(crate) fn return_value(&mut self, span: Span, v: Val) {
        self.op(span, Opcode::Return, v.a(), v.reg(), 0, 0);
    }
}

/// The docstring of a body.
pub(crate) fn docstring(body: &[Stmt]) -> Option<&[u8]> {
    let StmtKind::Expr { value } = &body.first()?.kind else { return None };
    match &value.kind {
        ExprKind::Constant { value: Constant::Str(s), .. } => Some(s),
        _ => None,
    }
}

/// The constant for a docstring, which must have a UTF-8 form to be cleaned.
pub(crate) fn doc_constant(doc: &[u8]) -> Result<Const> {
    if std::str::from_utf8(doc).is_err() {
        return Err(CompileError::unencodable(doc));
    }
    Ok(Const::Str(clean_doc(doc).into()))
}

/// Strips the common indentation of a docstring's lines after the first, as `inspect.cleandoc` but keeping
/// blank lines.
fn clean_doc(doc: &[u8]) -> Vec<u8> {
    let expanded = if doc.contains(&b'\t') { expand_tabs(doc) } else { doc.to_vec() };
    let mut lines = expanded.split(|&b| b == b'\n');
    let first = lines.next().unwrap_or_default();
    let margin = lines.clone().filter_map(|l| l.iter().position(|&b| b != b' ')).min().unwrap_or(0);
    let mut out: Vec<u8> = first.iter().copied().skip_while(|&b| b == b' ').collect();
    for line in lines {
        out.push(b'\n');
        let skip = line.iter().take(margin).take_while(|&&b| b == b' ').count();
        out.extend(&line[skip..]);
    }
    out
}

fn expand_tabs(doc: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(doc.len() + 16);
    let mut column = 0;
    for &b in doc {
        match b {
            b'\t' => {
                let n = 8 - column % 8;
                out.extend(std::iter::repeat_n(b' ', n));
                column += n;
            }
            b'\n' | b'\r' => {
                out.push(b);
                column = 0;
            }
            // Continuation bytes of UTF-8 take no column.
            _ => {
                out.push(b);
                column += usize::from(b & 0xC0 != 0x80);
            }
        }
    }
    out
}
