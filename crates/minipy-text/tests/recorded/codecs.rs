//! Recorded results of encoding and decoding with every error handler.

use minipy_text::codec::{self, CodecError, Encoding, ErrorMode, Failure};

use super::{bytes, compare, hex};

fn show(result: Result<Vec<u8>, CodecError<()>>, kind: &str, message: impl Fn(&Failure) -> String) -> String {
    match result {
        Ok(bytes) if bytes.is_empty() => "-".into(),
        Ok(bytes) => hex(&bytes),
        Err(CodecError::Failure(failure)) => format!("{kind}: {}", message(&failure)),
        Err(CodecError::Type(message)) => format!("TypeError: {message}"),
        Err(CodecError::Handler(())) => "handler".into(),
    }
}

#[test]
fn encode() {
    compare("encode", 3, |a| {
        let text = bytes(a[2]);
        let encoding = Encoding::from_name(a[0]).unwrap();
        let result = codec::encode(encoding, &text, ErrorMode::from_name(a[1]), &mut |_| Err(()));
        show(result, "UnicodeEncodeError", |failure| failure.encode_message(&text))
    });
}

#[test]
fn decode() {
    compare("decode", 3, |a| {
        let input = bytes(a[2]);
        let encoding = Encoding::from_name(a[0]).unwrap();
        let result = codec::decode(encoding, &input, ErrorMode::from_name(a[1]), true, &mut |_| Err(()));
        show(result.map(|d| d.text), "UnicodeDecodeError", |failure| failure.decode_message(&input))
    });
    compare("decode_partial", 2, |a| {
        let encoding = Encoding::from_name(a[0]).unwrap();
        let decoded = codec::decode(encoding, &bytes(a[1]), ErrorMode::Replace, false, &mut |_| Err(())).unwrap();
        format!("{}\t{}", hex(&decoded.text), decoded.consumed)
    });
}

#[test]
fn custom_handlers() {
    let mut seen = Vec::new();
    let result = codec::encode::<()>(Encoding::Latin1, "a€€é€".as_bytes(), ErrorMode::Custom, &mut |failure| {
        seen.push((failure.start, failure.end));
        let resume = failure.start + 1;
        Ok(codec::EncodeFix { replacement: "é".as_bytes().to_vec(), is_bytes: false, resume })
    });
    assert_eq!(result.unwrap(), b"a\xE9\xE9\xE9\xE9");
    assert_eq!(seen, [(1, 3), (2, 3), (4, 5)]);
    let refused = codec::encode::<()>(Encoding::Ascii, "€".as_bytes(), ErrorMode::Custom, &mut |_| {
        Ok(codec::EncodeFix { replacement: "é".as_bytes().to_vec(), is_bytes: false, resume: 1 })
    });
    assert!(matches!(refused, Err(CodecError::Failure(Failure { start: 0, end: 1, .. }))));
    let raised = codec::decode(Encoding::Ascii, b"a\xFF", ErrorMode::Custom, true, &mut |_| Err("raised"));
    assert_eq!(raised, Err(CodecError::Handler("raised")));
}
