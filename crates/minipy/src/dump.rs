//! `minipy --dump tokens|ast|scopes|bytecode FILE`: what the front end and the compiler make of a file.

use minipy_compiler::Options;
use minipy_compiler::scope::ScopeOptions;
use minipy_syntax::{Mode, SyntaxError};

/// What to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The tokens, as `python -m tokenize` prints them.
    Tokens,
    /// The tree, as `ast.dump` prints it.
    Ast,
    /// What every name means.
    Scopes,
    /// The listing of the code.
    Bytecode,
}

impl Stage {
    /// The stage of this name.
    pub fn from_name(name: &str) -> Option<Stage> {
        Some(match name {
            "tokens" => Stage::Tokens,
            "ast" => Stage::Ast,
            "scopes" => Stage::Scopes,
            "bytecode" => Stage::Bytecode,
            _ => return None,
        })
    }
}

/// The text of a stage for a source file.
pub fn dump(stage: Stage, source: &[u8], filename: &str, optimize: u8) -> Result<String, SyntaxError> {
    let text = minipy_syntax::decode_source(source, Some(filename))?;
    if stage == Stage::Tokens {
        let lexed = minipy_syntax::tokenize(&text);
        return Ok(minipy_syntax::dump::dump_tokens(&lexed, &text));
    }
    let parsed = minipy_syntax::parse_source(text, Mode::Exec).map_err(|rejected| rejected.error)?;
    match stage {
        Stage::Tokens | Stage::Ast => {
            let options = minipy_syntax::dump::Options { attributes: false, indent: Some(1), ascii: false };
            let mut listing = minipy_syntax::dump::dump(&parsed.module, parsed.source.text(), options);
            listing.push('\n');
            Ok(listing)
        }
        Stage::Scopes => minipy_compiler::dump_scopes(&parsed.module, &parsed.source, ScopeOptions::default())
            .map_err(|error| error.into_syntax_error(&parsed.source)),
        Stage::Bytecode => {
            let options = Options { filename: filename.to_owned(), optimize, ..Options::default() };
            let code = minipy_compiler::compile(&parsed.module, &parsed.source, &options)
                .map_err(|error| error.into_syntax_error(&parsed.source))?;
            Ok(minipy_bytecode::disasm::disassemble(&code))
        }
    }
}

/// An error of the front end as a traceback would end.
pub fn render_error(error: &SyntaxError, filename: &str) -> String {
    let mut text = format!("  File \"{filename}\", line {}\n", error.lineno);
    if let Some(line) = &error.text {
        text.push_str(&format!("    {}\n", line.trim()));
    }
    text.push_str(&format!("{}: {}\n", error.kind.name(), error.message));
    text
}
