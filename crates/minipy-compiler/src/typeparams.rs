//! PEP 695: type parameters of functions and classes, `type` statements.

use crate::Compiler;
use crate::error::{CompileError, Result};
use crate::function::DEFAULTS;
use crate::scope::{BlockId, Role};
use crate::unit::{UnitKind, Val};
use minipy_bytecode::code::Const;
use minipy_bytecode::opcode::{IntrinsicOp, Opcode};
use minipy_syntax::ast::*;

impl<'a> Compiler<'a> {
    /// Makes the type parameters and binds them; leaves their tuple in the next temporary.
    fn type_params(&mut self, params: &'a [TypeParam], span: Span) -> Result<u16> {
        let base = self.top();
        let mut seen_default = false;
        for param in params {
            let reg = self.top();
            let (name, bound, default, op) = match &param.kind {
                TypeParamKind::TypeVar { name, bound, default_value } => {
                    (name, bound.as_deref(), default_value, IntrinsicOp::TypeVar)
                }
                TypeParamKind::ParamSpec { name, default_value } => (name, None, default_value, IntrinsicOp::ParamSpec),
                TypeParamKind::TypeVarTuple { name, default_value } => {
                    (name, None, default_value, IntrinsicOp::TypeVarTuple)
                }
            };
            self.const_temp(param.span, Const::Str(name.as_bytes().into()));
            let mut op = op;
            if let Some(bound) = bound {
                let constraints = matches!(bound.kind, ExprKind::Tuple { .. });
                op = if constraints { IntrinsicOp::TypeVarWithConstraints } else { IntrinsicOp::TypeVarWithBound };
                let block = self.table.block_of(param, Role::Bound);
                self.evaluator(block, name, bound, false)?;
            }
            self.set_top(reg);
            self.alloc();
            self.intrinsic(param.span, op, reg, reg);
            if let Some(default) = default {
                seen_default = true;
                let block = self.table.block_of(param, Role::Default);
                let star = matches!(param.kind, TypeParamKind::TypeVarTuple { .. });
                self.evaluator(block, name, default, star)?;
                self.set_top(reg);
                self.alloc();
                self.intrinsic(param.span, IntrinsicOp::SetTypeParamDefault, reg, reg);
            } else if seen_default {
                let text = format!("non-default type parameter '{name}' follows default type parameter");
                return Err(CompileError::syntax(text, param.span));
            }
            self.store_name(name, param.span, Val::Temp(reg), false)?;
        }
        self.set_top(base);
        self.alloc();
        self.op(span, Opcode::BuildTuple, 0, base, base, params.len() as u16);
        Ok(base)
    }

    /// A lazily evaluated expression as a function of `.format`, in the next temporary.
    fn evaluator(&mut self, block: BlockId, name: &str, e: &'a Expr, star: bool) -> Result<()> {
        let base = self.top();
        self.const_temp(e.span, Const::Tuple(Box::new([Const::Int(1)])));
        self.enter_annotation_unit(block, name, e.span)?;
        match &e.kind {
            ExprKind::Starred { value } if star => {
                let v = self.expr(value)?;
                let top = self.top();
                let dst = self.alloc();
                self.op(e.span, Opcode::UnpackSequence, v.b(), dst, v.reg(), 1);
                self.return_value(e.span, Val::Temp(dst));
                self.set_top(top);
            }
            _ => {
                let v = self.expr(e)?;
                self.return_value(e.span, v);
            }
        }
        let code = self.leave_unit()?;
        self.make_function(e.span, code, DEFAULTS, base, None)?;
        Ok(())
    }

