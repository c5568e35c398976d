//! The mail that invites: text and HTML side by side, the same words in both.

use std::time::{Duration, SystemTime};

use keyholder_domain::{Role, Time};
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::html::escape;
use crate::texts::Language;

/// What an invitation's mail tells.
pub struct Letter<'a> {
    /// The language it is written in.
    pub language: Language,
    /// Who it is from, as mail programs show it.
    pub from: &'a Mailbox,
    /// The invited address, normalised.
    pub to: &'a str,
    /// The store's name.
    pub store: &'a str,
    /// The name of whoever invites.
    pub inviter: &'a str,
    /// The role offered.
    pub role: Role,
    /// Until when the link works.
    pub until: Time,
    /// The link. A secret: it goes into the mail and nowhere else.
    pub url: &'a str,
    /// When the mail is sent.
    pub at: Time,
}

/// The mail, or nothing if no mail can be sent to such an address.
pub fn compose(letter: &Letter<'_>) -> Option<Message> {
    let to: Address = letter.to.parse().ok()?;
    let sent = SystemTime::UNIX_EPOCH + Duration::from_millis(letter.at.millis().try_into().ok()?);
    Message::builder()
        .from(letter.from.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.words("mail-subject"))
        .date(sent)
        .message_id(None)
        // Out-of-office programs leave mails alone that say they come from a machine (RFC 3834).
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ))
        .multipart(
            MultiPart::alternative()
                .singlepart(plain(letter.text()))
                .singlepart(SinglePart::html(letter.html())),
        )
        .ok()
}

/// The text part. Left as it is wherever mail allows (RFC 5322: 998 characters a line): lettre would wrap the long line of
/// the link into pieces, which whoever looks at the file of a mail could not copy.
fn plain(text: String) -> SinglePart {
    let bare = text.is_ascii() && text.lines().all(|line| line.len() <= 900);
    if !bare {
        return SinglePart::plain(text);
    }
    let crlf = text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes();
    let body = Body::dangerous_pre_encoded(crlf, ContentTransferEncoding::SevenBit);
    SinglePart::builder().header(ContentType::TEXT_PLAIN).body(body)
}

impl Letter<'_> {
    fn words(&self, key: &str) -> String {
        self.language.say(
            key,
            &[
                ("store", self.store),
                ("inviter", self.inviter),
                ("role", &self.language.role(self.role)),
                ("email", self.to),
                ("until", &self.language.when(self.until)),
            ],
        )
    }

    fn text(&self) -> String {
        let words = |key| self.words(key);
        format!(
            "{}\n\n{}\n\n{}\n\n{}\n\n{}\n{}\n\n{}\n\n-- \n{}\n",
            words("mail-hello"),
            words("mail-lead"),
            words("mail-link-lead"),
            self.url,
            words("mail-until"),
            words("mail-secret"),
            words("mail-not-you"),
            words("mail-footer"),
        )
    }

    /// Mail programs know little CSS, so it stands on the elements; no picture, nothing loaded from anywhere.
    fn html(&self) -> String {
        let words = |key| escape(&self.words(key));
        let paragraph = "margin:0 0 16px;line-height:1.5";
        let small = "margin:0 0 8px;line-height:1.5;font-size:14px;color:#5f6b66";
        format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
<title>{title}</title></head>\n\
<body style=\"margin:0;padding:24px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px\">\n\
<div style=\"max-width:520px;margin:0 auto\">\n\
<h1 style=\"margin:0 0 16px;font-size:22px;line-height:1.3\">{title}</h1>\n\
<p style=\"{paragraph}\">{hello}</p>\n\
<p style=\"{paragraph}\">{lead}</p>\n\
<p style=\"margin:0 0 24px\"><a href=\"{url}\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;\
background:#0b6b5d;color:#ffffff;text-decoration:none;font-weight:600\">{open}</a></p>\n\
<p style=\"{small}\">{until}</p>\n\
<p style=\"{small}\">{secret}</p>\n\
<p style=\"{small}\">{not_you}</p>\n\
<p style=\"{small};margin-top:24px\">{footer}</p>\n\
</div>\n</body>\n</html>\n",
            lang = self.language.code(),
            title = words("mail-subject"),
            hello = words("mail-hello"),
            lead = words("mail-lead"),
            url = escape(self.url),
            open = words("mail-open"),
            until = words("mail-until"),
            secret = words("mail-secret"),
            not_you = words("mail-not-you"),
            footer = words("mail-footer"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(language: Language, store: &str) -> String {
        let from = "Keyholder <keyholder@example.com>".parse().unwrap();
        let letter = Letter {
            language,
            from: &from,
            to: "sari@example.com",
            store,
            inviter: "Ana",
            role: Role::InventoryHandler,
            until: "2026-12-24T10:00:00Z".parse().unwrap(),
            url: "https://cloud.example.com/join/T0ken",
            at: "2026-12-17T10:00:00Z".parse().unwrap(),
        };
        String::from_utf8(compose(&letter).unwrap().formatted()).unwrap()
    }

    #[test]
    fn it_says_who_what_and_until_when_in_text_and_html() {
        let mail = mail(Language::English, "Toko Melati");
        assert!(mail.contains("Subject: Ana invites you to Toko Melati\r\n"), "{mail}");
        assert!(mail.contains("To: sari@example.com\r\n"));
        assert!(mail.contains("Content-Type: multipart/alternative"));
        assert!(mail.contains("Auto-Submitted: auto-generated"));
        assert!(mail.contains("Ana invites you to Toko Melati as Inventory handler."));
        assert!(
            mail.contains("\r\nhttps://cloud.example.com/join/T0ken\r\n"),
            "the link stands on a line of its own"
        );
        assert!(mail.contains("24 December 2026, 10:00 UTC"));
    }

    #[test]
    fn a_store_named_like_markup_or_headers_stays_a_name() {
        let mail = mail(Language::Indonesian, "<b>Toko</b>\r\nBcc: all@example.com");
        assert!(mail.contains("&lt;b&gt;Toko&lt;/b&gt;"));
        let headers = mail.split("\r\n\r\n").next().unwrap();
        assert!(!headers.contains("\r\nBcc:"), "{headers}");
    }

    #[test]
    fn what_is_no_address_gets_no_mail() {
        let from = "a@example.com".parse().unwrap();
        let at = Time::from_millis(0);
        let letter = Letter {
            language: Language::English,
            from: &from,
            to: "not an address",
            store: "S",
            inviter: "I",
            role: Role::Viewer,
            until: at,
            url: "u",
            at,
        };
        assert!(compose(&letter).is_none());
    }
}
