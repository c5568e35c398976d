//! The cloud over HTTP. Plain HTTP only on this machine, no redirects (a redirect is somebody else's idea of where our
//! cloud is), and every reply is measured before it is read: our shape, our problem document, or not ours.

use std::time::Duration;

use futures_util::{FutureExt, StreamExt, stream};
use keyholder_domain::{InvitationId, StoreId};
use reqwest::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, ClientBuilder, Method, RequestBuilder, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use url::Url;
use uuid::Uuid;

use crate::DeskError;
use crate::cloud::{
    AccountTold, Answering, Cloud, Entries, Fault, Pokes, Refusals, Stores, Text, Tokens, Told,
};
use crate::keychain::Secret;
use crate::picture::MyAccess;
use crate::views::program::Device;

/// A whole reply has to arrive within this time: a snapshot of a very large store over a slow line.
const WHOLE: Duration = Duration::from_secs(120);
/// A stream of rows has no end in sight: a day is longer than any session.
const LONGEST_STREAM: Duration = Duration::from_secs(86_400);
/// Silence for this long ends a request.
const SILENCE: Duration = Duration::from_secs(30);
/// The largest reply that is read.
const LARGEST: usize = 256 << 20;
/// The kind of a snapshot's stream: one JSON value a line.
const NDJSON: &str = "application/x-ndjson";
/// A line of the live stream is never longer in earnest.
const LONGEST_LINE: usize = 64 << 10;

/// What every client of HTTP is made from: reqwest asks this process for the ciphers of TLS and brings none. Ours are ring's
/// (`docs/decisions/0009-ciphers-by-ring.md`).
pub fn builder() -> ClientBuilder {
    // Refused where somebody was first: an earlier client, or the updater's plugin, which takes the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
}

/// A cloud at an address.
#[derive(Debug, Clone)]
pub struct HttpCloud {
    base: Url,
    client: Client,
    listener: Client,
}

impl HttpCloud {
    /// Makes ready to talk to the cloud at this address (see [`crate::cloud::address`]).
    pub fn new(base: Url) -> Result<Self, DeskError> {
        let common = || {
            builder()
                .user_agent(concat!("Keyholder/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(Duration::from_secs(10))
                .redirect(reqwest::redirect::Policy::none())
                .https_only(base.scheme() == "https")
        };
        let failed = |error: reqwest::Error| DeskError::new("no_http", plain(&error));
        let client = common().timeout(WHOLE).read_timeout(SILENCE).build().map_err(failed)?;
        // Listening is silent by nature; its deadline is the heartbeat's, kept by the runner.
        let listener = common().build().map_err(failed)?;
        Ok(Self { base, client, listener })
    }

    fn request(
        &self,
        client: &Client,
        method: Method,
        path: &[&str],
        access: Option<&Secret>,
    ) -> RequestBuilder {
        let url = self.url(path);
        let request = client.request(method, url).header(ACCEPT, "application/json");
        match access {
            Some(access) => request.bearer_auth(access.expose()),
            None => request,
        }
    }

    fn url(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.clear().push("v1").extend(path);
        }
        url
    }

    fn get(&self, path: &[&str], access: &Secret) -> RequestBuilder {
        self.request(&self.client, Method::GET, path, Some(access))
    }

    fn activity_page(&self, access: &Secret, store: StoreId, page: Page) -> RequestBuilder {
        let mut url = self.url(&["stores", &store.to_string(), "activity"]);
        url.query_pairs_mut().append_pair("limit", &page.limit.to_string());
        if let Some(before) = page.before {
            url.query_pairs_mut().append_pair("before", &before.to_string());
        }
        if page.refused {
            url.query_pairs_mut().append_pair("refused", "1");
        }
        self.client.get(url).header(ACCEPT, "application/json").bearer_auth(access.expose())
    }

    fn post(&self, path: &[&str], access: Option<&Secret>, body: &Value) -> RequestBuilder {
        self.request(&self.client, Method::POST, path, access).json(body)
    }
}

impl Cloud for HttpCloud {
    fn sign_up<'a>(&'a self, email: &'a str, password: &'a Secret, name: &'a str) -> Answering<'a, ()> {
        let body = json!({"email": email, "password": password.expose(), "name": name});
        read::<Value>(self.post(&["accounts"], None, &body)).map(|made| made.map(|_| ())).boxed()
    }

    fn sign_in<'a>(&'a self, email: &'a str, password: &'a Secret, device: &'a str) -> Answering<'a, Tokens> {
        let body = json!({"email": email, "password": password.expose(), "device": device});
        tokens(self.post(&["sign-in"], None, &body)).boxed()
    }

    fn refresh<'a>(&'a self, refresh: &'a Secret) -> Answering<'a, Tokens> {
        let body = json!({"refresh_token": refresh.expose()});
        tokens(self.post(&["sign-in", "refresh"], None, &body)).boxed()
    }

