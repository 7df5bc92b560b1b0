//! First pass of the symbol table: statements.
//!
//! Records definitions and uses block by block and raises the errors CPython raises here.

use super::{
    Block, BlockId, BlockKind, CompKind, Role, Scope, ScopeOptions, Sym, Symbol, SymbolTable, address, def, mangle,
};
use crate::error::{CompileError, Result};
use indexmap::IndexMap;
use minipy_syntax::ast::*;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The walking state.
pub(super) struct Builder {
    pub(super) table: SymbolTable,
    /// Blocks from the module to the current one.
    pub(super) stack: Vec<BlockId>,
    /// Class whose private names are mangled.
    pub(super) private: Option<Sym>,
    pub(super) options: ScopeOptions,
    pub(super) depth: u32,
    stack_base: usize,
}

pub(super) fn build(module: &Mod, options: ScopeOptions) -> Result<SymbolTable> {
    let table = SymbolTable { blocks: Vec::new(), by_node: HashMap::new() };
    let mut b =
        Builder { table, stack: Vec::new(), private: None, options, depth: 0, stack_base: crate::stack::position() };
    let id = b.new_block("top", BlockKind::Module, Span::default());
    b.stack.push(id);
    match module {
        Mod::Module(body) | Mod::Interactive(body) => b.stmts(body)?,
        Mod::Expression(e) => b.expr(e)?,
    }
    Ok(b.table)
}

impl Builder {
    pub(super) fn cur(&mut self) -> &mut Block {
        let id = self.cur_id();
        &mut self.table.blocks[id]
    }

    pub(super) fn cur_id(&self) -> BlockId {
        self.stack.last().copied().unwrap_or(0)
    }

    /// Makes a block inside the current one, without entering it.
    pub(super) fn new_block(&mut self, name: &str, kind: BlockKind, span: Span) -> BlockId {
        let id = self.table.blocks.len();
        let parent = self.stack.last().copied();
        let (mut nested, mut method, mut comp_iter_expr) = (false, false, 0);
        if let Some(p) = parent {
            let block = &self.table.blocks[p];
            nested = block.nested || block.is_function_like();
            comp_iter_expr = block.comp_iter_expr;
            method = kind == BlockKind::Function && block.kind == BlockKind::Class;
            self.table.blocks[p].children.push(id);
        }
        self.table.blocks.push(Block {
            name: Rc::from(name),
            kind,
            parent,
            children: Vec::new(),
            symbols: IndexMap::new(),
            directives: Vec::new(),
            params: Vec::new(),
            nested,
            generator: false,
            coroutine: false,
            method,
            comp: CompKind::No,
            inlined: false,
            comp_iter_target: false,
            comp_iter_expr,
            can_see_class_scope: false,
            needs_class_closure: false,
            needs_classdict: false,
            has_conditional_annotations: false,
            in_conditional_block: false,
            annotations_used: false,
            in_unevaluated_annotation: false,
            annotation_block: None,
            mangled_names: None,
            scope_info: "",
            free: HashSet::new(),
            private: self.private.clone(),
            span,
        });
        id
    }

    /// Makes and enters a block.
    pub(super) fn enter(&mut self, key: (usize, Role), name: &str, kind: BlockKind, span: Span) -> Result<BlockId> {
        let id = self.new_block(name, kind, span);
        self.table.by_node.insert(key, id);
        self.stack.push(id);
        if matches!(kind, BlockKind::Annotation | BlockKind::TypeVariable | BlockKind::TypeAlias) {
            self.add_def(".format", def::PARAM, span)?;
            self.add_def(".format", def::USE, span)?;
        }
        Ok(id)
    }

    pub(super) fn exit(&mut self) {
        self.stack.pop();
    }

    /// The name as it is stored: mangled if it is private.
    pub(super) fn mangled(&self, name: &str) -> Sym {
        let id = self.cur_id();
        if let Some(only) = &self.table.blocks[id].mangled_names
            && !only.contains(name)
        {
            return Rc::from(name);
        }
        mangle(self.private.as_deref(), name)
    }

    pub(super) fn add_def(&mut self, name: &str, flag: u32, span: Span) -> Result<()> {
        let id = self.cur_id();
        self.add_def_in(name, flag, id, span)
    }

