//! Decides which of `match` and `type` are keywords.

use super::Rewriter;
use crate::lexer::tokens::TokenKind;

impl Rewriter<'_> {
    /// Whether the `match` that starts a logical line is the keyword: the line then ends in a colon.
    pub(super) fn is_match(&self, index: usize, end: usize) -> bool {
        use TokenKind as K;
        if index + 1 >= end || matches!(self.kind(index + 1), K::Colon | K::Equal | K::Dot | K::Comma | K::Newline) {
            return false;
        }
        let mut at = index + 1;
        while at < end && self.kind(at) != K::Newline {
            at += 1;
        }
        at > index + 2 && self.kind(at - 1) == K::Colon
    }

    /// Whether `type` starts a type alias.
    pub(super) fn is_type_alias(&self, index: usize) -> bool {
        self.kind(index + 1).is_name() && matches!(self.kind(index + 2), TokenKind::Equal | TokenKind::LeftBracket)
    }
}
