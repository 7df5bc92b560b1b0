//! PEP 696: `T: bound = default` is sent as `T: ""((bound), (default))`.

use super::{Rewriter, TypeDefault};
use crate::error::RawError;
use crate::lexer::tokens::TokenKind;

impl Rewriter<'_> {
    /// Rewrites a type parameter list if one starts at `open`; returns the index after it.
    pub(super) fn maybe_type_params(&mut self, open: usize, end: usize) -> usize {
        use TokenKind as K;
        if open >= end || self.kind(open) != K::LeftBracket {
            return open;
        }
        let close = self.closing(open, end);
        self.output.push(self.input[open]);
        if close == open + 1 && close < end {
            let at = self.input[close];
            self.side.fail(RawError::syntax("Type parameter list cannot be empty", at.start - 1, at.end));
        }
        let mut first = open + 1;
        while first < close {
            let stop = self.find(first, close, &[K::Comma]).unwrap_or(close);
            self.type_param(first, stop);
            if stop < close {
                self.output.push(self.input[stop]);
            }
            first = stop + 1;
        }
        if close < end {
            self.output.push(self.input[close]);
            return close + 1;
        }
        end
    }

    /// The parentheses that the rewriting adds must not make valid what is none without them.
    fn check_unparenthesised(&mut self, first: usize, stop: usize) {
        use TokenKind as K;
        let wrong = if self.kind(first) == K::Yield { Some(first) } else { self.find(first, stop, &[K::ColonEqual]) };
        if let Some(wrong) = wrong {
            self.side.fail(RawError::at_token("invalid syntax", self.input[wrong]));
        }
    }

    fn type_param_as_it_is(&mut self, mut first: usize, stop: usize) {
        if self.kind(first) == TokenKind::Star {
            // `range` would take it for the star of a subscript.
            self.output.push(self.input[first]);
            first += 1;
        }
        self.range(first, stop);
    }

    fn type_param(&mut self, first: usize, stop: usize) {
        use TokenKind as K;
        let stars = match self.kind(first) {
            K::Star => 1u8,
            K::DoubleStar => 2,
            _ => 0,
        };
        let name = first + usize::from(stars > 0);
        if stars > 0
            && let Some(colon) = self.find(name, stop, &[K::Colon])
        {
            self.starred_bound(stars, colon, stop);
        }
        let Some(equal) = self.find(first, stop, &[K::Equal]) else {
            self.type_param_as_it_is(first, stop);
            return;
        };
        if name >= equal || equal + 1 >= stop || !self.kind(name).is_name() {
            self.type_param_as_it_is(first, stop);
            return;
        }
        let colon = self.find(name, equal, &[K::Colon]);
        self.check_unparenthesised(equal + 1, stop);
        if let Some(colon) = colon {
            self.check_unparenthesised(colon + 1, equal);
        }
        let call = self.input[colon.unwrap_or(equal)].start;
        let end = self.input[stop - 1].end;
        self.name(self.input[name]);
        // What stands between the name and the colon or the equals sign is an error that the grammar must see.
        self.range(name + 1, colon.unwrap_or(equal));
        self.synthetic(K::SynthColon, call);
        self.synthetic(K::SynthString, call);
        self.synthetic(K::SynthParenOpen, call);
        if let Some(colon) = colon {
            self.parenthesised(colon + 1, equal);
            self.synthetic(K::SynthComma, self.input[equal].start);
        }
        if self.kind(equal + 1) == K::Star {
            // A starred default stays a starred argument.
            self.range(equal + 1, stop);
        } else {
            self.parenthesised(equal + 1, stop);
        }
        self.synthetic(K::SynthParenClose, end);
        self.side.type_defaults.push(TypeDefault {
            call,
            start: self.input[first].start,
            stars,
            has_bound: colon.is_some(),
            end,
        });
    }

    /// Rewrites a range inside synthetic parentheses.
    pub(super) fn parenthesised(&mut self, first: usize, stop: usize) {
        let (start, end) = match stop.checked_sub(1) {
            Some(last) if last >= first => (self.input[first].start, self.input[last].end),
            _ => {
                let at = self.input[first.saturating_sub(1)].end;
                (at, at)
            }
        };
        self.synthetic(TokenKind::SynthParenOpen, start);
        self.range(first, stop);
        self.synthetic(TokenKind::SynthParenClose, end);
    }

    fn starred_bound(&mut self, stars: u8, colon: usize, stop: usize) {
        let kind = if stars == 1 { "TypeVarTuple" } else { "ParamSpec" };
        let in_tuple = self.kind(colon + 1) == TokenKind::LeftParen && self.closing(colon + 1, stop) == stop - 1;
        let what = if in_tuple { "constraints" } else { "bound" };
        let at = self.input[colon];
        self.side.fail(RawError::syntax(format!("cannot use {what} with {kind}"), at.start, at.end));
    }
}
