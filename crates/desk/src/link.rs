//! Links that open the program: `keyholder://join/TOKEN?cloud=ORIGIN` and `keyholder://store/ID?cloud=ORIGIN`.
//!
//! Anybody can write such a link, so its form is narrow: one verb, one thing, one cloud, decoded once, and no more bytes than
//! that takes. Whatever else stands in a link makes it none: it does nothing, and nobody is asked about it. What a link may
//! lead to is decided in `keyholder/linking.rs`; this file reads, and knows nobody.

use keyholder_domain::StoreId;
use url::Url;
use uuid::Uuid;

use crate::cloud;

/// The scheme, as the system knows it (`tauri.conf.json` says the same).
pub const SCHEME: &str = "keyholder";
/// Longer than any true link: an origin of the longest possible name, percent-encoded, beside a token.
const LONGEST: usize = 1_024;
/// A token of today has 94 characters; one of a later cloud may have more.
const LONGEST_TOKEN: usize = 256;
/// A hyphenated UUID.
const ID: usize = 36;

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The cloud of which it speaks.
    pub cloud: Url,
    /// What is to be shown there.
    pub to: To,
}

/// What is to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// An invitation, by its token. The cloud's page shows it and takes the answer.
    Join(String),
    /// A store.
    Store(StoreId),
}

impl Link {
    /// Reads a link; none where it is not exactly one of ours.
    pub fn read(text: &str) -> Option<Self> {
        // Before anything else is looked at, so that a megabyte of junk costs nothing.
        if text.len() > LONGEST || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let (scheme, rest) = text.split_once("://")?;
        // Systems and browsers write schemes in either case. Everything after it is ours, and written in one way only.
        if !scheme.eq_ignore_ascii_case(SCHEME) {
            return None;
        }
        let (path, query) = rest.split_once('?')?;
        let to = match path.split_once('/')? {
            ("join", token) => To::Join(token_of(token)?),
            ("store", id) => To::Store(store_of(id)?),
            _ => return None,
        };
        let cloud = origin_of(&decoded(query.strip_prefix("cloud=")?)?)?;
        Some(Self { cloud, to })
    }

    /// The cloud's address, as it is shown: names in other scripts in their coded form, so that none passes for another.
    pub fn origin(&self) -> String {
        self.cloud.origin().ascii_serialization()
    }

    /// The page of the invitation at its cloud.
    pub fn page(&self) -> Option<String> {
        match &self.to {
            To::Join(token) => Some(format!("{}/join/{token}", self.origin())),
            To::Store(_) => None,
        }
    }
}

fn token_of(text: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let fine = (1..=LONGEST_TOKEN).contains(&text.len()) && text.bytes().all(plain);
    fine.then(|| text.to_owned())
}

fn store_of(text: &str) -> Option<StoreId> {
    // `Uuid` reads braces and URNs too; a link has one form.
    let id = (text.len() == ID).then(|| Uuid::try_parse(text).ok())??;
    Some(StoreId::from_uuid(id))
}

/// Undoes percent-encoding once. What is left must be plain: a second layer, or a byte that needs none, is no link of ours.
fn decoded(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
                u8::try_from(high * 16 + low).ok()?
            }
            other => other,
        };
        let allowed = byte.is_ascii_alphanumeric() || b":/.-[]".contains(&byte);
        plain.push(char::from(allowed.then_some(byte)?));
    }
    Some(plain)
}

