//! Where mails go: a mail server, or a folder of `.eml` files for a cloud on one's own machine.

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::{Host, Url};

use crate::secrets::write_private;

/// The way out for mails.
pub enum Sink {
    /// One file a mail, readable by its owner only, since it holds a link.
    Folder(PathBuf),
    /// A mail server.
    Smtp {
        /// lettre's side of it.
        transport: Box<AsyncSmtpTransport<Tokio1Executor>>,
        /// For how long one mail may take, from connecting to the server's last word.
        timeout: Duration,
    },
}

/// Why a mail did not go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// A short code without anything personal in it, since it stands in an entry for ever: `unreachable`, `timeout`,
    /// `deferred_451`, `rejected_550`, `bad_address`, `folder`.
    pub reason: String,
    /// Whether trying again is of no use.
    pub for_good: bool,
}

/// Why `--mail` cannot be used. The value is not repeated: it may hold a password.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RouteError {
    /// Neither an SMTP URL nor a folder.
    #[error("--mail takes `smtp://…`, `smtps://…` or `folder:PATH`")]
    Unknown,
    /// An SMTP URL that lettre does not take.
    #[error("--mail is not an SMTP address that can be used: expected `smtps://user:password@host:port`")]
    Smtp,
}

impl Sink {
    /// The sink of a `--mail` value. `smtp://` to another machine asks for TLS (STARTTLS) unless it says `?tls=none` or
    /// `?tls=opportunistic`.
    pub fn of(route: &str, timeout: Duration) -> Result<Sink, RouteError> {
        if let Some(folder) = route.strip_prefix("folder:").filter(|folder| !folder.is_empty()) {
            return Ok(Sink::Folder(PathBuf::from(folder)));
        }
        let mut url = Url::parse(route).map_err(|_| RouteError::Unknown)?;
        if !matches!(url.scheme(), "smtp" | "smtps") {
            return Err(RouteError::Unknown);
        }
        if url.scheme() == "smtp" {
            choose_tls(&mut url);
        }
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())
            .map_err(|_| RouteError::Smtp)?
            .timeout(Some(timeout))
            .build();
        Ok(Sink::Smtp { transport: Box::new(transport), timeout })
    }

    /// Sends one mail, or says why not. Never takes much longer than the timeout.
    pub async fn send(&self, name: &str, mail: &Message) -> Result<(), Undelivered> {
        match self {
            Sink::Folder(folder) => {
                let (folder, name, bytes) = (folder.clone(), name.to_owned(), mail.formatted());
                let written = tokio::task::spawn_blocking(move || write(&folder, &name, &bytes)).await;
                match written {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(error)) => {
                        tracing::warn!(%error, "the folder for mails cannot be written");
                        Err(Undelivered { reason: "folder".to_owned(), for_good: false })
                    }
                    Err(_) => Err(Undelivered { reason: "folder".to_owned(), for_good: false }),
                }
            }
            // lettre's own timeout bounds each read, so a server that drips its words would never end.
            Sink::Smtp { transport, timeout } => {
                match tokio::time::timeout(*timeout, transport.send(mail.clone())).await {
                    Ok(Ok(_)) => Ok(()),
                    Ok(Err(error)) => Err(told(&error)),
                    Err(_) => Err(Undelivered { reason: "timeout".to_owned(), for_good: false }),
                }
            }
        }
    }
}

fn choose_tls(url: &mut Url) {
    let asked = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
    let here = match url.host() {
        // The scheme is not one of the web's, so that an address may still come as a name.
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    match asked.as_deref() {
        Some("none") => url.set_query(None),
        None if !here => url.set_query(Some("tls=required")),
        _ => {}
    }
}

/// The server's own words may repeat the address, so only its number is kept.
fn told(error: &SmtpError) -> Undelivered {
    let code = error.status().map(|code| code.to_string());
    let (reason, for_good) = match code {
        Some(code) if error.is_permanent() => (format!("rejected_{code}"), true),
        Some(code) => (format!("deferred_{code}"), false),
        None if error.is_timeout() => ("timeout".to_owned(), false),
        None => ("unreachable".to_owned(), false),
    };
    Undelivered { reason, for_good }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    match write_private(&folder.join(format!("{name}.eml")), bytes) {
        // The same sending again, after a crash between writing and noting it: it is there already.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        written => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_another_machine_is_asked_for_tls_unless_the_operator_says_otherwise() {
        for (url, expected) in [
            ("smtp://mail.example.com", Some("tls=required")),
            ("smtp://10.0.0.7:25", Some("tls=required")),
            ("smtp://mail.example.com?tls=opportunistic", Some("tls=opportunistic")),
            ("smtp://mail.example.com?tls=none", None),
            ("smtp://localhost:2525", None),
            ("smtp://127.0.0.1:2525", None),
            ("smtp://[::1]:2525", None),
        ] {
            let mut parsed = Url::parse(url).unwrap();
            choose_tls(&mut parsed);
            assert_eq!(parsed.query(), expected, "{url}");
        }
    }

    #[test]
    fn what_is_no_way_out_is_told_without_repeating_it() {
        for route in ["", "mail.example.com", "http://user:5ecret@example.com", "folder:", "smtp:5ecret"] {
            let error = Sink::of(route, Duration::from_secs(1)).err().expect(route).to_string();
            assert!(!error.contains("5ecret"), "{error}");
        }
    }
}
