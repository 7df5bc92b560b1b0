//! Calls: plain, method, keyword, star forms, and `super().attr`.

use crate::Compiler;
use crate::error::{CompileError, Result};
use crate::scope::Scope;
use crate::unit::{UnitKind, Val};
use minipy_bytecode::code::Const;
use minipy_bytecode::opcode::{B_TEMP, C_TEMP, CommonConst, METHOD, Opcode};
use minipy_syntax::ast::*;

/// Flag of LoadSuperAttr: `super()` without arguments.
const ZERO_ARGUMENTS: u8 = 0x40;
/// Flag of ListExtend: the iterable comes from `*args` of a call.
pub(crate) const STAR_ARGUMENT: u8 = 0x40;

/// Builtins that only consume an iterable.
#[derive(Clone, Copy, PartialEq)]
enum Fold {
    All,
    Any,
    Tuple,
}

impl Fold {
    fn of(name: &str) -> Option<Self> {
        match name {
            "all" => Some(Fold::All),
            "any" => Some(Fold::Any),
            "tuple" => Some(Fold::Tuple),
            _ => None,
        }
    }

    fn builtin(self) -> CommonConst {
        match self {
            Fold::All => CommonConst::All,
            Fold::Any => CommonConst::Any,
            Fold::Tuple => CommonConst::TupleType,
        }
    }
}

impl<'a> Compiler<'a> {
    pub(crate) fn call(
        &mut self,
        e: &'a Expr,
        func: &'a Expr,
        args: &'a [Expr],
        keywords: &'a [Keyword],
        dst: Option<u16>,
    ) -> Result<Val> {
        self.check_keywords(keywords)?;
        self.check_callable(func);
        let base = self.top();
        let stars =
            args.iter().any(|a| matches!(a.kind, ExprKind::Starred { .. })) || keywords.iter().any(|k| k.arg.is_none());
        if let ExprKind::Attribute { value, attr } = &func.kind
            && !stars
        {
            let span = self.method_span(e.span, attr);
            let name = self.mangled(&attr.name);
            let n = self.name_index(&name)?;
            if let Some((operands, flags)) = self.super_operands(value, attr)? {
                self.set_top(base);
                self.alloc_n(2);
                self.op(func.span, Opcode::LoadSuperAttr, flags | METHOD, base, operands, n);
            } else {
                let v = self.expr(value)?;
                self.set_top(base);
                self.alloc_n(2);
                let at = self.attr_span(func.span, attr);
                self.op(at, Opcode::LoadMethod, v.b(), base, v.reg(), n);
            }
            return self.call_rest(span, base, true, 0, args, None, keywords, dst);
        }
        if let (ExprKind::Name { id }, [arg], []) = (&func.kind, args, keywords)
            && let Some(fold) = Fold::of(id)
            && let ExprKind::GeneratorExp { .. } = arg.kind
            && !self.table.blocks[self.table.block_of(arg, crate::scope::Role::Body)].coroutine
        {
            return self.fold_generator(e.span, fold, func, args, dst);
        }
        self.expr_temp(func)?;
        self.call_rest(e.span, base, false, 0, args, None, keywords, dst)
    }

    /// `all`, `any` or `tuple` of a generator expression: if the name still means the builtin, the loop runs here
    /// and not in the builtin.
    fn fold_generator(
        &mut self,
        span: Span,
        fold: Fold,
        func: &'a Expr,
        args: &'a [Expr],
        dst: Option<u16>,
    ) -> Result<Val> {
        let (slow, end) = (self.label(), self.label());
        let result = self.alloc();
        let at = func.span;
        let callee = self.expr_temp(func)?;
        let builtin = self.alloc();
        self.load_common(at, builtin, fold.builtin());
        self.jump_op(at, Opcode::JIs, C_TEMP, [0, callee, builtin], slow);
        self.drop_temp(callee);
        self.set_top(callee);
        if fold == Fold::Tuple {
            self.op(at, Opcode::BuildList, 0, result, result, 0);
        }
        let iter = self.expr_temp(&args[0])?;
        let (head, exhausted) = (self.label(), self.label());
        self.bind(head);
        let item = self.alloc();
        self.jump_op(at, Opcode::ForIter, 0, [item, iter, 0], exhausted);
        if fold == Fold::Tuple {
            self.op(at, Opcode::ListAppend, B_TEMP, result, item, 0);
            self.jump(head);
        } else {
            let found = self.label();
            let op = if fold == Fold::All { Opcode::JumpIfFalse } else { Opcode::JumpIfTrue };
            self.jump_on(at, op, Val::Temp(item), found);
            self.jump(head);
            self.bind(found);
            self.drop_temp(iter);
            self.load_const(at, result, Const::Bool(fold == Fold::Any));
            self.jump(end);
        }
        self.bind(exhausted);
        if fold == Fold::Tuple {
            self.op(at, Opcode::ListToTuple, B_TEMP, result, result, 0);
        } else {
            self.load_const(at, result, Const::Bool(fold == Fold::All));
        }
        self.jump(end);
        self.bind(slow);
        self.set_top(callee + 1);
        self.call_rest(span, callee, false, 0, args, None, &[], Some(result))?;
        self.bind(end);
        self.set_top(result);
        self.finish(span, result, dst)
    }

