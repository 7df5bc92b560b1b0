//! The syntax tree: CPython 3.14's ASDL (Parser/Python.asdl) with exact positions.
//!
//! Nodes own their children; the parser crate's types never appear here. Names keep the ASDL's, so that
//! a reader of `ast` finds everything. Must not know tokens, code objects or values.

use dashu_int::IBig;

/// A half-open range of byte offsets into the decoded (UTF-8) source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

/// An identifier, NFKC-normalised.
pub type Name = Box<str>;

/// A name where the grammar has an identifier with a position of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Ident {
    /// The NFKC-normalised name.
    pub name: Name,
    /// Where it stands.
    pub span: Span,
}

/// A whole source text.
#[derive(Debug, PartialEq)]
pub enum Mod {
    /// A file or an `exec` string.
    Module(Vec<Stmt>),
    /// One statement at the interactive prompt.
    Interactive(Vec<Stmt>),
    /// An `eval` string.
    Expression(Box<Expr>),
}

/// A statement.
#[derive(Debug, PartialEq)]
pub struct Stmt {
    /// What it is.
    pub kind: StmtKind,
    /// Where it stands.
    pub span: Span,
}

/// A function definition, `async` or not.
#[derive(Debug, PartialEq)]
pub struct FunctionDef {
    /// Whether `async` stands before it.
    pub is_async: bool,
    /// The function's name.
    pub name: Ident,
    /// Its parameters.
    pub args: Box<Arguments>,
    /// Its statements.
    pub body: Vec<Stmt>,
    /// Decorators in source order.
    pub decorator_list: Vec<Expr>,
    /// The annotation after `->`.
    pub returns: Option<Box<Expr>>,
    /// PEP 695 type parameters.
    pub type_params: Vec<TypeParam>,
}

/// A class definition.
#[derive(Debug, PartialEq)]
pub struct ClassDef {
    /// The class's name.
    pub name: Ident,
    /// Positional arguments of the class statement.
    pub bases: Vec<Expr>,
    /// Keyword arguments of the class statement.
    pub keywords: Vec<Keyword>,
    /// Its statements.
    pub body: Vec<Stmt>,
    /// Decorators in source order.
    pub decorator_list: Vec<Expr>,
    /// PEP 695 type parameters.
    pub type_params: Vec<TypeParam>,
}

/// `for`, `async for`.
#[derive(Debug, PartialEq)]
pub struct For {
    /// Whether `async` stands before it.
    pub is_async: bool,
    /// The loop variable or variables.
    pub target: Box<Expr>,
    /// What is iterated.
    pub iter: Box<Expr>,
    /// The loop's statements.
    pub body: Vec<Stmt>,
    /// The statements after `else:`.
    pub orelse: Vec<Stmt>,
}

/// `with`, `async with`.
#[derive(Debug, PartialEq)]
pub struct With {
    /// Whether `async` stands before it.
    pub is_async: bool,
    /// The context managers, left to right.
    pub items: Vec<WithItem>,
    /// The statements.
    pub body: Vec<Stmt>,
}

/// `try`, with `except` or `except*`.
#[derive(Debug, PartialEq)]
pub struct Try {
    /// Whether the handlers are `except*`.
    pub is_star: bool,
    /// The statements after `try:`.
    pub body: Vec<Stmt>,
    /// The handlers.
    pub handlers: Vec<ExceptHandler>,
    /// The statements after `else:`.
    pub orelse: Vec<Stmt>,
    /// The statements after `finally:`.
    pub finalbody: Vec<Stmt>,
}

