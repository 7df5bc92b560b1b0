//! The module `_socket`: `object` is the type `socket`, `transfer` and `message` its sending and receiving methods,
//! `options` its options, `address` the conversion of addresses, `module` and `lookup` the functions.

pub mod address;
mod constants;
pub mod lookup;
mod message;
pub mod module;
pub mod object;
mod options;
mod transfer;

pub use module::MODULE;
pub use object::SocketObj;