    pub(super) fn add_def_in(&mut self, name: &str, flag: u32, id: BlockId, span: Span) -> Result<()> {
        let name = self.mangled(name);
        let block = &mut self.table.blocks[id];
        if flag & def::TYPE_PARAM != 0
            && let Some(set) = &mut block.mangled_names
        {
            set.insert(name.clone());
        }
        let iter_target = block.comp_iter_target;
        let symbol = block.symbols.entry(name.clone()).or_insert(Symbol { flags: 0, scope: Scope::GlobalImplicit });
        if flag & def::PARAM != 0 && symbol.flags & def::PARAM != 0 {
            return Err(CompileError::syntax(format!("duplicate argument '{name}' in function definition"), span));
        }
        if flag & def::TYPE_PARAM != 0 && symbol.flags & def::TYPE_PARAM != 0 {
            return Err(CompileError::syntax(format!("duplicate type parameter '{name}'"), span));
        }
        symbol.flags |= flag;
        if iter_target {
            if symbol.flags & (def::GLOBAL | def::NONLOCAL) != 0 {
                let text = format!("comprehension inner loop cannot rebind assignment expression target '{name}'");
                return Err(CompileError::syntax(text, span));
            }
            symbol.flags |= def::COMP_ITER;
        }
        if flag & def::PARAM != 0 {
            block.params.push(name);
        } else if flag & def::GLOBAL != 0 {
            let top = &mut self.table.blocks[0].symbols;
            top.entry(name).or_insert(Symbol { flags: 0, scope: Scope::GlobalImplicit }).flags |= flag;
        }
        Ok(())
    }

    /// `__debug__` may not be bound.
    pub(super) fn check_name(&self, name: &str, span: Span, deleting: bool) -> Result<()> {
        if name == "__debug__" {
            let text = if deleting { "cannot delete __debug__" } else { "cannot assign to __debug__" };
            return Err(CompileError::syntax(text, span));
        }
        Ok(())
    }

    pub(super) fn bind(&mut self, name: &str, flag: u32, span: Span) -> Result<()> {
        self.check_name(name, span, false)?;
        self.add_def(name, flag, span)
    }