/// An origin written out: its scheme, its name, perhaps its port. By the same judge as an address that somebody types.
fn origin_of(text: &str) -> Option<Url> {
    if !text.contains("://") {
        return None;
    }
    cloud::address(text).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STORE: &str = "0190a5f0-0000-7000-8000-000000000001";

    fn store(cloud: &str) -> String {
        format!("keyholder://store/{STORE}?cloud={cloud}")
    }

    fn cloud_of(link: &str) -> Option<String> {
        Link::read(link).map(|link| link.origin())
    }

    #[test]
    fn a_link_names_one_thing_at_one_cloud() {
        let link = Link::read(&store("https%3A%2F%2Fkeys.example.com")).unwrap();
        assert_eq!(link.to, To::Store(StoreId::from_uuid(Uuid::try_parse(STORE).unwrap())));
        assert_eq!((link.origin().as_str(), link.page()), ("https://keys.example.com", None));

        let link = Link::read("keyholder://join/AQ-b_9?cloud=https://keys.example.com:8443").unwrap();
        assert_eq!(link.to, To::Join("AQ-b_9".to_owned()));
        assert_eq!(link.page().as_deref(), Some("https://keys.example.com:8443/join/AQ-b_9"));
    }

    #[test]
    fn a_clouds_address_is_shown_as_it_really_is() {
        for (written, told) in [
            ("https://keys.example.com/", "https://keys.example.com"),
            ("https://KEYS.Example.com:443", "https://keys.example.com"),
            ("HTTPS%3a%2f%2fkeys.example.com", "https://keys.example.com"),
            ("https://xn--80ak6aa92e.com", "https://xn--80ak6aa92e.com"),
            ("https://0x7f.1", "https://127.0.0.1"),
            // As everywhere in this program: on this machine alone, a cloud may go without encryption.
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(cloud_of(&store(written)).as_deref(), Some(told), "{written}");
        }
        assert!(cloud_of(&store("https://keys.example.com").replace("keyholder", "KeyHolder")).is_some());
    }

    #[test]
    fn anything_else_does_nothing() {
        let fine = "https://keys.example.com";
        for link in [
            String::new(),
            "keyholder:".to_owned(),
            "keyholder://".to_owned(),
            "keyholder://store".to_owned(),
            format!("keyholder://store/{STORE}"),
            format!("keyholder://store/{STORE}?"),
            format!("keyholder://store/{STORE}?cloud="),
            format!("keyholder://store/{STORE}/?cloud={fine}"),
            format!("keyholder://store/{STORE}/members?cloud={fine}"),
            format!("keyholder://store/{{{STORE}}}?cloud={fine}"),
            format!("keyholder://store/../{STORE}?cloud={fine}"),
            format!("keyholder://store/{}?cloud={fine}", STORE.replace('-', "")),
            format!("keyholder://STORE/{STORE}?cloud={fine}"),
            format!("keyholder://remove/{STORE}?cloud={fine}"),
            format!("keyholder://sign-in/ana?cloud={fine}"),
            format!("keyholder://ana:secret@store/{STORE}?cloud={fine}"),
            format!("keyholder://store:80/{STORE}?cloud={fine}"),
            format!("keyholder:///store/{STORE}?cloud={fine}"),
            format!("keyholder:store/{STORE}?cloud={fine}"),
            format!("https://store/{STORE}?cloud={fine}"),
            format!(" keyholder://store/{STORE}?cloud={fine}"),
            format!("keyholder://join/?cloud={fine}"),
            format!("keyholder://join/a%41?cloud={fine}"),
            format!("keyholder://join/a/b?cloud={fine}"),
            format!("keyholder://join/{}?cloud={fine}", "a".repeat(257)),
            store("keys.example.com"),
            store("http://keys.example.com"),
            store("http://127.0.0.1.evil.example"),
            store("ftp://keys.example.com"),
            store("file:///etc/passwd"),
            store("javascript:alert(1)"),
            store("https://ana:secret@keys.example.com"),
            store("https://keys.example.com%40evil.example"),
            store("https://keys.example.com/path"),
            store("https://keys.example.com?x=1"),
            store("https://keys.example.com#x"),
            store("https://keys.example.com&accept=yes"),
            store("https://keys.example.com&cloud=https://evil.example"),
            store("https://keys.example.com%00"),
            store("https://keys.example.com%0a"),
            store("https://keys.example.com\n"),
            store("https://keys.example.com\u{202e}"),
            store("https://k\u{e9}ys.example.com"),
            store("https://k%C3%A9ys.example.com"),
            store("https%253A%252F%252Fkeys.example.com"),
            store("https:%5C%5Ckeys.example.com"),
            store("https://keys.example.com:99999"),
            store("https://"),
            store("%"),
            store("%4"),
            store("%zz"),
        ] {
            assert_eq!(Link::read(&link), None, "{link}");
        }
    }

    #[test]
    fn a_megabyte_of_junk_is_no_link() {
        let junk = "a".repeat(1 << 20);
        let fine = "https://keys.example.com";
        for link in [
            junk.clone(),
            format!("keyholder://join/{junk}?cloud={fine}"),
            format!("keyholder://join/x?cloud=https://{junk}.example"),
            format!("{}{junk}", store(fine)),
            format!("{}{}", store(fine), "%25".repeat(1 << 18)),
        ] {
            assert_eq!(Link::read(&link), None);
        }
    }

    proptest! {
        #[test]
        fn no_text_at_all_brings_it_down(text in any::<String>()) {
            Link::read(&text);
            Link::read(&store(&text));
            Link::read(&format!("keyholder://join/{text}?cloud=https://keys.example.com"));
        }

        #[test]
        fn what_is_read_is_an_origin_without_a_person_and_encrypted_or_on_this_machine(
            text in r"keyholder://(join/[A-Za-z0-9_-]{1,30}|store/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\?cloud=(https?|ftp)(:|%3A)//[a-zA-Z0-9.:@%\[\]/-]{0,40}"
        ) {
            if let Some(link) = Link::read(&text) {
                let cloud = &link.cloud;
                prop_assert!(cloud.username().is_empty() && cloud.password().is_none());
                prop_assert!(cloud.path() == "/" && cloud.query().is_none() && cloud.fragment().is_none());
                prop_assert!(cloud.scheme() == "https" || cloud::address(cloud.as_str()).is_ok());
                prop_assert!(link.origin().is_ascii());
                prop_assert_eq!(Link::read(&again(&link)), Some(link), "read again it is the same");
            }
        }

        #[test]
        fn one_byte_more_or_less_never_leads_to_another_cloud(at in 0_usize..90, byte in any::<u8>()) {
            let mut bytes = store("https://keys.example.com").into_bytes();
            let at = at % bytes.len();
            bytes[at] = byte;
            if let Some(link) = String::from_utf8(bytes).ok().and_then(|text| Link::read(&text)) {
                // Another name is another cloud, and asked about as such; nothing of it is hidden.
                prop_assert!(link.origin().starts_with("https://") && link.origin().len() <= 30);
            }
        }
    }

    fn again(link: &Link) -> String {
        let to = match &link.to {
            To::Join(token) => format!("join/{token}"),
            To::Store(id) => format!("store/{id}"),
        };
        format!("keyholder://{to}?cloud={}", link.origin())
    }
}
