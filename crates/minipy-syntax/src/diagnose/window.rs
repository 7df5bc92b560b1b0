//! Which tokens the diagnosis looks at: of statements that lie well before the failure only those around it matter.

use crate::lexer::tokens::{Token, TokenKind};

/// A block that is open at the failure: where its statements start.
struct Block {
    starts: Vec<usize>,
    decorated: bool,
    /// The first token of the line before it.
    header: TokenKind,
}

impl Block {
    fn after(header: TokenKind) -> Self {
        Self { starts: Vec::new(), decorated: false, header }
    }
}

/// The blocks that are open at an offset, from the outermost on.
fn open_blocks(tokens: &[Token], offset: u32) -> Vec<Block> {
    use TokenKind as K;
    let mut blocks = vec![Block::after(TokenKind::Newline)];
    let mut at_line_start = true;
    let mut line_kind = TokenKind::Newline;
    for (index, token) in tokens.iter().enumerate() {
        if token.start > offset {
            break;
        }
        match token.kind {
            K::Newline => {
                at_line_start = true;
                continue;
            }
            K::Indent => {
                blocks.push(Block::after(line_kind));
                continue;
            }
            K::Dedent => {
                if blocks.len() > 1 {
                    blocks.pop();
                }
                continue;
            }
            _ => {}
        }
        if std::mem::take(&mut at_line_start)
            && let Some(block) = blocks.last_mut()
        {
            line_kind = token.kind;
            let continues = matches!(token.kind, K::Elif | K::Else | K::Except | K::Finally);
            if !continues && !block.decorated {
                block.starts.push(index);
            }
            block.decorated = token.kind == K::At;
        }
    }
    blocks
}

/// The tokens before the statement that holds an offset, with the open blocks closed.
///
/// The grammar accepts them if it accepted everything up to the offset.
pub(crate) fn closed_before(tokens: &[Token], offset: u32) -> Vec<Token> {
    use TokenKind as K;
    let blocks = open_blocks(tokens, offset);
    let Some(end) = blocks.last().and_then(|block| block.starts.last().copied()) else { return Vec::new() };
    let mut closed = tokens[..end].to_vec();
    let at = closed.last().map_or(0, |token| token.end);
    for (index, block) in blocks.iter().enumerate().skip(1).rev() {
        let is_innermost = index + 1 == blocks.len();
        let kinds: &[K] = match block.header {
            // What is in the way of the end of a block that has no statement yet, or of its statement.
            K::Match if block.starts.len() <= 1 && is_innermost => {
                &[K::Case, K::Name, K::Colon, K::Pass, K::Newline, K::Dedent]
            }
            K::Try if block.starts.len() <= 1 && is_innermost => {
                &[K::Pass, K::Newline, K::Dedent, K::Finally, K::Colon, K::Pass, K::Newline]
            }
            K::Try => &[K::Dedent, K::Finally, K::Colon, K::Pass, K::Newline],
            _ if block.starts.len() <= 1 && is_innermost => &[K::Pass, K::Newline, K::Dedent],
            _ => &[K::Dedent],
        };
        closed.extend(kinds.iter().map(|&kind| Token { kind, start: at, end: at }));
    }
    closed
}

/// The tokens without those statements in open blocks that come before the last but one.
pub(super) fn around(tokens: &[Token], offset: u32) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut from = 0;
    for block in open_blocks(tokens, offset) {
        if let [first, .., previous, _] = block.starts[..] {
            kept.extend_from_slice(&tokens[from..first]);
            from = previous;
        }
    }
    kept.extend_from_slice(&tokens[from..]);
    kept
}
