//! Expressions: dispatch and the simple kinds.

use crate::Compiler;
use crate::call::STAR_ARGUMENT;
use crate::error::{CompileError, Result};
use crate::unit::{UnitKind, Val};
use minipy_bytecode::code::Const;
use minipy_bytecode::opcode::{B_TEMP, IntrinsicOp, Opcode, STEP};
use minipy_syntax::ast::*;

impl<'a> Compiler<'a> {
    /// Compiles an expression to wherever its value is cheapest: a named register or a new temporary
    /// (the next free one).
    pub(crate) fn expr(&mut self, e: &'a Expr) -> Result<Val> {
        self.expr_dst(e, None)
    }

    /// Compiles an expression into the next free temporary.
    pub(crate) fn expr_temp(&mut self, e: &'a Expr) -> Result<u16> {
        let v = self.expr(e)?;
        Ok(self.spill(e.span, v))
    }

    /// Makes sure that a value just computed is a temporary.
    pub(crate) fn spill(&mut self, span: Span, v: Val) -> u16 {
        match v {
            Val::Temp(reg) => reg,
            Val::Local(_) => {
                let reg = self.alloc();
                self.move_to(span, reg, v);
                reg
            }
        }
    }

    /// An operand that is still needed after `later` are evaluated: a local that these may rebind is copied.
    pub(crate) fn operand(&mut self, e: &'a Expr, later: &[&Expr]) -> Result<Val> {
        let v = self.expr(e)?;
        if matches!(v, Val::Local(_)) && self.unit().has_walrus && later.iter().any(|l| contains_named(l)) {
            return Ok(Val::Temp(self.spill(e.span, v)));
        }
        Ok(v)
    }

    /// Compiles an expression, into `dst` if given. Only the last instruction writes `dst`.
    pub(crate) fn expr_dst(&mut self, e: &'a Expr, dst: Option<u16>) -> Result<Val> {
        self.depth += 1;
        if crate::stack::too_deep(self.depth, self.stack_base) {
            return Err(CompileError::recursion());
        }
        let result = self.expr_inner(e, dst);
        self.depth -= 1;
        result
    }

