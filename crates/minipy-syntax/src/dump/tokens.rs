//! Prints tokens in the manner of `python -m tokenize`.

use crate::lexer::Lexed;
use crate::lexer::tokens::TokenKind;
use crate::source::LineIndex;
use std::fmt::Write;

/// One line for each token: its range, kind and text.
pub fn dump_tokens(lexed: &Lexed, source: &str) -> String {
    let lines = LineIndex::new(source);
    let mut output = String::new();
    for token in &lexed.tokens {
        let (line, column) = lines.char_position(source, token.start);
        let (end_line, end_column) = lines.char_position(source, token.end);
        let range = format!("{line},{column}-{end_line},{end_column}:");
        let text = match token.kind {
            TokenKind::Dedent | TokenKind::EndMarker => "",
            _ => &source[token.start as usize..token.end as usize],
        };
        let text = super::str_repr(text.as_bytes(), false);
        let _ = writeln!(output, "{range:<20}{:<15}{text:<15}", token.kind.tokenize_name());
    }
    output
}
