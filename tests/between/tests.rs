//! The line itself: what passes, what does not, and that each harm meets what it is meant for.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;

/// A cloud that tells how many bytes of body it was sent, and forgets nothing that reached it.
async fn cloud() -> (String, watch::Receiver<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (heard, told) = watch::channel(0);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let heard = heard.clone();
            tokio::spawn(async move {
                let mut bytes = vec![0; 4096];
                let Ok(read) = stream.read(&mut bytes).await else { return };
                let text = String::from_utf8_lossy(&bytes[..read]).into_owned();
                if !text.contains("connection: close") || !text.ends_with("whole") {
                    return;
                }
                heard.send_modify(|heard| *heard += 1);
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789").await;
            });
        }
    });
    (address, told)
}

async fn asks(line: &Between, path: &str) -> String {
    let mut stream = TcpStream::connect(&line.address).await.unwrap();
    let request = format!("POST {path} HTTP/1.1\r\nConnection: keep-alive\r\ncontent-length: 5\r\n\r\nwhole");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = String::new();
    let _ = stream.read_to_string(&mut reply).await;
    reply
}

#[tokio::test]
async fn each_harm_does_what_it_says_to_what_it_is_meant_for() {
    let (address, heard) = cloud().await;
    let line = Between::before(&address).await;
    assert!(asks(&line, "/sync").await.ends_with("0123456789"));
    line.does_next("/sync", 1, Harm::ReplyLost);
    assert!(asks(&line, "/other").await.ends_with("0123456789"), "another request is none of its business");
    assert_eq!(asks(&line, "/sync").await, "");
    assert_eq!(*heard.borrow(), 3, "the cloud heard what was lost on the way back");
    assert!(asks(&line, "/sync").await.ends_with("0123456789"), "one was to be harmed");
    line.does_to("/sync", Harm::CutUp(20));
    assert_eq!(asks(&line, "/sync").await, "");
    assert_eq!(*heard.borrow(), 4);
    line.does_to("/sync", Harm::CutDownAt(50));
    assert!(asks(&line, "/sync").await.starts_with("HTTP/1.1 200"));
    line.does_to("/sync", Harm::CutDown(4));
    assert_eq!(asks(&line, "/sync").await, "HTTP");
    line.does(Harm::Problem(429, "slow_down", Some(7)));
    let turned_away = asks(&line, "/any").await;
    assert!(turned_away.contains("429") && turned_away.contains("retry-after: 7"));
    assert_eq!(line.harmed(), 5);
    line.heals();
    assert!(asks(&line, "/sync").await.ends_with("0123456789"));
    assert_eq!(line.requests("/other").len(), 1);
}

#[tokio::test]
async fn a_silent_line_says_nothing_and_stays_open() {
    let (address, _) = cloud().await;
    let line = Between::before(&address).await;
    line.does(Harm::Silence);
    let mut stream = TcpStream::connect(&line.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    line.until_harmed(1).await;
    let mut byte = [0];
    tokio::select! {
        biased;
        read = stream.read(&mut byte) => panic!("it said something: {read:?}"),
        () = tokio::task::yield_now() => {}
    }
    drop(line);
    assert!(matches!(stream.read(&mut byte).await, Ok(0) | Err(_)), "it ends with the line");
}
