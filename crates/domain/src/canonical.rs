//! RFC 8785 bytes, written in one walk: what tells two ops apart and what the chain of entries hashes.
//!
//! Every entry is hashed once by the cloud and once by each desk, so this is among the hottest paths of sync. Nothing is cloned, sorted
//! or written twice; only numbers that are no small integers go the long way round, through `serde_json_canonicalizer`.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// Integers up to here are the same as IEEE doubles, which is what RFC 8785 says that numbers are.
const EXACT: u64 = 1 << 53;

/// What a walk writes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The value as it is.
    Plain,
    /// The value with every personal object in its sealed form.
    Sealed,
}

/// Appends the value's RFC 8785 bytes.
pub(crate) fn write(value: &Value, form: Form, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => write_number(number, out),
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (no, item) in items.iter().enumerate() {
                if no > 0 {
                    out.push(b',');
                }
                write(item, form, out);
            }
            out.push(b']');
        }
        Value::Object(fields) => write_object(fields, form, "", out),
    }
}

/// Appends an object's bytes, without the field of one name (empty: with all).
pub(crate) fn write_object(fields: &Map<String, Value>, form: Form, without: &str, out: &mut Vec<u8>) {
    if form == Form::Sealed
        && let Some(hash) = sealed(fields)
    {
        out.extend_from_slice(b"{\"sealed\":");
        write_text(&hash, out);
        return out.push(b'}');
    }
    let mut sorted: Vec<(&String, &Value)> = fields.iter().collect();
    // Sorted already unless some crate asks serde_json to keep the order of insertion.
    sorted.sort_by(|(one, _), (other, _)| order(one, other));
    out.push(b'{');
    let mut first = true;
    for (name, value) in sorted {
        if !without.is_empty() && name == without {
            continue;
        }
        if !std::mem::take(&mut first) {
            out.push(b',');
        }
        write_text(name, out);
        out.push(b':');
        write(value, form, out);
    }
    out.push(b'}');
}

/// The seal of a personal object, which is exactly `{"personal": V, "salt": text}`: the hash of the salt's text and of V's bytes.
pub(crate) fn sealed(object: &Map<String, Value>) -> Option<String> {
    if object.len() != 2 {
        return None;
    }
    let (personal, salt) = (object.get("personal")?, object.get("salt")?.as_str()?);
    let mut bytes = salt.as_bytes().to_vec();
    write(personal, Form::Plain, &mut bytes);
    Some(hex::encode(Sha256::digest(&bytes)))
}

// RFC 8785 orders names by their UTF-16 code units; for ASCII that is the order of bytes.
fn order(one: &str, other: &str) -> std::cmp::Ordering {
    if one.is_ascii() && other.is_ascii() {
        one.cmp(other)
    } else {
        one.encode_utf16().cmp(other.encode_utf16())
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    // serde_json escapes exactly what RFC 8785 asks for; writing a text into memory cannot fail.
    let _ = serde_json::to_writer(out, text);
}

fn write_number(number: &serde_json::Number, out: &mut Vec<u8>) {
    let small = match (number.as_u64(), number.as_i64()) {
        (Some(number), _) => number <= EXACT,
        (None, Some(number)) => number.unsigned_abs() <= EXACT,
        (None, None) => false,
    };
    if small {
        out.extend_from_slice(number.to_string().as_bytes());
        return;
    }
    // Canonical form fails on numbers that JSON does not have, and a parsed value cannot hold one.
    match serde_json_canonicalizer::to_vec(number) {
        Ok(bytes) => out.extend_from_slice(&bytes),
        Err(_) => out.extend_from_slice(number.to_string().as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn any_json() -> impl Strategy<Value = Value> {
        let name = prop_oneof!["[a-z_]{0,6}", ".{0,4}", Just("personal".to_owned()), Just("salt".to_owned())];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-1_000_i64..1_000).prop_map(Value::from),
            any::<f64>().prop_filter("JSON has no others", |number| number.is_finite()).prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
            "[\\x00-\\x20\"\\\\/\\x7f\u{2028}\u{fffd}\u{1f600}]{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 48, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((name.clone(), inner), 0..5)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        /// The oracle is the library that does nothing else.
        #[test]
        fn the_bytes_are_those_of_the_library(value in any_json()) {
            let mut bytes = Vec::new();
            write(&value, Form::Plain, &mut bytes);
            prop_assert_eq!(bytes, serde_json_canonicalizer::to_vec(&value).unwrap());
        }

        #[test]
        fn sealing_on_the_way_is_sealing_first(value in any_json()) {
            let mut bytes = Vec::new();
            write(&value, Form::Sealed, &mut bytes);
            prop_assert_eq!(bytes, serde_json_canonicalizer::to_vec(&crate::wire::seal(&value)).unwrap());
        }
    }

    #[test]
    fn names_are_ordered_by_their_utf_16_units() {
        // The example of RFC 8785, section 3.2.3.
        let value =
            json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
        let mut bytes = Vec::new();
        write(&value, Form::Plain, &mut bytes);
        let order: Vec<char> =
            String::from_utf8(bytes).unwrap().chars().filter(char::is_ascii_digit).collect();
        // The name "1" shows its own digit too.
        assert_eq!(order.into_iter().collect::<String>(), "21467153");
    }
}
