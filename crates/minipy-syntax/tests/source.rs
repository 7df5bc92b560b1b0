//! Decoding of source files, positions, warnings, tokens, and what the prompt needs to know.

use minipy_syntax::dump::{Options, dump, dump_tokens, float_repr, str_repr};
use minipy_syntax::{LineIndex, Mode, decode_source, needs_more_input, parse, parse_source, tokenize};
use pretty_assertions::assert_eq;

/// Decodes and shows the error as `lineno|offset|end_lineno|end_offset|message`.
fn decode(bytes: &[u8]) -> Result<String, String> {
    decode_source(bytes, None)
        .map_err(|e| format!("{}|{}|{}|{}|{}", e.lineno, e.offset, e.end_lineno, e.end_offset, e.message))
}

#[test]
fn encodings() {
    let ok: [(&[u8], &str); 8] = [
        (b"#coding=latin-1\nx='\xe9'", "#coding=latin-1\nx='é'"),
        (b"\xef\xbb\xbfx=1", "x=1"),
        (b"# coding: koi8-r\nx='\xc1'", "# coding: koi8-r\nx='а'"),
        (b"\n# vim: set fileencoding=cp1252 :\nx='\x80'", "\n# vim: set fileencoding=cp1252 :\nx='€'"),
        (b"x\n# coding: foo\n", "x\n# coding: foo\n"),
        (b"# coding: utf-8-sig\nx='\xc3\xa9'", "# coding: utf-8-sig\nx='é'"),
        (b"# coding: iso-8859-15\nx='\xa4'", "# coding: iso-8859-15\nx='€'"),
        (b"\n\n# coding: latin1\nx", "\n\n# coding: latin1\nx"),
    ];
    for (bytes, text) in ok {
        assert_eq!(decode(bytes), Ok(text.to_owned()));
    }
    let hint = "but no encoding declared; see https://peps.python.org/pep-0263/ for details";
    let errors: [(&[u8], String); 9] = [
        (b"\xef\xbb\xbf#coding: utf8\nx", "1|0|1|13|encoding problem: utf8 with BOM".to_owned()),
        (
            b"# coding: utf8\nx='\xff'",
            "0|-1|0|0|'utf-8' codec can't decode byte 0xff in position 18: invalid start byte".to_owned(),
        ),
        (b"# coding: foo\nx", "0|-1|0|0|unknown encoding: foo".to_owned()),
        (b"x='\xe9'\n", format!("1|4|1|4|Non-UTF-8 code starting with '\\xe9' on line 1, {hint}")),
        (b"x\r\xb2\ny", format!("2|1|2|1|Non-UTF-8 code starting with '\\xb2' on line 2, {hint}")),
        (b"x = 1\ny = '\xc3'", format!("2|6|2|6|Non-UTF-8 code starting with '\\xc3' on line 2, {hint}")),
        (b"\xef\xbb\xbf# coding: latin-1\nx", "1|0|1|17|encoding problem: iso-8859-1 with BOM".to_owned()),
        (b"x=1\0", "0|0|0|0|source code string cannot contain null bytes".to_owned()),
        (
            b"# coding: cp1252\nx='\x81'",
            "0|-1|0|0|'charmap' codec can't decode byte 0x81 in position 20: character maps to <undefined>".to_owned(),
        ),
    ];
    for (bytes, message) in errors {
        assert_eq!(decode(bytes), Err(message));
    }
}

#[test]
fn positions() {
    let text = "aé\nb\r\nc\rd";
    let lines = LineIndex::new(text);
    let mut cursor = lines.cursor();
    let expected = [(0, (1, 0)), (3, (1, 3)), (4, (2, 0)), (7, (3, 0)), (9, (4, 0)), (4, (2, 0)), (10, (4, 1))];
    for (offset, position) in expected {
        assert_eq!(lines.position(offset), position);
        assert_eq!(cursor.position(offset), position);
    }
    assert_eq!(lines.char_position(text, 3), (1, 2));
    assert_eq!(lines.line_text(text, 2), "b");
    assert_eq!(lines.count(), 4);
}

