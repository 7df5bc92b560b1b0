//! First pass of the symbol table: expressions, targets, comprehensions, patterns.

use super::build::Builder;
use super::{BlockKind, CompKind, Role, address, def};
use crate::error::{CompileError, Result};
use minipy_syntax::ast::*;

impl Builder {
    /// An expression that is read.
    pub(super) fn expr(&mut self, e: &Expr) -> Result<()> {
        self.deeper()?;
        let result = self.expr_inner(e);
        self.depth -= 1;
        result
    }

    fn exprs(&mut self, list: &[Expr]) -> Result<()> {
        list.iter().try_for_each(|e| self.expr(e))
    }

    fn expr_inner(&mut self, e: &Expr) -> Result<()> {
        match &e.kind {
            ExprKind::Name { id } => {
                self.add_def(id, def::USE, e.span)?;
                if &**id == "super" && self.cur().is_function_like() {
                    self.add_def("__class__", def::USE, e.span)?;
                }
                Ok(())
            }
            ExprKind::Constant { .. } => Ok(()),
            ExprKind::BoolOp { values, .. } => self.exprs(values),
            ExprKind::NamedExpr { target, value } => self.named(e, target, value),
            ExprKind::BinOp { left, right, .. } => {
                self.expr(left)?;
                self.expr(right)
            }
            ExprKind::UnaryOp { operand, .. } => self.expr(operand),
            ExprKind::Lambda { args, body } => {
                self.defaults(args)?;
                self.enter((address(e), Role::Body), "<lambda>", BlockKind::Function, e.span)?;
                self.parameters(args)?;
                self.expr(body)?;
                self.exit();
                Ok(())
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)
            }
            ExprKind::Dict { keys, values } => {
                for (key, value) in keys.iter().zip(values) {
                    key.iter().try_for_each(|k| self.expr(k))?;
                    self.expr(value)?;
                }
                Ok(())
            }
            ExprKind::Set { elts } | ExprKind::List { elts } | ExprKind::Tuple { elts } => self.exprs(elts),
            ExprKind::ListComp { elt, generators } => {
                self.comprehension(e, "<listcomp>", CompKind::List, generators, elt, None)
            }
            ExprKind::SetComp { elt, generators } => {
                self.comprehension(e, "<setcomp>", CompKind::Set, generators, elt, None)
            }
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(e, "<dictcomp>", CompKind::Dict, generators, key, Some(value))
            }
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension(e, "<genexpr>", CompKind::Generator, generators, elt, None)
            }
            ExprKind::Await { value } => {
                self.not_in_annotation("await expression", e.span)?;
                let top_level = self.options.top_level_await;
                let block = self.cur();
                if !(top_level && block.kind == BlockKind::Module) {
                    if !block.is_function_like() {
                        return Err(CompileError::syntax("'await' outside function", e.span));
                    }
                    let is_async = block.kind == BlockKind::Function && block.coroutine;
                    if !is_async && block.comp == CompKind::No {
                        return Err(CompileError::syntax("'await' outside async function", e.span));
                    }
                }
                self.expr(value)?;
                self.cur().coroutine = true;
                Ok(())
            }
            ExprKind::Yield { value } => {
                self.not_in_annotation("yield expression", e.span)?;
                value.iter().try_for_each(|v| self.expr(v))?;
                self.yielded(e.span)
            }
            ExprKind::YieldFrom { value } => {
                self.not_in_annotation("yield expression", e.span)?;
                self.expr(value)?;
                self.yielded(e.span)
            }
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)
            }
            ExprKind::Call { func, args, keywords } => {
                self.expr(func)?;
                self.exprs(args)?;
                keywords.iter().try_for_each(|k| self.keyword(k))
            }
            ExprKind::FormattedValue { value, format_spec, .. }
            | ExprKind::Interpolation { value, format_spec, .. } => {
                self.expr(value)?;
                format_spec.iter().try_for_each(|s| self.expr(s))
            }
            ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => self.exprs(values),
            ExprKind::Attribute { value, .. } | ExprKind::Starred { value } => self.expr(value),
            ExprKind::Subscript { value, slice } => {
                self.expr(value)?;
                self.expr(slice)
            }
            ExprKind::Slice { lower, upper, step } => {
                lower.iter().chain(upper).chain(step).try_for_each(|e| self.expr(e))
            }
        }
    }

    pub(super) fn keyword(&mut self, keyword: &Keyword) -> Result<()> {
        if let Some(arg) = &keyword.arg {
            self.check_name(arg, keyword.span, false)?;
        }
        self.expr(&keyword.value)
    }

    /// An expression that is assigned to.
    pub(super) fn target(&mut self, e: &Expr) -> Result<()> {
        match &e.kind {
            ExprKind::Name { id } => {
                self.check_name(id, e.span, false)?;
                self.add_def(id, def::LOCAL, e.span)
            }
            ExprKind::Attribute { value, attr } => {
                self.check_name(&attr.name, e.span, false)?;
                self.expr(value)
            }
            ExprKind::Starred { value } => self.target(value),
            ExprKind::List { elts } | ExprKind::Tuple { elts } => elts.iter().try_for_each(|t| self.target(t)),
            _ => self.expr(e),
        }
    }

    /// An expression that is deleted.
    pub(super) fn delete_target(&mut self, e: &Expr) -> Result<()> {
        match &e.kind {
            ExprKind::Name { id } => {
                self.check_name(id, e.span, true)?;
                self.add_def(id, def::LOCAL | def::DELETED, e.span)
            }
            ExprKind::Attribute { value, attr } => {
                self.check_name(&attr.name, e.span, true)?;
                self.expr(value)
            }
            ExprKind::List { elts } | ExprKind::Tuple { elts } => elts.iter().try_for_each(|t| self.delete_target(t)),
            _ => self.expr(e),
        }
    }

    /// Some expressions are forbidden in annotations, bounds, aliases and generic headers.
    fn not_in_annotation(&mut self, what: &str, span: Span) -> Result<()> {
        let block = self.cur();
        let text = match block.kind {
            BlockKind::Annotation => format!("{what} cannot be used within an annotation"),
            BlockKind::TypeVariable => format!("{what} cannot be used within {}", block.scope_info),
            BlockKind::TypeAlias => format!("{what} cannot be used within a type alias"),
            BlockKind::TypeParams => format!("{what} cannot be used within the definition of a generic"),
            _ => return Ok(()),
        };
        Err(CompileError::syntax(text, span))
    }

    fn yielded(&mut self, span: Span) -> Result<()> {
        let block = self.cur();
        block.generator = true;
        let what = match block.comp {
            CompKind::No => return Ok(()),
            CompKind::List => "list comprehension",
            CompKind::Set => "set comprehension",
            CompKind::Dict => "dict comprehension",
            CompKind::Generator => "generator expression",
        };
        Err(CompileError::syntax(format!("'yield' inside {what}"), span))
    }

    fn named(&mut self, e: &Expr, target: &Expr, value: &Expr) -> Result<()> {
        self.not_in_annotation("named expression", e.span)?;
        if self.cur().comp_iter_expr > 0 {
            let text = "assignment expression cannot be used in a comprehension iterable expression";
            return Err(CompileError::syntax(text, e.span));
        }
        if self.cur().comp != CompKind::No {
            self.extend_named_scope(target)?;
        }
        self.expr(value)?;
        if let ExprKind::Name { id } = &target.kind {
            self.check_name(id, target.span, false)?;
            return self.add_def(id, def::LOCAL | def::WALRUS, target.span);
        }
        self.target(target)
    }

    /// A walrus in a comprehension binds in the nearest enclosing block that is no comprehension.
    fn extend_named_scope(&mut self, target: &Expr) -> Result<()> {
        let ExprKind::Name { id: name } = &target.kind else { return Ok(()) };
        let mangled = self.mangled(name);
        for index in (0..self.stack.len()).rev() {
            let id = self.stack[index];
            let block = &mut self.table.blocks[id];
            if block.comp != CompKind::No {
                let flags = block.flags(&mangled);
                if flags & def::COMP_ITER != 0 && flags & def::LOCAL != 0 {
                    let text = format!("assignment expression cannot rebind comprehension iteration variable '{name}'");
                    return Err(CompileError::syntax(text, target.span));
                }
                continue;
            }
            let within = match block.kind {
                BlockKind::Function => {
                    let flag = if block.flags(&mangled) & def::GLOBAL != 0 { def::GLOBAL } else { def::NONLOCAL };
                    self.add_def(name, flag, target.span)?;
                    self.cur().directives.push((mangled, target.span));
                    return self.add_def_in(name, def::LOCAL | def::WALRUS, id, target.span);
                }
                BlockKind::Module => {
                    self.add_def(name, def::GLOBAL, target.span)?;
                    self.cur().directives.push((mangled, target.span));
                    return self.add_def_in(name, def::GLOBAL, id, target.span);
                }
                BlockKind::Class => "cannot be used in a class body",
                BlockKind::TypeVariable => "cannot be used in a TypeVar bound",
                BlockKind::TypeAlias => "cannot be used in a type alias",
                BlockKind::TypeParams => "cannot be used within the definition of a generic",
                BlockKind::Annotation => return self.not_in_annotation("named expression", target.span),
            };
            let text = format!("assignment expression within a comprehension {within}");
            return Err(CompileError::syntax(text, target.span));
        }
        Ok(())
    }

    fn comprehension(
        &mut self,
        e: &Expr,
        name: &str,
        kind: CompKind,
        generators: &[Comprehension],
        elt: &Expr,
        value: Option<&Expr>,
    ) -> Result<()> {
        let Some((first, rest)) = generators.split_first() else { return Ok(()) };
        self.iterable(&first.iter)?;
        self.enter((address(e), Role::Body), name, BlockKind::Function, e.span)?;
        let block = self.cur();
        block.comp = kind;
        block.coroutine = first.is_async;
        self.add_def(".0", def::PARAM, first.iter.span)?;
        self.iteration_target(&first.target)?;
        self.exprs(&first.ifs)?;
        for generator in rest {
            self.iteration_target(&generator.target)?;
            self.iterable(&generator.iter)?;
            self.exprs(&generator.ifs)?;
            if generator.is_async {
                self.cur().coroutine = true;
            }
        }
        value.map_or(Ok(()), |v| self.expr(v))?;
        self.expr(elt)?;
        let generator = kind == CompKind::Generator;
        let block = self.cur();
        block.generator = generator;
        let is_async = block.coroutine && !generator;
        self.exit();
        if is_async {
            let top_level = self.options.top_level_await;
            let block = self.cur();
            let async_def = block.kind == BlockKind::Function && block.coroutine;
            let top_level = top_level && block.kind == BlockKind::Module;
            if !async_def && block.comp == CompKind::No && !top_level {
                let text = "asynchronous comprehension outside of an asynchronous function";
                return Err(CompileError::syntax(text, e.span));
            }
            block.coroutine = true;
        }
        Ok(())
    }

    fn iterable(&mut self, e: &Expr) -> Result<()> {
        self.cur().comp_iter_expr += 1;
        let result = self.expr(e);
        self.cur().comp_iter_expr -= 1;
        result
    }

    fn iteration_target(&mut self, e: &Expr) -> Result<()> {
        self.cur().comp_iter_target = true;
        let result = self.target(e);
        self.cur().comp_iter_target = false;
        result
    }

    /// A pattern of a `case`: captures bind names.
    pub(super) fn pattern(&mut self, p: &Pattern) -> Result<()> {
        self.deeper()?;
        match &p.kind {
            PatternKind::MatchValue { value } => self.expr(value)?,
            PatternKind::MatchSingleton { .. } => {}
            PatternKind::MatchSequence { patterns } | PatternKind::MatchOr { patterns } => {
                patterns.iter().try_for_each(|p| self.pattern(p))?;
            }
            PatternKind::MatchMapping { keys, patterns, rest } => {
                keys.iter().try_for_each(|k| self.expr(k))?;
                patterns.iter().try_for_each(|p| self.pattern(p))?;
                if let Some(rest) = rest {
                    self.bind(rest, def::LOCAL, p.span)?;
                }
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.expr(cls)?;
                patterns.iter().try_for_each(|p| self.pattern(p))?;
                for (attr, kwd) in kwd_attrs.iter().zip(kwd_patterns) {
                    self.check_name(attr, kwd.span, false)?;
                }
                kwd_patterns.iter().try_for_each(|p| self.pattern(p))?;
            }
            PatternKind::MatchStar { name } => {
                if let Some(name) = name {
                    self.bind(name, def::LOCAL, p.span)?;
                }
            }
            PatternKind::MatchAs { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern)?;
                }
                if let Some(name) = name {
                    self.bind(name, def::LOCAL, p.span)?;
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }
}