    fn sign_out<'a>(&'a self, access: &'a Secret) -> Answering<'a, ()> {
        let request = self.request(&self.client, Method::POST, &["sign-out"], Some(access));
        async move { succeeded(sent(request).await?).await.map(|_| ()) }.boxed()
    }

    fn devices<'a>(&'a self, access: &'a Secret) -> Answering<'a, Vec<Device>> {
        #[derive(Deserialize)]
        struct Devices {
            devices: Vec<Device>,
        }
        read::<Devices>(self.get(&["devices"], access)).map(|told| told.map(|told| told.devices)).boxed()
    }

    fn end_device<'a>(&'a self, access: &'a Secret, device: Uuid) -> Answering<'a, ()> {
        let path = ["devices", &device.to_string()];
        let request = self.request(&self.client, Method::DELETE, &path, Some(access));
        async move { succeeded(sent(request).await?).await.map(|_| ()) }.boxed()
    }

    fn stores<'a>(&'a self, access: &'a Secret) -> Answering<'a, Stores> {
        read(self.get(&["stores"], access)).boxed()
    }

    fn create_store<'a>(&'a self, access: &'a Secret, store: StoreId, name: String) -> Answering<'a, ()> {
        let body = json!({"store": store, "name": name});
        read::<Value>(self.post(&["stores"], Some(access), &body)).map(|made| made.map(|_| ())).boxed()
    }

    fn exchange<'a>(&'a self, access: &'a Secret, store: StoreId, body: Vec<u8>) -> Answering<'a, Value> {
        let path = ["stores", &store.to_string(), "sync"];
        let request = self.request(&self.client, Method::POST, &path, Some(access));
        read(request.header(CONTENT_TYPE, "application/json").body(body)).boxed()
    }

    fn snapshot<'a>(&'a self, access: &'a Secret, store: StoreId, at: u64, from: u64) -> Answering<'a, Text> {
        let mut url = self.url(&["stores", &store.to_string(), "snapshot"]);
        url.query_pairs_mut().append_pair("at", &at.to_string()).append_pair("from", &from.to_string());
        let request = self.client.get(url).header(ACCEPT, NDJSON).bearer_auth(access.expose());
        // However long it takes: silence ends it, and what came before is kept.
        let request = request.timeout(LONGEST_STREAM);
        async move {
            let reply = succeeded(sent(request).await?).await?;
            if !content_type(&reply).starts_with(NDJSON) {
                return Err(Fault::NotOurs { status: reply.status().as_u16(), retry_after: None });
            }
            let pieces = reply.bytes_stream().map(|piece| match piece {
                Ok(piece) => Ok(piece.into()),
                Err(error) => Err(Fault::Unreachable(plain(&error))),
            });
            Ok(pieces.boxed())
        }
        .boxed()
    }

    fn live<'a>(&'a self, access: &'a Secret, store: StoreId) -> Answering<'a, Pokes> {
        let store = store.to_string();
        let request = self.request(&self.listener, Method::GET, &["stores", &store, "live"], Some(access));
        let request = request.header(ACCEPT, "text/event-stream");
        async move {
            let reply = tokio::time::timeout(SILENCE, sent(request)).await;
            let reply = reply.map_err(|_| Fault::Unreachable("no answer".to_owned()))??;
            let kind = content_type(&reply);
            if !reply.status().is_success() {
                return Err(fault_of(reply).await);
            }
            if !kind.starts_with("text/event-stream") {
                return Err(Fault::NotOurs { status: reply.status().as_u16(), retry_after: None });
            }
            Ok(pokes(reply))
        }
        .boxed()
    }

    fn me<'a>(&'a self, access: &'a Secret, store: StoreId) -> Answering<'a, MyAccess> {
        read(self.get(&["stores", &store.to_string(), "me"], access)).boxed()
    }

    fn activity<'a>(
        &'a self,
        access: &'a Secret,
        store: StoreId,
        before: Option<u64>,
        limit: usize,
    ) -> Answering<'a, Entries> {
        read(self.activity_page(access, store, Page { before, limit, refused: false })).boxed()
    }

    fn refused<'a>(
        &'a self,
        access: &'a Secret,
        store: StoreId,
        before: Option<u64>,
        limit: usize,
    ) -> Answering<'a, Refusals> {
        read(self.activity_page(access, store, Page { before, limit, refused: true })).boxed()
    }

    fn link<'a>(
        &'a self,
        access: &'a Secret,
        store: StoreId,
        invitation: InvitationId,
    ) -> Answering<'a, String> {
        #[derive(Deserialize)]
        struct Link {
            url: String,
        }
        let (store, invitation) = (store.to_string(), invitation.to_string());
        let request = self.get(&["stores", &store, "invitations", &invitation, "link"], access);
        read::<Link>(request).map(|link| link.map(|link| link.url)).boxed()
    }
}

