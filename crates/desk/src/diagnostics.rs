//! What of a log, a crash or a report may leave this machine: no secret, no name and no address.
//!
//! Logs are scrubbed as they are written, by what a word looks like; a report is scrubbed once more, by the names that this
//! machine knows. Words are hidden rather too often than too seldom: ids, codes, counts and times are what helps.

use std::collections::HashSet;
use std::fmt::Write;

use keyholder_domain::Time;
use uuid::Uuid;

/// The file of a profile in which a crash is told.
pub const CRASH: &str = "crash.txt";
/// What stands for something hidden.
const ADDRESS: &str = "‹address›";
const SECRET: &str = "‹secret›";
const PATH: &str = "‹path›";
const NAME: &str = "‹name›";
const QUOTED: &str = "‹quoted›";

/// Names of our own files end like this; the names of other machines do not.
const FILES: [&str; 9] = ["db", "json", "log", "rs", "lock", "new", "txt", "md", "svelte"];
/// The shortest run of letters and digits that may be a token.
const TOKEN: usize = 20;
/// How much of a backtrace is kept: the panic is at its beginning.
const FRAMES: usize = 120;

/// A text without whatever looks like an address, a secret or a place on this machine.
pub fn scrub(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| !between(letter)) {
        clean.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(between).unwrap_or(rest.len());
        clean.push_str(&shown(&rest[..end]));
        rest = &rest[end..];
    }
    clean.push_str(rest);
    clean
}

/// What parts a text into words: a word is as long as an address, a path or a token may be.
fn between(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || "\"'`‘’“”()<>{},;|".contains(letter)
}

/// One word, or what stands for it. A name before `=` is ours, what comes after it is not.
fn shown(word: &str) -> String {
    if let Some((name, value)) = word.split_once('=')
        && !name.is_empty()
        && !is_secret(name)
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-.".contains(letter))
    {
        return format!("{name}={}", shown(value));
    }
    // What ends a sentence is no part of its last word.
    let end = word.trim_end_matches(['.', ':', '!', '?', '…', ']']).len();
    let (word, mark) = word.split_at(end);
    hidden(word).map_or_else(|| format!("{word}{mark}"), |hidden| format!("{hidden}{mark}"))
}

fn hidden(word: &str) -> Option<String> {
    if word.contains('@') || word.contains("://") || word.starts_with("keyholder:") {
        return Some(ADDRESS.to_owned());
    }
    if word.contains('/') || word.contains('\\') {
        return Some(place_in_source(word).unwrap_or_else(|| PATH.to_owned()));
    }
    (is_secret(word).then_some(SECRET)).or_else(|| is_address(word).then_some(ADDRESS)).map(str::to_owned)
}

/// A line of somebody's source: ours as it is, another package's from its name on.
fn place_in_source(word: &str) -> Option<String> {
    let place = word.replace('\\', "/");
    let plain = |place: &str| {
        let fits = |letter: char| letter.is_ascii_alphanumeric() || "/._-:".contains(letter);
        let own = ["crates/", "src-tauri/", "src/", "library/"].iter().any(|start| place.starts_with(start));
        own && place.contains(".rs") && !place.contains("..") && place.chars().all(fits)
    };
    let place = place.trim_start_matches("./");
    if plain(place) {
        return Some(place.to_owned());
    }
    let (_, packages) = place.split_once("/registry/src/")?;
    let (_, package) = packages.split_once('/')?;
    let (name, within) = package.split_once('/')?;
    plain(within).then(|| format!("{name}/{within}"))
}

/// A run of letters and digits that is no word and no id of ours.
fn is_secret(word: &str) -> bool {
    // A password as it is kept, with its salt: `$argon2id$…`.
    if word.matches('$').count() > 2 {
        return true;
    }
    let parts = word.split(|letter: char| !(letter.is_ascii_alphanumeric() || "-_+".contains(letter)));
    parts.into_iter().any(|part| {
        let mixed = part.bytes().any(|byte| byte.is_ascii_digit())
            && part.bytes().any(|byte| byte.is_ascii_alphabetic());
        let ours = holds_only_an_id(part) || is_a_time(part) || part.starts_with("set-aside-");
        part.len() >= TOKEN && mixed && !ours
    })
}