    fn expr_inner(&mut self, e: &'a Expr, dst: Option<u16>) -> Result<Val> {
        let span = e.span;
        if !matches!(e.kind, ExprKind::Slice { .. })
            && let Some(value) = self.constant(e)
        {
            self.check_constant(e);
            let dst = self.dst(dst);
            self.load_const(span, dst, value);
            return Ok(self.val(dst));
        }
        match &e.kind {
            ExprKind::Name { id } => self.load_name(id, span, dst),
            ExprKind::Constant { value, .. } => {
                let dst = self.dst(dst);
                self.load_const(span, dst, crate::fold::literal(value));
                Ok(self.val(dst))
            }
            ExprKind::BinOp { left, op, right } => self.binary(span, left, *op, right, dst),
            ExprKind::UnaryOp { op, operand } => self.unary(span, *op, operand, dst),
            ExprKind::BoolOp { op, values } => self.bool_op(span, *op, values, dst),
            ExprKind::Compare { left, ops, comparators } => self.compare(span, left, ops, comparators, dst),
            ExprKind::IfExp { test, body, orelse } => self.if_exp(test, body, orelse, dst),
            ExprKind::Call { func, args, keywords } => self.call(e, func, args, keywords, dst),
            ExprKind::Attribute { value, attr } => self.attribute(span, value, attr, dst),
            ExprKind::Subscript { value, slice } => self.subscript(span, value, slice, dst),
            ExprKind::Slice { .. } => self.slice(e, dst),
            ExprKind::NamedExpr { target, value } => self.named_expr(target, value, dst),
            ExprKind::Lambda { args, body } => self.lambda(e, args, body, dst),
            ExprKind::List { elts } => self.sequence(span, Kind::List, elts, dst),
            ExprKind::Tuple { elts } => self.sequence(span, Kind::Tuple, elts, dst),
            ExprKind::Set { elts } => self.sequence(span, Kind::Set, elts, dst),
            ExprKind::Dict { keys, values } => self.dict(span, keys, values, dst),
            ExprKind::ListComp { elt, generators } => self.comprehension(e, elt, None, generators, dst),
            ExprKind::SetComp { elt, generators } => self.comprehension(e, elt, None, generators, dst),
            ExprKind::DictComp { key, value, generators } => self.comprehension(e, key, Some(value), generators, dst),
            ExprKind::GeneratorExp { elt, generators } => self.comprehension(e, elt, None, generators, dst),
            ExprKind::Await { value } => self.await_expr(span, value, dst),
            ExprKind::Yield { value } => self.yield_expr(span, value.as_deref(), dst),
            ExprKind::YieldFrom { value } => self.yield_from(span, value, dst),
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                self.formatted(span, value, *conversion, format_spec.as_deref(), dst)
            }
            ExprKind::JoinedStr { values } => self.joined(span, values, dst),
            ExprKind::Interpolation { .. } => self.template(span, std::slice::from_ref(e), dst),
            ExprKind::TemplateStr { values } => self.template(span, values, dst),
            ExprKind::Starred { .. } => Err(CompileError::syntax("can't use starred expression here", span)),
        }
    }

    fn attribute(&mut self, span: Span, value: &'a Expr, attr: &'a Ident, dst: Option<u16>) -> Result<Val> {
        let mark = self.top();
        if let Some(base) = self.super_operands(value, attr)? {
            self.set_top(mark);
            let dst = self.dst(dst);
            let name = self.mangled(&attr.name);
            let n = self.name_index(&name)?;
            self.op(span, Opcode::LoadSuperAttr, base.1, dst, base.0, n);
            return Ok(self.val(dst));
        }
        let v = self.expr(value)?;
        self.set_top(mark);
        let name = self.mangled(&attr.name);
        let n = self.name_index(&name)?;
        let dst = self.dst(dst);
        let at = self.attr_span(span, attr);
        self.op(at, Opcode::LoadAttr, v.b(), dst, v.reg(), n);
        Ok(self.val(dst))
    }

    /// Position of an attribute access: CPython gives the name's line when the expression spans lines.
    pub(crate) fn attr_span(&self, span: Span, attr: &Ident) -> Span {
        let start = self.lines.line_col(span.start).0;
        let end = self.lines.line_col(span.end).0;
        if start == end || attr.span.end <= attr.span.start { span } else { attr.span }
    }

    fn subscript(&mut self, span: Span, value: &'a Expr, slice: &'a Expr, dst: Option<u16>) -> Result<Val> {
        self.check_subscript(value, slice);
        let mark = self.top();
        let v = self.operand(value, &[slice])?;
        if let Some(k) = self.constant(slice).and_then(|c| self.const_index(c)) {
            self.set_top(mark);
            let dst = self.dst(dst);
            self.op(span, Opcode::GetItemK, v.b(), dst, v.reg(), k);
            return Ok(self.val(dst));
        }
        if let ExprKind::Slice { lower, upper, step } = &slice.kind {
            let bounds = self.bounds(span, lower.as_deref(), upper.as_deref())?;
            let mut flags = v.b();
            if let Some(step) = step {
                self.expr_temp(step)?;
                flags |= STEP;
            }
            self.set_top(mark);
            let dst = self.dst(dst);
            self.op(span, Opcode::GetSlice, flags, dst, v.reg(), bounds);
            return Ok(self.val(dst));
        }
        let index = self.expr(slice)?;
        self.set_top(mark);
        let dst = self.dst(dst);
        self.op(span, Opcode::GetItem, v.b() | index.c(), dst, v.reg(), index.reg());
        Ok(self.val(dst))
    }

    /// The two bounds of a slice in consecutive temporaries.
    pub(crate) fn bounds(&mut self, span: Span, lower: Option<&'a Expr>, upper: Option<&'a Expr>) -> Result<u16> {
        let base = self.top();
        for bound in [lower, upper] {
            match bound {
                Some(e) => self.expr_temp(e)?,
                None => self.const_temp(span, Const::None),
            };
        }
        Ok(base)
    }

    fn slice(&mut self, e: &'a Expr, dst: Option<u16>) -> Result<Val> {
        let ExprKind::Slice { lower, upper, step } = &e.kind else { return self.expr_dst(e, dst) };
        if let Some(value) = self.constant(e) {
            let dst = self.dst(dst);
            self.load_const(e.span, dst, value);
            return Ok(self.val(dst));
        }
        let base = self.bounds(e.span, lower.as_deref(), upper.as_deref())?;
        let mut count = 2;
        if let Some(step) = step {
            self.expr_temp(step)?;
            count = 3;
        }
        self.set_top(base);
        let dst = self.dst(dst);
        self.op(e.span, Opcode::BuildSlice, 0, dst, base, count);
        Ok(self.val(dst))
    }

    fn named_expr(&mut self, target: &'a Expr, value: &'a Expr, dst: Option<u16>) -> Result<Val> {
        if dst.is_none()
            && let ExprKind::Name { id } = &target.kind
            && let Some(reg) = self.local_register(id)
        {
            self.expr_dst(value, Some(reg))?;
            self.mark_bound(reg);
            return Ok(Val::Local(reg));
        }
        let v = match dst {
            // The target may be read by the enclosing expression before `dst` is written.
            Some(dst) if self.is_temp(dst) => self.expr_dst(value, Some(dst))?,
            _ => {
                let v = self.expr(value)?;
                Val::Temp(self.spill(value.span, v))
            }
        };
        self.assign_copy(target, v)?;
        match dst {
            Some(dst) if v.reg() != dst => {
                self.set_top(v.reg());
                self.move_to(target.span, dst, v);
                Ok(self.val(dst))
            }
            _ => Ok(v),
        }
    }

    /// Stores a value that stays needed.
    fn assign_copy(&mut self, target: &'a Expr, v: Val) -> Result<()> {
        match &target.kind {
            ExprKind::Name { id } => self.store_name(id, target.span, v, false),
            _ => Err(CompileError::syntax("cannot use assignment expressions with expression", target.span)),
        }
    }

    /// A tuple of these elements.
    pub(crate) fn tuple_of(&mut self, span: Span, elts: &'a [Expr]) -> Result<Val> {
        self.sequence(span, Kind::Tuple, elts, None)
    }

    fn sequence(&mut self, span: Span, kind: Kind, elts: &'a [Expr], dst: Option<u16>) -> Result<Val> {
        let mark = self.top();
        let starred = elts.iter().any(|e| matches!(e.kind, ExprKind::Starred { .. }));
        let op = match kind {
            Kind::List => Opcode::BuildList,
            Kind::Tuple => Opcode::BuildTuple,
            Kind::Set => Opcode::BuildSet,
        };
        if !starred && elts.len() >= 3 && kind != Kind::Tuple {
            let constants: Option<Vec<Const>> = elts.iter().map(|e| self.constant(e)).collect();
            if let Some(items) = constants {
                return self.constant_display(span, kind, items, dst);
            }
        }
        if !starred && elts.len() <= 30 {
            for e in elts {
                self.expr_temp(e)?;
            }
            self.set_top(mark);
            let dst = self.dst(dst);
            self.op(span, op, 0, dst, mark, elts.len() as u16);
            return Ok(self.val(dst));
        }
        // Build in steps: a list (or set) and then appends.
        let is_set = kind == Kind::Set;
        let (extend, add) =
            if is_set { (Opcode::SetUpdate, Opcode::SetAdd) } else { (Opcode::ListExtend, Opcode::ListAppend) };
        let result = self.alloc();
        let head = elts.iter().take(16).take_while(|e| !matches!(e.kind, ExprKind::Starred { .. })).count();
        for e in &elts[..head] {
            self.expr_temp(e)?;
        }
        self.set_top(result + 1);
        let build = if is_set { Opcode::BuildSet } else { Opcode::BuildList };
        self.op(span, build, 0, result, result + 1, head as u16);
        for e in &elts[head..] {
            let (value, op, flag) = match &e.kind {
                ExprKind::Starred { value } if is_set => (&**value, extend, 0),
                ExprKind::Starred { value } => (&**value, extend, STAR_ARGUMENT),
                _ => (e, add, 0),
            };
            let v = self.expr(value)?;
            self.op(span, op, flag | v.b(), result, v.reg(), 0);
            self.set_top(result + 1);
        }
        self.set_top(mark);
        if kind == Kind::Tuple {
            let dst = self.dst(dst);
            self.op(span, Opcode::ListToTuple, B_TEMP, dst, result, 0);
            return Ok(self.val(dst));
        }
        self.finish(span, result, dst)
    }

    /// A result in the temporary `reg` (just freed) goes to `dst`, or stays.
    pub(crate) fn finish(&mut self, span: Span, reg: u16, dst: Option<u16>) -> Result<Val> {
        match dst {
            Some(dst) => {
                self.move_to(span, dst, Val::Temp(reg));
                Ok(self.val(dst))
            }
            None => Ok(Val::Temp(self.alloc_at(reg))),
        }
    }

    /// Allocates the next temporary, which is `reg`.
    fn alloc_at(&mut self, reg: u16) -> u16 {
        let got = self.alloc();
        debug_assert_eq!(got, reg);
        got
    }

    /// A display of constants: one constant tuple (or frozenset), copied into the new container.
    fn constant_display(&mut self, span: Span, kind: Kind, items: Vec<Const>, dst: Option<u16>) -> Result<Val> {
        let result = self.alloc();
        let items = if kind == Kind::Set { Const::FrozenSet(items.into()) } else { Const::Tuple(items.into()) };
        let (build, extend) = if kind == Kind::Set {
            (Opcode::BuildSet, Opcode::SetUpdate)
        } else {
            (Opcode::BuildList, Opcode::ListExtend)
        };
        self.op(span, build, 0, result, result + 1, 0);
        let source = self.const_temp(span, items);
        self.op(span, extend, B_TEMP, result, source, 0);
        self.set_top(result);
        self.finish(span, result, dst)
    }

    fn dict(&mut self, span: Span, keys: &'a [Option<Expr>], values: &'a [Expr], dst: Option<u16>) -> Result<Val> {
        let mark = self.top();
        let plain = keys.iter().all(Option::is_some);
        if plain && keys.len() <= 15 {
            for (key, value) in keys.iter().flatten().zip(values) {
                self.expr_temp(key)?;
                self.expr_temp(value)?;
            }
            self.set_top(mark);
            let dst = self.dst(dst);
            self.op(span, Opcode::BuildMap, 0, dst, mark, keys.len() as u16);
            return Ok(self.val(dst));
        }
        let result = self.alloc();
        let head = keys.iter().take(15).take_while(|k| k.is_some()).count();
        for (key, value) in keys[..head].iter().flatten().zip(values) {
            self.expr_temp(key)?;
            self.expr_temp(value)?;
        }
        self.set_top(result + 1);
        self.op(span, Opcode::BuildMap, 0, result, result + 1, head as u16);
        for (key, value) in keys[head..].iter().zip(&values[head..]) {
            match key {
                Some(key) => {
                    let k = self.operand(key, &[value])?;
                    let v = self.expr(value)?;
                    self.op(span, Opcode::MapAdd, k.b() | v.c(), result, k.reg(), v.reg());
                }
                None => {
                    let v = self.expr(value)?;
                    self.op(span, Opcode::DictUpdate, v.b(), result, v.reg(), 0);
                }
            }
            self.set_top(result + 1);
        }
        self.set_top(mark);
        self.finish(span, result, dst)
    }

    fn lambda(&mut self, e: &'a Expr, args: &'a Arguments, body: &'a Expr, dst: Option<u16>) -> Result<Val> {
        let mark = self.top();
        let defaults = self.defaults(args, e.span)?;
        let block = self.table.block_of(e, crate::scope::Role::Body);
        let line = self.lines.line_col(e.span.start).0;
        self.enter_unit(UnitKind::Lambda, block, "<lambda>", line)?;
        self.set_parameters(args);
        self.generator_prologue();
        if self.is_generator() {
            // The value of the body is the result, but what is yielded counts.
            let v = self.expr(body)?;
            self.return_value(body.span, v);
        } else {
            let v = self.expr(body)?;
            self.return_value(body.span, v);
        }
        self.generator_epilogue();
        let code = self.leave_unit()?;
        self.make_function(e.span, code, defaults, mark, dst)
    }

    /// Calls an intrinsic on the temporaries from `base`.
    pub(crate) fn intrinsic(&mut self, span: Span, op: IntrinsicOp, base: u16, dst: u16) {
        self.op(span, Opcode::Intrinsic, 0, dst, base, op as u16);
    }
}

