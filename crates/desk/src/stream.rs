//! A snapshot as it comes off the wire: pieces of text become rows, a piece at a time.
//!
//! Each line is read straight into the wire's types. What was read goes on in chunks, and a new chunk is only made while few
//! wait: a disk that is slower than the network slows the network down, and memory stays flat, however large the store is.

use std::sync::Arc;

use keyholder_domain::Store;
use keyholder_domain::rows::Building;
use keyholder_domain::wire::{Line, Row, StreamHead};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::cloud::Fault;

/// Rows in one chunk: one transaction of the cache, a few milliseconds in which an edit waits.
pub const CHUNK: usize = 2_000;
/// Chunks that may wait for the disk.
pub const AHEAD: usize = 3;
/// A line is never longer in earnest.
const LONGEST_LINE: usize = 1 << 20;

/// What a stream tells, in this order: its head, chunks of rows, and how it ended.
#[derive(Debug)]
pub enum Streamed {
    /// Which state the rows are of. Closing the flow ends the stream.
    Head(Box<StreamHead>, Arc<Semaphore>),
    /// The next rows (none: a row of a kind that this version does not know); the permit frees its place in the flow.
    Rows(Vec<Option<Row>>, Option<OwnedSemaphorePermit>),
    /// The store that all rows make, built while they were kept; just before the end, where nothing was held before.
    Built(Box<Store>),
    /// Everything came: so many rows, from row 0.
    End(u64),
    /// It broke off, or never began.
    Broken(Fault),
}

/// Reads lines out of pieces of text that are cut anywhere.
#[derive(Debug, Default)]
pub struct Reader {
    cut: Vec<u8>,
    head: Option<StreamHead>,
    begun: bool,
    rows: Vec<Option<Row>>,
    end: Option<u64>,
}

impl Reader {
    /// Takes the next piece of text.
    ///
    /// # Errors
    /// [`Fault::NotOurs`] where it is no stream of ours; what was read before is still there.
    pub fn take(&mut self, mut piece: &[u8]) -> Result<(), Fault> {
        if !self.cut.is_empty() {
            let end = piece.iter().position(|byte| *byte == b'\n').map_or(piece.len(), |end| end + 1);
            let (rest, after) = piece.split_at(end);
            self.cut.extend_from_slice(rest);
            piece = after;
            if !self.cut.ends_with(b"\n") {
                return if self.cut.len() > LONGEST_LINE { Err(not_ours()) } else { Ok(()) };
            }
            let line = std::mem::take(&mut self.cut);
            self.line(&line)?;
        }
        for line in piece.split_inclusive(|byte| *byte == b'\n') {
            if line.ends_with(b"\n") {
                self.line(line)?;
            } else {
                self.cut.extend_from_slice(line);
            }
        }
        Ok(())
    }

    fn line(&mut self, line: &[u8]) -> Result<(), Fault> {
        if !self.begun {
            self.head = Some(serde_json::from_slice(line).map_err(|_| not_ours())?);
            self.begun = true;
            return Ok(());
        }
        if self.end.is_some() {
            return Err(not_ours());
        }
        match Line::read(line).map_err(|_| not_ours())? {
            Line::Row(row) => self.rows.push(Some(row)),
            Line::Unknown => self.rows.push(None),
            Line::End(rows) => self.end = Some(rows),
        }
        Ok(())
    }

    /// The head, once, when it has come.
    pub fn head(&mut self) -> Option<StreamHead> {
        self.head.take()
    }

    /// A chunk, when one is full; with `all`, what there is.
    pub fn chunk(&mut self, all: bool) -> Option<Vec<Option<Row>>> {
        let full = self.rows.len() >= CHUNK || (all && !self.rows.is_empty());
        full.then(|| std::mem::replace(&mut self.rows, Vec::with_capacity(CHUNK)))
    }

    /// How many rows the whole stream has, when its last line has come.
    pub fn end(&self) -> Option<u64> {
        self.end
    }
}

/// What is done with text beside the network and the disk: reading it, and building the store from its rows.
#[derive(Debug, Default)]
pub(crate) struct Intake {
    reader: Reader,
    build: bool,
    building: Option<Building>,
}

