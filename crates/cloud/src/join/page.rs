//! What the page behind an invitation's link looks like: plain HTML with its style inside, no script, nothing loaded.
//!
//! This file only draws; what happened was decided in `join.rs`. Every text that a person typed is escaped here.

use std::sync::LazyLock;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use keyholder_domain::{Role, StoreId, Time};
use sha2::{Digest, Sha256};
use url::form_urlencoded;

use crate::html::escape;
use crate::texts::Language;

const STYLE: &str = include_str!("page.css");

/// Nothing but this page's own style may run or load, and its form goes back to where it came from.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
});

/// The invitation, as far as whoever holds the link may see it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The store's id, for the link that opens it in the desktop program.
    pub id: StoreId,
    /// The store's name.
    pub store: String,
    /// The name of whoever invited.
    pub inviter: String,
    /// The role offered.
    pub role: Role,
    /// The invited address, as it was typed.
    pub email: String,
    /// Until when it can be accepted.
    pub until: Time,
}

/// What the page tells.
#[derive(Clone, Debug)]
pub enum Page {
    /// The form. `known`: the address has an account, so only its password is asked for.
    Form {
        /// The invitation.
        shown: Shown,
        /// Whether the address has an account.
        known: bool,
        /// The name as typed before, kept so that nobody types it twice.
        name: String,
        /// What was wrong with the last try.
        problem: Option<Problem>,
    },
    /// Accepted just now. `proved`: the address counts as proved.
    Done {
        /// The invitation.
        shown: Shown,
        /// Whether the account's address is proved.
        proved: bool,
    },
    /// It was accepted before.
    Accepted(Shown),
    /// Too late.
    Expired(Shown),
    /// Taken back.
    Withdrawn(Shown),
    /// An older link.
    Newer,
    /// No link of ours.
    Unknown,
    /// Something broke.
    Broken,
}

/// What was wrong with a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Shorter than 12 characters, or a giant.
    WeakPassword,
    /// The name, and why (a code of the domain).
    InvalidName(String),
    /// Not this account's password.
    WrongPassword,
    /// The address has an account by now.
    SignInRequired,
    /// Too many tries; seconds to wait.
    SlowDown(u64),
    /// The inviter may no longer offer this.
    InviterLostAuthority,
    /// No seat is free.
    Seats,
    /// Another code.
    Other(String),
}

/// Where the page stands: its language, its address, and the cloud's.
pub struct Frame<'a> {
    /// The language to write in.
    pub language: Language,
    /// The token, as in the address.
    pub token: &'a str,
    /// The cloud's address, which she gives to the desktop program.
    pub cloud: &'a str,
}

