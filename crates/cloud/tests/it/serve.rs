//! The server on a real port: it answers, closes in order, and stands up again at the same address with everything it had.

use std::net::SocketAddr;

use keyholder_cloud::testing::TestCloud;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn open(address: SocketAddr, path: &str, token: &str, connection: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("the port is open");
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: cloud\r\nAuthorization: Bearer {token}\r\nConnection: {connection}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.expect("it listens");
    stream
}

async fn until(stream: &mut TcpStream, wanted: &str) -> String {
    let mut seen = Vec::new();
    let mut bytes = [0; 4096];
    loop {
        let count = stream.read(&mut bytes).await.expect("it answers");
        assert_ne!(count, 0, "it ended before `{wanted}`: {}", String::from_utf8_lossy(&seen));
        seen.extend_from_slice(&bytes[..count]);
        let text = String::from_utf8_lossy(&seen);
        if text.contains(wanted) {
            return text.into_owned();
        }
    }
}

#[tokio::test]
async fn a_stopped_server_ends_its_streams_and_comes_back_with_everything() {
    let mut cloud = TestCloud::new().await;
    let url = cloud.listen().await;
    let address: SocketAddr = url.trim_start_matches("http://").parse().expect("an address");
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "Toko").await;
    let path = format!("/v1/stores/{store}/live");
    let mut live = open(address, &path, &ana.token, "keep-alive").await;
    until(&mut live, "data: {\"cursor\":1}").await;
    // An idle connection that was kept alive must not hold the closing up either.
    let mut idle = open(address, "/healthz", "", "keep-alive").await;
    until(&mut idle, "ok\n").await;

    cloud.stop().await;
    let mut rest = Vec::new();
    live.read_to_end(&mut rest).await.expect("the stream ends in order");
    assert!(TcpStream::connect(address).await.is_err(), "nobody listens");

    let mut cloud = cloud.restarted();
    assert_eq!(cloud.listen_on(address).await, url);
    let mut again = open(address, "/v1/stores", &ana.token, "close").await;
    let text = until(&mut again, "\"owner\"").await;
    assert!(text.contains(&store.to_string()), "{text}");
    let renamed = cloud.ask(&ana, store, json!({"type": "store.rename", "from": "Toko", "to": "T"})).await;
    assert_eq!(renamed, json!({"accepted": {"seq": 2}}));
}
