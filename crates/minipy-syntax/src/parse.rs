//! One run of the parser crate's grammar: tokens in, its tree or the place of its failure out.
//!
//! The only user of the parser crate besides `lower`.

use crate::lexer::tokens::{Token, TokenKind};
use rustpython_parser::ast::{self as rp, bigint::BigInt};
use rustpython_parser::lexer::{LexResult, LexicalErrorType};
use rustpython_parser::text_size::{TextRange, TextSize};
use rustpython_parser::{Mode, ParseErrorType, StringKind, Tok, parse_tokens};

/// Why the grammar failed.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The offset of the token that it could not use.
    pub offset: u32,
    /// A rule of the crate's own code, with the message that CPython has for it.
    pub rule: Option<String>,
}

/// Runs the grammar.
pub(crate) fn run(source: &str, tokens: &[Token], expression: bool) -> Result<rp::Mod, Failure> {
    let mode = if expression { Mode::Expression } else { Mode::Module };
    let stream = tokens.iter().map(|token| to_crate(source, token));
    parse_tokens(stream, mode, "").map_err(|error| Failure {
        offset: match error.error {
            ParseErrorType::Eof => source.len() as u32,
            _ => error.offset.into(),
        },
        rule: match error.error {
            ParseErrorType::Lexical(rule) => rule_message(rule),
            _ => None,
        },
    })
}

fn rule_message(rule: LexicalErrorType) -> Option<String> {
    Some(match rule {
        LexicalErrorType::DuplicateArgumentError(name) => {
            format!("duplicate argument '{name}' in function definition")
        }
        LexicalErrorType::DefaultArgumentError => "parameter without a default follows parameter with a default".into(),
        LexicalErrorType::PositionalArgumentError => "positional argument follows keyword argument".into(),
        LexicalErrorType::UnpackedArgumentError => {
            "iterable argument unpacking follows keyword argument unpacking".into()
        }
        LexicalErrorType::DuplicateKeywordArgumentError(name) => format!("keyword argument repeated: {name}"),
        LexicalErrorType::OtherError(message) => message,
        _ => return None,
    })
}

/// The crate's token. Values are left empty: the lowering reads them from the source.
fn to_crate(source: &str, token: &Token) -> LexResult {
    use TokenKind as K;
    let range = TextRange::new(TextSize::from(token.start), TextSize::from(token.end));
    let tok = match token.kind {
        K::Name => Tok::Name { name: source[token.start as usize..token.end as usize].to_owned() },
        K::Int | K::RadixInt => Tok::Int { value: BigInt::default() },
        K::Float => Tok::Float { value: 0.0 },
        K::Imaginary => Tok::Complex { real: 0.0, imag: 0.0 },
        K::SynthString => Tok::String { value: String::new(), kind: StringKind::String, triple_quoted: false },
        K::LeftParen | K::SynthParenOpen => Tok::Lpar,
        K::RightParen | K::SynthParenClose => Tok::Rpar,
        K::Comma | K::SynthComma => Tok::Comma,
        K::Colon | K::SynthColon => Tok::Colon,
        K::LeftBracket => Tok::Lsqb,
        K::RightBracket => Tok::Rsqb,
        K::LeftBrace => Tok::Lbrace,
        K::RightBrace => Tok::Rbrace,
        K::Semicolon => Tok::Semi,
        K::Dot => Tok::Dot,
        K::Ellipsis => Tok::Ellipsis,
        K::Plus => Tok::Plus,
        K::Minus => Tok::Minus,
        K::Star => Tok::Star,
        K::DoubleStar => Tok::DoubleStar,
        K::Slash => Tok::Slash,
        K::DoubleSlash => Tok::DoubleSlash,
        K::Percent => Tok::Percent,
        K::At => Tok::At,
        K::Ampersand => Tok::Amper,
        K::Bar => Tok::Vbar,
        K::Caret => Tok::CircumFlex,
        K::Tilde => Tok::Tilde,
        K::LeftShift => Tok::LeftShift,
        K::RightShift => Tok::RightShift,
        K::Less => Tok::Less,
        K::Greater => Tok::Greater,
        K::LessEqual => Tok::LessEqual,
        K::GreaterEqual => Tok::GreaterEqual,
        K::EqualEqual => Tok::EqEqual,
        K::NotEqual => Tok::NotEqual,
        K::Equal => Tok::Equal,
        K::Arrow => Tok::Rarrow,
        K::ColonEqual => Tok::ColonEqual,
        K::PlusEqual => Tok::PlusEqual,
        K::MinusEqual => Tok::MinusEqual,
        K::StarEqual => Tok::StarEqual,
        K::DoubleStarEqual => Tok::DoubleStarEqual,
        K::SlashEqual => Tok::SlashEqual,
        K::DoubleSlashEqual => Tok::DoubleSlashEqual,
        K::PercentEqual => Tok::PercentEqual,
        K::AtEqual => Tok::AtEqual,
        K::AmpersandEqual => Tok::AmperEqual,
        K::BarEqual => Tok::VbarEqual,
        K::CaretEqual => Tok::CircumflexEqual,
        K::LeftShiftEqual => Tok::LeftShiftEqual,
        K::RightShiftEqual => Tok::RightShiftEqual,
        K::False => Tok::False,
        K::None => Tok::None,
        K::True => Tok::True,
        K::And => Tok::And,
        K::As => Tok::As,
        K::Assert => Tok::Assert,
        K::Async => Tok::Async,
        K::Await => Tok::Await,
        K::Break => Tok::Break,
        K::Class => Tok::Class,
        K::Continue => Tok::Continue,
        K::Def => Tok::Def,
        K::Del => Tok::Del,
        K::Elif => Tok::Elif,
        K::Else => Tok::Else,
        K::Except => Tok::Except,
        K::Finally => Tok::Finally,
        K::For => Tok::For,
        K::From => Tok::From,
        K::Global => Tok::Global,
        K::If => Tok::If,
        K::Import => Tok::Import,
        K::In => Tok::In,
        K::Is => Tok::Is,
        K::Lambda => Tok::Lambda,
        K::Nonlocal => Tok::Nonlocal,
        K::Not => Tok::Not,
        K::Or => Tok::Or,
        K::Pass => Tok::Pass,
        K::Raise => Tok::Raise,
        K::Return => Tok::Return,
        K::Try => Tok::Try,
        K::While => Tok::While,
        K::With => Tok::With,
        K::Yield => Tok::Yield,
        K::Match => Tok::Match,
        K::Case => Tok::Case,
        K::Type => Tok::Type,
        K::Newline => Tok::Newline,
        K::Indent => Tok::Indent,
        K::Dedent => Tok::Dedent,
        // No production has it, so it is an error wherever it stands.
        _ => Tok::EndOfFile,
    };
    Ok((tok, range))
}
