//! The cache: what is read back is what was taken, and a file that cannot be used is set aside.

use keyholder_domain::event::Stamp;
use keyholder_domain::op::{decide, evolve};
use keyholder_domain::role::Role;
use keyholder_domain::testing as given;
use keyholder_domain::{Asker, Op};
use serde_json::json;

use super::*;
use crate::storage::DataKey;

fn now() -> Time {
    given::start()
}

/// Every story holds for a plain file and for a sealed one.
fn each(story: impl Fn(&Storage, &Path)) {
    for key in [None, Some(DataKey::random().unwrap())] {
        let folder = tempfile::tempdir().unwrap();
        story(&Storage::disk(key), &folder.path().join("cache.db"));
    }
}

fn opened(storage: &Storage, path: &Path) -> (Cache, Base) {
    let (cache, base, aside) = Cache::open(storage, path, given::store_id(), now()).unwrap();
    assert_eq!(aside, None);
    (cache, base)
}

/// A shop with people, groups and an invitation, and the cache that took it as a snapshot at seq 9.
fn shop(storage: &Storage, path: &Path) -> (Cache, Store) {
    let mut store = given::shop();
    given::invite(&mut store, 77, Role::Viewer, &[]);
    let (mut cache, base) = opened(storage, path);
    assert!(!base.has_team);
    cache.keep_snapshot(&store.to_snapshot(now()), 9, "h9", now()).unwrap();
    (cache, store)
}

/// The entry that an op of the Owner's makes.
fn entry(store: &Store, seq: u64, op: &Value) -> (KeptEntry, Store) {
    let op = Op::parse(op).unwrap();
    let owner = store.owner().unwrap().id;
    let event = decide(store, Asker::Member(owner), &op, now()).unwrap().unwrap();
    let raw = json!({"seq": seq, "op": null, "by": owner, "desk": null, "device": null, "made_at": null, "at": now(),
                     "event": event.to_value(), "hash": format!("h{seq}"), "later": {"field": 1}});
    (KeptEntry::read(raw).unwrap(), evolve(store, &event, &Stamp { at: now(), by: Some(owner) }))
}

#[test]
fn what_is_read_back_is_the_snapshot_that_was_taken() {
    each(|storage, path| {
        let (cache, store) = shop(storage, path);
        drop(cache);
        let (cache, base) = opened(storage, path);
        assert_eq!(base.store.to_snapshot(now()), store.to_snapshot(now()));
        assert_eq!(cache.position(), (9, Some("h9")));
        assert!(base.has_team);
        assert_eq!((base.name.as_deref(), base.as_of), (Some(store.name()), Some(now())));
    });
}

#[test]
fn entries_change_only_the_rows_that_they_name() {
    each(|storage, path| {
        let (mut cache, mut store) = shop(storage, path);
        let group = given::group_id(900);
        let member = store.members().find(|member| member.role == Role::Seller).unwrap().id;
        let invitation = store.invitations().next().unwrap().id;
        let ops = [
            json!({"type": "group.create", "group": group, "name": "Malam", "permissions": ["product.view"]}),
            json!({"type": "member.add_to_group", "member": member, "group": group}),
            json!({"type": "invitation.withdraw", "invitation": invitation}),
            json!({"type": "member.change_role", "member": member, "from": "seller", "to": "viewer"}),
            json!({"type": "group.delete", "group": group, "move_to": null}),
            json!({"type": "member.remove", "member": member}),
            json!({"type": "store.rename", "from": store.name(), "to": "Toko Malam"}),
        ];
        for (op, seq) in ops.iter().zip(10..) {
            let (kept, after) = entry(&store, seq, op);
            store = after;
            cache.keep_entries(&[kept], &store, seq, Some(&format!("h{seq}")), now()).unwrap();
            let (_, base) = opened(storage, path);
            assert_eq!(base.store.to_snapshot(now()), store.to_snapshot(now()), "{op}");
            assert_eq!(base.cursor, seq);
        }
        assert_eq!(opened(storage, path).1.name.as_deref(), Some("Toko Malam"));
    });
}

#[test]
fn a_page_says_whether_anything_is_missing_in_it() {
    each(|storage, path| {
        let (mut cache, mut store) = shop(storage, path);
        let mut kept = Vec::new();
        for seq in 10..15 {
            let op = json!({"type": "store.rename", "from": store.name(), "to": format!("Toko {seq}")});
            let (entry, after) = entry(&store, seq, &op);
            store = after;
            kept.push(entry);
        }
        cache.keep_entries(&kept, &store, 14, Some("h14"), now()).unwrap();
        let page = |before, count| {
            let (entries, more, complete) = cache.page(before, count).unwrap();
            (entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(), more, complete)
        };
        assert_eq!(page(None, 3), (vec![14, 13, 12], true, true));
        assert_eq!(page(Some(12), 2), (vec![11, 10], true, true));
        assert_eq!(
            page(Some(12), 9),
            (vec![11, 10], true, false),
            "what was before the snapshot is the cloud's to tell"
        );
        assert_eq!(page(Some(9), 9), (vec![], true, false));
    });
}

#[test]
fn the_team_leaves_and_her_own_access_stays() {
    each(|storage, path| {
        let (mut cache, _) = shop(storage, path);
        let me = json!({"store": given::store_id(), "name": "Toko", "member": given::member_id(4), "role": "seller",
                        "status": "active", "areas": {"view_team": "none"}, "colour": "unknown fields are passed over"});
        cache.keep_access(&serde_json::from_value(me).unwrap(), now()).unwrap();
        cache.drop_team().unwrap();
        let (cache, base) = opened(storage, path);
        assert_eq!((cache.position(), base.has_team), ((0, None), false));
        assert_eq!(base.store.member_count(), 0);
        assert_eq!(base.my_access.unwrap().role, "seller");
        let bytes = std::fs::read(path).unwrap();
        assert!(!bytes.windows(5).any(|window| window == b"@toko"), "not even in a free page of the file");
    });
}

#[test]
fn another_stores_a_newer_or_an_unreadable_cache_is_set_aside() {
    type Spoil = (&'static str, fn(&Storage, &Path));
    let spoil: [Spoil; 5] = [
        ("newer", |storage, path| {
            storage.connect(path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        }),
        ("other", |storage, path| {
            let other =
                "update meta set value = '018f0000-0000-7000-8000-00000000dead' where key = 'of_store'";
            storage.connect(path).unwrap().execute_batch(other).unwrap();
        }),
        ("row", |storage, path| {
            let row = "update members set role = 'astronaut'";
            storage.connect(path).unwrap().execute_batch(row).unwrap();
        }),
        ("text", |_, path| {
            let text = "not a database at all, but long enough to look like one".repeat(90);
            std::fs::write(path, text).unwrap();
        }),
        ("torn", |_, path| {
            let mut bytes = std::fs::read(path).unwrap();
            let half = bytes.len() / 2;
            bytes[half..].fill(0xA5);
            std::fs::write(path, bytes).unwrap();
        }),
    ];
    for (why, spoil) in spoil {
        each(|storage, path| {
            drop(shop(storage, path));
            spoil(storage, path);
            let (_, base, aside) = Cache::open(storage, path, given::store_id(), now()).unwrap();
            assert!(!base.has_team, "{why}");
            assert!(path.with_file_name(aside.expect(why)).exists(), "{why}");
        });
    }
}
