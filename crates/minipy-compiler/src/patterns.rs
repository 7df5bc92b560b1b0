//! Patterns of `match`: tests of a subject in a register.
//!
//! Temporaries made by a pattern stay until the whole pattern has matched or failed.

use crate::Compiler;
use crate::error::{CompileError, Result};
use crate::match_::PatternContext;
use crate::unit::Val;
use minipy_bytecode::code::Const;
use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP, Opcode};
use minipy_syntax::ast::*;

fn is_wildcard(p: &Pattern) -> bool {
    matches!(p.kind, PatternKind::MatchAs { pattern: None, name: None })
}

fn is_wildcard_star(p: &Pattern) -> bool {
    matches!(p.kind, PatternKind::MatchStar { name: None })
}

/// The names that a pattern captures, in order.
fn names<'a>(p: &'a Pattern, out: &mut Vec<&'a str>) {
    match &p.kind {
        PatternKind::MatchValue { .. } | PatternKind::MatchSingleton { .. } => {}
        PatternKind::MatchSequence { patterns } => patterns.iter().for_each(|p| names(p, out)),
        PatternKind::MatchOr { patterns } => patterns.iter().take(1).for_each(|p| names(p, out)),
        PatternKind::MatchMapping { patterns, rest, .. } => {
            patterns.iter().for_each(|p| names(p, out));
            out.extend(rest.as_deref());
        }
        PatternKind::MatchClass { patterns, kwd_patterns, .. } => {
            patterns.iter().chain(kwd_patterns).for_each(|p| names(p, out));
        }
        PatternKind::MatchStar { name } => out.extend(name.as_deref()),
        PatternKind::MatchAs { pattern, name } => {
            if let Some(pattern) = pattern {
                names(pattern, out);
            }
            out.extend(name.as_deref());
        }
    }
}

