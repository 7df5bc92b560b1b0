//! Parameters of functions and lambdas.

use super::{Lowering, span};
use crate::ast::{Arg, Arguments};
use rustpython_parser::ast as rp;

impl Lowering<'_> {
    /// Lowers a parameter list.
    pub(super) fn arguments(&mut self, args: rp::Arguments) -> Arguments {
        let mut lowered = Arguments::default();
        for parameter in args.posonlyargs {
            let arg = self.parameter(parameter.def);
            lowered.posonlyargs.push(arg);
            if let Some(default) = parameter.default {
                let default = self.expr(*default);
                lowered.defaults.push(default);
            }
        }
        for parameter in args.args {
            let arg = self.parameter(parameter.def);
            lowered.args.push(arg);
            if let Some(default) = parameter.default {
                let default = self.expr(*default);
                lowered.defaults.push(default);
            }
        }
        lowered.vararg = args.vararg.map(|arg| self.parameter(*arg));
        for parameter in args.kwonlyargs {
            let arg = self.parameter(parameter.def);
            lowered.kwonlyargs.push(arg);
            let default = parameter.default.map(|default| self.expr(*default));
            lowered.kw_defaults.push(default);
        }
        lowered.kwarg = args.kwarg.map(|arg| self.parameter(*arg));
        self.check_bare_star(&lowered);
        lowered
    }

    fn parameter(&mut self, arg: rp::Arg) -> Arg {
        let annotation = self.optional(arg.annotation);
        Arg { arg: self.name(arg.arg), annotation, span: span(arg.range) }
    }
}
