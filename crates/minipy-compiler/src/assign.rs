//! Assignment in all its forms, and `del`.

use crate::Compiler;
use crate::error::{CompileError, Result};
use crate::expr::contains_named;
use crate::unit::Val;
use minipy_bytecode::opcode::{A_TEMP, B_TEMP, C_TEMP, Opcode};
use minipy_syntax::ast::*;

impl<'a> Compiler<'a> {
    /// Stores a value into a target; a temporary is consumed if `consume`.
    pub(crate) fn store(&mut self, target: &'a Expr, v: Val, consume: bool) -> Result<()> {
        let (mut v, mut consume) = (v, consume);
        if matches!(v, Val::Local(_))
            && self.unit().has_walrus
            && !matches!(target.kind, ExprKind::Name { .. })
            && contains_named(target)
        {
            v = Val::Temp(self.spill(target.span, v));
            consume = true;
        }
        let flag = |f: u8| if consume && matches!(v, Val::Temp(_)) { f } else { 0 };
        let mark = self.top();
        match &target.kind {
            ExprKind::Name { id } => self.store_name(id, target.span, v, consume)?,
            ExprKind::Attribute { value, attr } => {
                self.note_static_attribute(value, &attr.name);
                let object = self.expr(value)?;
                let name = self.mangled(&attr.name);
                let n = self.name_index(&name)?;
                let at = self.attr_span(target.span, attr);
                self.op(at, Opcode::StoreAttr, object.a() | flag(B_TEMP), object.reg(), v.reg(), n);
            }
            ExprKind::Subscript { value, slice } => {
                let object = self.operand(value, &[slice])?;
                if let ExprKind::Slice { lower, upper, step: None } = &slice.kind
                    && self.constant(slice).is_none()
                {
                    let bounds = self.bounds(target.span, lower.as_deref(), upper.as_deref())?;
                    let flags = object.a() | flag(B_TEMP);
                    self.op(target.span, Opcode::SetSlice, flags, object.reg(), v.reg(), bounds);
                } else {
                    let index = self.expr(slice)?;
                    let flags = object.a() | index.b() | flag(C_TEMP);
                    self.op(target.span, Opcode::SetItem, flags, object.reg(), index.reg(), v.reg());
                }
            }
            ExprKind::Tuple { elts } | ExprKind::List { elts } => self.unpack(target.span, elts, v, flag(B_TEMP))?,
            ExprKind::Starred { .. } => {
                return Err(CompileError::syntax("starred assignment target must be in a list or tuple", target.span));
            }
            _ => return Err(CompileError::syntax("cannot assign to expression", target.span)),
        }
        self.set_top(mark);
        Ok(())
    }

    fn unpack(&mut self, span: Span, elts: &'a [Expr], v: Val, flag: u8) -> Result<()> {
        let mut star = None;
        for (i, e) in elts.iter().enumerate() {
            if matches!(e.kind, ExprKind::Starred { .. }) {
                if star.is_some() {
                    return Err(CompileError::syntax("multiple starred expressions in assignment", span));
                }
                star = Some(i);
            }
        }
        if star.is_some_and(|s| s >= 256) || elts.len() > 50_000 {
            return Err(CompileError::syntax("too many expressions in star-unpacking assignment", span));
        }
        let before = star.unwrap_or(elts.len()) as u16;
        if let Some(first) = self.consecutive_locals(elts) {
            self.op(span, Opcode::UnpackSequence, flag, first, v.reg(), before);
            (first..first + before).for_each(|reg| self.mark_bound(reg));
            return Ok(());
        }
        let base = self.alloc_n(elts.len());
        match star {
            Some(s) => {
                let after = (elts.len() - s - 1) as u32;
                self.op_imm(span, Opcode::UnpackEx, flag, [base, v.reg(), before], after);
            }
            None => self.op(span, Opcode::UnpackSequence, flag, base, v.reg(), before),
        }
        for (i, e) in elts.iter().enumerate() {
            let target = match &e.kind {
                ExprKind::Starred { value } => value,
                _ => e,
            };
            self.store(target, Val::Temp(base + i as u16), true)?;
        }
        Ok(())
    }

    /// The first register if all targets are locals in consecutive registers, so that they can be written at once.
    fn consecutive_locals(&self, elts: &[Expr]) -> Option<u16> {
        let register = |e: &Expr| if let ExprKind::Name { id } = &e.kind { self.local_register(id) } else { None };
        let first = register(elts.first()?)?;
        elts.iter().enumerate().all(|(i, e)| register(e) == Some(first + i as u16)).then_some(first)
    }