impl Page {
    /// The whole answer: status, headers and the page.
    pub fn answer(&self, status: StatusCode, frame: &Frame<'_>) -> Response {
        let policy = HeaderValue::from_str(&POLICY).unwrap_or(HeaderValue::from_static("default-src 'none'"));
        let headers = [
            (header::CONTENT_SECURITY_POLICY, policy),
            // The address holds the token: it goes to no other site, into no cache and no frame.
            (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
            (header::VARY, HeaderValue::from_static("accept-language")),
            (header::CONTENT_LANGUAGE, HeaderValue::from_static(frame.language.code())),
            (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
        ];
        (status, headers, Html(self.draw(frame))).into_response()
    }

    fn draw(&self, frame: &Frame<'_>) -> String {
        let say = |key: &str| self.say(frame, key);
        let (title, body) = match self {
            Page::Form { shown, known, name, problem } => (
                say("join-title"),
                [
                    heading(&say("join-heading"), &say("join-lead")),
                    problem.as_ref().map_or(String::new(), |problem| self.problem(frame, problem)),
                    facts(frame.language, shown),
                    self.form(frame, *known, name, problem.as_ref()),
                ]
                .concat(),
            ),
            Page::Done { proved, .. } => (
                say("join-done-heading"),
                [
                    heading(&say("join-done-heading"), &say("join-done-lead")),
                    self.next(frame),
                    if *proved { String::new() } else { paragraph("note", &say("join-done-unverified")) },
                ]
                .concat(),
            ),
            Page::Accepted(_) => (
                say("join-title"),
                heading(&say("join-accepted-heading"), &say("join-accepted-lead")) + &self.next(frame),
            ),
            Page::Expired(_) => {
                (say("join-title"), heading(&say("join-expired-heading"), &say("join-expired-lead")))
            }
            Page::Withdrawn(_) => {
                (say("join-title"), heading(&say("join-withdrawn-heading"), &say("join-withdrawn-lead")))
            }
            Page::Newer => {
                (say("join-title-plain"), heading(&say("join-newer-heading"), &say("join-newer-lead")))
            }
            Page::Unknown => {
                (say("join-title-plain"), heading(&say("join-unknown-heading"), &say("join-unknown-lead")))
            }
            Page::Broken => {
                (say("join-title-plain"), heading(&say("join-broken-heading"), &say("join-broken-lead")))
            }
        };
        whole(frame, &title, &body)
    }

    fn say(&self, frame: &Frame<'_>, key: &str) -> String {
        let language = frame.language;
        match self.shown() {
            None => language.say(key, &[]),
            Some(shown) => language.say(
                key,
                &[
                    ("store", &shown.store),
                    ("inviter", &shown.inviter),
                    ("role", &language.role(shown.role)),
                    ("email", &shown.email),
                    ("until", &language.when(shown.until)),
                ],
            ),
        }
    }

    fn shown(&self) -> Option<&Shown> {
        match self {
            Page::Form { shown, .. }
            | Page::Done { shown, .. }
            | Page::Accepted(shown)
            | Page::Expired(shown)
            | Page::Withdrawn(shown) => Some(shown),
            Page::Newer | Page::Unknown | Page::Broken => None,
        }
    }

    /// Told at the top and announced by screen readers as soon as the page is there.
    fn problem(&self, frame: &Frame<'_>, problem: &Problem) -> String {
        let language = frame.language;
        let text = match problem {
            Problem::WeakPassword => self.say(frame, "join-problem-weak-password"),
            Problem::InvalidName(why) => match why.as_str() {
                "empty" => self.say(frame, "join-problem-name-empty"),
                "too_long" => self.say(frame, "join-problem-name-too-long"),
                _ => self.say(frame, "join-problem-name-characters"),
            },
            Problem::WrongPassword => self.say(frame, "join-problem-wrong-password"),
            Problem::SignInRequired => self.say(frame, "join-problem-sign-in-required"),
            Problem::SlowDown(seconds) => {
                language.say("join-problem-slow-down", &[("seconds", &seconds.to_string())])
            }
            Problem::InviterLostAuthority => self.say(frame, "join-problem-inviter-lost-authority"),
            Problem::Seats => self.say(frame, "join-problem-seats"),
            Problem::Other(code) => language.say("join-problem-other", &[("code", code)]),
        };
        format!(
            "<div class=\"problem\" role=\"alert\" id=\"problem\"><h2>{}</h2><p>{}</p></div>\n",
            escape(&self.say(frame, "join-problem-heading")),
            escape(&text)
        )
    }

    fn form(&self, frame: &Frame<'_>, known: bool, name: &str, problem: Option<&Problem>) -> String {
        let say = |key: &str| escape(&self.say(frame, key));
        // A field that is wrong points at what is said of it, beside its hint.
        let describe = |wrong: bool, hint: &str| match wrong {
            true => format!(" aria-invalid=\"true\" aria-describedby=\"problem {hint}\""),
            false => format!(" aria-describedby=\"{hint}\""),
        };
        let about_name = describe(matches!(problem, Some(Problem::InvalidName(_))), "name-hint");
        let wrong_password = matches!(problem, Some(Problem::WeakPassword | Problem::WrongPassword));
        let about_password = describe(wrong_password, "password-hint");
        let email = self.shown().map_or(String::new(), |shown| escape(&shown.email));
        // The address is there, unseen, so that a password manager keeps the new password under it.
        let username = format!(
            "<input type=\"email\" name=\"username\" value=\"{email}\" autocomplete=\"username\" hidden>"
        );
        let fields = if known {
            format!(
                "<p id=\"password-hint\">{intro}</p>\n<label for=\"password\">{password}</label>\n\
<input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required autofocus{about_password}>\n\
<button>{accept}</button>\n",
                intro = say("join-known-intro"),
                password = say("join-password-label"),
                accept = say("join-known-accept"),
            )
        } else {
            format!(
                "<p>{intro}</p>\n<label for=\"name\">{name_label}</label>\n\
<p class=\"hint\" id=\"name-hint\">{name_hint}</p>\n\
<input id=\"name\" name=\"name\" value=\"{name}\" autocomplete=\"name\" maxlength=\"200\" required{about_name}>\n\
<label for=\"password\">{password}</label>\n<p class=\"hint\" id=\"password-hint\">{password_hint}</p>\n\
<input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"new-password\" minlength=\"12\" \
maxlength=\"1024\" required{about_password}>\n\
<button>{accept}</button>\n",
                intro = say("join-new-intro"),
                name_label = say("join-name-label"),
                name_hint = say("join-name-hint"),
                name = escape(name),
                password = say("join-password-label"),
                password_hint = say("join-password-hint"),
                accept = say("join-accept"),
            )
        };
        format!(
            "<form method=\"post\" action=\"{action}\">\n{username}\n{fields}</form>\n",
            action = address(frame.token, frame.language)
        )
    }

    fn next(&self, frame: &Frame<'_>) -> String {
        let say = |key: &str| escape(&self.say(frame, key));
        // The address is put in after the words, so that it can stand in an element of its own.
        let cloud = escape(&frame.language.say("join-next-cloud", &[("cloud", "\u{1}")]))
            .replace('\u{1}', &format!("<code>{}</code>", escape(frame.cloud.trim_end_matches('/'))));
        let link = self.shown().map_or(String::new(), |shown| {
            let to = escape(&desk_link(frame.cloud, shown.id));
            format!("<p><a class=\"button\" href=\"{to}\">{}</a></p>\n", say("join-next-link"))
        });
        format!(
            "<h2>{}</h2>\n{link}<ol><li>{}</li><li>{cloud}</li><li>{}</li></ol>\n",
            say("join-next-heading"),
            say("join-next-open"),
            say("join-next-sign-in"),
        )
    }
}

/// Opens the store in the desktop program, where that is installed; it asks before it believes a cloud.
fn desk_link(cloud: &str, store: StoreId) -> String {
    let origin: String = form_urlencoded::byte_serialize(cloud.trim_end_matches('/').as_bytes()).collect();
    format!("keyholder://store/{store}?cloud={origin}")
}

fn address(token: &str, language: Language) -> String {
    format!("/join/{}?lang={}", escape(token), language.code())
}

fn heading(heading: &str, lead: &str) -> String {
    format!("<h1>{}</h1>\n{}", escape(heading), paragraph("lead", lead))
}

fn paragraph(class: &str, text: &str) -> String {
    format!("<p class=\"{class}\">{}</p>\n", escape(text))
}

fn facts(language: Language, shown: &Shown) -> String {
    let rows = [
        ("join-store", shown.store.clone()),
        ("join-inviter", shown.inviter.clone()),
        ("join-role", language.role(shown.role)),
        ("join-email", shown.email.clone()),
        ("join-until", language.when(shown.until)),
    ];
    let rows: String = rows
        .iter()
        .map(|(key, value)| {
            format!("<dt>{}</dt><dd><bdi>{}</bdi></dd>\n", escape(&language.say(key, &[])), escape(value))
        })
        .collect();
    format!("<dl>\n{rows}</dl>\n")
}

fn whole(frame: &Frame<'_>, title: &str, body: &str) -> String {
    let languages: String = [(Language::English, "English"), (Language::Indonesian, "Bahasa Indonesia")]
        .iter()
        .map(|(language, name)| {
            let code = language.code();
            if *language == frame.language {
                format!("<li lang=\"{code}\"><span aria-current=\"true\">{name}</span></li>")
            } else {
                let to = address(frame.token, *language);
                format!("<li><a href=\"{to}\" lang=\"{code}\" hreflang=\"{code}\">{name}</a></li>")
            }
        })
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
<title>{title} · Keyholder</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>{MARK}<span>Keyholder</span></header>\n\
<main>\n{body}</main>\n<footer><nav aria-label=\"{label}\"><ul>{languages}</ul></nav></footer>\n</body>\n</html>\n",
        lang = frame.language.code(),
        title = escape(title),
        label = escape(&frame.language.say("join-languages", &[])),
    )
}

/// The window's own mark, small.
const MARK: &str = "<svg viewBox=\"0 0 1024 1024\" aria-hidden=\"true\"><rect x=\"64\" y=\"64\" width=\"896\" height=\"896\" \
rx=\"208\" fill=\"#1d6a5f\"/><path fill=\"#fbf7ee\" d=\"M464 560h96v64h112v88H560v40h80v88H560v32a48 48 0 0 1-96 0z\"/>\
<circle cx=\"512\" cy=\"376\" r=\"232\" fill=\"#fbf7ee\"/><g fill=\"#1d6a5f\"><circle cx=\"512\" cy=\"302\" r=\"72\"/>\
<path d=\"M372 500a140 108 0 0 1 280 0 186 186 0 0 1-280 0z\"/></g></svg>";

#[cfg(test)]
mod tests {
    use super::*;

