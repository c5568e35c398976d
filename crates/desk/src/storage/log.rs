//! Damage in the middle of a write-ahead log, which SQLite takes for the log's end.
//!
//! ```text
//!  header ─ frame ─ frame(commit) ─ frame ✗ ─ frame(commit) ─ frame(commit)
//!                                 ▲ SQLite stops here, and says nothing; what follows was durable, too
//! ```
//! That is right for a log whose last transaction was torn, and silent loss for one whose earlier part was hurt: a commit begins only
//! when the one before it is on the disk (`synchronous=FULL`), so two commits behind a frame prove that the frame was durable
//! once. Each frame's checksum goes on from the one before it ("The WAL File Format" in "Database File Format" of SQLite's
//! documentation), so a frame can be judged by the checksum that its neighbour bears, and a sound one is told behind a hurt one.
//!
//! What this cannot tell is a hurt frame with one commit or none behind it: a power cut leaves the same.

use std::path::Path;

const HEADER: usize = 32;
const FRAME: usize = 24;
/// The magic of a log whose checksums read words with the least byte first; the other order adds one.
const LEAST_FIRST: u32 = 0x377f_0682;
const VERSION: u32 = 3_007_000;

type Sum = (u32, u32);

/// A log as it lies.
struct Log<'a> {
    bytes: &'a [u8],
    page: usize,
    magic: u32,
    salts: [u8; 8],
    header_sound: bool,
}

/// One frame of it: page number, length of the file if it commits, salts, sum; then the page.
struct Frame<'a> {
    bytes: &'a [u8],
    /// It is of this log.
    ours: bool,
    /// Its sum goes on from that of its neighbour.
    sound: bool,
    /// Its neighbour's sum cannot be believed, so its own says nothing.
    unjudged: bool,
}

impl Frame<'_> {
    fn commits(&self) -> bool {
        word(self.bytes, 4) != 0
    }
}

/// Whether the log beside a file holds commits behind damage: SQLite would forget them.
pub(super) fn is_broken(file: &Path, page: usize) -> std::io::Result<bool> {
    let bytes = match std::fs::read(super::seal::companion(file, "-wal")) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        read => read?,
    };
    Ok(Log::of(&bytes, page).is_some_and(|log| log.is_broken()))
}

/// Leaves hurt frames out of a broken log and joins the others, so that SQLite reads them all. A sound log stays as it is.
pub(super) fn mend(file: &Path, page: usize) -> std::io::Result<()> {
    if !is_broken(file, page)? {
        return Ok(());
    }
    let path = super::seal::companion(file, "-wal");
    let bytes = std::fs::read(&path)?;
    match Log::of(&bytes, page) {
        Some(log) => std::fs::write(path, log.mended()),
        None => Ok(()),
    }
}

impl<'a> Log<'a> {
    /// The log, by its header or, where that is hurt, by its frames. None where nothing in it is of one log.
    fn of(bytes: &'a [u8], page: usize) -> Option<Self> {
        let with = |magic: u32, salts: &[u8], header_sound: bool| {
            Some(Log { bytes, page, magic, salts: salts.try_into().ok()?, header_sound })
        };
        let header = bytes.get(..HEADER)?;
        for magic in [LEAST_FIRST, LEAST_FIRST + 1] {
            if word(header, 0) == magic && sum(magic, (0, 0), &header[..24]) == last_sum(header) {
                return with(magic, &header[16..24], true);
            }
        }
        // Two frames that follow each other tell whose they are.
        let frames: Vec<&[u8]> = bytes[HEADER..].chunks_exact(FRAME + page).collect();
        for magic in [LEAST_FIRST, LEAST_FIRST + 1] {
            for pair in frames.windows(2) {
                if pair[0][8..16] == pair[1][8..16] && follows(magic, last_sum(&pair[0][..FRAME]), pair[1]) {
                    return with(magic, &pair[1][8..16], false);
                }
            }
        }
        None
    }

    fn frames(&self) -> impl Iterator<Item = Frame<'a>> {
        let mut before = last_sum(&self.bytes[..HEADER]);
        let mut believed = self.header_sound;
        self.bytes[HEADER..].chunks_exact(FRAME + self.page).map(move |bytes| {
            let ours = bytes[8..16] == self.salts && word(bytes, 0) != 0;
            let sound = ours && follows(self.magic, before, bytes);
            before = last_sum(&bytes[..FRAME]);
            let unjudged = !std::mem::replace(&mut believed, ours);
            Frame { bytes, ours, sound, unjudged }
        })
    }

    /// Whether two commits follow damage without a break between them. What an earlier log or a transaction that was taken back left
    /// behind the end has one at most.
    fn is_broken(&self) -> bool {
        let mut commits = (!self.header_sound).then_some(0);
        for frame in self.frames() {
            if !(frame.sound || frame.ours && frame.unjudged && commits == Some(0)) {
                // The hurt frame may have been a commit itself, as its head still says.
                commits = Some(usize::from(frame.ours && frame.commits()));
            } else if let Some(commits) = &mut commits {
                *commits += usize::from(frame.commits());
                if *commits > 1 {
                    return true;
                }
            }
        }
        false
    }

    /// The sound frames up to the last commit, as a log that holds nothing else.
    fn mended(&self) -> Vec<u8> {
        let mut mended = Vec::with_capacity(self.bytes.len());
        for number in [self.magic, VERSION, u32::try_from(self.page).unwrap_or(0), 0] {
            mended.extend(number.to_be_bytes());
        }
        mended.extend(self.salts);
        let mut before = sum(self.magic, (0, 0), &mended);
        put(&mut mended, before);
        let mut end = mended.len();
        for frame in self.frames() {
            // Damage lies in one piece: it ended before a head that is whole. Were it not so, the page's own HMAC would tell.
            if !(frame.sound || frame.ours && frame.unjudged) {
                continue;
            }
            mended.extend(&frame.bytes[..16]);
            before = sum(self.magic, before, &frame.bytes[..8]);
            before = sum(self.magic, before, &frame.bytes[FRAME..]);
            put(&mut mended, before);
            mended.extend(&frame.bytes[FRAME..]);
            if frame.commits() {
                end = mended.len();
            }
        }
        mended.truncate(end);
        mended
    }
}

/// A frame's sum goes over its page number, its commit mark and its page.
fn follows(magic: u32, before: Sum, frame: &[u8]) -> bool {
    sum(magic, sum(magic, before, &frame[..8]), &frame[FRAME..]) == last_sum(&frame[..FRAME])
}

/// The sum that a head ends with.
fn last_sum(head: &[u8]) -> Sum {
    (word(head, head.len() - 8), word(head, head.len() - 4))
}

fn put(to: &mut Vec<u8>, sum: Sum) {
    to.extend(sum.0.to_be_bytes());
    to.extend(sum.1.to_be_bytes());
}

fn word(bytes: &[u8], at: usize) -> u32 {
    let word = bytes.get(at..at + 4).and_then(|word| word.try_into().ok());
    word.map_or(0, u32::from_be_bytes)
}

/// "Checksum Algorithm" of the same page.
fn sum(magic: u32, before: Sum, bytes: &[u8]) -> Sum {
    let (mut first, mut second) = before;
    for pair in bytes.chunks_exact(8) {
        let read = |at: usize| {
            let word = word(pair, at);
            if magic == LEAST_FIRST { word.swap_bytes() } else { word }
        };
        first = first.wrapping_add(read(0)).wrapping_add(second);
        second = second.wrapping_add(read(4)).wrapping_add(first);
    }
    (first, second)
}
