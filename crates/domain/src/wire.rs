//! The wire's own shapes: one exchange, its entries and outcomes, problems, and the hash that chains entries.
//!
//! Unknown fields are ignored here; inside an op they are not (`Op::parse`). Entries stay JSON until their hash is
//! checked, because it covers fields that a reader does not know.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::canonical::{self, Form};
use crate::event::{Event, EventProblem, Stamp};
use crate::id::{DeskId, MemberId, OpId, StoreId};
use crate::personal::Personal;
use crate::refusal::{Refusal, Told};
use crate::time::Time;

pub use crate::rows::{Line, Row, RowOrder, StreamHead};
pub use crate::snapshot::{
    Facts, Snapshot, SnapshotGroup, SnapshotInvitation, SnapshotMember, SnapshotStore,
};

/// The wire that this version speaks.
pub const WIRE_VERSION: u32 = 1;
/// The largest body, in bytes.
pub const BODY_MAX: usize = 4 * 1024 * 1024;
/// The most ops in one exchange.
pub const OPS_MAX: usize = 1_000;

/// What a desk sends: where it stands, and what it asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// The wire it speaks.
    pub wire: u32,
    /// The profile that counts `n`; together with `n` or not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskId>,
    /// The cloud's epoch, as last seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<String>,
    /// The hash at `cursor`, as last seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
    /// The seq of the last entry held; 0 for none.
    pub cursor: u64,
    /// What is asked, in order.
    #[serde(default)]
    pub ops: Vec<AskedOp>,
    /// [`STREAM`]: a snapshot, where one is due, is fetched by the route of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<String>,
}

/// How a desk says that it fetches snapshots row by row.
pub const STREAM: &str = "stream";

/// An op in its envelope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskedOp {
    /// Made by whoever asks: one outcome for ever.
    pub id: OpId,
    /// Its number among all that this desk sends to this store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// When it was asked, by the asker's clock.
    pub made_at: Time,
    /// The op as written, for ever the same bytes.
    pub op: Value,
}

/// What the cloud answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyncReply {
    /// One for each op asked.
    pub outcomes: Vec<Outcome>,
    /// The whole store, where entries would not do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<Snapshot>,
    /// In its place, for whoever asked so: the seq of the state that is kept to be fetched row by row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot_at: Option<u64>,
    /// What happened since the cursor, each as received: see [`Entry::read`] and [`entry_hash`].
    pub entries: Vec<Value>,
    /// The seq of the last entry sent.
    pub cursor: u64,
    /// The hash at `cursor`.
    pub head: String,
    /// Whether there are more entries.
    pub more: bool,
    /// The cloud's epoch.
    pub epoch: String,
    /// The cloud's clock.
    pub time: Time,
}

/// What became of an op.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "OutcomeRead")]
pub struct Outcome {
    /// The op.
    pub id: OpId,
    /// The answer.
    #[serde(flatten)]
    pub answer: Answer,
}

/// An outcome as it is read, without the detour that a flattened field takes: a long outbox is answered by hundreds at a time.
#[derive(Deserialize)]
struct OutcomeRead {
    id: OpId,
    accepted: Option<AcceptedRead>,
    refused: Option<Told>,
}

#[derive(Deserialize)]
struct AcceptedRead {
    seq: u64,
}

impl TryFrom<OutcomeRead> for Outcome {
    type Error = &'static str;

    fn try_from(read: OutcomeRead) -> Result<Self, Self::Error> {
        let answer = match (read.accepted, read.refused) {
            (Some(AcceptedRead { seq }), _) => Answer::Accepted { seq },
            (None, Some(told)) => Answer::Refused(told),
            (None, None) => return Err("an outcome is `accepted` or `refused`"),
        };
        Ok(Self { id: read.id, answer })
    }
}

/// The answer to an op.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It holds from this entry on.
    Accepted {
        /// Its entry, or the last one where the goal was reached already.
        seq: u64,
    },
    /// It was turned down.
    Refused(Told),
}

impl Outcome {
    /// An acceptance.
    pub const fn accepted(id: OpId, seq: u64) -> Self {
        Self { id, answer: Answer::Accepted { seq } }
    }