/// What a statement is.
#[derive(Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are CPython's ASDL fields")]
pub enum StmtKind {
    FunctionDef(Box<FunctionDef>),
    ClassDef(Box<ClassDef>),
    Return { value: Option<Box<Expr>> },
    Delete { targets: Vec<Expr> },
    Assign { targets: Vec<Expr>, value: Box<Expr> },
    TypeAlias { name: Box<Expr>, type_params: Vec<TypeParam>, value: Box<Expr> },
    AugAssign { target: Box<Expr>, op: Operator, value: Box<Expr> },
    AnnAssign { target: Box<Expr>, annotation: Box<Expr>, value: Option<Box<Expr>>, simple: bool },
    For(Box<For>),
    While { test: Box<Expr>, body: Vec<Stmt>, orelse: Vec<Stmt> },
    If { test: Box<Expr>, body: Vec<Stmt>, orelse: Vec<Stmt> },
    With(Box<With>),
    Match { subject: Box<Expr>, cases: Vec<MatchCase> },
    Raise { exc: Option<Box<Expr>>, cause: Option<Box<Expr>> },
    Try(Box<Try>),
    Assert { test: Box<Expr>, msg: Option<Box<Expr>> },
    Import { names: Vec<Alias> },
    ImportFrom { module: Option<Ident>, names: Vec<Alias>, level: u32 },
    Global { names: Vec<Ident> },
    Nonlocal { names: Vec<Ident> },
    Expr { value: Box<Expr> },
    Pass,
    Break,
    Continue,
}

/// An expression.
#[derive(Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands, without enclosing parentheses (tuples: with their own).
    pub span: Span,
}

/// What an expression is. The context (load, store, delete) follows from the place, as in the compiler.
#[derive(Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are CPython's ASDL fields")]
pub enum ExprKind {
    BoolOp {
        op: BoolOp,
        values: Vec<Expr>,
    },
    NamedExpr {
        target: Box<Expr>,
        value: Box<Expr>,
    },
    BinOp {
        left: Box<Expr>,
        op: Operator,
        right: Box<Expr>,
    },
    UnaryOp {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    Lambda {
        args: Box<Arguments>,
        body: Box<Expr>,
    },
    IfExp {
        test: Box<Expr>,
        body: Box<Expr>,
        orelse: Box<Expr>,
    },
    /// A `None` key is `**value`.
    Dict {
        keys: Vec<Option<Expr>>,
        values: Vec<Expr>,
    },
    Set {
        elts: Vec<Expr>,
    },
    ListComp {
        elt: Box<Expr>,
        generators: Vec<Comprehension>,
    },
    SetComp {
        elt: Box<Expr>,
        generators: Vec<Comprehension>,
    },
    DictComp {
        key: Box<Expr>,
        value: Box<Expr>,
        generators: Vec<Comprehension>,
    },
    GeneratorExp {
        elt: Box<Expr>,
        generators: Vec<Comprehension>,
    },
    Await {
        value: Box<Expr>,
    },
    Yield {
        value: Option<Box<Expr>>,
    },
    YieldFrom {
        value: Box<Expr>,
    },
    /// `left ops[0] comparators[0] ops[1] comparators[1] ...`
    Compare {
        left: Box<Expr>,
        ops: Vec<CmpOp>,
        comparators: Vec<Expr>,
    },
    Call {
        func: Box<Expr>,
        args: Vec<Expr>,
        keywords: Vec<Keyword>,
    },
    /// A replacement field of an f-string; `conversion` is -1 or the character after `!`.
    FormattedValue {
        value: Box<Expr>,
        conversion: i32,
        format_spec: Option<Box<Expr>>,
    },
    JoinedStr {
        values: Vec<Expr>,
    },
    /// A replacement field of a t-string; `str` is the expression's source text.
    Interpolation {
        value: Box<Expr>,
        str: Box<str>,
        conversion: i32,
        format_spec: Option<Box<Expr>>,
    },
    TemplateStr {
        values: Vec<Expr>,
    },
    /// `is_u`: the literal has a `u` prefix (ASDL `kind`).
    Constant {
        value: Constant,
        is_u: bool,
    },
    Attribute {
        value: Box<Expr>,
        attr: Ident,
    },
    Subscript {
        value: Box<Expr>,
        slice: Box<Expr>,
    },
    Starred {
        value: Box<Expr>,
    },
    Name {
        id: Name,
    },
    List {
        elts: Vec<Expr>,
    },
    Tuple {
        elts: Vec<Expr>,
    },
    Slice {
        lower: Option<Box<Expr>>,
        upper: Option<Box<Expr>>,
        step: Option<Box<Expr>>,
    },
}

/// A literal's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// `None`
    None,
    /// `True`, `False`
    Bool(bool),
    /// A string as generalised UTF-8 (WTF-8): lone surrogates are encoded as three bytes.
    Str(Box<[u8]>),
    /// A bytes literal.
    Bytes(Box<[u8]>),
    /// An integer that fits 64 bits.
    Int(i64),
    /// Any other integer.
    BigInt(Box<IBig>),
    /// A float.
    Float(f64),
    /// The imaginary part of an imaginary literal.
    Imaginary(f64),
    /// `...`
    Ellipsis,
}