    /// Where a method call is reported: at the attribute's line if the expression spans lines.
    fn method_span(&self, span: Span, attr: &Ident) -> Span {
        let start = self.lines.line_col(span.start).0;
        if attr.span.end > attr.span.start && self.lines.line_col(attr.span.end).0 != start {
            return Span { start: attr.span.start, end: span.end };
        }
        span
    }

    /// The call of `r[base]` (`method`: with self or NULL in the next register), after `given` positional arguments
    /// that are already in place. `extra` is a local appended to the positional arguments.
    #[expect(clippy::too_many_arguments, reason = "class statements add arguments of their own")]
    pub(crate) fn call_rest(
        &mut self,
        span: Span,
        base: u16,
        method: bool,
        given: u16,
        args: &'a [Expr],
        extra: Option<&str>,
        keywords: &'a [Keyword],
        dst: Option<u16>,
    ) -> Result<Val> {
        let stars =
            args.iter().any(|a| matches!(a.kind, ExprKind::Starred { .. })) || keywords.iter().any(|k| k.arg.is_none());
        let method_flag = if method { METHOD } else { 0 };
        if stars {
            return self.call_ex(span, base, given, args, extra, keywords, dst);
        }
        for arg in args {
            self.expr_temp(arg)?;
        }
        if let Some(extra) = extra {
            let v = self.load_name(extra, span, None)?;
            self.spill(span, v);
        }
        for keyword in keywords {
            self.expr_temp(&keyword.value)?;
        }
        let count = usize::from(given) + args.len() + usize::from(extra.is_some()) + keywords.len();
        let count = u16::try_from(count).map_err(|_| CompileError::limit("too many arguments in a call"))?;
        self.set_top(base);
        let dst = self.dst(dst);
        if keywords.is_empty() {
            let op = if method { Opcode::CallMethod } else { Opcode::Call };
            self.op(span, op, 0, base, dst, count);
        } else {
            let names = keywords.iter().flat_map(|k| &k.arg).map(|n| Const::Str(n.as_bytes().into()));
            let names = Const::Tuple(names.collect());
            let index = self.u().consts.add(names);
            self.op_imm(span, Opcode::CallKw, method_flag, [base, dst, count], index);
        }
        Ok(self.val(dst))
    }

    #[expect(clippy::too_many_arguments, reason = "the tail of call_rest")]
    fn call_ex(
        &mut self,
        span: Span,
        base: u16,
        given: u16,
        args: &'a [Expr],
        extra: Option<&str>,
        keywords: &'a [Keyword],
        dst: Option<u16>,
    ) -> Result<Val> {
        let first = base + 1;
        match args {
            [Expr { kind: ExprKind::Starred { value }, .. }] if given == 0 && extra.is_none() => {
                self.expr_temp(value)?;
            }
            _ => {
                let starred = args.iter().position(|a| matches!(a.kind, ExprKind::Starred { .. }));
                let head = starred.unwrap_or(args.len());
                for arg in &args[..head] {
                    self.expr_temp(arg)?;
                }
                if starred.is_none()
                    && let Some(extra) = extra
                {
                    let v = self.load_name(extra, span, None)?;
                    self.spill(span, v);
                }
                let count = self.top() - first;
                self.set_top(first);
                self.alloc();
                let build = if starred.is_some() { Opcode::BuildList } else { Opcode::BuildTuple };
                self.op(span, build, 0, first, first, count);
                for arg in &args[head..] {
                    let mark = self.top();
                    let (value, op, flag) = match &arg.kind {
                        ExprKind::Starred { value } => (&**value, Opcode::ListExtend, STAR_ARGUMENT),
                        _ => (arg, Opcode::ListAppend, 0),
                    };
                    let v = self.expr(value)?;
                    self.op(span, op, flag | v.b(), first, v.reg(), 0);
                    self.set_top(mark);
                }
                if starred.is_some() {
                    if let Some(extra) = extra {
                        let mark = self.top();
                        let v = self.load_name(extra, span, None)?;
                        self.op(span, Opcode::ListAppend, v.b(), first, v.reg(), 0);
                        self.set_top(mark);
                    }
                    self.op(span, Opcode::ListToTuple, B_TEMP, first, first, 0);
                }
            }
        }
        let no_keywords = keywords.is_empty();
        if !no_keywords {
            self.keyword_dict(span, base, keywords)?;
        }
        self.set_top(base);
        let dst = self.dst(dst);
        self.op(span, Opcode::CallEx, 0, base, dst, u16::from(no_keywords));
        Ok(self.val(dst))
    }