fn holds_only_an_id(part: &str) -> bool {
    part.len() == 36 && Uuid::try_parse(part).is_ok()
}

fn is_a_time(part: &str) -> bool {
    part.len() <= 35 && part.starts_with("20") && part.as_bytes().get(10) == Some(&b'T')
}

/// The name of a machine, or its number.
fn is_address(word: &str) -> bool {
    if word.parse::<Time>().is_ok() {
        return false;
    }
    let host = word.trim_start_matches('[');
    let host = host.split_once(']').map_or(host, |(host, _)| host);
    if host.parse::<std::net::IpAddr>().is_ok() || host.parse::<std::net::SocketAddr>().is_ok() {
        return true;
    }
    let (name, _port) = host.split_once(':').unwrap_or((host, ""));
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let Some((before, last)) = name.rsplit_once('.') else { return false };
    let labels = name.split('.').all(|label| {
        !label.is_empty()
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-' || letter == '_')
    });
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    if name.split('.').all(is_number) {
        return name.split('.').count() == 4;
    }
    // `member.suspend` is one of our codes, `cache.db` one of our files, and neither is anybody's machine. Two labels and more of
    // another kind may be one, as `keys.toko.example`.
    let ours = FILES.contains(&last) || name.contains('_') || OPS.contains(&before);
    labels && !ours && last.chars().count() >= 2 && last.chars().all(char::is_alphabetic)
}

/// Our own words, which no line could do without; a machine may be called by them, too.
const IN_EVERY_LINE: [&str; 5] = ["keyholder", "desk", "linux", "windows", "macos"];

/// What stands before the dot in the codes of ops, events and permissions.
const OPS: [&str; 14] = [
    "store",
    "member",
    "group",
    "invitation",
    "plan",
    "dashboard",
    "orders",
    "products",
    "chat",
    "promotions",
    "reports",
    "users",
    "settings",
    "integrations",
];

/// The names that this machine knows: people, stores, groups, the machine itself, and their addresses.
#[derive(Debug, Default)]
pub struct Known(HashSet<String>);

impl Known {
    /// Learns a name or an address, word by word.
    pub fn learn(&mut self, name: &str) {
        let words = words(name).map(str::to_lowercase);
        self.0.extend(words.filter(|word| !IN_EVERY_LINE.contains(&word.as_str())));
    }

    /// A text without any of these names, whatever looks like an address, or a secret.
    pub fn scrub(&self, text: &str) -> String {
        let clean = scrub(text);
        let mut without = String::with_capacity(clean.len());
        let mut rest = clean.as_str();
        for word in words(&clean) {
            let Some(at) = rest.find(word) else { continue };
            without.push_str(&rest[..at]);
            without.push_str(if self.0.contains(&word.to_lowercase()) { NAME } else { word });
            rest = &rest[at + word.len()..];
        }
        without.push_str(rest);
        without
    }
}

/// Letters and digits that belong together. One letter alone is nobody's name.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().count() > 1)
}

/// What a crash leaves behind, for the next start to show: where it was, and by which way the program came there.
pub fn crash(version: &str, at: Time, thread: &str, place: &str, message: &str, backtrace: &str) -> String {
    let mut report = format!("Keyholder {version} on {}\n", system());
    let _ = writeln!(report, "stopped at {at} in {} ({})\n", scrub(place), scrub(thread));
    let _ = writeln!(report, "{}\n", scrub(&without_quoted(message)));
    for frame in backtrace.lines().take(FRAMES) {
        let _ = writeln!(report, "{}", scrub(frame));
    }
    report
}

/// The system and its kind of machine.
pub fn system() -> String {
    format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)
}

