//! One connection: one request, read whole, and what becomes of it.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::{Harm, State, lock};

/// No request of ours is larger.
const LARGEST: usize = 64 << 20;

pub(crate) async fn carry(mut desk: TcpStream, state: Arc<State>) {
    let Some(request) = read_request(&mut desk).await else { return };
    let text = String::from_utf8_lossy(&request).into_owned();
    let harm = state.meets(&text);
    if !matches!(harm, Harm::None | Harm::ReplyLost | Harm::CutDownAt(_) | Harm::Hold) {
        state.count();
    }
    // Whoever asked may have gone away meanwhile: that is no fault of the line.
    let _: std::io::Result<()> = match harm {
        Harm::Nothing => return,
        Harm::Silence => return silence(desk).await,
        Harm::Broken => answer(desk, 500, "text/plain", "", "oops!").await,
        Harm::Status(status) => answer(desk, status, "text/plain", "", "go away").await,
        Harm::Problem(status, code, retry_after) => {
            let header = retry_after.map(|seconds| format!("retry-after: {seconds}\r\n")).unwrap_or_default();
            let body = format!("{{\"status\":{status},\"code\":\"{code}\",\"with\":{{}}}}");
            answer(desk, status, "application/problem+json", &header, &body).await
        }
        Harm::Garbage => answer(desk, 200, "text/html", "", "<h1>Hotel Mawar</h1>\r\n").await,
        Harm::Redirect => {
            answer(desk, 302, "text/html", "location: http://127.0.0.1:1/hotel\r\n", "<h1>Hotel Mawar</h1>")
                .await
        }
        Harm::Half => {
            let half = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\nconnection: close\r\n\r\n{\"outcomes\":[{\"id\":";
            desk.write_all(half.as_bytes()).await
        }
        Harm::CutUp(bytes) => {
            let Some(mut cloud) = reach(&state).await else { return };
            let sent = cloud.write_all(&request[..bytes.min(request.len())]).await;
            // The end goes both ways: the cloud sees a request that breaks off.
            let _ = cloud.shutdown().await;
            sent
        }
        Harm::ReplyLost | Harm::CutDownAt(_) | Harm::Hold => {
            let share = match harm {
                Harm::CutDownAt(percent) => percent,
                Harm::Hold => 100,
                _ => 0,
            };
            let mut rules = state.rules.subscribe();
            let Some(mut cloud) = reach(&state).await else { return };
            let mut reply = Vec::new();
            // The cloud closes after its answer: what it answers is committed by then.
            let whole = match cloud.write_all(&request).await {
                Ok(()) => cloud.read_to_end(&mut reply).await,
                Err(error) => Err(error),
            };
            state.count();
            if harm == Harm::Hold {
                // It may have ended before the cloud answered.
                let _ = rules.wait_for(|_| state.now(&text) != Harm::Hold).await;
            }
            match whole {
                Ok(_) => desk.write_all(&reply[..reply.len() * share.min(100) / 100]).await,
                Err(error) => Err(error),
            }
        }
        Harm::None | Harm::Delay(_) | Harm::CutDown(_) | Harm::HoldBack => {
            let Some(cloud) = reach(&state).await else { return };
            return pass(desk, cloud, &request, &text, harm, &state).await;
        }
    };
    // Dropped, the line is closed.
}

async fn reach(state: &State) -> Option<TcpStream> {
    let cloud = lock(&state.cloud).clone();
    TcpStream::connect(cloud).await.ok()
}

/// Both directions, until either side ends or the rules say otherwise.
async fn pass(
    mut desk: TcpStream,
    mut cloud: TcpStream,
    request: &[u8],
    text: &str,
    mut harm: Harm,
    state: &State,
) {
    let mut rules = state.rules.subscribe();
    let pause = if let Harm::Delay(pause) = harm { pause } else { Duration::ZERO };
    let mut left = if let Harm::CutDown(bytes) = harm { bytes } else { usize::MAX };
    sleep(pause).await;
    if cloud.write_all(request).await.is_err() {
        return;
    }
    let (mut back, mut more) = (vec![0; 64 << 10], [0; 1024]);
    let mut held = Vec::new();
    loop {
        tokio::select! {
            read = cloud.read(&mut back) => {
                let Ok(read) = read else { return };
                if read == 0 {
                    // An answer that has an end was only gathered, not withheld.
                    let _ = desk.write_all(&held).await;
                    let _ = desk.shutdown().await;
                    return;
                }
                sleep(pause).await;
                if harm == Harm::HoldBack {
                    held.extend_from_slice(&back[..read]);
                    continue;
                }
                let passed = read.min(left);
                left -= passed;
                if desk.write_all(&back[..passed]).await.is_err() || left == 0 {
                    return;
                }
            }
            heard = desk.read(&mut more) => {
                if !matches!(heard, Ok(read) if read > 0) {
                    return;
                }
            }
            changed = rules.changed() => {
                if changed.is_err() {
                    return;
                }
                match state.now(text) {
                    now if now == harm => {}
                    Harm::None | Harm::Delay(_) => {
                        // What was held back is lost for this answer: the line is simply opened anew.
                        if harm == Harm::HoldBack {
                            return;
                        }
                    }
                    Harm::HoldBack => harm = Harm::HoldBack,
                    Harm::Silence => {
                        state.count();
                        return silence(desk).await;
                    }
                    _ => return,
                }
            }
        }
    }
}

/// Reads what comes, says nothing, and keeps the line open for as long as the other side believes in it.
async fn silence(mut desk: TcpStream) {
    let mut sink = [0; 1024];
    while matches!(desk.read(&mut sink).await, Ok(read) if read > 0) {}
}

async fn answer(
    mut desk: TcpStream,
    status: u16,
    kind: &str,
    headers: &str,
    body: &str,
) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status} So\r\ncontent-type: {kind}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    desk.write_all(head.as_bytes()).await?;
    desk.write_all(body.as_bytes()).await?;
    desk.shutdown().await
}

/// One request, with `connection: close` in place of what it said about its connection.
async fn read_request(desk: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut piece = vec![0; 64 << 10];
    let (head, body) = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break (String::from_utf8_lossy(&bytes[..end]).into_owned(), end + 4);
        }
        let read = desk.read(&mut piece).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&piece[..read]);
    };
    let named = |line: &&str, name: &str| {
        line.split_once(':').is_some_and(|(key, _)| key.trim().eq_ignore_ascii_case(name))
    };
    let length = head.lines().find(|line| named(line, "content-length"));
    let length = length.and_then(|line| line.split_once(':')?.1.trim().parse().ok()).unwrap_or(0);
    while bytes.len() < body + length && bytes.len() < LARGEST {
        let read = desk.read(&mut piece).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&piece[..read]);
    }
    let mut request: Vec<&str> = head.lines().filter(|line| !named(line, "connection")).collect();
    request.push("connection: close\r\n\r\n");
    let mut request = request.join("\r\n").into_bytes();
    request.extend_from_slice(&bytes[body..]);
    Some(request)
}
