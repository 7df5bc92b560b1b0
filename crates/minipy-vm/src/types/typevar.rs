//! `TypeVar`, `ParamSpec`, `TypeVarTuple`, `TypeAliasType`: what PEP 695 syntax makes.