    fn shown() -> Shown {
        Shown {
            id: StoreId::from_uuid(uuid::Uuid::from_u128(7)),
            store: "<script>Toko</script>".to_owned(),
            inviter: "Ana \"A\"".to_owned(),
            role: Role::Seller,
            email: "Sari@example.com".to_owned(),
            until: "2026-12-24T10:00:00Z".parse().unwrap(),
        }
    }

    fn frame(language: Language) -> Frame<'static> {
        Frame { language, token: "tOken", cloud: "https://cloud.example.com/" }
    }

    #[test]
    fn what_a_person_typed_cannot_become_markup() {
        let page = Page::Form {
            shown: shown(),
            known: false,
            name: "\"><img src=x>".to_owned(),
            problem: Some(Problem::Other("<b>".to_owned())),
        };
        let html = page.draw(&frame(Language::English));
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<b>"), "{html}");
        assert!(html.contains("value=\"&quot;&gt;&lt;img src=x&gt;\""));
    }

    #[test]
    fn every_state_has_words_in_both_languages() {
        let problems = [
            Problem::WeakPassword,
            Problem::InvalidName("empty".to_owned()),
            Problem::InvalidName("too_long".to_owned()),
            Problem::InvalidName("bidi".to_owned()),
            Problem::WrongPassword,
            Problem::SignInRequired,
            Problem::SlowDown(7),
            Problem::InviterLostAuthority,
            Problem::Seats,
            Problem::Other("x".to_owned()),
        ];
        let mut pages = vec![
            Page::Done { shown: shown(), proved: false },
            Page::Accepted(shown()),
            Page::Expired(shown()),
            Page::Withdrawn(shown()),
            Page::Newer,
            Page::Unknown,
            Page::Broken,
        ];
        for problem in problems.map(Some).into_iter().chain([None]) {
            for known in [true, false] {
                pages.push(Page::Form {
                    shown: shown(),
                    known,
                    name: String::new(),
                    problem: problem.clone(),
                });
            }
        }
        for language in Language::ALL {
            for page in &pages {
                let html = page.draw(&frame(language));
                assert!(!html.contains(">join-") && !html.contains("{$") && !html.contains("{ $"), "{html}");
                assert!(html.contains(&format!("<html lang=\"{}\">", language.code())));
            }
        }
    }

    #[test]
    fn whoever_joined_is_led_to_the_store_in_the_program_by_a_link_that_names_the_cloud() {
        let html = Page::Done { shown: shown(), proved: true }.draw(&frame(Language::English));
        let link = "href=\"keyholder://store/00000000-0000-0000-0000-000000000007?cloud=https%3A%2F%2Fcloud.example.com\"";
        assert!(html.contains(link), "{html}");
        let html = Page::Form { shown: shown(), known: true, name: String::new(), problem: None };
        assert!(!html.draw(&frame(Language::English)).contains("keyholder://"), "nobody is led there before");
    }

    #[test]
    fn the_policy_lets_only_this_style_in() {
        let answer = Page::Unknown.answer(StatusCode::NOT_FOUND, &frame(Language::English));
        let policy = answer.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert_eq!(answer.headers()[header::REFERRER_POLICY], "no-referrer");
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    }
}