#[test]
fn warnings() {
    let escape = |text: &str| {
        format!(
            "\"\\{text}\" is an invalid escape sequence. Such sequences will not work in the future. \
             Did you mean \"\\\\{text}\"? A raw string is also an option."
        )
    };
    let cases = [
        (r"x='\d'", vec![(escape("d"), 1)]),
        ("x='''a\n\\d\n\\e'''", vec![(escape("d"), 2)]),
        (r"f'\d{x}\e'", vec![(escape("d"), 1), (escape("e"), 1)]),
        (r"f'{x}\{y}'", vec![(escape("{"), 1)]),
        ("('a'\n'\\d')", vec![(escape("d"), 2)]),
        ("f'''a\n\\d'''", vec![(escape("d"), 3)]),
        ("1if 1 else 2", vec![("invalid decimal literal".to_owned(), 1)]),
        ("0x1for x in y", vec![("invalid hexadecimal literal".to_owned(), 1)]),
        ("[0x1for x in y]", vec![("invalid hexadecimal literal".to_owned(), 1)]),
        (r"r'\d'", vec![]),
        (r"'\n'", vec![]),
    ];
    for (source, expected) in cases {
        let Ok(parsed) = parse_source(source.to_owned(), Mode::Exec) else { continue };
        let warnings: Vec<_> = parsed.warnings.into_iter().map(|warning| (warning.message, warning.lineno)).collect();
        assert_eq!(warnings, expected, "{source}");
    }
}

#[test]
fn prompts() {
    let more = ["if x:", "if x:\n  y", "def f():\n  pass", "(1,", "'''a", "x = \\", "@a", "try:\n  x\n", "match x:"];
    for source in more {
        assert!(needs_more_input(source), "{source:?}");
    }
    let complete = ["x", "x = 1", "if x:\n  y\n", "x y", "if x", "'abc", ")", "", "# comment", "def f(): pass\n"];
    for source in complete {
        assert!(!needs_more_input(source), "{source:?}");
    }
}

#[test]
fn token_dump() {
    let source = "if x:  # why\n    f'{x!r}'\n";
    let expected = "\
1,0-1,2:            NAME           'if'           
1,3-1,4:            NAME           'x'            
1,4-1,5:            OP             ':'            
1,12-2,0:           NEWLINE        '\\n'           
2,0-2,4:            INDENT         '    '         
2,4-2,6:            FSTRING_START  \"f'\"           
2,6-2,7:            OP             '{'            
2,7-2,8:            NAME           'x'            
2,8-2,9:            OP             '!'            
2,9-2,10:           NAME           'r'            
2,10-2,11:          OP             '}'            
2,11-2,12:          FSTRING_END    \"'\"            
2,12-3,0:           NEWLINE        '\\n'           
3,0-3,0:            DEDENT         ''             
3,0-3,0:            ENDMARKER      ''             
";
    assert_eq!(dump_tokens(&tokenize(source), source), expected);
}

#[test]
fn tree_dump() {
    let source = "x = [1, 'a']";
    let module = parse(source, Mode::Exec).expect("a tree");
    let expected = "\
Module(
  body=[
    Assign(
      targets=[
        Name(id='x', ctx=Store())],
      value=List(
        elts=[
          Constant(value=1),
          Constant(value='a')],
        ctx=Load()))])";
    let options = Options { indent: Some(2), ..Options::default() };
    assert_eq!(dump(&module, source, options), expected);
}

#[test]
fn reprs() {
    assert_eq!(str_repr("it's".as_bytes(), false), "\"it's\"");
    assert_eq!(str_repr("é\n\u{7f}".as_bytes(), false), "'é\\n\\x7f'");
    assert_eq!(str_repr("é😀".as_bytes(), true), "'\\xe9\\U0001f600'");
    let floats = [(1.0, "1.0"), (1e16, "1e+16"), (1e15, "1000000000000000.0"), (1e-5, "1e-05"), (0.0001, "0.0001")];
    for (value, text) in floats {
        assert_eq!(float_repr(value), text);
    }
    assert_eq!(float_repr(-0.0), "-0.0");
    assert_eq!(float_repr(1.5e300), "1.5e+300");
}
