//! Statements.

use super::{Lowering, span};
use crate::ast::{
    Alias, ClassDef, ExceptHandler, Expr, ExprKind, For, FunctionDef, Ident, MatchCase, PatternKind, Span, Stmt,
    StmtKind, Try, With, WithItem,
};
use crate::lexer::tokens::TokenKind;
use rustpython_parser::ast::{self as rp, Ranged};

impl Lowering<'_> {
    /// Lowers a statement.
    pub(super) fn stmt(&mut self, stmt: rp::Stmt) -> Stmt {
        let at = span(stmt.range());
        if !self.enter(0) {
            self.leave(0);
            return Stmt { kind: StmtKind::Pass, span: at };
        }
        let lowered = self.stmt_kind(stmt, at);
        self.leave(0);
        lowered
    }

    fn stmt_kind(&mut self, stmt: rp::Stmt, at: Span) -> Stmt {
        use rp::Stmt as R;
        let kind = match stmt {
            R::Expr(node) => {
                let value = self.boxed(node.value);
                StmtKind::Expr { value }
            }
            R::Assign(node) => self.assign(node),
            R::AugAssign(node) => {
                let target = self.boxed(node.target);
                let value = self.boxed(node.value);
                self.check_augmented_target(&target);
                StmtKind::AugAssign { target, op: super::expr::operator(node.op), value }
            }
            R::AnnAssign(node) => {
                let target = self.boxed(node.target);
                let annotation = self.boxed(node.annotation);
                let value = self.optional(node.value);
                self.check_annotated_target(&target);
                // A parenthesised name is no simple target.
                let simple = matches!(target.kind, ExprKind::Name { .. }) && target.span.start == at.start;
                StmtKind::AnnAssign { target, annotation, value, simple }
            }
            R::Return(node) => StmtKind::Return { value: self.optional(node.value) },
            R::Delete(node) => {
                let targets = self.exprs(node.targets);
                self.check_delete_targets(&targets);
                StmtKind::Delete { targets }
            }
            R::TypeAlias(node) => {
                let name = self.boxed(node.name);
                let type_params = self.type_params(node.type_params);
                StmtKind::TypeAlias { name, type_params, value: self.boxed(node.value) }
            }
            R::Raise(node) => {
                let exc = self.optional(node.exc);
                StmtKind::Raise { exc, cause: self.optional(node.cause) }
            }
            R::Assert(node) => {
                let test = self.boxed(node.test);
                StmtKind::Assert { test, msg: self.optional(node.msg) }
            }
            R::Import(node) => StmtKind::Import { names: self.aliases(node.names) },
            R::ImportFrom(node) => self.import_from(node, at),
            R::Global(node) => StmtKind::Global { names: self.name_list(node.names, at.start + 6) },
            R::Nonlocal(node) => StmtKind::Nonlocal { names: self.name_list(node.names, at.start + 8) },
            R::Pass(_) => StmtKind::Pass,
            R::Break(_) => StmtKind::Break,
            R::Continue(_) => StmtKind::Continue,
            R::If(node) => return self.if_stmt(node, at),
            R::While(node) => {
                let test = self.boxed(node.test);
                let body = self.block(node.body);
                let orelse = self.block(node.orelse);
                let end = self.end_of(&[&body, &orelse], at);
                return Stmt { kind: StmtKind::While { test, body, orelse }, span: end };
            }
            R::For(node) => return self.for_stmt(node, false, at),
            R::AsyncFor(node) => {
                let rp::StmtAsyncFor { range, target, iter, body, orelse, type_comment } = node;
                return self.for_stmt(rp::StmtFor { range, target, iter, body, orelse, type_comment }, true, at);
            }
            R::With(node) => return self.with_stmt(node.items, node.body, false, at),
            R::AsyncWith(node) => return self.with_stmt(node.items, node.body, true, at),
            R::FunctionDef(node) => return self.function(node, false, at),
            R::AsyncFunctionDef(node) => {
                let rp::StmtAsyncFunctionDef {
                    range,
                    name,
                    args,
                    body,
                    decorator_list,
                    returns,
                    type_comment,
                    type_params,
                } = node;
                let node =
                    rp::StmtFunctionDef { range, name, args, body, decorator_list, returns, type_comment, type_params };
                return self.function(node, true, at);
            }
            R::ClassDef(node) => return self.class(node, at),
            R::Match(node) => return self.match_stmt(node, at),
            R::Try(node) => {
                let rp::StmtTry { body, handlers, orelse, finalbody, .. } = node;
                return self.try_stmt(body, handlers, orelse, finalbody, false, at);
            }
            R::TryStar(node) => {
                let rp::StmtTryStar { body, handlers, orelse, finalbody, .. } = node;
                return self.try_stmt(body, handlers, orelse, finalbody, true, at);
            }
        };
        Stmt { kind, span: at }
    }

    fn assign(&mut self, node: rp::StmtAssign) -> StmtKind {
        let targets = self.exprs(node.targets);
        let value = self.boxed(node.value);
        self.check_assign_targets(&targets);
        StmtKind::Assign { targets, value }
    }

    /// The range of a compound statement: up to its last block's end, a closing semicolon included.
    fn end_of(&self, blocks: &[&Vec<Stmt>], at: Span) -> Span {
        let last = blocks.iter().rev().find_map(|block| block.last());
        let Some(last) = last else { return at };
        let bytes = self.source.as_bytes();
        let mut end = last.span.end;
        let mut next = end as usize;
        while matches!(bytes.get(next), Some(b' ' | b'\t')) {
            next += 1;
        }
        if bytes.get(next) == Some(&b';') {
            end = next as u32 + 1;
        }
        Span { start: at.start, end }
    }

    fn if_stmt(&mut self, node: rp::StmtIf, at: Span) -> Stmt {
        let test = self.boxed(node.test);
        let body = self.block(node.body);
        // A chain of `elif` is as deep as it is long.
        let chained = matches!(&node.orelse[..], [rp::Stmt::If(_)]);
        let weight = u32::from(chained);
        let orelse = if self.climb(weight) { self.block(node.orelse) } else { Vec::new() };
        self.level -= weight;
        let end = self.end_of(&[&body, &orelse], at);
        Stmt { kind: StmtKind::If { test, body, orelse }, span: end }
    }

    fn for_stmt(&mut self, node: rp::StmtFor, is_async: bool, at: Span) -> Stmt {
        let target = self.boxed(node.target);
        let iter = self.boxed(node.iter);
        self.check_for_target(&target);
        let body = self.block(node.body);
        let orelse = self.block(node.orelse);
        let end = self.end_of(&[&body, &orelse], at);
        Stmt { kind: StmtKind::For(Box::new(For { is_async, target, iter, body, orelse })), span: end }
    }

    fn with_stmt(&mut self, items: Vec<rp::WithItem>, body: Vec<rp::Stmt>, is_async: bool, at: Span) -> Stmt {
        let mut lowered = Vec::with_capacity(items.len());
        for item in items {
            let context_expr = self.expr(item.context_expr);
            let optional_vars = self.optional(item.optional_vars);
            if let Some(target) = &optional_vars {
                self.check_with_target(target);
            }
            lowered.push(WithItem { context_expr, optional_vars });
        }
        let body = self.block(body);
        let end = self.end_of(&[&body], at);
        Stmt { kind: StmtKind::With(Box::new(With { is_async, items: lowered, body })), span: end }
    }

    fn function(&mut self, node: rp::StmtFunctionDef, is_async: bool, at: Span) -> Stmt {
        let decorator_list = self.exprs(node.decorator_list);
        let mut from = at.start;
        if is_async {
            from = self.skip_blanks(from + 5);
        }
        let name = self.ident_after(node.name, from + 3);
        let type_params = self.type_params(node.type_params);
        let args = self.arguments(*node.args);
        let returns = self.optional(node.returns);
        let body = self.block(node.body);
        let end = self.end_of(&[&body], at);
        let function = FunctionDef { is_async, name, args: Box::new(args), body, decorator_list, returns, type_params };
        Stmt { kind: StmtKind::FunctionDef(Box::new(function)), span: end }
    }

    fn class(&mut self, node: rp::StmtClassDef, at: Span) -> Stmt {
        let decorator_list = self.exprs(node.decorator_list);
        let name = self.ident_after(node.name, at.start + 5);
        let type_params = self.type_params(node.type_params);
        let bases = self.exprs(node.bases);
        let keywords = self.keywords(node.keywords);
        self.check_class_arguments(&bases);
        let body = self.block(node.body);
        let end = self.end_of(&[&body], at);
        let class = ClassDef { name, bases, keywords, body, decorator_list, type_params };
        Stmt { kind: StmtKind::ClassDef(Box::new(class)), span: end }
    }

    fn try_stmt(
        &mut self,
        body: Vec<rp::Stmt>,
        handlers: Vec<rp::ExceptHandler>,
        orelse: Vec<rp::Stmt>,
        finalbody: Vec<rp::Stmt>,
        is_star: bool,
        at: Span,
    ) -> Stmt {
        let body = self.block(body);
        let mut lowered = Vec::with_capacity(handlers.len());
        for handler in handlers {
            if self.error.is_some() {
                break;
            }
            let rp::ExceptHandler::ExceptHandler(node) = handler;
            lowered.push(self.handler(node));
        }
        let orelse = self.block(orelse);
        let finalbody = self.block(finalbody);
        let mut end = self.end_of(&[&orelse, &finalbody], at);
        if orelse.is_empty()
            && finalbody.is_empty()
            && let Some(last) = lowered.last()
        {
            end.end = last.span.end;
        }
        let node = Try { is_star, body, handlers: lowered, orelse, finalbody };
        Stmt { kind: StmtKind::Try(Box::new(node)), span: end }
    }

    fn handler(&mut self, node: rp::ExceptHandlerExceptHandler) -> ExceptHandler {
        let at = span(node.range);
        let type_end = node.type_.as_ref().map_or(at.start, |typ| u32::from(typ.end()));
        let typ = self.optional(node.type_);
        let name = node.name.map(|name| {
            let mut index = self.token_index(type_end);
            while !matches!(self.token(index).kind, TokenKind::As | TokenKind::EndMarker) {
                index += 1;
            }
            self.ident_after(name, self.token(index).end)
        });
        let body = self.block(node.body);
        let end = self.end_of(&[&body], at);
        ExceptHandler { typ, name, body, span: end }
    }

    fn match_stmt(&mut self, node: rp::StmtMatch, at: Span) -> Stmt {
        let subject = self.subject(*node.subject, at);
        let mut cases = Vec::with_capacity(node.cases.len());
        let mut last_block = Vec::new();
        let mut end = at;
        for case in node.cases {
            if self.error.is_some() {
                break;
            }
            let pattern = self.pattern(case.pattern);
            if matches!(pattern.kind, PatternKind::MatchStar { .. }) {
                // `case *a:` without a comma: CPython stumbles over what follows.
                self.fail_at("invalid syntax", Span { start: pattern.span.end, end: pattern.span.end + 1 });
            }
            let guard = self.optional(case.guard);
            let body = self.block(case.body);
            end = self.end_of(&[&last_block, &body], at);
            cases.push(MatchCase { pattern, guard, body });
            last_block.clear();
        }
        Stmt { kind: StmtKind::Match { subject, cases }, span: end }
    }

    /// The subject of `match`: the grammar misplaces tuples and loses a trailing comma.
    fn subject(&mut self, subject: rp::Expr, at: Span) -> Box<Expr> {
        let first = self.token_index(at.start) + 1;
        let mut colon = first;
        while !matches!(self.token(colon).kind, TokenKind::Newline | TokenKind::EndMarker) {
            colon += 1;
        }
        colon = colon.saturating_sub(1);
        let last = self.token(colon.saturating_sub(1));
        let whole = Span { start: self.token(first).start, end: last.end };
        let misplaced = u32::from(subject.start()) == at.start;
        let mut lowered = self.expr(subject);
        if misplaced {
            lowered.span = whole;
        } else if last.kind == TokenKind::Comma {
            lowered = Expr { kind: ExprKind::Tuple { elts: vec![lowered] }, span: whole };
        }
        Box::new(lowered)
    }

    fn aliases(&mut self, names: Vec<rp::Alias>) -> Vec<Alias> {
        names
            .into_iter()
            .map(|alias| Alias {
                name: self.name(alias.name),
                asname: self.optional_name(alias.asname),
                span: span(alias.range),
            })
            .collect()
    }

    fn import_from(&mut self, node: rp::StmtImportFrom, at: Span) -> StmtKind {
        let level = node.level.map_or(0, |level| level.to_u32());
        let module = node.module.map(|module| {
            let mut index = self.token_index(at.start) + 1;
            while matches!(self.token(index).kind, TokenKind::Dot | TokenKind::Ellipsis) {
                index += 1;
            }
            let start = self.token(index).start;
            let mut end = self.token(index).end;
            while self.token(index + 1).kind == TokenKind::Dot {
                index += 2;
                end = self.token(index).end;
            }
            Ident { name: self.name(module), span: Span { start, end } }
        });
        StmtKind::ImportFrom { module, names: self.aliases(node.names), level }
    }

    /// The names of `global` and `nonlocal`, which follow the offset.
    fn name_list(&mut self, names: Vec<rp::Identifier>, mut from: u32) -> Vec<Ident> {
        let mut lowered = Vec::with_capacity(names.len());
        for name in names {
            let ident = self.ident_after(name, from);
            from = self.skip_blanks(ident.span.end) + 1;
            lowered.push(ident);
        }
        lowered
    }
}
