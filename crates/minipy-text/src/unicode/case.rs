//! Case conversion of whole WTF-8 texts, with the final sigma rule of CPython's `str.lower`.
//!
//! Every function has a fast path for ASCII; none must change lone surrogates.

use super::{Case, is_case_ignorable, is_cased, is_lower, is_title, is_upper, map_case};
use crate::wtf8::{code_points, push};

const CAPITAL_SIGMA: u32 = 0x3A3;

fn map_text(text: &[u8], case: Case) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for cp in code_points(text) {
        push_mapped(&mut out, cp, case);
    }
    out
}

fn push_mapped(out: &mut Vec<u8>, cp: u32, case: Case) {
    if cp < 128 {
        let byte = cp as u8;
        out.push(match case {
            Case::Lower | Case::Fold => byte.to_ascii_lowercase(),
            Case::Upper | Case::Title => byte.to_ascii_uppercase(),
        });
        return;
    }
    for (at, mapped) in map_case(cp, case).into_iter().enumerate() {
        if mapped != 0 || at == 0 {
            push(out, mapped);
        }
    }
}

/// Lowers the character at byte offset `at` of `text`, minding the final sigma.
fn push_lower(out: &mut Vec<u8>, text: &[u8], at: usize, cp: u32) {
    if cp == CAPITAL_SIGMA {
        push(out, if is_final_sigma(text, at) { 0x3C2 } else { 0x3C3 });
    } else {
        push_mapped(out, cp, Case::Lower);
    }
}

/// Whether the sigma at byte offset `at` ends a word: a cased letter before it and none after.
fn is_final_sigma(text: &[u8], at: usize) -> bool {
    let before = code_points(&text[..at]).rev().find(|&cp| !is_case_ignorable(cp));
    let after = code_points(&text[at + 2..]).find(|&cp| !is_case_ignorable(cp));
    before.is_some_and(is_cased) && !after.is_some_and(is_cased)
}

/// `str.lower`.
pub fn lower(text: &[u8]) -> Vec<u8> {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut chars = code_points(text);
    let mut at = 0;
    while let Some(cp) = chars.next() {
        push_lower(&mut out, text, at, cp);
        at = chars.offset();
    }
    out
}

/// `str.upper`.
pub fn upper(text: &[u8]) -> Vec<u8> {
    if text.is_ascii() { text.to_ascii_uppercase() } else { map_text(text, Case::Upper) }
}

/// `str.casefold`.
pub fn casefold(text: &[u8]) -> Vec<u8> {
    if text.is_ascii() { text.to_ascii_lowercase() } else { map_text(text, Case::Fold) }
}

/// `str.title`: a character after a cased one is lowered, the others get title case.
pub fn title(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut chars = code_points(text);
    let mut at = 0;
    let mut previous_cased = false;
    while let Some(cp) = chars.next() {
        if previous_cased {
            push_lower(&mut out, text, at, cp);
        } else {
            push_mapped(&mut out, cp, Case::Title);
        }
        previous_cased = is_cased_property(cp);
        at = chars.offset();
    }
    out
}

/// `str.capitalize`: title case for the first character, lower case for the rest.
pub fn capitalize(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut chars = code_points(text);
    let mut at = 0;
    while let Some(cp) = chars.next() {
        if at == 0 {
            push_mapped(&mut out, cp, Case::Title);
        } else {
            push_lower(&mut out, text, at, cp);
        }
        at = chars.offset();
    }
    out
}

/// `str.swapcase`.
pub fn swapcase(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut chars = code_points(text);
    let mut at = 0;
    while let Some(cp) = chars.next() {
        if is_upper(cp) {
            push_lower(&mut out, text, at, cp);
        } else if is_lower(cp) {
            push_mapped(&mut out, cp, Case::Upper);
        } else {
            crate::wtf8::push(&mut out, cp);
        }
        at = chars.offset();
    }
    out
}

/// The Cased property itself, which unlike the final sigma test also holds for case-ignorable letters.
fn is_cased_property(cp: u32) -> bool {
    is_upper(cp) || is_lower(cp) || is_title(cp) || is_cased(cp)
}
