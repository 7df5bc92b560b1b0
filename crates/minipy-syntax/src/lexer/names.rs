//! Identifiers and characters outside ASCII.

use super::driver::error_at;
use crate::error::RawError;
use unicode_normalization::UnicodeNormalization;

/// Checks a name that has characters outside ASCII.
pub(super) fn check(source: &str, start: usize, end: usize) -> Result<(), RawError> {
    for (index, (offset, character)) in source[start..end].char_indices().enumerate() {
        let valid = if index == 0 {
            character == '_' || unicode_ident::is_xid_start(character)
        } else {
            unicode_ident::is_xid_continue(character)
        };
        if !valid {
            return Err(character_error(character, start + offset));
        }
    }
    Ok(())
}

/// The keyword that a name outside ASCII is in normal form: `None`, `True` or `False`.
pub(crate) fn disguised(name: &str) -> Option<&'static str> {
    if name.is_ascii() {
        return None;
    }
    let normal: String = name.nfkc().collect();
    ["None", "True", "False"].into_iter().find(|keyword| *keyword == normal)
}

/// The error for a character that cannot stand where it stands.
pub(super) fn character_error(character: char, at: usize) -> RawError {
    let code = character as u32;
    let message = if is_printable(character) {
        format!("invalid character '{character}' (U+{code:04X})")
    } else {
        format!("invalid non-printable character U+{code:04X}")
    };
    error_at(message, at + character.len_utf8())
}

/// Whether `str.isprintable` holds: the character is assigned, and no control, format or blank character.
pub(crate) fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return matches!(character, ' '..='~');
    }
    let is_format = matches!(character as u32,
        0xAD | 0x600..=0x605 | 0x61C | 0x6DD | 0x70F | 0x890..=0x891 | 0x8E2 | 0x180E
        | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFEFF
        | 0xFFF9..=0xFFFB | 0x110BD | 0x110CD | 0x13430..=0x1343F
        | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0001 | 0xE0020..=0xE007F);
    // Only assigned characters have names.
    !is_format && !character.is_whitespace() && unicode_names2::name(character).is_some()
}