    /// The dictionary of the keyword arguments, in the next temporary.
    fn keyword_dict(&mut self, span: Span, callable: u16, keywords: &'a [Keyword]) -> Result<()> {
        let dict = self.alloc();
        let mut made = false;
        let mut at = 0;
        while at < keywords.len() {
            let run = keywords[at..].iter().take_while(|k| k.arg.is_some()).count();
            if run > 0 {
                let start = self.top();
                for keyword in &keywords[at..at + run] {
                    let name = keyword.arg.as_deref().unwrap_or_default();
                    self.const_temp(keyword.span, Const::Str(name.as_bytes().into()));
                    self.expr_temp(&keyword.value)?;
                }
                self.set_top(start);
                if made {
                    self.op(span, Opcode::BuildMap, 0, start, start, run as u16);
                    self.op(span, Opcode::DictMerge, B_TEMP, dict, start, callable);
                } else {
                    self.op(span, Opcode::BuildMap, 0, dict, start, run as u16);
                }
                made = true;
                at += run;
            } else {
                if !made {
                    self.op(span, Opcode::BuildMap, 0, dict, dict, 0);
                    made = true;
                }
                let mark = self.top();
                let v = self.expr(&keywords[at].value)?;
                self.op(span, Opcode::DictMerge, v.b(), dict, v.reg(), callable);
                self.set_top(mark);
                at += 1;
            }
        }
        Ok(())
    }

    pub(crate) fn check_keywords(&self, keywords: &[Keyword]) -> Result<()> {
        for (i, keyword) in keywords.iter().enumerate() {
            if let Some(arg) = &keyword.arg
                && let Some(again) = keywords[i + 1..].iter().find(|k| k.arg.as_ref() == Some(arg))
            {
                return Err(CompileError::syntax(format!("keyword argument repeated: {arg}"), again.span));
            }
        }
        Ok(())
    }

    /// If `value.attr` is `super().attr` that can skip making the super object: loads `super`, class and self
    /// into three temporaries and gives the first one and the flags.
    pub(crate) fn super_operands(&mut self, value: &'a Expr, attr: &Ident) -> Result<Option<(u16, u8)>> {
        let ExprKind::Call { func, args, keywords } = &value.kind else { return Ok(None) };
        let ExprKind::Name { id } = &func.kind else { return Ok(None) };
        if &**id != "super" || &*attr.name == "__class__" || !keywords.is_empty() {
            return Ok(None);
        }
        let unit = self.unit();
        let block = unit.hidden.last().map_or(unit.block, |h| h.block);
        if self.table.blocks[block].scope("super") != Some(Scope::GlobalImplicit)
            || self.table.blocks[0].scope("super").is_some()
        {
            return Ok(None);
        }
        let base = self.top();
        match &args[..] {
            [] => {
                if unit.arg_count == 0 || !unit.free.contains_key("__class__") {
                    return Ok(None);
                }
                if !matches!(unit.kind, UnitKind::Function | UnitKind::Lambda) {
                    return Ok(None);
                }
                let Some(first) = unit.locals.first().map(|l| l.name.to_string()) else { return Ok(None) };
                self.expr_temp(func)?;
                let v = self.load_name("__class__", value.span, None)?;
                self.spill(value.span, v);
                let cell = self.unit().regs.get(&*first).copied() == Some(0)
                    && self.unit().locals[0].kind == minipy_bytecode::code::LocalKind::Cell;
                let reg = self.alloc();
                if cell {
                    let n = self.name_index(&first)?;
                    self.op(value.span, Opcode::LoadCell, 0, reg, 0, n);
                } else {
                    self.check_bound(0, &first, value.span)?;
                    self.op(value.span, Opcode::Move, 0, reg, 0, 0);
                }
                Ok(Some((base, ZERO_ARGUMENTS)))
            }
            [class, object] => {
                if args.iter().any(|a| matches!(a.kind, ExprKind::Starred { .. })) {
                    return Ok(None);
                }
                self.expr_temp(func)?;
                self.expr_temp(class)?;
                self.expr_temp(object)?;
                Ok(Some((base, 0)))
            }
            _ => Ok(None),
        }
    }
}
