//! Bytes into text: whatever a till, a payroll program or a spreadsheet wrote. Apart from the parsing of lists because an encoding
//! is guessed once, from the bytes alone.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{MAX_BYTES, Unreadable};

/// How far into a file its bytes are looked at to tell UTF-16 without a mark.
const LOOK: usize = 4_096;

/// The text that these bytes mean: UTF-8, UTF-16 (marked or not), or else Windows-1252, which older programs write.
pub fn text_of(bytes: &[u8]) -> Result<String, Unreadable> {
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::TooBig(bytes.len()));
    }
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if is_workbook(bytes) {
        return Err(Unreadable::Spreadsheet);
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0,
        None => match (utf16_by_its_nulls(bytes), std::str::from_utf8(bytes)) {
            (Some(encoding), _) => encoding.decode_without_bom_handling(bytes).0,
            (None, Ok(text)) => text.into(),
            (None, Err(_)) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    };
    match is_text(&text) {
        true => Ok(text.into_owned()),
        false => Err(Unreadable::Binary),
    }
}

/// Excel's and LibreOffice's own files: zip archives, and the older compound files.
fn is_workbook(bytes: &[u8]) -> bool {
    const ZIP: &[u8] = b"PK\x03\x04";
    const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    bytes.starts_with(ZIP) || bytes.starts_with(COMPOUND)
}

/// UTF-16 of any European list has a zero in every other byte, and UTF-8 has none at all.
fn utf16_by_its_nulls(bytes: &[u8]) -> Option<&'static Encoding> {
    let seen = &bytes[..bytes.len().min(LOOK)];
    let nulls = |from: usize| seen.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (nulls(0), nulls(1), seen.len() / 2);
    match pairs {
        0 => None,
        _ if odd * 5 >= pairs * 2 && even * 20 <= pairs => Some(UTF_16LE),
        _ if even * 5 >= pairs * 2 && odd * 20 <= pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// Text has hardly a control character, and hardly a character that could not be read.
fn is_text(text: &str) -> bool {
    let strange = |c: &char| {
        matches!(c, '\u{fffd}') || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}'))
    };
    let (all, strange) = (text.chars().count(), text.chars().filter(strange).count());
    strange * 200 <= all
}