/// Which display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    List,
    Tuple,
    Set,
}

/// Whether evaluating `e` may bind a local by `:=`.
pub(crate) fn contains_named(e: &Expr) -> bool {
    let any = |list: &[Expr]| list.iter().any(contains_named);
    let opt = |e: &Option<Box<Expr>>| e.as_ref().is_some_and(|e| contains_named(e));
    match &e.kind {
        ExprKind::NamedExpr { .. } => true,
        ExprKind::Name { .. } | ExprKind::Constant { .. } | ExprKind::Lambda { .. } => false,
        ExprKind::BoolOp { values, .. } | ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => {
            any(values)
        }
        ExprKind::BinOp { left, right, .. } => contains_named(left) || contains_named(right),
        ExprKind::UnaryOp { operand, .. } => contains_named(operand),
        ExprKind::IfExp { test, body, orelse } => {
            contains_named(test) || contains_named(body) || contains_named(orelse)
        }
        ExprKind::Dict { keys, values } => keys.iter().flatten().any(contains_named) || any(values),
        ExprKind::Set { elts } | ExprKind::List { elts } | ExprKind::Tuple { elts } => any(elts),
        ExprKind::ListComp { elt, generators }
        | ExprKind::SetComp { elt, generators }
        | ExprKind::GeneratorExp { elt, generators } => contains_named(elt) || generators.iter().any(clause),
        ExprKind::DictComp { key, value, generators } => {
            contains_named(key) || contains_named(value) || generators.iter().any(clause)
        }
        ExprKind::Await { value }
        | ExprKind::YieldFrom { value }
        | ExprKind::Attribute { value, .. }
        | ExprKind::Starred { value } => contains_named(value),
        ExprKind::Yield { value } => opt(value),
        ExprKind::Compare { left, comparators, .. } => contains_named(left) || any(comparators),
        ExprKind::Call { func, args, keywords } => {
            contains_named(func) || any(args) || keywords.iter().any(|k| contains_named(&k.value))
        }
        ExprKind::FormattedValue { value, format_spec, .. } | ExprKind::Interpolation { value, format_spec, .. } => {
            contains_named(value) || opt(format_spec)
        }
        ExprKind::Subscript { value, slice } => contains_named(value) || contains_named(slice),
        ExprKind::Slice { lower, upper, step } => opt(lower) || opt(upper) || opt(step),
    }
}

fn clause(c: &Comprehension) -> bool {
    contains_named(&c.iter) || c.ifs.iter().any(contains_named)
}