    pub(crate) fn assign(&mut self, targets: &'a [Expr], value: &'a Expr) -> Result<()> {
        let mark = self.top();
        if let [target] = targets {
            if let ExprKind::Name { id } = &target.kind
                && let Some(reg) = self.local_register(id)
            {
                self.expr_dst(value, Some(reg))?;
                self.mark_bound(reg);
                return Ok(());
            }
            if let (ExprKind::Tuple { elts: left } | ExprKind::List { elts: left }, ExprKind::Tuple { elts: right }) =
                (&target.kind, &value.kind)
                && left.len() == right.len()
                && left.len() <= 64
                && !left.iter().chain(right).any(|e| matches!(e.kind, ExprKind::Starred { .. }))
            {
                return self.assign_parallel(left, right);
            }
            let v = self.expr(value)?;
            self.store(target, v, true)?;
            self.set_top(mark);
            return Ok(());
        }
        // All targets are names: the first local may hold the value for the others.
        let names: Option<Vec<&str>> =
            targets.iter().map(|t| if let ExprKind::Name { id } = &t.kind { Some(&**id) } else { None }).collect();
        if let Some(names) = names
            && let Some(reg) = self.local_register(names[0])
        {
            self.expr_dst(value, Some(reg))?;
            self.mark_bound(reg);
            for (name, target) in names.iter().zip(targets).skip(1) {
                self.store_name(name, target.span, Val::Local(reg), false)?;
            }
            return Ok(());
        }
        let v = self.expr(value)?;
        let v = Val::Temp(self.spill(value.span, v));
        for (i, target) in targets.iter().enumerate() {
            self.store(target, v, i + 1 == targets.len())?;
        }
        self.set_top(mark);
        Ok(())
    }

    /// `a, b = x, y`: all values first, then the stores, without a tuple.
    fn assign_parallel(&mut self, left: &'a [Expr], right: &'a [Expr]) -> Result<()> {
        let mark = self.top();
        let mut values = Vec::with_capacity(right.len());
        let mut stored = Vec::new();
        for (i, e) in right.iter().enumerate() {
            if self.constant(e).is_some() {
                values.push(None);
            } else {
                let later: Vec<&Expr> = right[i + 1..].iter().collect();
                let mut v = self.operand(e, &later)?;
                if let Val::Local(reg) = v
                    && (stored.contains(&reg) || left[..=i].iter().any(|t| !is_name(t)))
                {
                    // An earlier store changes this local.
                    v = Val::Temp(self.spill(e.span, v));
                }
                values.push(Some(v));
            }
            self.bound_registers(&left[i], &mut stored);
        }
        for ((target, e), v) in left.iter().zip(right).zip(values) {
            match v {
                Some(v) => self.store(target, v, true)?,
                None => {
                    let top = self.top();
                    let dst = if let ExprKind::Name { id } = &target.kind { self.local_register(id) } else { None };
                    let v = self.expr_dst(e, dst)?;
                    self.store(target, v, true)?;
                    self.set_top(top);
                }
            }
        }
        self.set_top(mark);
        Ok(())
    }

    fn bound_registers(&self, target: &Expr, out: &mut Vec<u16>) {
        match &target.kind {
            ExprKind::Name { id } => out.extend(self.local_register(id)),
            ExprKind::Tuple { elts } | ExprKind::List { elts } => {
                elts.iter().for_each(|e| self.bound_registers(e, out));
            }
            ExprKind::Starred { value } => self.bound_registers(value, out),
            _ => {}
        }
    }