    /// A refusal.
    pub fn refused(id: OpId, refusal: &Refusal) -> Self {
        Self { id, answer: Answer::Refused(refusal.told()) }
    }
}

/// One entry of a store's history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number: without a gap, from 1.
    pub seq: u64,
    /// The op that asked for it; null for acts that nobody queued.
    pub op: Option<OpId>,
    /// Who acted; null for the system.
    pub by: Option<MemberId>,
    /// From which desk; null for acts that nobody queued.
    pub desk: Option<DeskId>,
    /// The device, as named at sign-in.
    pub device: Option<Personal>,
    /// When it was asked, by the asker's clock.
    pub made_at: Option<Time>,
    /// When it was applied, by the cloud's clock.
    pub at: Time,
    /// What happened, as received: see [`Entry::event`].
    pub event: Value,
    /// Hash of the previous hash and of this entry.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hash: String,
}

impl Entry {
    /// Reads an entry, leaving what this version does not know aside. Check its hash on the value itself, before.
    pub fn read(value: &Value) -> Result<Self, serde_json::Error> {
        Self::deserialize(value)
    }

    /// The event, if this version knows its type.
    pub fn event(&self) -> Result<Event, EventProblem> {
        Event::read(&self.event)
    }

    /// When and by whom, for `evolve`.
    pub const fn stamp(&self) -> Stamp {
        Stamp { at: self.at, by: self.by }
    }

    /// The same as text, and its hash: what a cloud keeps and sends, written down once. The fields stand as [`canonical`] orders them,
    /// so that one walk gives both the text and what the hash covers.
    pub fn written(&self, previous: &str) -> (String, String) {
        let (mut told, mut covered) = (Vec::with_capacity(1024), Vec::with_capacity(1024));
        covered.extend_from_slice(previous.as_bytes());
        let mut put = |before: &str, value: &Value| {
            for (out, form) in [(&mut told, Form::Plain), (&mut covered, Form::Sealed)] {
                out.extend_from_slice(before.as_bytes());
                canonical::write(value, form, out);
            }
            told.len()
        };
        put("{\"at\":", &json(&self.at));
        put(",\"by\":", &json(&self.by));
        put(",\"desk\":", &json(&self.desk));
        put(",\"device\":", &json(&self.device));
        let before_hash = put(",\"event\":", &self.event);
        put(",\"made_at\":", &json(&self.made_at));
        put(",\"op\":", &json(&self.op));
        put(",\"seq\":", &Value::from(self.seq));
        told.push(b'}');
        covered.push(b'}');
        let hash = hex::encode(Sha256::digest(&covered));
        let mut told = String::from_utf8(told).unwrap_or_default();
        told.insert_str(before_hash, &format!(",\"hash\":\"{hash}\""));
        (told, hash)
    }

    /// As JSON with its hash set, chained to the entry before it.
    pub fn chained(mut self, previous: &str) -> Value {
        self.hash = String::new();
        let mut value = serde_json::to_value(&self).unwrap_or(Value::Null);
        let hash = entry_hash(previous, &value);
        if let Some(entry) = value.as_object_mut() {
            entry.insert("hash".to_owned(), Value::String(hash));
        }
        value
    }
}

