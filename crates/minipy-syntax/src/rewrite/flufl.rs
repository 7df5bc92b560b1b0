//! PEP 401: after `from __future__ import barry_as_FLUFL`, `<>` is the operator and `!=` the error.
//!
//! Must not know the grammar: it exchanges the kinds of the two tokens.

use crate::lexer::tokens::{Token, TokenKind};

const FEATURE: &str = "barry_as_FLUFL";

/// Exchanges the two operators behind the import.
pub(crate) fn exchange(source: &str, tokens: &mut [Token]) {
    if memchr::memmem::find(source.as_bytes(), FEATURE.as_bytes()).is_none() {
        return;
    }
    let Some(index) = tokens.iter().position(|token| text(source, *token) == FEATURE) else { return };
    if !is_future_import(source, &tokens[..index]) {
        return;
    }
    for token in &mut tokens[index..] {
        token.kind = match token.kind {
            TokenKind::NotEqual => TokenKind::LessGreater,
            TokenKind::LessGreater => TokenKind::NotEqual,
            kind => kind,
        };
    }
}

/// Whether some tokens end inside the names of `from __future__ import`.
fn is_future_import(source: &str, tokens: &[Token]) -> bool {
    use TokenKind as K;
    let in_names = |token: &&Token| matches!(token.kind, K::Name | K::Comma | K::As | K::LeftParen);
    let names = tokens.iter().rev().take_while(in_names).count();
    match tokens[..tokens.len() - names] {
        [.., from, module, import] => {
            from.kind == K::From && text(source, module) == "__future__" && import.kind == K::Import
        }
        _ => false,
    }
}

fn text(source: &str, token: Token) -> &str {
    &source[token.start as usize..token.end as usize]
}
