//! f-strings and t-strings.

use crate::Compiler;
use crate::error::Result;
use crate::unit::Val;
use minipy_bytecode::code::Const;
use minipy_bytecode::opcode::{B_TEMP, C_TEMP, Opcode};
use minipy_syntax::ast::*;

/// Flag of Format: there is a format spec.
const HAS_SPEC: u8 = 0x40;

fn conversion_flag(conversion: i32) -> u8 {
    match u8::try_from(conversion) {
        Ok(b's') => 0x10,
        Ok(b'r') => 0x20,
        Ok(b'a') => 0x30,
        _ => 0,
    }
}

impl<'a> Compiler<'a> {
    /// `f"..."`
    pub(crate) fn joined(&mut self, span: Span, values: &'a [Expr], dst: Option<u16>) -> Result<Val> {
        match values {
            [] => {
                let dst = self.dst(dst);
                self.load_const(span, dst, Const::Str(Box::default()));
                return Ok(self.val(dst));
            }
            [single] => return self.expr_dst(single, dst),
            _ => {}
        }
        let mark = self.top();
        if values.len() > 200 {
            // Too many registers: join pieces as they come.
            let result = self.const_temp(span, Const::Str(Box::default()));
            for value in values {
                self.expr_temp(value)?;
                self.op(span, Opcode::BuildString, 0, result, result, 2);
                self.set_top(result + 1);
            }
            self.set_top(mark);
            return self.finish(span, result, dst);
        }
        for value in values {
            self.expr_temp(value)?;
        }
        self.set_top(mark);
        let dst = self.dst(dst);
        self.op(span, Opcode::BuildString, 0, dst, mark, values.len() as u16);
        Ok(self.val(dst))
    }

    /// One replacement field.
    pub(crate) fn formatted(
        &mut self,
        span: Span,
        value: &'a Expr,
        conversion: i32,
        spec: Option<&'a Expr>,
        dst: Option<u16>,
    ) -> Result<Val> {
        let mark = self.top();
        let later: Vec<&Expr> = spec.into_iter().collect();
        let v = self.operand(value, &later)?;
        let mut flags = conversion_flag(conversion) | v.b();
        let mut spec_reg = 0;
        if let Some(spec) = spec {
            let s = self.expr(spec)?;
            spec_reg = s.reg();
            flags |= HAS_SPEC | s.c();
        }
        self.set_top(mark);
        let dst = self.dst(dst);
        self.op(span, Opcode::Format, flags, dst, v.reg(), spec_reg);
        Ok(self.val(dst))
    }

    /// `t"..."`
    pub(crate) fn template(&mut self, span: Span, values: &'a [Expr], dst: Option<u16>) -> Result<Val> {
        let mark = self.top();
        let mut strings: Vec<Const> = Vec::new();
        let mut text: Vec<u8> = Vec::new();
        for value in values {
            match &value.kind {
                ExprKind::Constant { value: Constant::Str(s), .. } => text.extend(&**s),
                _ => strings.push(Const::Str(std::mem::take(&mut text).into())),
            }
        }
        strings.push(Const::Str(text.into()));
        let strings = self.const_temp(span, Const::Tuple(strings.into()));
        let first = self.top();
        let mut count: u16 = 0;
        for value in values {
            let ExprKind::Interpolation { value: inner, str: source, conversion, format_spec } = &value.kind else {
                continue;
            };
            let base = self.top();
            self.expr_temp(inner)?;
            self.const_temp(value.span, Const::Str(source.as_bytes().into()));
            let mut registers = 2;
            if let Some(spec) = format_spec {
                self.expr_temp(spec)?;
                registers = 3;
            }
            self.set_top(base);
            self.alloc();
            self.op(value.span, Opcode::BuildInterpolation, conversion_flag(*conversion), base, base, registers);
            count += 1;
        }
        self.set_top(first);
        self.op(span, Opcode::BuildTuple, 0, first, first, count);
        self.set_top(mark);
        let dst = self.dst(dst);
        self.op(span, Opcode::BuildTemplate, B_TEMP | C_TEMP, dst, strings, first);
        Ok(self.val(dst))
    }
}