fn json(value: &impl Serialize) -> Value {
    // A field of an entry is null, a string, a number or an object with text keys: serialising cannot fail.
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// The text that entry 1 is chained to: the store's id.
pub fn first_link(store: StoreId) -> String {
    store.to_string()
}

/// An error as RFC 9457 `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// A URI for the kind of problem; `about:blank` where the code says it all.
    #[serde(rename = "type", default = "about_blank")]
    pub kind: String,
    /// The HTTP status in words.
    #[serde(default)]
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: String,
    /// Its facts.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub with: Map<String, Value>,
    /// More for a person who reads logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

fn about_blank() -> String {
    "about:blank".to_owned()
}

/// The RFC 8785 bytes of a JSON value: what tells two ops apart, and what hashes cover.
pub fn op_bytes(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    canonical::write(value, Form::Plain, &mut bytes);
    bytes
}

/// A value with every personal object in its sealed form.
pub fn seal(value: &Value) -> Value {
    match value {
        Value::Object(object) => match canonical::sealed(object) {
            Some(hash) => Value::Object(Map::from_iter([("sealed".to_owned(), Value::String(hash))])),
            None => Value::Object(object.iter().map(|(key, value)| (key.clone(), seal(value))).collect()),
        },
        Value::Array(items) => Value::Array(items.iter().map(seal).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// The hash of an entry as received, without its own `hash`, chained to the hash before it (for entry 1: [`first_link`]).
pub fn entry_hash(previous: &str, entry: &Value) -> String {
    let mut bytes = Vec::with_capacity(1024);
    bytes.extend_from_slice(previous.as_bytes());
    match entry {
        Value::Object(fields) => canonical::write_object(fields, Form::Sealed, "hash", &mut bytes),
        other => canonical::write(other, Form::Sealed, &mut bytes),
    }
    hex::encode(Sha256::digest(&bytes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use serde_json::json;

    fn sha(text: &str) -> String {
        hex::encode(Sha256::digest(text.as_bytes()))
    }

    #[test]
    fn the_hash_covers_the_previous_one_and_the_canonical_entry_without_its_hash() {
        let entry = json!({"seq": 1, "at": "2026-01-02T03:04:05Z", "event": {"type": "x", "b": 1, "a": 2}, "hash": "old"});
        let expected = sha(r#"start{"at":"2026-01-02T03:04:05Z","event":{"a":2,"b":1,"type":"x"},"seq":1}"#);
        assert_eq!(entry_hash("start", &entry), expected);
    }

    #[test]
    fn erasing_a_personal_value_keeps_the_hash() {
        let salted =
            json!({"event": {"owner": {"name": {"personal": "Sari", "salt": "ab12"}}}, "device": null});
        let erased = json!({"event": {"owner": {"name": {"sealed": sha("ab12\"Sari\"")}}}, "device": null});
        assert_eq!(seal(&salted), erased);
        assert_eq!(entry_hash("h", &salted), entry_hash("h", &erased));
    }

    #[test]
    fn fields_unknown_to_the_reader_are_covered() {
        let entry = json!({"seq": 1, "event": {}});
        let newer = json!({"seq": 1, "event": {}, "later": true});
        assert_ne!(entry_hash("h", &entry), entry_hash("h", &newer));
    }

    #[test]
    fn an_object_that_only_looks_personal_is_left_alone() {
        for value in [
            json!({"personal": 1, "salt": 2}),
            json!({"personal": 1}),
            json!({"personal": 1, "salt": "s", "x": 0}),
        ] {
            assert_eq!(seal(&value), value);
        }
    }

    #[test]
    fn outcomes_read_as_the_wire_says() {
        let id: OpId = "018f0000-0000-7000-8000-000000000001".parse().unwrap();
        assert_eq!(
            serde_json::to_value(Outcome::accepted(id, 7)).unwrap(),
            json!({"id": id, "accepted": {"seq": 7}})
        );
        let refused = json!({"id": id, "refused": {"code": "own_access", "with": {}}});
        assert_eq!(serde_json::to_value(Outcome::refused(id, &Refusal::OwnAccess)).unwrap(), refused);
        let later = json!({"id": id, "refused": {"code": "a_later_code"}, "more": 1});
        let read: Outcome = serde_json::from_value(later).unwrap();
        assert!(matches!(read.answer, Answer::Refused(told) if told.code == "a_later_code"));
    }

    #[test]
    fn an_entry_is_chained_and_reads_back() {
        let entry = Entry {
            seq: 1,
            op: None,
            by: None,
            desk: None,
            device: Some(Personal::Salted { personal: "laptop".to_owned(), salt: "00".to_owned() }),
            made_at: None,
            at: Time::from_millis(0),
            event: json!({"type": "store.renamed", "from": "A", "to": "B"}),
            hash: String::new(),
        };
        let value = entry.clone().chained("start");
        assert_eq!(value["hash"], json!(entry_hash("start", &value)));
        let (told, hash) = entry.written("start");
        assert_eq!((told.as_str(), json!(hash)), (value.to_string().as_str(), value["hash"].clone()));
        let read = Entry::read(&value).unwrap();
        assert_eq!(Entry { hash: String::new(), ..read.clone() }, entry);
        assert_eq!(read.event().unwrap().kind(), "store.renamed");
    }
}