/// A panic's message quotes whatever it met; what that was is nobody's business.
fn without_quoted(text: &str) -> String {
    let mut outside = true;
    let mut clean = String::new();
    for part in text.split(['"', '`']) {
        clean.push_str(if outside { part } else { QUOTED });
        outside = !outside;
    }
    clean
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_helps_stays() {
        for text in [
            "the cache cannot be read whole and is built anew error=storage: a file of this desk is damaged",
            "store=0190a5f0-0000-7000-8000-000000000001 days=30",
            "2026-11-22T14:02:03.123Z INFO keyholder_desk::actor::lending the offline lease ended",
            "member.suspend was refused: no_free_seat, 5 of 5",
            "outbox.db.set-aside-1763820000 and cache.db in 12 ms",
            "panicked at crates/desk/src/actor.rs:120:5:",
            "Keyholder 0.1.0 on linux x86_64; WebKitGTK 2.50.1",
        ] {
            assert_eq!(scrub(text), text);
        }
    }

    #[test]
    fn addresses_secrets_and_places_are_hidden() {
        for (text, told) in [
            ("sent to Ana.Sari+toko@Example.co.id.", "sent to ‹address›."),
            (
                "error sending request for url (https://keys.example.com/v1/stores)",
                "error sending request for url (‹address›)",
            ),
            ("dns error: keys.example.com: no such name", "dns error: ‹address›: no such name"),
            (
                "connect to 10.0.0.7:8443 and [fe80::1]:80 and localhost:8080",
                "connect to ‹address› and ‹address› and ‹address›",
            ),
            ("path=/home/ratna/.local/share/app/profile.db", "path=‹path›"),
            (r"D:\Data\Ratna\Keyholder is full", "‹path› is full"),
            ("token=AQJtGZClMAAAcACAAAAAAAAAAdkKZ7", "token=‹secret›"),
            ("keyholder://join/abc", "‹address›"),
            (
                "at /somewhere/registry/src/index-1949/tokio-1.47.1/src/runtime/mod.rs:10:2",
                "at tokio-1.47.1/src/runtime/mod.rs:10:2",
            ),
        ] {
            assert_eq!(scrub(text), told);
        }
    }

    #[test]
    fn names_that_are_known_are_hidden_wherever_they_stand() {
        let mut known = Known::default();
        for name in ["Ratna Wijaya", "Toko Melati", "Écoute", "ratna@toko.example"] {
            known.learn(name);
        }
        let text = "RATNA's toko-melati: \"Wijaya, Ratna\" wrote to écoute about member.suspend";
        assert_eq!(
            known.scrub(text),
            "‹name›'s ‹name›-‹name›: \"‹name›, ‹name›\" wrote to ‹name› about member.suspend"
        );
    }

    #[test]
    fn a_crash_tells_where_and_not_whom() {
        let report = crash(
            "0.1.0",
            "2026-11-22T14:02:03Z".parse().unwrap(),
            "desk 0190a5f0-0000-7000-8000-000000000001",
            "crates/desk/src/views/team.rs:10:2",
            "no member \"Ratna Wijaya\" at `ratna@toko.example`: Err(/home/ratna)",
            "   0: keyholder_desk::views::team\n             at /home/ratna/keyholder/x.rs:3\n",
        );
        assert!(report.contains("crates/desk/src/views/team.rs:10:2"), "{report}");
        assert!(report.contains("keyholder_desk::views::team"), "{report}");
        for name in ["Ratna", "ratna", "toko", "/home"] {
            assert!(!report.contains(name), "{name} in {report}");
        }
    }

    proptest! {
        #[test]
        fn an_address_is_hidden_in_any_company(
            before in "[a-z ]{0,12}", name in "[a-z]{2,9}", host in "[a-z]{3,9}", after in "[ .,;:!?)\\]'\"]{0,3}"
        ) {
            let text = format!("{before} {name}@{host}.example{after} http://{host}.example:80/{name}{after}");
            let clean = scrub(&text);
            prop_assert!(!clean.contains('@') && !clean.contains("://") && !clean.contains(".example"), "{clean}");
        }

        #[test]
        fn a_token_is_hidden_in_any_company(token in "[A-Za-z0-9_-]{10}[0-9][A-Za-z][A-Za-z0-9_-]{20}", mark in "[ :.,=()'\"/]") {
            let clean = scrub(&format!("said{mark}{token}{mark}"));
            prop_assert!(!clean.contains(&token), "{clean}");
        }

        #[test]
        fn no_text_brings_it_down(text in any::<String>()) {
            scrub(&text);
            Known::default().scrub(&text);
        }
    }
}
