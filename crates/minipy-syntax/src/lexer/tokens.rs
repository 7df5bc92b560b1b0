//! Token kinds and the context-free part of tokenising, declared for logos.
//!
//! Everything that needs state (indentation, brackets, string ends, f-string modes) is the driver's work.

use logos::Logos;

/// The kind of a token. `Name` to `Yield` come from the automaton, the rest is made by the driver or the rewriter.
#[derive(Logos, Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[logos(skip r"[ \t\x0c]+")]
#[expect(missing_docs, reason = "the names are CPython's token names")]
pub enum TokenKind {
    #[regex(r"[A-Za-z_][A-Za-z0-9_]*", priority = 3)]
    Name,
    /// A name with characters outside ASCII: the driver checks it and turns it into `Name`.
    #[regex(r"[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_\u{80}-\u{10FFFF}]*", priority = 1)]
    WideName,
    #[regex(r"[1-9](_?[0-9])*|0(_?0)*")]
    Int,
    #[regex(r"0[xX](_?[0-9a-fA-F])+|0[oO](_?[0-7])+|0[bB](_?[01])+")]
    RadixInt,
    #[regex(
        r"[0-9](_?[0-9])*\.([0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?|\.[0-9](_?[0-9])*([eE][+-]?[0-9](_?[0-9])*)?|[0-9](_?[0-9])*[eE][+-]?[0-9](_?[0-9])*"
    )]
    Float,
    #[regex(
        r"([0-9](_?[0-9])*\.([0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?|\.[0-9](_?[0-9])*([eE][+-]?[0-9](_?[0-9])*)?|[0-9](_?[0-9])*([eE][+-]?[0-9](_?[0-9])*)?)[jJ]"
    )]
    Imaginary,
    /// Digits with a leading zero that form no number: always an error.
    #[regex(r"0[0-9_]*[1-9][0-9_]*", priority = 1)]
    LeadingZero,
    /// Prefix and opening quotes; the driver extends it to the whole literal.
    #[regex(r#"([uU]|[rR]|[bB]|[bB][rR]|[rR][bB])?("|'|"""|''')"#)]
    String,
    /// Prefix and opening quotes of an f-string or t-string.
    #[regex(r#"([fFtT]|[fFtT][rR]|[rR][fFtT])("|'|"""|''')"#)]
    FStringStart,
    #[regex(r"#[^\r\n]*", allow_greedy = true)]
    Comment,
    #[regex(r"\r\n|\n|\r")]
    LineEnd,
    #[regex(r"\\(\r\n|\n|\r)")]
    Continuation,
    #[token("\\")]
    Backslash,
    #[token("(")]
    LeftParen,
    #[token(")")]
    RightParen,
    #[token("[")]
    LeftBracket,
    #[token("]")]
    RightBracket,
    #[token("{")]
    LeftBrace,
    #[token("}")]
    RightBrace,
    /// `:=` is joined by the driver, because `f"{x:=5}"` has a colon there.
    #[token(":")]
    Colon,
    #[token(",")]
    Comma,
    #[token(";")]
    Semicolon,
    #[token(".")]
    Dot,
    #[token("...")]
    Ellipsis,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("**")]
    DoubleStar,
    #[token("/")]
    Slash,
    #[token("//")]
    DoubleSlash,
    #[token("%")]
    Percent,
    #[token("@")]
    At,
    #[token("&")]
    Ampersand,
    #[token("|")]
    Bar,
    #[token("^")]
    Caret,
    #[token("~")]
    Tilde,
    #[token("<<")]
    LeftShift,
    #[token(">>")]
    RightShift,
    #[token("<")]
    Less,
    #[token(">")]
    Greater,
    #[token("<=")]
    LessEqual,
    #[token(">=")]
    GreaterEqual,
    #[token("==")]
    EqualEqual,
    #[token("!=")]
    NotEqual,
    /// `<>` of PEP 401: always an error.
    #[token("<>")]
    LessGreater,
    #[token("=")]
    Equal,
    #[token("!")]
    Exclamation,
    #[token("->")]
    Arrow,
    ColonEqual,
    #[token("+=")]
    PlusEqual,
    #[token("-=")]
    MinusEqual,
    #[token("*=")]
    StarEqual,
    #[token("**=")]
    DoubleStarEqual,
    #[token("/=")]
    SlashEqual,
    #[token("//=")]
    DoubleSlashEqual,
    #[token("%=")]
    PercentEqual,
    #[token("@=")]
    AtEqual,
    #[token("&=")]
    AmpersandEqual,
    #[token("|=")]
    BarEqual,
    #[token("^=")]
    CaretEqual,
    #[token("<<=")]
    LeftShiftEqual,
    #[token(">>=")]
    RightShiftEqual,
    #[token("False")]
    False,
    #[token("None")]
    None,
    #[token("True")]
    True,
    #[token("and")]
    And,
    #[token("as")]
    As,
    #[token("assert")]
    Assert,
    #[token("async")]
    Async,
    #[token("await")]
    Await,
    #[token("break")]
    Break,
    #[token("class")]
    Class,
    #[token("continue")]
    Continue,
    #[token("def")]
    Def,
    #[token("del")]
    Del,
    #[token("elif")]
    Elif,
    #[token("else")]
    Else,
    #[token("except")]
    Except,
    #[token("finally")]
    Finally,
    #[token("for")]
    For,
    #[token("from")]
    From,
    #[token("global")]
    Global,
    #[token("if")]
    If,
    #[token("import")]
    Import,
    #[token("in")]
    In,
    #[token("is")]
    Is,
    #[token("lambda")]
    Lambda,
    #[token("nonlocal")]
    Nonlocal,
    #[token("not")]
    Not,
    #[token("or")]
    Or,
    #[token("pass")]
    Pass,
    #[token("raise")]
    Raise,
    #[token("return")]
    Return,
    #[token("try")]
    Try,
    #[token("while")]
    While,
    #[token("with")]
    With,
    #[token("yield")]
    Yield,
    /// Soft keyword: the rewriter decides whether it is a name.
    #[token("match")]
    Match,
    /// Soft keyword: the rewriter decides whether it is a name.
    #[token("case")]
    Case,
    /// Soft keyword: the rewriter decides whether it is a name.
    #[token("type")]
    Type,

    // ---- made by the driver
    /// `$`, `?` or a backquote: no token of the language, an error wherever it stands.
    Unknown,
    Newline,
    Indent,
    Dedent,
    /// Literal text inside an f-string.
    FStringMiddle,
    /// The closing quotes of an f-string.
    FStringEnd,
    /// `{` of a replacement field.
    FieldStart,
    /// `}` of a replacement field.
    FieldEnd,
    /// `:` before the format specification of a replacement field.
    FieldColon,
    /// `!` before the conversion of a replacement field.
    FieldExclamation,
    /// `=` of a self-documenting field, up to what follows it.
    FieldDebug,
    EndMarker,
    /// The line end that the end of a source stands for at the interactive prompt.
    EndNewline,

    // ---- made by the diagnosis, for which the parts of t-strings are other tokens than those of f-strings
    TStringStart,
    TStringMiddle,
    TStringEnd,

    // ---- made by the rewriter
    SynthParenOpen,
    SynthParenClose,
    SynthComma,
    SynthColon,
    SynthString,
}