    pub(super) fn stmts(&mut self, body: &[Stmt]) -> Result<()> {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    /// Statements that may not be reached.
    fn conditional(&mut self, body: &[Stmt]) -> Result<()> {
        let saved = std::mem::replace(&mut self.cur().in_conditional_block, true);
        let result = self.stmts(body);
        self.cur().in_conditional_block = saved;
        result
    }

    pub(super) fn deeper(&mut self) -> Result<()> {
        self.depth += 1;
        if crate::stack::too_deep(self.depth, self.stack_base) { Err(CompileError::recursion()) } else { Ok(()) }
    }

    fn stmt(&mut self, s: &Stmt) -> Result<()> {
        self.deeper()?;
        let result = self.stmt_inner(s);
        self.depth -= 1;
        result
    }

    fn stmt_inner(&mut self, s: &Stmt) -> Result<()> {
        match &s.kind {
            StmtKind::FunctionDef(f) => self.function(f, s.span),
            StmtKind::ClassDef(c) => self.class(c, s.span),
            StmtKind::TypeAlias { name, type_params, value } => self.type_alias(s, name, type_params, value),
            StmtKind::Return { value } => value.iter().try_for_each(|v| self.expr(v)),
            StmtKind::Delete { targets } => targets.iter().try_for_each(|t| self.delete_target(t)),
            StmtKind::Assign { targets, value } => {
                targets.iter().try_for_each(|t| self.target(t))?;
                self.expr(value)
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.target(target)?;
                if let ExprKind::Name { id } = &target.kind {
                    self.add_def(id, def::LOCAL, target.span)?;
                }
                self.expr(value)
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.ann_assign(s, target, annotation, value.as_deref(), *simple)
            }
            StmtKind::For(f) => {
                self.check_async(f.is_async, "'async for' outside async function", s.span)?;
                self.target(&f.target)?;
                self.expr(&f.iter)?;
                self.conditional(&f.body)?;
                self.conditional(&f.orelse)
            }
            StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
                self.expr(test)?;
                self.conditional(body)?;
                self.conditional(orelse)
            }
            StmtKind::With(w) => {
                self.check_async(w.is_async, "'async with' outside async function", s.span)?;
                for item in &w.items {
                    self.expr(&item.context_expr)?;
                    if let Some(vars) = &item.optional_vars {
                        self.target(vars)?;
                    }
                }
                self.conditional(&w.body)
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                for case in cases {
                    self.pattern(&case.pattern)?;
                    if let Some(guard) = &case.guard {
                        self.expr(guard)?;
                    }
                    self.conditional(&case.body)?;
                }
                Ok(())
            }
            StmtKind::Raise { exc, cause } => exc.iter().chain(cause).try_for_each(|e| self.expr(e)),
            StmtKind::Try(t) => {
                self.conditional(&t.body)?;
                for handler in &t.handlers {
                    if let Some(typ) = &handler.typ {
                        self.expr(typ)?;
                    }
                    if let Some(name) = &handler.name {
                        self.bind(&name.name, def::LOCAL | def::DELETED, handler.span)?;
                    }
                    self.conditional(&handler.body)?;
                }
                self.conditional(&t.orelse)?;
                self.conditional(&t.finalbody)
            }
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                msg.iter().try_for_each(|m| self.expr(m))
            }
            StmtKind::Import { names } => names.iter().try_for_each(|a| self.alias(a)),
            StmtKind::ImportFrom { names, .. } => names.iter().try_for_each(|a| self.alias(a)),
            StmtKind::Global { names } => names.iter().try_for_each(|n| self.directive(n, def::GLOBAL, s.span)),
            StmtKind::Nonlocal { names } => names.iter().try_for_each(|n| self.directive(n, def::NONLOCAL, s.span)),
            StmtKind::Expr { value } => self.expr(value),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
        }
    }

    fn check_async(&mut self, is_async: bool, text: &str, span: Span) -> Result<()> {
        if !is_async {
            return Ok(());
        }
        let top_level = self.options.top_level_await;
        let block = self.cur();
        if block.kind == BlockKind::Module && top_level {
            block.coroutine = true;
            return Ok(());
        }
        if block.kind == BlockKind::Function && block.coroutine {
            return Ok(());
        }
        Err(CompileError::syntax(text, span))
    }

    fn alias(&mut self, alias: &Alias) -> Result<()> {
        let name: &str = alias.asname.as_deref().unwrap_or(&alias.name);
        if name == "*" {
            if self.cur().kind != BlockKind::Module {
                return Err(CompileError::syntax("import * only allowed at module level", alias.span));
            }
            return Ok(());
        }
        let first = if alias.asname.is_some() { name } else { name.split('.').next().unwrap_or(name) };
        self.bind(first, def::IMPORT, alias.span)
    }

    fn directive(&mut self, name: &Ident, flag: u32, span: Span) -> Result<()> {
        let word = if flag == def::GLOBAL { "global" } else { "nonlocal" };
        let mangled = self.mangled(&name.name);
        let seen = self.cur().flags(&mangled);
        let name = &name.name;
        if seen & (def::PARAM | def::LOCAL | def::USE | def::ANNOT) != 0 {
            let text = if seen & def::PARAM != 0 {
                format!("name '{name}' is parameter and {word}")
            } else if seen & def::USE != 0 {
                format!("name '{name}' is used prior to {word} declaration")
            } else if seen & def::ANNOT != 0 {
                format!("annotated name '{name}' can't be {word}")
            } else {
                format!("name '{name}' is assigned to before {word} declaration")
            };
            return Err(CompileError::syntax(text, span));
        }
        self.add_def(name, flag, span)?;
        self.cur().directives.push((mangled, span));
        Ok(())
    }

    fn function(&mut self, f: &FunctionDef, span: Span) -> Result<()> {
        self.bind(&f.name.name, def::LOCAL, span)?;
        self.defaults(&f.args)?;
        f.decorator_list.iter().try_for_each(|d| self.expr(d))?;
        let generic = !f.type_params.is_empty();
        if generic {
            let has_kw = f.args.kw_defaults.iter().any(Option::is_some);
            let names = (!f.args.defaults.is_empty(), has_kw);
            self.enter_type_params(address(f), &f.name.name, names, false, span)?;
            self.type_params(&f.type_params)?;
        }
        let id = self.new_block(&f.name.name, BlockKind::Function, span);
        self.table.by_node.insert((address(f), Role::Body), id);
        self.function_annotations(f, span)?;
        self.stack.push(id);
        self.parameters(&f.args)?;
        self.cur().coroutine = f.is_async;
        self.stmts(&f.body)?;
        self.exit();
        if generic {
            self.exit();
        }
        Ok(())
    }

    pub(super) fn defaults(&mut self, args: &Arguments) -> Result<()> {
        args.defaults.iter().try_for_each(|d| self.expr(d))?;
        args.kw_defaults.iter().flatten().try_for_each(|d| self.expr(d))
    }

    pub(super) fn parameters(&mut self, args: &Arguments) -> Result<()> {
        let plain = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs);
        for arg in plain.chain(&args.vararg).chain(&args.kwarg) {
            self.bind(&arg.arg, def::PARAM, arg.span)?;
        }
        Ok(())
    }

    fn function_annotations(&mut self, f: &FunctionDef, span: Span) -> Result<()> {
        let args = &*f.args;
        let block = self.cur();
        let in_class = block.can_see_class_scope || block.kind == BlockKind::Class;
        self.enter((address(args), Role::Annotations), "__annotate__", BlockKind::Annotation, span)?;
        if in_class {
            self.cur().can_see_class_scope = true;
            self.add_def("__classdict__", def::USE, span)?;
        }
        let all = args.posonlyargs.iter().chain(&args.args).chain(&args.vararg).chain(&args.kwonlyargs);
        for annotation in all.chain(&args.kwarg).filter_map(|a| a.annotation.as_ref()).chain(&f.returns) {
            self.cur().annotations_used = true;
            self.expr(annotation)?;
        }
        self.exit();
        Ok(())
    }

    fn class(&mut self, c: &ClassDef, span: Span) -> Result<()> {
        self.bind(&c.name.name, def::LOCAL, span)?;
        c.decorator_list.iter().try_for_each(|d| self.expr(d))?;
        let saved = self.private.clone();
        let generic = !c.type_params.is_empty();
        if generic {
            self.enter_type_params(address(c), &c.name.name, (false, false), true, span)?;
            self.private = Some(Rc::from(&*c.name.name));
            let id = self.cur_id();
            self.table.blocks[id].private.clone_from(&self.private);
            self.cur().mangled_names = Some(HashSet::new());
            self.type_params(&c.type_params)?;
        }
        c.bases.iter().try_for_each(|b| self.expr(b))?;
        for keyword in &c.keywords {
            self.keyword(keyword)?;
        }
        self.private = Some(Rc::from(&*c.name.name));
        self.enter((address(c), Role::Body), &c.name.name, BlockKind::Class, span)?;
        if generic {
            self.add_def("__type_params__", def::LOCAL, span)?;
            self.add_def(".type_params", def::USE, span)?;
        }
        self.stmts(&c.body)?;
        self.exit();
        if generic {
            self.exit();
        }
        self.private = saved;
        Ok(())
    }

    fn enter_type_params(
        &mut self,
        node: usize,
        name: &str,
        (defaults, kw_defaults): (bool, bool),
        is_class: bool,
        span: Span,
    ) -> Result<()> {
        let in_class = self.cur().kind == BlockKind::Class;
        let name = format!("<generic parameters of {name}>");
        self.enter((node, Role::TypeParams), &name, BlockKind::TypeParams, span)?;
        if in_class {
            self.cur().can_see_class_scope = true;
            self.add_def("__classdict__", def::USE, span)?;
        }
        if is_class {
            self.add_def(".type_params", def::LOCAL, span)?;
            self.add_def(".type_params", def::USE, span)?;
            self.add_def(".generic_base", def::LOCAL, span)?;
            self.add_def(".generic_base", def::USE, span)?;
        }
        if defaults {
            self.add_def(".defaults", def::PARAM, span)?;
        }
        if kw_defaults {
            self.add_def(".kwdefaults", def::PARAM, span)?;
        }
        Ok(())
    }

    fn type_params(&mut self, params: &[TypeParam]) -> Result<()> {
        for param in params {
            let (name, default, info) = match &param.kind {
                TypeParamKind::TypeVar { name, default_value, .. } => (name, default_value, "a TypeVar default"),
                TypeParamKind::ParamSpec { name, default_value } => (name, default_value, "a ParamSpec default"),
                TypeParamKind::TypeVarTuple { name, default_value } => (name, default_value, "a TypeVarTuple default"),
            };
            if &**name == "__classdict__" {
                let text = format!("reserved name '{name}' cannot be used for type parameter");
                return Err(CompileError::syntax(text, param.span));
            }
            self.bind(name, def::TYPE_PARAM | def::LOCAL, param.span)?;
            if let TypeParamKind::TypeVar { bound: Some(bound), .. } = &param.kind {
                let tuple = matches!(bound.kind, ExprKind::Tuple { .. });
                let info = if tuple { "a TypeVar constraint" } else { "a TypeVar bound" };
                self.type_variable((address(param), Role::Bound), name, bound, info)?;
            }
            if let Some(default) = default {
                self.type_variable((address(param), Role::Default), name, default, info)?;
            }
        }
        Ok(())
    }

    fn type_variable(&mut self, key: (usize, Role), name: &str, e: &Expr, info: &'static str) -> Result<()> {
        let in_class = self.cur().can_see_class_scope;
        self.enter(key, name, BlockKind::TypeVariable, e.span)?;
        self.cur().can_see_class_scope = in_class;
        if in_class {
            self.add_def("__classdict__", def::USE, e.span)?;
        }
        self.cur().scope_info = info;
        self.expr(e)?;
        self.exit();
        Ok(())
    }

    fn type_alias(&mut self, s: &Stmt, name: &Expr, params: &[TypeParam], value: &Expr) -> Result<()> {
        self.target(name)?;
        let ExprKind::Name { id } = &name.kind else { return Ok(()) };
        let in_class = self.cur().kind == BlockKind::Class;
        let generic = !params.is_empty();
        if generic {
            self.enter_type_params(address(s), id, (false, false), false, s.span)?;
            self.type_params(params)?;
        }
        self.enter((address(s), Role::TypeAlias), id, BlockKind::TypeAlias, s.span)?;
        self.cur().can_see_class_scope = in_class;
        if in_class {
            self.add_def("__classdict__", def::USE, value.span)?;
        }
        self.expr(value)?;
        self.exit();
        if generic {
            self.exit();
        }
        Ok(())
    }

    fn ann_assign(
        &mut self,
        s: &Stmt,
        target: &Expr,
        annotation: &Expr,
        value: Option<&Expr>,
        simple: bool,
    ) -> Result<()> {
        self.cur().annotations_used = true;
        if let ExprKind::Name { id } = &target.kind {
            let mangled = self.mangled(id);
            let top = self.stack.len() == 1;
            let seen = self.cur().flags(&mangled);
            if seen & (def::GLOBAL | def::NONLOCAL) != 0 && !top && simple {
                let word = if seen & def::GLOBAL != 0 { "global" } else { "nonlocal" };
                return Err(CompileError::syntax(format!("annotated name '{id}' can't be {word}"), s.span));
            }
            self.check_name(id, target.span, false)?;
            if simple {
                self.add_def(id, def::ANNOT | def::LOCAL, target.span)?;
            } else if value.is_some() {
                self.add_def(id, def::LOCAL, target.span)?;
            }
        } else {
            self.target(target)?;
        }
        self.annotation(annotation)?;
        value.map_or(Ok(()), |v| self.expr(v))
    }

    /// The annotation of an assignment: belongs to the block of the class's or module's deferred annotations.
    fn annotation(&mut self, annotation: &Expr) -> Result<()> {
        let future = self.options.future_annotations;
        let parent = self.cur_id();
        let kind = self.cur().kind;
        let block = self.cur();
        let conditional = (kind == BlockKind::Class && block.in_conditional_block) || kind == BlockKind::Module;
        if conditional && !block.has_conditional_annotations {
            block.has_conditional_annotations = true;
            self.add_def("__conditional_annotations__", def::USE, annotation.span)?;
        }
        match self.cur().annotation_block {
            Some(id) => self.stack.push(id),
            None => {
                let key = (parent, Role::Annotations);
                let id = self.new_block("__annotate__", BlockKind::Annotation, annotation.span);
                self.table.by_node.insert(key, id);
                self.table.blocks[parent].annotation_block = Some(id);
                self.stack.push(id);
                self.add_def(".format", def::PARAM, annotation.span)?;
                self.add_def(".format", def::USE, annotation.span)?;
                if kind == BlockKind::Class && !future {
                    self.cur().can_see_class_scope = true;
                    self.add_def("__classdict__", def::USE, annotation.span)?;
                }
            }
        }
        if conditional {
            self.add_def("__conditional_annotations__", def::USE, annotation.span)?;
        }
        self.cur().in_unevaluated_annotation = kind != BlockKind::Class && kind != BlockKind::Module;
        let result = self.expr(annotation);
        self.cur().in_unevaluated_annotation = false;
        self.exit();
        result
    }
}