struct Page {
    before: Option<u64>,
    limit: usize,
    refused: bool,
}

async fn tokens(request: RequestBuilder) -> Result<Tokens, Fault> {
    #[derive(Deserialize)]
    struct Body {
        access_token: String,
        expires_in: u64,
        refresh_token: String,
        account: AccountTold,
    }
    let body: Body = read(request).await?;
    Ok(Tokens {
        access: Secret::new(body.access_token),
        expires_in: Duration::from_secs(body.expires_in),
        refresh: Secret::new(body.refresh_token),
        account: body.account,
    })
}

async fn sent(request: RequestBuilder) -> Result<Response, Fault> {
    request.send().await.map_err(|error| {
        // No connection was made, the handshake of its encryption included: not a byte of the question went out.
        if error.is_connect() { Fault::NotReached(plain(&error)) } else { Fault::Unreachable(plain(&error)) }
    })
}

async fn succeeded(reply: Response) -> Result<Response, Fault> {
    if reply.status().is_success() { Ok(reply) } else { Err(fault_of(reply).await) }
}

/// A successful reply in our own shape; anything else that says "200" is a page of somebody else's.
async fn read<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Fault> {
    let reply = succeeded(sent(request).await?).await?;
    let status = reply.status().as_u16();
    let ours = content_type(&reply).starts_with("application/json");
    let body = whole(reply).await?;
    let not_ours = Fault::NotOurs { status, retry_after: None };
    if !ours {
        return Err(not_ours);
    }
    serde_json::from_slice(&body).map_err(|_| not_ours)
}

async fn fault_of(reply: Response) -> Fault {
    #[derive(Deserialize)]
    struct Body {
        code: String,
        #[serde(default)]
        with: Map<String, Value>,
    }
    let status = reply.status().as_u16();
    let retry_after = reply.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let retry_after = retry_after.map(Duration::from_secs);
    let ours = content_type(&reply).starts_with("application/problem+json");
    let body = match whole(reply).await {
        Ok(body) => body,
        Err(fault) => return fault,
    };
    match serde_json::from_slice::<Body>(&body) {
        Ok(body) if ours => Fault::Problem(Told { status, code: body.code, with: body.with, retry_after }),
        _ => Fault::NotOurs { status, retry_after },
    }
}

async fn whole(mut reply: Response) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::new();
    while let Some(piece) = reply.chunk().await.map_err(|error| Fault::Unreachable(plain(&error)))? {
        if body.len() + piece.len() > LARGEST {
            return Err(Fault::Unreachable("the reply is too large".to_owned()));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

fn content_type(reply: &Response) -> String {
    let value = reply.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_ascii_lowercase()
}

/// A failure in words, without its address: an address may hold an invitation's token.
fn plain(error: &reqwest::Error) -> String {
    let why = match () {
        () if error.is_timeout() => "no answer in time",
        () if error.is_connect() => "no connection",
        () if error.is_body() || error.is_decode() => "the reply broke off",
        () => "the request failed",
    };
    why.to_owned()
}

fn pokes(reply: Response) -> Pokes {
    let lines = Lines { reply, held: Vec::new(), event: String::new() };
    stream::unfold(Some(lines), |lines| async {
        let mut lines = lines?;
        match lines.next_cursor().await {
            Ok(Some(cursor)) => Some((Ok(cursor), Some(lines))),
            Ok(None) => None,
            Err(fault) => Some((Err(fault), None)),
        }
    })
    .boxed()
}

/// Server-sent events, as far as ours go: `event: cursor`, `data: {"cursor":N}`. Others are passed over.
struct Lines {
    reply: Response,
    held: Vec<u8>,
    event: String,
}

impl Lines {
    async fn next_cursor(&mut self) -> Result<Option<u64>, Fault> {
        loop {
            while let Some(end) = self.held.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.held.drain(..=end).collect();
                if let Some(cursor) = heard(&mut self.event, &line) {
                    return Ok(Some(cursor));
                }
            }
            if self.held.len() > LONGEST_LINE {
                return Err(Fault::Unreachable("the live stream makes no sense".to_owned()));
            }
            match self.reply.chunk().await {
                Ok(Some(piece)) => self.held.extend_from_slice(&piece),
                Ok(None) => return Ok(None),
                Err(error) => return Err(Fault::Unreachable(plain(&error))),
            }
        }
    }
}

fn heard(event: &mut String, line: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Cursor {
        cursor: u64,
    }
    let line = String::from_utf8_lossy(line);
    let line = line.trim_end_matches(['\r', '\n']);
    if let Some(name) = line.strip_prefix("event:") {
        name.trim().clone_into(event);
    } else if let Some(data) = line.strip_prefix("data:") {
        if event == "cursor" {
            return serde_json::from_str::<Cursor>(data).ok().map(|told| told.cursor);
        }
    } else if line.is_empty() {
        event.clear();
    }
    None
}

#[cfg(test)]
mod tests;
