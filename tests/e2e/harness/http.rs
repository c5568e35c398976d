//! HTTP as the tests themselves speak it, beside the programs.

use reqwest::{Client, Response};

/// A client. It asks this process for the ciphers of TLS also where it speaks none; whoever came first has chosen them.
pub fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

/// The answer to a plain question, if there is one.
pub async fn get(url: &str) -> Option<Response> {
    client().get(url).send().await.ok()
}
