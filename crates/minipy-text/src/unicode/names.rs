//! Character names, from `data/names.bin` (written by `tools/gen_names.py`) and from the rules for the rest.
//!
//! The table is read in place; nothing is built at run time.

static DATA: &[u8] = include_bytes!("../../data/names.bin");

/// Names that are a prefix and the code point in hexadecimal.
static RULED: &[(&str, u32, u32)] = &[
    ("CJK UNIFIED IDEOGRAPH-", 0x3400, 0x4DBF),
    ("CJK UNIFIED IDEOGRAPH-", 0x4E00, 0x9FFF),
    ("CJK UNIFIED IDEOGRAPH-", 0x20000, 0x2A6DF),
    ("CJK UNIFIED IDEOGRAPH-", 0x2A700, 0x2B739),
    ("CJK UNIFIED IDEOGRAPH-", 0x2B740, 0x2B81D),
    ("CJK UNIFIED IDEOGRAPH-", 0x2B820, 0x2CEA1),
    ("CJK UNIFIED IDEOGRAPH-", 0x2CEB0, 0x2EBE0),
    ("CJK UNIFIED IDEOGRAPH-", 0x2EBF0, 0x2EE5D),
    ("CJK UNIFIED IDEOGRAPH-", 0x30000, 0x3134A),
    ("CJK UNIFIED IDEOGRAPH-", 0x31350, 0x323AF),
    ("CJK COMPATIBILITY IDEOGRAPH-", 0xF900, 0xFA6D),
    ("CJK COMPATIBILITY IDEOGRAPH-", 0xFA70, 0xFAD9),
    ("CJK COMPATIBILITY IDEOGRAPH-", 0x2F800, 0x2FA1D),
    ("EGYPTIAN HIEROGLYPH-", 0x13460, 0x143FA),
    ("KHITAN SMALL SCRIPT CHARACTER-", 0x18B00, 0x18CD5),
    ("KHITAN SMALL SCRIPT CHARACTER-", 0x18CFF, 0x18CFF),
    ("NUSHU CHARACTER-", 0x1B170, 0x1B2FB),
];

static LEADS: [&str; 19] =
    ["G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"];
static VOWELS: [&str; 21] = [
    "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI", "YU", "EU",
    "YI", "I",
];
static TAILS: [&str; 28] = [
    "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS", "S",
    "SS", "NG", "J", "C", "K", "T", "P", "H",
];
const HANGUL_BASE: u32 = 0xAC00;
const HANGUL_END: u32 = 0xD7A3;

const HEADER: usize = 20;

const fn u32_at(at: usize) -> u32 {
    u32::from_le_bytes([DATA[at], DATA[at + 1], DATA[at + 2], DATA[at + 3]])
}

const WORDS: usize = u32_at(0) as usize;
const RUNS: usize = u32_at(4) as usize;
const NAMES: usize = u32_at(8) as usize;
const WORD_BYTES: usize = u32_at(12) as usize;
const WORDS_AT: usize = HEADER + WORDS;
const RUNS_AT: usize = WORDS_AT + WORD_BYTES;
const OFFSETS_AT: usize = RUNS_AT + 8 * RUNS;
const TOKENS_AT: usize = OFFSETS_AT + 4 * NAMES.div_ceil(16);

/// `unicodedata.name`.
pub fn name(cp: u32) -> Option<String> {
    if (HANGUL_BASE..=HANGUL_END).contains(&cp) {
        let index = (cp - HANGUL_BASE) as usize;
        let (lead, vowel, tail) = (LEADS[index / 588], VOWELS[index / 28 % 21], TAILS[index % 28]);
        return Some(format!("HANGUL SYLLABLE {lead}{vowel}{tail}"));
    }
    if let Some((prefix, ..)) = RULED.iter().find(|(_, first, last)| (*first..=*last).contains(&cp)) {
        return Some(format!("{prefix}{cp:04X}"));
    }
    let run = (0..RUNS).rev().find(|&run| u32_at(RUNS_AT + 8 * run) <= cp)?;
    let index = (cp - u32_at(RUNS_AT + 8 * run)) as usize + u32_at(RUNS_AT + 8 * run + 4) as usize;
    let run_end = if run + 1 < RUNS { u32_at(RUNS_AT + 8 * run + 12) as usize } else { NAMES };
    if index >= run_end {
        return None;
    }
    let mut at = TOKENS_AT + u32_at(OFFSETS_AT + 4 * (index / 16)) as usize;
    for _ in 0..index % 16 {
        at = tokens(at).1;
    }
    let words: Vec<&str> = tokens(at).0.into_iter().map(word).collect();
    Some(words.join(" "))
}

/// `unicodedata.lookup` of a character name, in any case; aliases and named sequences are not known.
pub fn lookup(name: &str) -> Option<u32> {
    let wanted = name.to_ascii_uppercase();
    if let Some(rest) = wanted.strip_prefix("HANGUL SYLLABLE ") {
        return (HANGUL_BASE..=HANGUL_END)
            .find(|&cp| self::name(cp).is_some_and(|name| &name["HANGUL SYLLABLE ".len()..] == rest));
    }
    for (prefix, first, last) in RULED {
        if let Some(digits) = wanted.strip_prefix(prefix)
            && let Ok(cp) = u32::from_str_radix(digits, 16)
            && (*first..=*last).contains(&cp)
            && format!("{cp:04X}") == digits
        {
            return Some(cp);
        }
    }
    // Names are compared as word numbers, so the scan touches only small integers.
    let numbers: Vec<usize> = wanted.split(' ').map(word_number).collect::<Option<_>>()?;
    let mut at = TOKENS_AT;
    for index in 0..NAMES {
        let (tokens, next) = tokens(at);
        if tokens == numbers {
            return (0..RUNS).rev().find_map(|run| {
                let first = u32_at(RUNS_AT + 8 * run + 4) as usize;
                (first <= index).then(|| u32_at(RUNS_AT + 8 * run) + (index - first) as u32)
            });
        }
        at = next;
    }
    None
}

/// The word numbers of the name whose tokens start at an offset, and the offset of the next name.
fn tokens(mut at: usize) -> (Vec<usize>, usize) {
    let count = DATA[at] as usize;
    at += 1;
    let mut words = Vec::with_capacity(count);
    for _ in 0..count {
        let first = DATA[at] as usize;
        at += 1;
        if first < 192 {
            words.push(first);
        } else {
            words.push(192 + ((first - 192) << 8 | DATA[at] as usize));
            at += 1;
        }
    }
    (words, at)
}

fn word(number: usize) -> &'static str {
    let start: usize = DATA[HEADER..HEADER + number].iter().map(|&len| len as usize).sum();
    let len = DATA[HEADER + number] as usize;
    std::str::from_utf8(&DATA[WORDS_AT + start..WORDS_AT + start + len]).unwrap_or_default()
}

fn word_number(wanted: &str) -> Option<usize> {
    let mut at = WORDS_AT;
    for number in 0..WORDS {
        let len = DATA[HEADER + number] as usize;
        if &DATA[at..at + len] == wanted.as_bytes() {
            return Some(number);
        }
        at += len;
    }
    None
}