    pub(crate) fn aug_assign(&mut self, span: Span, target: &'a Expr, op: Operator, value: &'a Expr) -> Result<()> {
        let mark = self.top();
        match &target.kind {
            ExprKind::Name { id } => {
                let l = self.operand(target, &[value])?;
                let dst = self.local_register(id);
                let v = self.in_place(span, l, op, value, mark, dst)?;
                match dst {
                    Some(reg) => self.mark_bound(reg),
                    None => self.store_name(id, target.span, v, true)?,
                }
            }
            ExprKind::Attribute { value: object, attr } => {
                let object = self.operand(object, &[value])?;
                let name = self.mangled(&attr.name);
                let n = self.name_index(&name)?;
                let at = self.attr_span(target.span, attr);
                let old = self.alloc();
                self.op(at, Opcode::LoadAttr, 0, old, object.reg(), n);
                let v = self.in_place(span, Val::Temp(old), op, value, old, None)?;
                self.op(at, Opcode::StoreAttr, object.a() | v.b(), object.reg(), v.reg(), n);
            }
            ExprKind::Subscript { value: object, slice } => {
                let object = self.operand(object, &[slice, value])?;
                let constant = self.constant(slice).and_then(|c| self.const_index(c));
                if let Some(k) = constant {
                    let old = self.alloc();
                    self.op(target.span, Opcode::GetItemK, 0, old, object.reg(), k);
                    let v = self.in_place(span, Val::Temp(old), op, value, old, None)?;
                    let index = self.alloc();
                    self.op_bc(target.span, Opcode::LoadConst, 0, index, u32::from(k));
                    let flags = object.a() | B_TEMP | v.c();
                    self.op(target.span, Opcode::SetItem, flags, object.reg(), index, v.reg());
                } else {
                    let index = self.operand(slice, &[value])?;
                    let old = self.alloc();
                    self.op(target.span, Opcode::GetItem, 0, old, object.reg(), index.reg());
                    let v = self.in_place(span, Val::Temp(old), op, value, old, None)?;
                    let flags = object.a() | index.b() | v.c();
                    self.op(target.span, Opcode::SetItem, flags, object.reg(), index.reg(), v.reg());
                }
            }
            _ => {
                return Err(CompileError::syntax("illegal expression for augmented assignment", target.span));
            }
        }
        self.set_top(mark);
        Ok(())
    }

    pub(crate) fn ann_assign(
        &mut self,
        span: Span,
        target: &'a Expr,
        annotation: &'a Expr,
        value: Option<&'a Expr>,
        simple: bool,
    ) -> Result<()> {
        if let Some(value) = value {
            self.assign(std::slice::from_ref(target), value)?;
        }
        match &target.kind {
            ExprKind::Name { id } if simple => self.annotate_name(id, annotation, span),
            ExprKind::Name { .. } => Ok(()),
            ExprKind::Attribute { value: object, .. } if value.is_none() => self.effect(object),
            ExprKind::Subscript { value: object, slice } if value.is_none() => {
                self.effect(object)?;
                self.annotated_index(slice)
            }
            _ => Ok(()),
        }
    }

    /// Evaluates the parts of the index of an annotated item, of which nothing is made.
    fn annotated_index(&mut self, index: &'a Expr) -> Result<()> {
        match &index.kind {
            ExprKind::Tuple { elts } => elts.iter().try_for_each(|part| self.annotated_index(part)),
            ExprKind::Slice { lower, upper, step } => {
                [lower, upper, step].into_iter().flatten().try_for_each(|part| self.effect(part))
            }
            _ => self.effect(index),
        }
    }

    /// Evaluates an expression for its effects.
    pub(crate) fn effect(&mut self, e: &'a Expr) -> Result<()> {
        if self.constant(e).is_some() {
            self.check_constant(e);
            return Ok(());
        }
        let mark = self.top();
        let v = self.expr(e)?;
        self.set_top(mark);
        if let Val::Temp(reg) = v {
            self.op(e.span, Opcode::Drop, A_TEMP, reg, 0, 0);
        }
        Ok(())
    }

    pub(crate) fn delete(&mut self, target: &'a Expr) -> Result<()> {
        let mark = self.top();
        match &target.kind {
            ExprKind::Name { id } => self.delete_name(id, target.span)?,
            ExprKind::Attribute { value, attr } => {
                let object = self.expr(value)?;
                let name = self.mangled(&attr.name);
                let n = self.name_index(&name)?;
                let at = self.attr_span(target.span, attr);
                self.op(at, Opcode::DeleteAttr, object.a(), object.reg(), 0, n);
            }
            ExprKind::Subscript { value, slice } => {
                let object = self.operand(value, &[slice])?;
                let index = self.expr(slice)?;
                self.op(target.span, Opcode::DeleteItem, object.a() | index.b(), object.reg(), index.reg(), 0);
            }
            ExprKind::Tuple { elts } | ExprKind::List { elts } => elts.iter().try_for_each(|e| self.delete(e))?,
            _ => return Err(CompileError::syntax("cannot delete expression", target.span)),
        }
        self.set_top(mark);
        Ok(())
    }
}

fn is_name(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Name { .. } => true,
        ExprKind::Tuple { elts } | ExprKind::List { elts } => elts.iter().all(is_name),
        _ => false,
    }
}