/// What some pieces of text came to.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    pub(crate) head: Option<StreamHead>,
    pub(crate) chunks: Vec<Vec<Option<Row>>>,
    /// How many rows the stream has, when its last line came; the store with it, if it was built.
    pub(crate) end: Option<(u64, Option<Store>)>,
    pub(crate) fault: Option<Fault>,
}

impl Intake {
    /// `build`: the rows begin at 0, and no other store is in memory beside the one that they make.
    pub(crate) fn new(build: bool) -> Self {
        Self { build, ..Self::default() }
    }

    /// Takes pieces as they came; none where the stream ended. Costs milliseconds of work: not for an async thread.
    pub(crate) fn take(mut self, pieces: Option<Vec<Result<Vec<u8>, Fault>>>) -> (Self, Taken) {
        let mut taken = Taken::default();
        match pieces {
            Some(pieces) => {
                let read = pieces.into_iter().try_for_each(|piece| self.reader.take(&piece?));
                taken.fault = read.err();
            }
            None => taken.fault = Some(Fault::Unreachable("the stream ended early".to_owned())),
        }
        taken.head = self.reader.head();
        if let Some(head) = taken.head.as_ref().filter(|_| self.build) {
            self.building = Some(Building::new(&head.store));
        }
        let all = taken.fault.is_some() || self.reader.end().is_some();
        while let Some(rows) = self.reader.chunk(all) {
            if let Some(building) = &mut self.building {
                rows.iter().flatten().for_each(|row| building.put(row));
            }
            taken.chunks.push(rows);
        }
        if taken.fault.is_none() {
            let built = |building: &mut Option<Building>| building.take().map(Building::built);
            taken.end = self.reader.end().map(|rows| (rows, built(&mut self.building)));
        }
        (self, taken)
    }
}

fn not_ours() -> Fault {
    Fault::NotOurs { status: 200, retry_after: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = concat!(
        r#"{"seq":7,"head":"h7","epoch":"e","rows":3,"time":"2026-03-02T12:00:00Z","store":{"id":"018f0000-0000-7000-8000-000000000001","name":"Toko","plan":"team","seat_limit":5}}"#,
        "\n",
        r#"{"group":{"id":"018f0000-0000-7000-8000-000000000002","name":"Kasir","permissions":["later.thing"]}}"#,
        "\n",
        r#"{"shift":{"later":true}}"#,
        "\n",
        r#"{"member":{"id":"018f0000-0000-7000-8000-000000000003","account":"018f0000-0000-7000-8000-000000000004","email":null,"name":null,"role":"owner","groups":[],"status":"active","later":1}}"#,
        "\n{\"end\":3}\n"
    );

    #[test]
    fn lines_are_found_wherever_the_text_is_cut() {
        for size in 1..TEXT.len() {
            let mut reader = Reader::default();
            for piece in TEXT.as_bytes().chunks(size) {
                reader.take(piece).unwrap();
            }
            assert_eq!(reader.head().unwrap().rows, 3, "{size}");
            assert_eq!(reader.head(), None);
            assert_eq!(reader.chunk(false), None, "it is not full");
            let rows = reader.chunk(true).unwrap();
            assert!(matches!(rows.as_slice(), [Some(Row::Group(_)), None, Some(Row::Member(_))]), "{rows:?}");
            assert_eq!((reader.chunk(true), reader.end()), (None, Some(3)));
        }
    }

    #[test]
    fn a_page_half_a_line_and_a_line_after_the_end_are_not_ours() {
        for text in ["<html>\n", "{}\n", "\n"] {
            assert_eq!(Reader::default().take(text.as_bytes()), Err(not_ours()), "{text}");
        }
        let mut reader = Reader::default();
        reader.take(TEXT.as_bytes()).unwrap();
        assert_eq!(reader.take(b"{\"end\":3}\n"), Err(not_ours()));
        let mut reader = Reader::default();
        reader.take(&TEXT.as_bytes()[..TEXT.len() - 3]).unwrap();
        assert_eq!(reader.end(), None, "a last line without its end may be cut");
        let mut endless = Reader::default();
        endless.take(b"{").unwrap();
        assert_eq!(endless.take(&vec![b' '; LONGEST_LINE + 1]), Err(not_ours()));
    }
}
