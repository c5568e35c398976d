//! One line of JSON in, one out, each of a size that cannot fill anybody's memory. What was read or written may have held a
//! password, so it is wiped.

use std::io;

use serde::Serialize;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt};
use zeroize::Zeroizing;

/// What a question may take: an op is at most some kilobytes, a list of people to be invited some megabytes.
pub(super) const QUESTION: usize = 16 << 20;
/// What an answer may take: a page of rows.
pub(super) const ANSWER: usize = 64 << 20;

/// The next line without its end; none at the end of the connection. A longer one is an error: what follows it would be read
/// as something that nobody said.
pub(super) async fn read(
    from: &mut (impl AsyncBufRead + Unpin),
    most: usize,
) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let mut line = Zeroizing::new(Vec::new());
    loop {
        let held = from.fill_buf().await?;
        if held.is_empty() {
            // Half a line is no line: whoever wrote it is gone.
            return Ok(None);
        }
        let end = held.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(held.len());
        if line.len() + taken > most {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a line is too long"));
        }
        line.extend_from_slice(&held[..taken]);
        from.consume(end.map_or(taken, |end| end + 1));
        if end.is_some() {
            return Ok(Some(line));
        }
    }
}

/// Writes one line.
pub(super) async fn write(to: &mut (impl AsyncWrite + Unpin), told: &impl Serialize) -> io::Result<()> {
    let mut line = Zeroizing::new(serde_json::to_vec(told)?);
    line.push(b'\n');
    to.write_all(&line).await?;
    to.flush().await
}
