//! Targets of assignments, loops, `with` and `del`.

use super::expr_name;
use crate::ast::{Expr, ExprKind};
use crate::lower::Lowering;

/// The first part of a target that cannot be assigned to.
fn invalid_target(target: &Expr) -> Option<&Expr> {
    match &target.kind {
        ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => None,
        ExprKind::Tuple { elts } | ExprKind::List { elts } => elts.iter().find_map(invalid_target),
        ExprKind::Starred { value } => invalid_target(value),
        _ => Some(target),
    }
}

impl Lowering<'_> {
    /// `targets = value`.
    pub(crate) fn check_assign_targets(&mut self, targets: &[Expr]) {
        for target in targets {
            if matches!(target.kind, ExprKind::Yield { .. } | ExprKind::YieldFrom { .. }) {
                self.fail_at("assignment to yield expression not possible", target.span);
            } else if let Some(invalid) = invalid_target(target) {
                let name = expr_name(invalid);
                self.fail_at(format!("cannot assign to {name}"), invalid.span);
            }
            self.check_nested_stars(target);
        }
    }

    /// `**` or doubled stars in targets are the grammar's business; a starred star is ours.
    fn check_nested_stars(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Starred { value } if matches!(value.kind, ExprKind::Starred { .. }) => {
                self.fail_at("invalid syntax", value.span);
            }
            ExprKind::Tuple { elts } | ExprKind::List { elts } => {
                for elt in elts {
                    self.check_nested_stars(elt);
                }
            }
            _ => {}
        }
    }

    /// `target op= value`.
    pub(crate) fn check_augmented_target(&mut self, target: &Expr) {
        if !matches!(target.kind, ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. }) {
            let name = expr_name(target);
            self.fail_at(format!("'{name}' is an illegal expression for augmented assignment"), target.span);
        }
    }

    /// `target: annotation`.
    pub(crate) fn check_annotated_target(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => {}
            ExprKind::List { .. } => self.fail_at("only single target (not list) can be annotated", target.span),
            ExprKind::Tuple { .. } => self.fail_at("only single target (not tuple) can be annotated", target.span),
            _ => self.fail_at("illegal target for annotation", target.span),
        }
    }

    /// `del targets`.
    pub(crate) fn check_delete_targets(&mut self, targets: &[Expr]) {
        for target in targets {
            match &target.kind {
                ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => {}
                ExprKind::Tuple { elts } | ExprKind::List { elts } => self.check_delete_targets(elts),
                _ => {
                    let name = expr_name(target);
                    self.fail_at(format!("cannot delete {name}"), target.span);
                }
            }
        }
    }

    /// The target of `for` in statements and comprehensions.
    pub(crate) fn check_for_target(&mut self, target: &Expr) {
        if let Some(invalid) = invalid_target(target) {
            let name = expr_name(invalid);
            self.fail_at(format!("cannot assign to {name}"), invalid.span);
        }
        self.check_nested_stars(target);
    }

    /// The target after `as` in `with`.
    pub(crate) fn check_with_target(&mut self, target: &Expr) {
        if let Some(invalid) = invalid_target(target) {
            let name = expr_name(invalid);
            self.fail_at(format!("cannot assign to {name}"), invalid.span);
        }
    }

    /// The element of a comprehension.
    pub(crate) fn check_comprehension_element(&mut self, element: &Expr) {
        if matches!(element.kind, ExprKind::Starred { .. }) {
            self.fail_at("iterable unpacking cannot be used in comprehension", element.span);
        }
    }
}