impl<'a> Compiler<'a> {
    /// Tests the value in `subject` (which stays) and goes on if it matches.
    pub(crate) fn pattern(&mut self, p: &'a Pattern, subject: u16, ctx: &mut PatternContext<'a>) -> Result<()> {
        self.depth += 1;
        if crate::stack::too_deep(self.depth, self.stack_base) {
            return Err(CompileError::recursion());
        }
        match &p.kind {
            PatternKind::MatchValue { value } => {
                let mark = self.top();
                if let Some(k) = self.constant(value).and_then(|c| self.const_index(c)) {
                    self.jump_op(p.span, Opcode::JEqK, 0, [0, subject, k], ctx.fail);
                } else {
                    let v = self.expr(value)?;
                    self.jump_op(p.span, Opcode::JEq, v.c(), [0, subject, v.reg()], ctx.fail);
                }
                self.set_top(mark);
            }
            PatternKind::MatchSingleton { value } => {
                let position = self.position(p.span);
                if matches!(value, Constant::None) {
                    self.u().asm.jump_if(position, Opcode::JumpIfNotNone, 0, subject, ctx.fail);
                } else {
                    let reg = self.const_temp(p.span, crate::fold::literal(value));
                    self.jump_op(p.span, Opcode::JIs, C_TEMP, [0, subject, reg], ctx.fail);
                    self.set_top(reg);
                }
            }
            PatternKind::MatchSequence { patterns } => self.sequence_pattern(p, patterns, subject, ctx)?,
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.mapping_pattern(p, keys, patterns, rest.as_deref(), subject, ctx)?;
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                self.class_pattern(p, cls, patterns, kwd_attrs, kwd_patterns, subject, ctx)?;
            }
            PatternKind::MatchStar { name } => {
                if let Some(name) = name {
                    self.capture(p, name, subject, ctx)?;
                }
            }
            PatternKind::MatchAs { pattern, name } => {
                match pattern {
                    Some(inner) => self.pattern(inner, subject, ctx)?,
                    None if !ctx.allow_irrefutable => {
                        let text = match name {
                            Some(name) => format!("name capture '{name}' makes remaining patterns unreachable"),
                            None => "wildcard makes remaining patterns unreachable".to_owned(),
                        };
                        return Err(CompileError::syntax(text, p.span));
                    }
                    None => {}
                }
                if let Some(name) = name {
                    self.capture(p, name, subject, ctx)?;
                }
            }
            PatternKind::MatchOr { patterns } => self.or_pattern(p, patterns, subject, ctx)?,
        }
        ctx.max_top = ctx.max_top.max(self.top());
        self.depth -= 1;
        Ok(())
    }

    fn capture(&mut self, p: &Pattern, name: &'a str, subject: u16, ctx: &mut PatternContext<'a>) -> Result<()> {
        if ctx.captures.iter().any(|c| c.0 == name) {
            let text = format!("multiple assignments to name '{name}' in pattern");
            return Err(CompileError::syntax(text, p.span));
        }
        ctx.captures.push((name, subject, p.span));
        Ok(())
    }

    fn subpattern(&mut self, p: &'a Pattern, subject: u16, ctx: &mut PatternContext<'a>) -> Result<()> {
        let saved = std::mem::replace(&mut ctx.allow_irrefutable, true);
        self.pattern(p, subject, ctx)?;
        ctx.allow_irrefutable = saved;
        Ok(())
    }

    /// A test instruction on the subject that fails if it gives false.
    fn test(&mut self, span: Span, op: Opcode, subject: u16, ctx: &PatternContext<'a>) {
        let reg = self.alloc();
        self.op(span, op, 0, reg, subject, 0);
        self.set_top(reg);
        self.jump_on(span, Opcode::JumpIfFalse, Val::Temp(reg), ctx.fail);
    }

    /// Fails unless the subject's length compares to `n`.
    fn test_length(&mut self, span: Span, op: Opcode, subject: u16, n: usize, ctx: &PatternContext<'a>) -> Result<()> {
        let reg = self.alloc();
        self.op(span, Opcode::GetLen, 0, reg, subject, 0);
        let k = self.narrow_const(Const::Int(n as i64))?;
        self.jump_op(span, op, B_TEMP, [0, reg, k], ctx.fail);
        self.set_top(reg);
        Ok(())
    }

    fn sequence_pattern(
        &mut self,
        p: &'a Pattern,
        patterns: &'a [Pattern],
        subject: u16,
        ctx: &mut PatternContext<'a>,
    ) -> Result<()> {
        let mut star = None;
        for (i, sub) in patterns.iter().enumerate() {
            if matches!(sub.kind, PatternKind::MatchStar { .. }) {
                if star.is_some() {
                    return Err(CompileError::syntax("multiple starred names in sequence pattern", p.span));
                }
                star = Some(i);
            }
        }
        self.test(p.span, Opcode::MatchSequence, subject, ctx);
        let size = patterns.len();
        match star {
            None => self.test_length(p.span, Opcode::JEqK, subject, size, ctx)?,
            Some(_) if size > 1 => self.test_length(p.span, Opcode::JGeK, subject, size - 1, ctx)?,
            Some(_) => {}
        }
        if patterns.iter().all(|p| is_wildcard(p) || is_wildcard_star(p)) {
            return Ok(());
        }
        match star {
            Some(s) if is_wildcard_star(&patterns[s]) => {
                // Only some items are wanted: no list of the rest is made.
                for (i, sub) in patterns.iter().enumerate() {
                    if is_wildcard(sub) || i == s {
                        continue;
                    }
                    let item = self.alloc();
                    if i < s {
                        let k = self.narrow_const(Const::Int(i as i64))?;
                        self.op(p.span, Opcode::GetItemK, 0, item, subject, k);
                    } else {
                        self.op(p.span, Opcode::GetLen, 0, item, subject, 0);
                        let k = self.narrow_const(Const::Int((size - i) as i64))?;
                        self.op(p.span, Opcode::SubK, B_TEMP, item, item, k);
                        self.op(p.span, Opcode::GetItem, C_TEMP, item, subject, item);
                    }
                    self.subpattern(sub, item, ctx)?;
                }
            }
            _ => {
                let base = self.alloc_n(size);
                match star {
                    Some(s) => {
                        let after = (size - s - 1) as u32;
                        self.op_imm(p.span, Opcode::UnpackEx, 0, [base, subject, s as u16], after);
                    }
                    None => self.op(p.span, Opcode::UnpackSequence, 0, base, subject, size as u16),
                }
                for (i, sub) in patterns.iter().enumerate() {
                    self.subpattern(sub, base + i as u16, ctx)?;
                }
            }
        }
        Ok(())
    }

    fn mapping_pattern(
        &mut self,
        p: &'a Pattern,
        keys: &'a [Expr],
        patterns: &'a [Pattern],
        rest: Option<&'a str>,
        subject: u16,
        ctx: &mut PatternContext<'a>,
    ) -> Result<()> {
        self.test(p.span, Opcode::MatchMapping, subject, ctx);
        let size = keys.len();
        if size > 0 {
            self.test_length(p.span, Opcode::JGeK, subject, size, ctx)?;
        }
        let mut seen: Vec<Vec<u8>> = Vec::new();
        for key in keys {
            match self.constant(key) {
                Some(value) => {
                    let bytes = equality_key(&value);
                    if seen.contains(&bytes) {
                        let text = format!(
                            "mapping pattern checks duplicate key ({})",
                            String::from_utf8_lossy(&crate::unparse::constant(&value))
                        );
                        return Err(CompileError::syntax(text, p.span));
                    }
                    seen.push(bytes);
                }
                None if matches!(key.kind, ExprKind::Attribute { .. }) => {}
                None => {
                    let text = "mapping pattern keys may only match literals and attribute lookups";
                    return Err(CompileError::syntax(text, p.span));
                }
            }
        }
        let tuple = self.top();
        if size > 0 {
            for key in keys {
                self.expr_temp(key)?;
            }
            self.set_top(tuple);
            self.alloc();
            self.op(p.span, Opcode::BuildTuple, 0, tuple, tuple, size as u16);
            let values = self.alloc();
            self.op(p.span, Opcode::MatchKeys, 0, values, subject, tuple);
            let position = self.position(p.span);
            self.u().asm.jump_if(position, Opcode::JumpIfNone, 0, values, ctx.fail);
            let base = self.alloc_n(size);
            self.op(p.span, Opcode::UnpackSequence, B_TEMP, base, values, size as u16);
            for (i, sub) in patterns.iter().enumerate() {
                self.subpattern(sub, base + i as u16, ctx)?;
            }
        }
        if let Some(rest) = rest {
            let map = self.alloc();
            self.op(p.span, Opcode::BuildMap, 0, map, map, 0);
            self.op(p.span, Opcode::DictUpdate, 0, map, subject, 0);
            if size > 0 {
                let mark = self.top();
                let base = self.alloc_n(size);
                self.op(p.span, Opcode::UnpackSequence, 0, base, tuple, size as u16);
                for i in 0..size as u16 {
                    self.op(p.span, Opcode::DeleteItem, B_TEMP, map, base + i, 0);
                }
                self.set_top(mark);
            }
            self.capture(p, rest, map, ctx)?;
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of the node")]
    fn class_pattern(
        &mut self,
        p: &'a Pattern,
        cls: &'a Expr,
        patterns: &'a [Pattern],
        kwd_attrs: &'a [Name],
        kwd_patterns: &'a [Pattern],
        subject: u16,
        ctx: &mut PatternContext<'a>,
    ) -> Result<()> {
        for (i, attr) in kwd_attrs.iter().enumerate() {
            if let Some(j) = kwd_attrs[i + 1..].iter().position(|a| a == attr) {
                let text = format!("attribute name repeated in class pattern: {attr}");
                return Err(CompileError::syntax(text, kwd_patterns.get(i + 1 + j).map_or(p.span, |p| p.span)));
            }
        }
        let mark = self.top();
        let c = self.expr(cls)?;
        let attrs = Const::Tuple(kwd_attrs.iter().map(|a| Const::Str(a.as_bytes().into())).collect());
        let k = self.narrow_const(attrs)?;
        self.set_top(mark);
        let found = self.alloc();
        let imm = patterns.len() as u32 | u32::from(k) << 16;
        self.op_imm(p.span, Opcode::MatchClass, c.c(), [found, subject, c.reg()], imm);
        let position = self.position(p.span);
        self.u().asm.jump_if(position, Opcode::JumpIfNone, 0, found, ctx.fail);
        let size = patterns.len() + kwd_patterns.len();
        if size == 0 {
            self.op(p.span, Opcode::Drop, A_TEMP, found, 0, 0);
            return Ok(());
        }
        let base = self.alloc_n(size);
        self.op(p.span, Opcode::UnpackSequence, B_TEMP, base, found, size as u16);
        for (i, sub) in patterns.iter().chain(kwd_patterns).enumerate() {
            self.subpattern(sub, base + i as u16, ctx)?;
        }
        Ok(())
    }

    fn or_pattern(
        &mut self,
        p: &'a Pattern,
        patterns: &'a [Pattern],
        subject: u16,
        ctx: &mut PatternContext<'a>,
    ) -> Result<()> {
        let mut wanted = Vec::new();
        names(p, &mut wanted);
        let homes = self.alloc_n(wanted.len());
        let base = self.top();
        let end = self.label();
        let allow = ctx.allow_irrefutable;
        for (i, alternative) in patterns.iter().enumerate() {
            let last = i + 1 == patterns.len();
            let fail = if last { ctx.fail } else { self.label() };
            let mut inner =
                PatternContext { captures: Vec::new(), fail, allow_irrefutable: last && allow, max_top: base };
            self.pattern(alternative, subject, &mut inner)?;
            let same =
                inner.captures.len() == wanted.len() && wanted.iter().all(|n| inner.captures.iter().any(|c| c.0 == *n));
            if !same {
                return Err(CompileError::syntax("alternative patterns bind different names", p.span));
            }
            self.move_captures(&inner.captures, &wanted, homes, base);
            let top = inner.max_top.max(self.top());
            ctx.max_top = ctx.max_top.max(top);
            self.set_top(base);
            if !last {
                self.jump(end);
                self.bind(fail);
                if self.unit().asm.reachable {
                    for reg in base..top {
                        self.drop_temp(reg);
                    }
                }
            }
        }
        self.bind(end);
        for (i, name) in wanted.into_iter().enumerate() {
            self.capture(p, name, homes + i as u16, ctx)?;
        }
        Ok(())
    }
}

/// Equal keys of a mapping pattern have equal bytes: 0, 0.0, 0j and False are the same key.
fn equality_key(value: &Const) -> Vec<u8> {
    let normal = match value {
        Const::Bool(b) => Const::Int(i64::from(*b)),
        Const::Complex(re, im) if *im == 0.0 => return equality_key(&Const::Float(*re)),
        Const::Float(f) if f.fract() == 0.0 && f.abs() < 9e15 => Const::Int(*f as i64),
        other => other.clone(),
    };
    let mut bytes = Vec::new();
    crate::consts::write_key(&normal, &mut bytes);
    bytes
}
