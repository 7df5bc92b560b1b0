//! Async generators: the type, its methods, and the awaitables they give.

use crate::heap::HeapObject;
use crate::types::generator::GenObj;
use crate::types::type_::TypeDef;

/// The type `async_generator`.
pub static TYPE: TypeDef = TypeDef { name: "async_generator", layout: Some(GenObj::LAYOUT), ..TypeDef::EMPTY };
