//! From our nodes to `ast` classes with their fields in ASDL order.

mod patterns;

use super::{Node, Options, repr};
use crate::ast::*;
use crate::source::LineCursor;

/// What an expression is for: the `ctx` field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    Load,
    Store,
    Del,
}

type Fields = Vec<(&'static str, Node)>;

/// Builds printable nodes.
pub(super) struct Builder<'a> {
    pub lines: LineCursor<'a>,
    pub options: Options,
}

/// Adds a list unless it is empty, as `ast.dump` does.
fn list(fields: &mut Fields, name: &'static str, items: Vec<Node>) {
    if !items.is_empty() {
        fields.push((name, Node::List(items)));
    }
}

fn optional(fields: &mut Fields, name: &'static str, node: Option<Node>) {
    if let Some(node) = node {
        fields.push((name, node));
    }
}

fn context(fields: &mut Fields, ctx: Context) {
    // In 3.14 the usual context is printed too.
    let name = match ctx {
        Context::Load => "Load",
        Context::Store => "Store",
        Context::Del => "Del",
    };
    fields.push(("ctx", Node::Class(name, Vec::new())));
}

fn number(value: i64) -> Node {
    Node::Text(value.to_string())
}

impl Builder<'_> {
    pub fn module(&mut self, module: &Mod) -> Node {
        let mut fields = Fields::new();
        match module {
            Mod::Module(body) => {
                list(&mut fields, "body", self.block(body));
                Node::Class("Module", fields)
            }
            Mod::Interactive(body) => {
                list(&mut fields, "body", self.block(body));
                Node::Class("Interactive", fields)
            }
            Mod::Expression(body) => Node::Class("Expression", vec![("body", self.expr(body))]),
        }
    }

    fn text(&self, text: &str) -> Node {
        Node::Text(repr::str_repr(text.as_bytes(), self.options.ascii))
    }

    fn texts<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<Node> {
        texts.map(|text| self.text(text)).collect()
    }

    fn located(&mut self, name: &'static str, mut fields: Fields, span: Span) -> Node {
        if self.options.attributes {
            let (line, column) = self.lines.position(span.start);
            let (end_line, end_column) = self.lines.position(span.end);
            fields.push(("lineno", number(line.into())));
            fields.push(("col_offset", number(column.into())));
            fields.push(("end_lineno", number(end_line.into())));
            fields.push(("end_col_offset", number(end_column.into())));
        }
        Node::Class(name, fields)
    }

    fn block(&mut self, body: &[Stmt]) -> Vec<Node> {
        body.iter().map(|stmt| self.stmt(stmt)).collect()
    }

    fn exprs(&mut self, exprs: &[Expr]) -> Vec<Node> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn targets(&mut self, exprs: &[Expr], ctx: Context) -> Vec<Node> {
        exprs.iter().map(|expr| self.expr_in(expr, ctx)).collect()
    }

    fn maybe(&mut self, fields: &mut Fields, name: &'static str, expr: Option<&Expr>) {
        let node = expr.map(|expr| self.expr(expr));
        optional(fields, name, node);
    }

    fn stmt(&mut self, stmt: &Stmt) -> Node {
        let mut fields = Fields::new();
        let name = match &stmt.kind {
            StmtKind::FunctionDef(node) => {
                fields.push(("name", self.text(&node.name.name)));
                fields.push(("args", self.arguments(&node.args)));
                list(&mut fields, "body", self.block(&node.body));
                list(&mut fields, "decorator_list", self.exprs(&node.decorator_list));
                self.maybe(&mut fields, "returns", node.returns.as_deref());
                list(&mut fields, "type_params", self.type_params(&node.type_params));
                if node.is_async { "AsyncFunctionDef" } else { "FunctionDef" }
            }
            StmtKind::ClassDef(node) => {
                fields.push(("name", self.text(&node.name.name)));
                list(&mut fields, "bases", self.exprs(&node.bases));
                list(&mut fields, "keywords", self.keywords(&node.keywords));
                list(&mut fields, "body", self.block(&node.body));
                list(&mut fields, "decorator_list", self.exprs(&node.decorator_list));
                list(&mut fields, "type_params", self.type_params(&node.type_params));
                "ClassDef"
            }
            StmtKind::Return { value } => {
                self.maybe(&mut fields, "value", value.as_deref());
                "Return"
            }
            StmtKind::Delete { targets } => {
                list(&mut fields, "targets", self.targets(targets, Context::Del));
                "Delete"
            }
            StmtKind::Assign { targets, value } => {
                list(&mut fields, "targets", self.targets(targets, Context::Store));
                fields.push(("value", self.expr(value)));
                "Assign"
            }
            StmtKind::TypeAlias { name, type_params, value } => {
                fields.push(("name", self.expr_in(name, Context::Store)));
                list(&mut fields, "type_params", self.type_params(type_params));
                fields.push(("value", self.expr(value)));
                "TypeAlias"
            }
            StmtKind::AugAssign { target, op, value } => {
                fields.push(("target", self.expr_in(target, Context::Store)));
                fields.push(("op", Node::Class(operator(*op), Vec::new())));
                fields.push(("value", self.expr(value)));
                "AugAssign"
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                fields.push(("target", self.expr_in(target, Context::Store)));
                fields.push(("annotation", self.expr(annotation)));
                self.maybe(&mut fields, "value", value.as_deref());
                fields.push(("simple", number((*simple).into())));
                "AnnAssign"
            }
            StmtKind::For(node) => {
                fields.push(("target", self.expr_in(&node.target, Context::Store)));
                fields.push(("iter", self.expr(&node.iter)));
                list(&mut fields, "body", self.block(&node.body));
                list(&mut fields, "orelse", self.block(&node.orelse));
                if node.is_async { "AsyncFor" } else { "For" }
            }
            StmtKind::While { test, body, orelse } => {
                fields.push(("test", self.expr(test)));
                list(&mut fields, "body", self.block(body));
                list(&mut fields, "orelse", self.block(orelse));
                "While"
            }
            StmtKind::If { test, body, orelse } => {
                fields.push(("test", self.expr(test)));
                list(&mut fields, "body", self.block(body));
                list(&mut fields, "orelse", self.block(orelse));
                "If"
            }
            StmtKind::With(node) => {
                let items = node.items.iter().map(|item| self.with_item(item)).collect();
                list(&mut fields, "items", items);
                list(&mut fields, "body", self.block(&node.body));
                if node.is_async { "AsyncWith" } else { "With" }
            }
            StmtKind::Match { subject, cases } => {
                fields.push(("subject", self.expr(subject)));
                let cases = cases.iter().map(|case| self.match_case(case)).collect();
                list(&mut fields, "cases", cases);
                "Match"
            }
            StmtKind::Raise { exc, cause } => {
                self.maybe(&mut fields, "exc", exc.as_deref());
                self.maybe(&mut fields, "cause", cause.as_deref());
                "Raise"
            }
            StmtKind::Try(node) => {
                list(&mut fields, "body", self.block(&node.body));
                let handlers = node.handlers.iter().map(|handler| self.handler(handler)).collect();
                list(&mut fields, "handlers", handlers);
                list(&mut fields, "orelse", self.block(&node.orelse));
                list(&mut fields, "finalbody", self.block(&node.finalbody));
                if node.is_star { "TryStar" } else { "Try" }
            }
            StmtKind::Assert { test, msg } => {
                fields.push(("test", self.expr(test)));
                self.maybe(&mut fields, "msg", msg.as_deref());
                "Assert"
            }
            StmtKind::Import { names } => {
                list(&mut fields, "names", self.aliases(names));
                "Import"
            }
            StmtKind::ImportFrom { module, names, level } => {
                optional(&mut fields, "module", module.as_ref().map(|module| self.text(&module.name)));
                list(&mut fields, "names", self.aliases(names));
                fields.push(("level", number((*level).into())));
                "ImportFrom"
            }
            StmtKind::Global { names } => {
                list(&mut fields, "names", self.texts(names.iter().map(|name| &*name.name)));
                "Global"
            }
            StmtKind::Nonlocal { names } => {
                list(&mut fields, "names", self.texts(names.iter().map(|name| &*name.name)));
                "Nonlocal"
            }
            StmtKind::Expr { value } => {
                fields.push(("value", self.expr(value)));
                "Expr"
            }
            StmtKind::Pass => "Pass",
            StmtKind::Break => "Break",
            StmtKind::Continue => "Continue",
        };
        self.located(name, fields, stmt.span)
    }

    fn expr(&mut self, expr: &Expr) -> Node {
        self.expr_in(expr, Context::Load)
    }

    fn expr_in(&mut self, expr: &Expr, ctx: Context) -> Node {
        let mut fields = Fields::new();
        let name = match &expr.kind {
            ExprKind::BoolOp { op, values } => {
                let op = if *op == BoolOp::And { "And" } else { "Or" };
                fields.push(("op", Node::Class(op, Vec::new())));
                list(&mut fields, "values", self.exprs(values));
                "BoolOp"
            }
            ExprKind::NamedExpr { target, value } => {
                fields.push(("target", self.expr_in(target, Context::Store)));
                fields.push(("value", self.expr(value)));
                "NamedExpr"
            }
            ExprKind::BinOp { left, op, right } => {
                fields.push(("left", self.expr(left)));
                fields.push(("op", Node::Class(operator(*op), Vec::new())));
                fields.push(("right", self.expr(right)));
                "BinOp"
            }
            ExprKind::UnaryOp { op, operand } => {
                let op = match op {
                    UnaryOp::Invert => "Invert",
                    UnaryOp::Not => "Not",
                    UnaryOp::UAdd => "UAdd",
                    UnaryOp::USub => "USub",
                };
                fields.push(("op", Node::Class(op, Vec::new())));
                fields.push(("operand", self.expr(operand)));
                "UnaryOp"
            }
            ExprKind::Lambda { args, body } => {
                fields.push(("args", self.arguments(args)));
                fields.push(("body", self.expr(body)));
                "Lambda"
            }
            ExprKind::IfExp { test, body, orelse } => {
                fields.push(("test", self.expr(test)));
                fields.push(("body", self.expr(body)));
                fields.push(("orelse", self.expr(orelse)));
                "IfExp"
            }
            ExprKind::Dict { keys, values } => {
                let keys = keys
                    .iter()
                    .map(|key| key.as_ref().map_or_else(|| Node::Text("None".to_owned()), |key| self.expr(key)))
                    .collect();
                list(&mut fields, "keys", keys);
                list(&mut fields, "values", self.exprs(values));
                "Dict"
            }
            ExprKind::Set { elts } => {
                list(&mut fields, "elts", self.exprs(elts));
                "Set"
            }
            ExprKind::ListComp { elt, generators } => self.comprehension("ListComp", elt, generators, &mut fields),
            ExprKind::SetComp { elt, generators } => self.comprehension("SetComp", elt, generators, &mut fields),
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension("GeneratorExp", elt, generators, &mut fields)
            }
            ExprKind::DictComp { key, value, generators } => {
                fields.push(("key", self.expr(key)));
                fields.push(("value", self.expr(value)));
                list(&mut fields, "generators", self.generators(generators));
                "DictComp"
            }
            ExprKind::Await { value } => {
                fields.push(("value", self.expr(value)));
                "Await"
            }
            ExprKind::Yield { value } => {
                self.maybe(&mut fields, "value", value.as_deref());
                "Yield"
            }
            ExprKind::YieldFrom { value } => {
                fields.push(("value", self.expr(value)));
                "YieldFrom"
            }
            ExprKind::Compare { left, ops, comparators } => {
                fields.push(("left", self.expr(left)));
                let ops = ops.iter().map(|op| Node::Class(comparison(*op), Vec::new())).collect();
                list(&mut fields, "ops", ops);
                list(&mut fields, "comparators", self.exprs(comparators));
                "Compare"
            }
            ExprKind::Call { func, args, keywords } => {
                fields.push(("func", self.expr(func)));
                list(&mut fields, "args", self.exprs(args));
                list(&mut fields, "keywords", self.keywords(keywords));
                "Call"
            }
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                fields.push(("value", self.expr(value)));
                fields.push(("conversion", number((*conversion).into())));
                self.maybe(&mut fields, "format_spec", format_spec.as_deref());
                "FormattedValue"
            }
            ExprKind::Interpolation { value, str, conversion, format_spec } => {
                fields.push(("value", self.expr(value)));
                fields.push(("str", self.text(str)));
                fields.push(("conversion", number((*conversion).into())));
                self.maybe(&mut fields, "format_spec", format_spec.as_deref());
                "Interpolation"
            }
            ExprKind::JoinedStr { values } => {
                list(&mut fields, "values", self.exprs(values));
                "JoinedStr"
            }
            ExprKind::TemplateStr { values } => {
                list(&mut fields, "values", self.exprs(values));
                "TemplateStr"
            }
            ExprKind::Constant { value, is_u } => {
                fields.push(("value", self.constant(value)));
                if *is_u {
                    fields.push(("kind", self.text("u")));
                }
                "Constant"
            }
            ExprKind::Attribute { value, attr } => {
                fields.push(("value", self.expr(value)));
                fields.push(("attr", self.text(&attr.name)));
                context(&mut fields, ctx);
                "Attribute"
            }
            ExprKind::Subscript { value, slice } => {
                fields.push(("value", self.expr(value)));
                fields.push(("slice", self.expr(slice)));
                context(&mut fields, ctx);
                "Subscript"
            }
            ExprKind::Starred { value } => {
                fields.push(("value", self.expr_in(value, ctx)));
                context(&mut fields, ctx);
                "Starred"
            }
            ExprKind::Name { id } => {
                fields.push(("id", self.text(id)));
                context(&mut fields, ctx);
                "Name"
            }
            ExprKind::List { elts } => {
                list(&mut fields, "elts", self.targets(elts, ctx));
                context(&mut fields, ctx);
                "List"
            }
            ExprKind::Tuple { elts } => {
                list(&mut fields, "elts", self.targets(elts, ctx));
                context(&mut fields, ctx);
                "Tuple"
            }
            ExprKind::Slice { lower, upper, step } => {
                self.maybe(&mut fields, "lower", lower.as_deref());
                self.maybe(&mut fields, "upper", upper.as_deref());
                self.maybe(&mut fields, "step", step.as_deref());
                "Slice"
            }
        };
        self.located(name, fields, expr.span)
    }

    fn constant(&self, value: &Constant) -> Node {
        Node::Text(match value {
            Constant::None => "None".to_owned(),
            Constant::Bool(true) => "True".to_owned(),
            Constant::Bool(false) => "False".to_owned(),
            Constant::Str(bytes) => repr::str_repr(bytes, self.options.ascii),
            Constant::Bytes(bytes) => repr::bytes_repr(bytes),
            Constant::Int(value) => value.to_string(),
            Constant::BigInt(value) => value.to_string(),
            Constant::Float(value) => repr::float_repr(*value),
            Constant::Imaginary(value) => {
                let text = repr::float_repr(*value);
                format!("{}j", text.strip_suffix(".0").unwrap_or(&text))
            }
            Constant::Ellipsis => "Ellipsis".to_owned(),
        })
    }

    fn comprehension(
        &mut self,
        name: &'static str,
        elt: &Expr,
        generators: &[Comprehension],
        fields: &mut Fields,
    ) -> &'static str {
        fields.push(("elt", self.expr(elt)));
        list(fields, "generators", self.generators(generators));
        name
    }

    fn generators(&mut self, generators: &[Comprehension]) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(generators.len());
        for generator in generators {
            let mut fields =
                vec![("target", self.expr_in(&generator.target, Context::Store)), ("iter", self.expr(&generator.iter))];
            list(&mut fields, "ifs", self.exprs(&generator.ifs));
            fields.push(("is_async", number(generator.is_async.into())));
            nodes.push(Node::Class("comprehension", fields));
        }
        nodes
    }

    fn arg(&mut self, arg: &Arg) -> Node {
        let mut fields = vec![("arg", self.text(&arg.arg))];
        self.maybe(&mut fields, "annotation", arg.annotation.as_deref());
        self.located("arg", fields, arg.span)
    }

    fn arg_list(&mut self, args: &[Arg]) -> Vec<Node> {
        args.iter().map(|arg| self.arg(arg)).collect()
    }

    fn arguments(&mut self, args: &Arguments) -> Node {
        let mut fields = Fields::new();
        list(&mut fields, "posonlyargs", self.arg_list(&args.posonlyargs));
        list(&mut fields, "args", self.arg_list(&args.args));
        let vararg = args.vararg.as_ref().map(|arg| self.arg(arg));
        optional(&mut fields, "vararg", vararg);
        list(&mut fields, "kwonlyargs", self.arg_list(&args.kwonlyargs));
        let defaults = args
            .kw_defaults
            .iter()
            .map(|default| default.as_ref().map_or_else(|| Node::Text("None".to_owned()), |value| self.expr(value)))
            .collect();
        list(&mut fields, "kw_defaults", defaults);
        let kwarg = args.kwarg.as_ref().map(|arg| self.arg(arg));
        optional(&mut fields, "kwarg", kwarg);
        list(&mut fields, "defaults", self.exprs(&args.defaults));
        Node::Class("arguments", fields)
    }

    fn keywords(&mut self, keywords: &[Keyword]) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(keywords.len());
        for keyword in keywords {
            let mut fields = Fields::new();
            optional(&mut fields, "arg", keyword.arg.as_ref().map(|arg| self.text(arg)));
            fields.push(("value", self.expr(&keyword.value)));
            nodes.push(self.located("keyword", fields, keyword.span));
        }
        nodes
    }

    fn aliases(&mut self, aliases: &[Alias]) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(aliases.len());
        for alias in aliases {
            let mut fields = vec![("name", self.text(&alias.name))];
            optional(&mut fields, "asname", alias.asname.as_ref().map(|name| self.text(name)));
            nodes.push(self.located("alias", fields, alias.span));
        }
        nodes
    }

    fn with_item(&mut self, item: &WithItem) -> Node {
        let mut fields = vec![("context_expr", self.expr(&item.context_expr))];
        let vars = item.optional_vars.as_ref().map(|vars| self.expr_in(vars, Context::Store));
        optional(&mut fields, "optional_vars", vars);
        Node::Class("withitem", fields)
    }

    fn handler(&mut self, handler: &ExceptHandler) -> Node {
        let mut fields = Fields::new();
        self.maybe(&mut fields, "type", handler.typ.as_deref());
        optional(&mut fields, "name", handler.name.as_ref().map(|name| self.text(&name.name)));
        list(&mut fields, "body", self.block(&handler.body));
        self.located("ExceptHandler", fields, handler.span)
    }
}

fn operator(op: Operator) -> &'static str {
    match op {
        Operator::Add => "Add",
        Operator::Sub => "Sub",
        Operator::Mult => "Mult",
        Operator::MatMult => "MatMult",
        Operator::Div => "Div",
        Operator::Mod => "Mod",
        Operator::Pow => "Pow",
        Operator::LShift => "LShift",
        Operator::RShift => "RShift",
        Operator::BitOr => "BitOr",
        Operator::BitXor => "BitXor",
        Operator::BitAnd => "BitAnd",
        Operator::FloorDiv => "FloorDiv",
    }
}

fn comparison(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => "Eq",
        CmpOp::NotEq => "NotEq",
        CmpOp::Lt => "Lt",
        CmpOp::LtE => "LtE",
        CmpOp::Gt => "Gt",
        CmpOp::GtE => "GtE",
        CmpOp::Is => "Is",
        CmpOp::IsNot => "IsNot",
        CmpOp::In => "In",
        CmpOp::NotIn => "NotIn",
    }
}
