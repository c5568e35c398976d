//! The first sync of a large store onto disk: a shipped desk against a shipped cloud, beside the least that the same rows can
//! cost with the same parts.
//!
//! Both begin with an open, empty file and end when the last row is committed (write-ahead log, `synchronous=NORMAL`); ours
//! also holds the store in memory by then, with every look-up, ready to be shown and edited. Both run in one process over
//! loopback HTTP, with the server on the same machine.
//!
//! The floor is left as low as it is. Its server sends text that lies ready, uncompressed, and its reader keeps seven columns and builds
//! nothing. Ours writes each row down from the cloud's state, compresses it, reads all 14 columns, stages and swaps them, and builds the
//! store with its look-ups. Some of that any program of this kind must do (rows have to be written down by somebody); it stays out of
//! the floor all the same, so that a ratio only ever tells too much.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use futures_util::StreamExt;
use rusqlite::{Connection, params};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::world::{World, bare};

pub use crate::world::Rest;

/// What both runs share: a cloud that holds the store, and the text of its rows.
pub struct Shop {
    world: World,
    members: usize,
    rows: Arc<Vec<u8>>,
}

impl Shop {
    /// A cloud on a port of this machine, with a store of so many members of about 200 bytes.
    pub async fn open(members: usize) -> Self {
        let world = World::open(members).await;
        let rows = Arc::new(world.rows().await);
        Self { world, members, rows }
    }

    /// The bytes of all rows.
    pub fn bytes(&self) -> usize {
        self.rows.len()
    }

    /// From the first request to the whole team in the picture and on the disk, on a new profile in this folder.
    pub async fn ours(&self, folder: &Path) -> Duration {
        let cut = watch::channel(false).0;
        let keyholder = self.world.signed_in(folder, &cut).await;
        cut.send_replace(true);
        keyholder.open_store(self.world.store).await.expect("the store opens");
        let desk = keyholder.desk(self.world.store).await.expect("it is open");
        cut.send_replace(false);
        let began = Instant::now();
        keyholder.sync_now(self.world.store).await.expect("it is open");
        loop {
            let picture = desk.picture().await.expect("it is open");
            if picture.has_team {
                let took = began.elapsed();
                assert_eq!(picture.local.member_count(), self.members);
                keyholder.close().await;
                return took;
            }
            // Windows are told at most once a frame, so waiting for that would measure frames.
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// The floor: the same lines by bare HTTP, read, and inserted by one prepared statement in one transaction.
    pub async fn floor(&self, folder: &Path, rest: Rest) -> Duration {
        let address = self.serve_text().await;
        let db = empty(&folder.join("bare.db"), rest);
        let client =
            keyholder_desk::http::builder().no_proxy().no_gzip().no_zstd().build().expect("a client");
        let began = Instant::now();
        let (pieces, arrived) = mpsc::sync_channel::<Vec<u8>>(16);
        let inserted = tokio::task::spawn_blocking(move || insert(db, &arrived));
        let reply = client.get(address).send().await.expect("it answers");
        let mut text = reply.bytes_stream();
        while let Some(piece) = text.next().await {
            pieces.send(piece.expect("a whole reply").to_vec()).expect("the reader lives");
        }
        drop(pieces);
        let rows = inserted.await.expect("it does not panic");
        let took = began.elapsed();
        assert_eq!(rows, self.members);
        took
    }

    async fn serve_text(&self) -> String {
        let rows = Arc::clone(&self.rows);
        let text = move || {
            let pieces: Vec<Result<Vec<u8>, std::io::Error>> =
                rows.chunks(256 << 10).map(|piece| Ok(piece.to_vec())).collect();
            async move { Body::from_stream(futures_util::stream::iter(pieces)) }
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound listener");
        let app: Router = Router::new().route("/rows", get(text));
        tokio::spawn(async move { axum::serve(listener, app).await });
        format!("http://{address}/rows")
    }

    /// Ends the cloud.
    pub async fn close(self) {
        self.world.close().await;
    }
}

/// As the desk fills its cache: one transaction, whose log is folded in when it is over.
fn empty(path: &Path, rest: Rest) -> Connection {
    let table = "create table members (id text primary key, account text not null, email text, name text, role text not null,
           status text not null, groups text not null) strict, without rowid;";
    let db = bare(path, rest, "normal", &format!("pragma cache_size = -16000; {table}"));
    db.query_row("pragma wal_autocheckpoint = 16000", [], |_| Ok(())).expect("it is set");
    db
}

/// Only what is inserted is read: text stays borrowed.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum BareLine<'a> {
    #[serde(borrow)]
    Member(BareMember<'a>),
    Group(serde::de::IgnoredAny),
    Invitation(serde::de::IgnoredAny),
    End(serde::de::IgnoredAny),
}

#[derive(Deserialize)]
struct BareMember<'a> {
    id: &'a str,
    account: &'a str,
    email: Option<&'a str>,
    name: Option<&'a str>,
    role: &'a str,
    status: &'a str,
    groups: Vec<&'a str>,
}

fn insert(mut db: Connection, arrived: &mpsc::Receiver<Vec<u8>>) -> usize {
    let tx = db.transaction().expect("a transaction begins");
    let mut rows = 0;
    {
        let insert = "insert into members values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let mut insert = tx.prepare(insert).expect("the table is there");
        let mut held: Vec<u8> = Vec::new();
        while let Ok(piece) = arrived.recv() {
            held.extend_from_slice(&piece);
            let whole = held.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            for line in held[..whole].split(|byte| *byte == b'\n') {
                if let Ok(BareLine::Member(member)) = serde_json::from_slice(line) {
                    let groups = member.groups.join(",");
                    let BareMember { id, account, email, name, role, status, .. } = member;
                    let values = params![id, account, email, name, role, status, groups];
                    insert.execute(values).expect("the row is kept");
                    rows += 1;
                }
            }
            held.drain(..whole);
        }
    }
    tx.commit().expect("the rows are kept");
    rows
}