/// `and`, `or`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the ASDL")]
pub enum BoolOp {
    And,
    Or,
}

/// Binary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the ASDL")]
pub enum Operator {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
}

/// Unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the ASDL")]
pub enum UnaryOp {
    Invert,
    Not,
    UAdd,
    USub,
}

/// Comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in the ASDL")]
pub enum CmpOp {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}

/// One `for` clause of a comprehension.
#[derive(Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are CPython's ASDL fields")]
pub struct Comprehension {
    pub target: Expr,
    pub iter: Expr,
    pub ifs: Vec<Expr>,
    pub is_async: bool,
}

/// An `except` clause.
#[derive(Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are CPython's ASDL fields")]
pub struct ExceptHandler {
    pub typ: Option<Box<Expr>>,
    pub name: Option<Ident>,
    pub body: Vec<Stmt>,
    pub span: Span,
}

/// Parameters of a function. `defaults` belong to the last of `posonlyargs + args`.
#[derive(Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "the fields are CPython's ASDL fields")]
pub struct Arguments {
    pub posonlyargs: Vec<Arg>,
    pub args: Vec<Arg>,
    pub vararg: Option<Arg>,
    pub kwonlyargs: Vec<Arg>,
    /// One for each of `kwonlyargs`.
    pub kw_defaults: Vec<Option<Expr>>,
    pub kwarg: Option<Arg>,
    pub defaults: Vec<Expr>,
}

/// One parameter.
#[derive(Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are CPython's ASDL fields")]
pub struct Arg {
    pub arg: Name,
    pub annotation: Option<Box<Expr>>,
    pub span: Span,
}

/// A keyword argument; `arg` is `None` for `**value`.
#[derive(Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are CPython's ASDL fields")]
pub struct Keyword {
    pub arg: Option<Name>,
    pub value: Expr,
    pub span: Span,
}

/// One name of an import statement.
#[derive(Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are CPython's ASDL fields")]
pub struct Alias {
    /// The dotted name, or `*`.
    pub name: Name,
    pub asname: Option<Name>,
    pub span: Span,
}

/// One context manager of a `with` statement.
#[derive(Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are CPython's ASDL fields")]
pub struct WithItem {
    pub context_expr: Expr,
    pub optional_vars: Option<Box<Expr>>,
}

/// One `case`.
#[derive(Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are CPython's ASDL fields")]
pub struct MatchCase {
    pub pattern: Pattern,
    pub guard: Option<Box<Expr>>,
    pub body: Vec<Stmt>,
}

/// A pattern of a `case`.
#[derive(Debug, PartialEq)]
pub struct Pattern {
    /// What it is.
    pub kind: PatternKind,
    /// Where it stands.
    pub span: Span,
}

/// What a pattern is.
#[derive(Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are CPython's ASDL fields")]
pub enum PatternKind {
    MatchValue { value: Box<Expr> },
    MatchSingleton { value: Constant },
    MatchSequence { patterns: Vec<Pattern> },
    MatchMapping { keys: Vec<Expr>, patterns: Vec<Pattern>, rest: Option<Name> },
    MatchClass { cls: Box<Expr>, patterns: Vec<Pattern>, kwd_attrs: Vec<Name>, kwd_patterns: Vec<Pattern> },
    MatchStar { name: Option<Name> },
    MatchAs { pattern: Option<Box<Pattern>>, name: Option<Name> },
    MatchOr { patterns: Vec<Pattern> },
}

/// A PEP 695 type parameter.
#[derive(Debug, PartialEq)]
pub struct TypeParam {
    /// What it is.
    pub kind: TypeParamKind,
    /// Where it stands.
    pub span: Span,
}

/// What a type parameter is.
#[derive(Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are CPython's ASDL fields")]
pub enum TypeParamKind {
    TypeVar { name: Name, bound: Option<Box<Expr>>, default_value: Option<Box<Expr>> },
    ParamSpec { name: Name, default_value: Option<Box<Expr>> },
    TypeVarTuple { name: Name, default_value: Option<Box<Expr>> },
}