/// A token: its kind and its range of byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl TokenKind {
    /// Whether it opens a bracket or a replacement field.
    pub fn opens(self) -> bool {
        matches!(self, Self::LeftParen | Self::LeftBracket | Self::LeftBrace | Self::FieldStart)
    }

    /// Whether it closes a bracket or a replacement field.
    pub fn closes(self) -> bool {
        matches!(self, Self::RightParen | Self::RightBracket | Self::RightBrace | Self::FieldEnd)
    }

    /// Whether it is a name or a soft keyword.
    pub fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::Match | Self::Case | Self::Type)
    }

    /// Whether it is a hard keyword.
    pub fn is_keyword(self) -> bool {
        (self as u8) >= (Self::False as u8) && (self as u8) <= (Self::Yield as u8)
    }

    /// Whether a statement that starts with it has a block.
    pub fn starts_compound_statement(self) -> bool {
        matches!(
            self,
            Self::If
                | Self::While
                | Self::For
                | Self::Try
                | Self::With
                | Self::Def
                | Self::Class
                | Self::Async
                | Self::At
        )
    }

    /// Whether it is a number.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Int | Self::RadixInt | Self::Float | Self::Imaginary)
    }

    /// Whether it is one of `+=`, `-=` and so on.
    pub fn is_augmented_assignment(self) -> bool {
        (self as u8) >= (Self::PlusEqual as u8) && (self as u8) <= (Self::RightShiftEqual as u8)
    }

    /// The name that CPython's `tokenize` module gives to tokens of this kind.
    pub fn tokenize_name(self) -> &'static str {
        match self {
            Self::Name | Self::WideName | Self::Match | Self::Case | Self::Type => "NAME",
            Self::Int | Self::RadixInt | Self::Float | Self::Imaginary | Self::LeadingZero => "NUMBER",
            Self::String => "STRING",
            Self::FStringStart => "FSTRING_START",
            Self::FStringMiddle => "FSTRING_MIDDLE",
            Self::FStringEnd => "FSTRING_END",
            Self::TStringStart => "TSTRING_START",
            Self::TStringMiddle => "TSTRING_MIDDLE",
            Self::TStringEnd => "TSTRING_END",
            Self::Newline | Self::EndNewline => "NEWLINE",
            Self::LineEnd => "NL",
            Self::Comment => "COMMENT",
            Self::Indent => "INDENT",
            Self::Dedent => "DEDENT",
            Self::EndMarker => "ENDMARKER",
            Self::Unknown | Self::Backslash | Self::Continuation => "ERRORTOKEN",
            kind if kind.is_keyword() => "NAME",
            _ => "OP",
        }
    }
}
