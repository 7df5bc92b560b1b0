//! Prints a tree as CPython's `ast.dump` does, and tokens as `tokenize` does.
//!
//! Must not know how trees are made.

mod nodes;
mod repr;
mod tokens;

use crate::ast::Mod;
use crate::source::LineIndex;

pub use repr::{bytes_repr, float_repr, str_repr};
pub use tokens::dump_tokens;

/// How a tree is printed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Print `lineno`, `col_offset`, `end_lineno` and `end_col_offset`.
    pub attributes: bool,
    /// Spaces for one level; without it all is one line.
    pub indent: Option<usize>,
    /// Print strings as `ascii()` instead of `repr()`.
    pub ascii: bool,
}

/// Prints a tree; the text is what the spans are about.
pub fn dump(module: &Mod, source: &str, options: Options) -> String {
    let lines = LineIndex::new(source);
    let mut builder = nodes::Builder { lines: lines.cursor(), options };
    let node = builder.module(module);
    let mut output = String::new();
    node.print(&mut output, options.indent, 0);
    output
}

/// A node ready to print.
pub(crate) enum Node {
    /// The `repr` of a value.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// An instance of an `ast` class.
    Class(&'static str, Vec<(&'static str, Node)>),
}

impl Node {
    /// Whether `ast.dump` counts it as simple.
    fn is_simple(&self) -> bool {
        match self {
            Self::Text(_) => true,
            Self::List(items) => items.is_empty(),
            Self::Class(_, fields) => fields.is_empty(),
        }
    }

    fn print(&self, output: &mut String, indent: Option<usize>, level: usize) {
        match self {
            Self::Text(text) => output.push_str(text),
            Self::List(items) => {
                output.push('[');
                if !items.is_empty() {
                    new_line(output, indent, level + 1);
                }
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        separate(output, indent, level + 1);
                    }
                    item.print(output, indent, level + 1);
                }
                output.push(']');
            }
            Self::Class(name, fields) => {
                output.push_str(name);
                output.push('(');
                let short = fields.len() <= 3 && fields.iter().all(|(_, value)| value.is_simple());
                let indent_here = if short { None } else { indent };
                if !fields.is_empty() {
                    new_line(output, indent_here, level + 1);
                }
                for (index, (field, value)) in fields.iter().enumerate() {
                    if index > 0 {
                        separate(output, indent_here, level + 1);
                    }
                    output.push_str(field);
                    output.push('=');
                    value.print(output, indent, level + 1);
                }
                output.push(')');
            }
        }
    }
}

fn new_line(output: &mut String, indent: Option<usize>, level: usize) {
    if let Some(width) = indent {
        output.push('\n');
        output.extend(std::iter::repeat_n(' ', width * level));
    }
}

fn separate(output: &mut String, indent: Option<usize>, level: usize) {
    if indent.is_some() {
        output.push(',');
        new_line(output, indent, level);
    } else {
        output.push_str(", ");
    }
}
