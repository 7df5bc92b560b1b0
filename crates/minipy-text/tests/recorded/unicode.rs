//! Checksums over all code points.

use minipy_text::{escape, unicode, wtf8};

use super::compare;

type Show = fn(u32, &[u8]) -> Vec<u8>;

fn digits(value: u32) -> Vec<u8> {
    value.to_string().into_bytes()
}

fn flag(test: fn(u32) -> bool, cp: u32) -> Vec<u8> {
    digits(test(cp) as u32)
}

fn of_name(name: &str) -> Show {
    match name {
        "alpha" => |c, _| flag(unicode::is_alpha, c),
        "decimal" => |c, _| flag(unicode::is_decimal, c),
        "digit" => |c, _| flag(unicode::is_digit, c),
        "numeric" => |c, _| flag(unicode::is_numeric, c),
        "alnum" => |c, _| flag(unicode::is_alnum, c),
        "space" => |c, _| flag(unicode::is_space, c),
        "printable" => |c, _| flag(unicode::is_printable, c),
        "identifier" => |c, _| flag(unicode::is_id_start, c),
        "continue" => |c, _| flag(unicode::is_id_continue, c),
        "upper" => |c, _| flag(unicode::is_upper, c),
        "lower" => |c, _| flag(unicode::is_lower, c),
        "title" => |c, _| flag(unicode::is_title, c),
        "linebreak" => |c, _| flag(unicode::is_line_break, c),
        "sre_cased" => |c, _| flag(unicode::is_sre_cased, c),
        "category" => |c, _| unicode::category(c).into(),
        "to_lower" => |_, t| unicode::lower(t),
        "to_upper" => |_, t| unicode::upper(t),
        "to_title" => |_, t| unicode::title(t),
        "to_fold" => |_, t| unicode::casefold(t),
        "swap" => |_, t| unicode::swapcase(t),
        "capitalize" => |_, t| unicode::capitalize(t),
        "decimal_value" => |c, _| unicode::decimal_value(c).map_or(vec![], |v| digits(v as u32)),
        "digit_value" => |c, _| unicode::digit_value(c).map_or(vec![], |v| digits(v as u32)),
        "numeric_value" => |c, _| unicode::numeric_value(c).map_or(vec![], |v| minipy_text::float::repr(v).into()),
        "name" => |c, _| unicode::name(c).unwrap_or_default().into(),
        "simple_lower" => |c, _| digits(unicode::simple_lower(c)),
        "sigma" => |_, t| unicode::lower(&[b"a", t, "Σ".as_bytes(), t].concat()),
        "repr" => |_, t| escape::repr_str(t),
        other => panic!("{other}"),
    }
}

#[test]
fn checksums() {
    compare("unicode_sums", 1, |a| {
        let show = of_name(a[0]);
        let mut sum: u64 = 0;
        for cp in 0..0x11_0000 {
            let (bytes, len) = wtf8::encode(cp);
            for byte in show(cp, &bytes[..len]) {
                sum = sum.wrapping_mul(1099511628211).wrapping_add(byte as u64 + 1);
            }
        }
        sum.to_string()
    });
}

#[test]
fn lookup() {
    for name in ["LATIN SMALL LETTER A", "hangul syllable gag", "CJK UNIFIED IDEOGRAPH-4E00", "GRINNING FACE", "SPACE"]
    {
        let cp = unicode::lookup(name).unwrap();
        assert_eq!(unicode::name(cp).unwrap(), name.to_uppercase());
    }
    assert_eq!(unicode::lookup("NO SUCH NAME"), None);
    assert_eq!(unicode::lookup(""), None);
}