    /// A generic function: a function of its defaults makes the type parameters and then the function.
    pub(crate) fn generic_function(
        &mut self,
        f: &'a FunctionDef,
        span: Span,
        first_line: u32,
        base: u16,
        dst: Option<u16>,
    ) -> Result<Val> {
        // The outer function goes below its arguments.
        self.alloc();
        let make = self.defaults(&f.args, span)?;
        let count = self.top() - base - 1;
        let block = self.table.block_of(f, Role::TypeParams);
        let name = format!("<generic parameters of {}>", f.name.name);
        self.enter_unit(UnitKind::TypeParams, block, &name, first_line)?;
        self.u().arg_count = u32::from(count);
        self.u().posonly_count = 0;
        let at = self.top();
        let params_home = self.alloc();
        let result = self.alloc();
        self.set_top(params_home);
        let params = self.type_params(&f.type_params, span)?;
        // The intrinsic takes the function and then the type parameters, so these are moved behind it.
        self.set_top(at + 1);
        let function = self.alloc();
        debug_assert_eq!(function, result);
        let from = self.top();
        for i in 0..count {
            let reg = self.alloc();
            self.op(span, Opcode::Move, 0, reg, i, 0);
        }
        let v = self.function_object(f, span, first_line, make, from, None)?;
        self.op(span, Opcode::Move, v.b(), function, v.reg(), 0);
        let moved = from;
        self.op(span, Opcode::Move, minipy_bytecode::opcode::B_TEMP, moved, params, 0);
        self.set_top(from + 1);
        self.intrinsic(span, IntrinsicOp::SetFunctionTypeParams, function, function);
        self.return_value(span, Val::Temp(function));
        let code = self.leave_unit()?;
        let callee = self.top();
        self.make_function(span, code, 0, callee, Some(base))?;
        self.set_top(base);
        let dst = self.dst(dst);
        self.op(span, Opcode::Call, 0, base, dst, count);
        Ok(self.val(dst))
    }

    /// A generic class.
    pub(crate) fn generic_class(
        &mut self,
        c: &'a ClassDef,
        span: Span,
        first_line: u32,
        base: u16,
        dst: Option<u16>,
    ) -> Result<Val> {
        let block = self.table.block_of(c, Role::TypeParams);
        let name = format!("<generic parameters of {}>", c.name.name);
        self.enter_unit(UnitKind::TypeParams, block, &name, first_line)?;
        self.u().private = Some((&*c.name.name).into());
        let params = self.type_params(&c.type_params, span)?;
        self.store_name(".type_params", span, Val::Temp(params), true)?;
        self.set_top(params);
        let v = self.load_name(".type_params", span, None)?;
        let reg = self.spill(span, v);
        self.intrinsic(span, IntrinsicOp::SubscriptGeneric, reg, reg);
        self.store_name(".generic_base", span, Val::Temp(reg), true)?;
        self.set_top(reg);
        let v = self.build_class(c, span, first_line, Some(".generic_base"), None)?;
        self.return_value(span, v);
        let code = self.leave_unit()?;
        self.call_made(span, code, base, dst)
    }

    /// Makes a function of `code` and calls it without arguments.
    fn call_made(&mut self, span: Span, code: minipy_bytecode::code::Code, base: u16, dst: Option<u16>) -> Result<Val> {
        self.make_function(span, code, 0, base, None)?;
        self.set_top(base);
        let dst = self.dst(dst);
        self.op(span, Opcode::Call, 0, base, dst, 0);
        Ok(self.val(dst))
    }

    /// `type X[T] = value`
    pub(crate) fn type_alias(
        &mut self,
        s: &'a Stmt,
        name: &'a Expr,
        params: &'a [TypeParam],
        value: &'a Expr,
    ) -> Result<()> {
        let ExprKind::Name { id } = &name.kind else { return Ok(()) };
        let mark = self.top();
        let line = self.lines.line_col(s.span.start).0;
        let generic = !params.is_empty();
        if generic {
            let block = self.table.block_of(s, Role::TypeParams);
            let title = format!("<generic parameters of {id}>");
            self.enter_unit(UnitKind::TypeParams, block, &title, line)?;
        }
        let base = self.top();
        self.const_temp(name.span, Const::Str(id.as_bytes().into()));
        if generic {
            self.type_params(params, s.span)?;
        } else {
            self.const_temp(s.span, Const::None);
        }
        let block = self.table.block_of(s, Role::TypeAlias);
        let at = self.top();
        self.const_temp(s.span, Const::Tuple(Box::new([Const::Int(1)])));
        self.enter_annotation_unit(block, id, s.span)?;
        let v = self.expr(value)?;
        self.return_value(value.span, v);
        let code = self.leave_unit()?;
        self.make_function(s.span, code, DEFAULTS, at, None)?;
        self.set_top(base);
        self.alloc();
        self.intrinsic(s.span, IntrinsicOp::TypeAlias, base, base);
        let v = if generic {
            self.return_value(s.span, Val::Temp(base));
            let code = self.leave_unit()?;
            self.call_made(s.span, code, mark, None)?
        } else {
            Val::Temp(base)
        };
        self.set_top(mark);
        self.store_name(id, name.span, v, true)
    }
}
