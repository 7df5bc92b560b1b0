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

    /// `"..." % (a, b)` with conversions to strings only.
    pub(crate) fn percent_format(
        &mut self,
        span: Span,
        pieces: Vec<Piece>,
        args: &'a [Expr],
        dst: Option<u16>,
    ) -> Result<Val> {
        let mark = self.top();
        let mut args = args.iter();
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    self.const_temp(span, Const::Str(text.into()));
                }
                Piece::Field(flag, spec) => {
                    let Some(arg) = args.next() else { continue };
                    let reg = self.expr_temp(arg)?;
                    let mut flags = flag | B_TEMP;
                    let mut spec_reg = 0;
                    if let Some(spec) = spec {
                        spec_reg = self.const_temp(arg.span, Const::Str(spec.into_bytes().into()));
                        flags |= HAS_SPEC | C_TEMP;
                    }
                    self.set_top(reg);
                    self.alloc();
                    self.op(arg.span, Opcode::Format, flags, reg, reg, spec_reg);
                }
            }
        }
        let count = self.top() - mark;
        self.set_top(mark);
        let dst = self.dst(dst);
        self.op(span, Opcode::BuildString, 0, dst, mark, count);
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

/// A part of a `%` format.
pub(crate) enum Piece {
    /// Literal text.
    Text(Vec<u8>),
    /// A field: conversion flag and format spec.
    Field(u8, Option<String>),
}

/// The parts of `left % right` where they are a literal and a tuple that make an f-string.
pub(crate) fn percent_literal<'a>(left: &Expr, right: &'a Expr) -> Option<(Vec<Piece>, &'a [Expr])> {
    let ExprKind::Constant { value: Constant::Str(format), .. } = &left.kind else { return None };
    let ExprKind::Tuple { elts } = &right.kind else { return None };
    if elts.iter().any(|e| matches!(e.kind, ExprKind::Starred { .. })) {
        return None;
    }
    Some((percent_pieces(format, elts.len())?, elts))
}

/// Splits a `%` format with `count` fields that are all `%s`, `%r` or `%a`; `None` if it is anything else.
fn percent_pieces(format: &[u8], count: usize) -> Option<Vec<Piece>> {
    if count > 100 {
        return None;
    }
    let mut pieces = Vec::new();
    let mut text = Vec::new();
    let mut fields = 0;
    let mut rest = format;
    while let Some((&b, tail)) = rest.split_first() {
        rest = tail;
        if b != b'%' {
            text.push(b);
            continue;
        }
        if let Some(tail) = rest.strip_prefix(b"%") {
            text.push(b'%');
            rest = tail;
            continue;
        }
        let flags = rest.iter().take_while(|b| b"-+ #0".contains(b)).count();
        let left = rest[..flags].contains(&b'-');
        rest = &rest[flags..];
        let width = number(&mut rest)?;
        let mut precision = None;
        if let Some(tail) = rest.strip_prefix(b".") {
            rest = tail;
            precision = Some(number(&mut rest)?.unwrap_or(0));
        }
        let (&conversion, tail) = rest.split_first()?;
        rest = tail;
        let flag = match conversion {
            b's' | b'r' | b'a' => conversion_flag(i32::from(conversion)),
            _ => return None,
        };
        let mut spec = String::new();
        if !left && width.is_some_and(|w| w > 0) {
            spec.push('>');
        }
        if let Some(width) = width {
            spec.push_str(&width.to_string());
        }
        if let Some(precision) = precision {
            spec.push_str(&format!(".{precision}"));
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        pieces.push(Piece::Field(flag, (!spec.is_empty()).then_some(spec)));
        fields += 1;
    }
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
    (fields == count).then_some(pieces)
}

/// The number at the start of `rest`, if there is one; `None` if it is too long.
fn number(rest: &mut &[u8]) -> Option<Option<u32>> {
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    if digits > 3 {
        return None;
    }
    let value = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok();
    *rest = &rest[digits..];
    Some(value)
}
