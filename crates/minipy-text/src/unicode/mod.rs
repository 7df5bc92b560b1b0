//! Unicode properties and case mappings of code points, as CPython 3.14 has them (Unicode 16.0.0).
//!
//! Works on code points (`u32`, lone surrogates included) and on WTF-8 text; it must not touch Python objects.

mod case;
mod names;
mod tables;

pub use case::{capitalize, casefold, lower, swapcase, title, upper};
pub use names::{lookup, name};
use tables::{NUMERICS, SPECIALS, record};

/// The version of the Unicode database the tables were made from.
pub const UNIDATA_VERSION: &str = "16.0.0";

const ALPHA: u16 = 1 << 0;
const DECIMAL: u16 = 1 << 1;
const DIGIT: u16 = 1 << 2;
const NUMERIC: u16 = 1 << 3;
const SPACE: u16 = 1 << 4;
const PRINTABLE: u16 = 1 << 5;
const ID_START: u16 = 1 << 6;
const ID_CONTINUE: u16 = 1 << 7;
const UPPER: u16 = 1 << 8;
const LOWER: u16 = 1 << 9;
const TITLE: u16 = 1 << 10;
const CASED: u16 = 1 << 11;
const CASE_IGNORABLE: u16 = 1 << 12;
const LINE_BREAK: u16 = 1 << 13;
const SRE_CASED: u16 = 1 << 14;

const CATEGORIES: [&str; 30] = [
    "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm",
    "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
];

/// Defines one predicate per flag of the character record.
macro_rules! predicates {
    ($($(#[$doc:meta])* $name:ident = $flag:expr;)*) => {
        $($(#[$doc])* #[inline] pub fn $name(cp: u32) -> bool { record(cp).flags & ($flag) != 0 })*
    };
}

predicates! {
    /// `str.isalpha` of one character.
    is_alpha = ALPHA;
    /// `str.isdecimal` of one character.
    is_decimal = DECIMAL;
    /// `str.isdigit` of one character.
    is_digit = DIGIT;
    /// `str.isnumeric` of one character.
    is_numeric = NUMERIC;
    /// `str.isalnum` of one character.
    is_alnum = ALPHA | DECIMAL | DIGIT | NUMERIC;
    /// `str.isspace` of one character.
    is_space = SPACE;
    /// `str.isprintable` of one character: what `repr` leaves unescaped.
    is_printable = PRINTABLE;
    /// Whether an identifier may start with the character (underscore included).
    is_id_start = ID_START;
    /// Whether an identifier may continue with the character.
    is_id_continue = ID_CONTINUE;
    /// `str.isupper` of one character.
    is_upper = UPPER;
    /// `str.islower` of one character.
    is_lower = LOWER;
    /// Whether the character is in category Lt (`str.istitle` also accepts upper case).
    is_title = TITLE;
    /// Whether `str.splitlines` breaks after the character.
    is_line_break = LINE_BREAK;
    /// `_sre.unicode_iscased`: whether the re module must consider case for the character.
    is_sre_cased = SRE_CASED;
}

/// The general category, two letters as `unicodedata.category` gives them.
pub fn category(cp: u32) -> &'static str {
    CATEGORIES[record(cp).category as usize]
}

/// The decimal digit value (0-9) of a character in category Nd.
#[inline]
pub fn decimal_value(cp: u32) -> Option<u8> {
    if cp < 128 {
        return (cp as u8).is_ascii_digit().then(|| cp as u8 - b'0');
    }
    let value = record(cp).decimal;
    (value != 255).then_some(value)
}

/// The digit value: decimal digits and the likes of superscript two.
pub fn digit_value(cp: u32) -> Option<u8> {
    let value = record(cp).digit;
    (value != 255).then_some(value)
}

/// The numeric value: digits, fractions, roman numerals, ideographs.
pub fn numeric_value(cp: u32) -> Option<f64> {
    let index = record(cp).numeric;
    (index != 0).then(|| NUMERICS[index as usize])
}

/// Which of the stored case mappings to apply.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Full lower case, without the final sigma rule.
    Lower = 0,
    /// Full upper case.
    Upper = 1,
    /// Full title case.
    Title = 2,
    /// Full case folding.
    Fold = 3,
}

/// The characters `cp` maps to: one to three, the rest of the array is zero.
#[inline]
pub fn map_case(cp: u32, case: Case) -> [u32; 3] {
    let delta = record(cp).maps[case as usize];
    if delta < 0x4000_0000 { [cp.wrapping_add_signed(delta), 0, 0] } else { SPECIALS[(delta - 0x4000_0000) as usize] }
}

/// The simple (one to one) lower case the re module uses.
#[inline]
pub fn simple_lower(cp: u32) -> u32 {
    cp.wrapping_add_signed(record(cp).maps[4])
}

/// Whether the character counts as cased for the final sigma rule.
fn is_cased(cp: u32) -> bool {
    record(cp).flags & CASED != 0
}

fn is_case_ignorable(cp: u32) -> bool {
    record(cp).flags & CASE_IGNORABLE != 0
}

/// `str.isidentifier` for a whole WTF-8 text.
pub fn is_identifier(text: &[u8]) -> bool {
    let mut chars = crate::wtf8::code_points(text);
    match chars.next() {
        Some(first) => is_id_start(first) && chars.all(is_id_continue),
        None => false,
    }
}
