//! A host that grants nothing: every question is answered with "Permission denied".

#![forbid(unsafe_code)]

use crate::host::Host;

/// Denies everything.
#[derive(Clone, Copy, Debug, Default)]
pub struct DenyHost;

impl Host for DenyHost {}
