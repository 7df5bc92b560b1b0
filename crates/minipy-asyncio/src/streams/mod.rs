//! Streams: `StreamReader`, `StreamWriter`, the protocol between them and a transport, and the functions that make
//! pairs of them.

pub mod errors;
pub mod functions;
pub mod protocol;
pub mod reader;
pub mod reading;
pub mod writer;

/// The default limit of a reader.
pub(crate) const DEFAULT_LIMIT: i64 = 64 * 1024;
