//! `NoneType`, `ellipsis`, `NotImplementedType`.

use crate::types::type_::TypeDef;

/// The type of `None`.
pub static NONE_TYPE: TypeDef = TypeDef { name: "NoneType", ..TypeDef::EMPTY };

/// The type of `...`.
pub static ELLIPSIS_TYPE: TypeDef = TypeDef { name: "ellipsis", ..TypeDef::EMPTY };

/// The type of `NotImplemented`.
pub static NOT_IMPLEMENTED_TYPE: TypeDef = TypeDef { name: "NotImplementedType", ..TypeDef::EMPTY };
