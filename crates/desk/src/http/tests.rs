//! The wire against strange servers: hotel pages, garbage, half a reply, silence. Whatever answers, only our own problem
//! document counts as our cloud's word.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use uuid::Uuid;

use super::*;

/// A server that answers every request with these bytes and hangs up.
async fn server(answer: &'static str) -> HttpCloud {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            let mut request = vec![0; 16_384];
            let _ = peer.read(&mut request).await;
            let _ = peer.write_all(answer.as_bytes()).await;
        }
    });
    HttpCloud::new(Url::parse(&format!("http://{address}")).unwrap()).unwrap()
}

async fn exchanged(answer: &'static str) -> Result<Value, Fault> {
    let store = StoreId::from_uuid(Uuid::nil());
    server(answer).await.exchange(&Secret::new("t"), store, b"{}".to_vec()).await
}

fn not_ours(status: u16) -> Result<Value, Fault> {
    Err(Fault::NotOurs { status, retry_after: None })
}

#[tokio::test]
async fn only_our_own_shapes_count_as_our_cloud() {
    for (answer, told) in [
        (
            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 18\r\n\r\n<h1>Hotel WiFi</h1>",
            not_ours(200),
        ),
        (
            "HTTP/1.1 302 Found\r\nlocation: http://portal.example/\r\ncontent-length: 0\r\n\r\n",
            not_ours(302),
        ),
        ("HTTP/1.1 404 Not Found\r\ncontent-type: text/html\r\ncontent-length: 4\r\n\r\nnope", not_ours(404)),
        (
            "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: 27\r\n\r\n{\"code\": \"unauthenticated\"}",
            not_ours(401),
        ),
        (
            "HTTP/1.1 500 Oops\r\ncontent-type: application/problem+json\r\ncontent-length: 7\r\n\r\ngarbage",
            not_ours(500),
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4\r\n\r\n{\"a\"",
            not_ours(200),
        ),
        (
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n{\"a\":1}",
            Ok(json!({"a": 1})),
        ),
    ] {
        assert_eq!(exchanged(answer).await, told, "{answer}");
    }
}

#[tokio::test]
async fn half_a_reply_and_nothing_at_all_are_no_answer() {
    for answer in [
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"outcomes\": [",
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a\":",
        "",
        "garbage\r\n\r\n",
    ] {
        assert!(matches!(exchanged(answer).await, Err(Fault::Unreachable(_))), "{answer:?}");
    }
}

#[tokio::test]
async fn our_problem_document_keeps_its_code_its_facts_and_its_patience() {
    let answer = "HTTP/1.1 429 Too Many Requests\r\ncontent-type: application/problem+json\r\nretry-after: 7\r\n\
                  content-length: 46\r\n\r\n{\"code\":\"slow_down\",\"with\":{\"n\":1},\"x\":[true]}";
    let fault = exchanged(answer).await.unwrap_err();
    assert!(fault.is("slow_down"), "{fault:?}");
    assert_eq!((fault.status(), fault.retry_after()), (Some(429), Some(Duration::from_secs(7))));
    assert_eq!(DeskError::from(fault).with["n"], 1);
}

#[tokio::test]
async fn nobody_there_is_offline_and_no_word_of_the_address_is_told() {
    let cloud = HttpCloud::new(Url::parse("http://127.0.0.1:1").unwrap()).unwrap();
    let fault = cloud.stores(&Secret::new("t")).await.unwrap_err();
    assert_eq!(fault, Fault::NotReached("no connection".to_owned()));
}

#[tokio::test]
async fn what_certainly_never_arrived_is_told_from_what_may_have() {
    let store = StoreId::from_uuid(Uuid::nil());
    let asks = async |address: String| {
        let cloud = HttpCloud::new(Url::parse(&address).unwrap()).unwrap();
        cloud.exchange(&Secret::new("t"), store, b"{}".to_vec()).await.unwrap_err()
    };
    assert!(asks("https://nobody.invalid".to_owned()).await.never_arrived(), "there is no such name");
    // Somebody who speaks no TLS: the handshake fails, and no byte of the question went out.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let plain = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            let _ = peer.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    assert!(asks(format!("https://{plain}")).await.never_arrived(), "the handshake failed");
    // Somebody who reads the question and hangs up: it may have been acted on.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let reads = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            let _ = peer.read(&mut [0; 64]).await;
        }
    });
    let fault = asks(format!("http://{reads}")).await;
    assert!(matches!(fault, Fault::Unreachable(_)) && !fault.never_arrived(), "{fault:?}");
}

#[tokio::test]
async fn a_live_stream_is_read_and_a_page_is_none() {
    let stream =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\nevent: cursor\ndata: {\"cursor\":7}\n\n";
    let store = StoreId::from_uuid(Uuid::nil());
    let mut pokes = server(stream).await.live(&Secret::new("t"), store).await.unwrap();
    assert_eq!(pokes.next().await.unwrap().unwrap(), 7);
    let page = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 2\r\n\r\nhi";
    let fault = server(page).await.live(&Secret::new("t"), store).await.err().unwrap();
    assert_eq!(fault, Fault::NotOurs { status: 200, retry_after: None });
}

#[test]
fn the_live_stream_is_heard_and_strange_lines_are_passed_over() {
    let mut event = String::new();
    let mut cursors = Vec::new();
    let stream = ": hello\r\n\r\nevent: cursor\r\ndata: {\"cursor\":7}\r\n\r\nevent: other\ndata: {\"cursor\":8}\n\n\
                  data: {\"cursor\":9}\n\nevent: cursor\ndata: nonsense\n\nevent:cursor\ndata:{\"cursor\":10,\"x\":1}\n\n";
    for line in stream.split_inclusive('\n') {
        cursors.extend(heard(&mut event, line.as_bytes()));
    }
    assert_eq!(cursors, [7, 10]);
}
