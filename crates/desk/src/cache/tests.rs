//! The cache: what is read back is what was taken, and a file that cannot be used is set aside.

use keyholder_domain::event::Stamp;
use keyholder_domain::op::{decide, evolve};
use keyholder_domain::role::Role;
use keyholder_domain::testing as given;
use keyholder_domain::wire::{Row as StreamRow, RowOrder};
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
            cache.keep_entries(&[kept], &store, &after, seq, Some(&format!("h{seq}")), now()).unwrap();
            store = after;
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
        let (mut cache, before) = shop(storage, path);
        let mut store = before.clone();
        let mut kept = Vec::new();
        for seq in 10..15 {
            let op = json!({"type": "store.rename", "from": store.name(), "to": format!("Toko {seq}")});
            let (entry, after) = entry(&store, seq, &op);
            store = after;
            kept.push(entry);
        }
        cache.keep_entries(&kept, &before, &store, 14, Some("h14"), now()).unwrap();
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

/// The shop's rows as a stream tells them, staged up to a place, on top of nothing.
fn staged(path: &Path, rows: usize) -> (Cache, Store, Vec<StreamRow>) {
    let store = given::shop();
    let order = RowOrder::of(&store);
    let all: Vec<StreamRow> = (0..).map_while(|place| store.row(&order, place, now())).collect();
    let (mut cache, _) = opened(&Storage::disk(None), path);
    let head = Staged { at: 9, head: "h9".into(), epoch: "e".into(), rewound: false, rows: 0, told: None };
    cache.begin_staging(head).unwrap();
    assert!(cache.stage_head(&store.to_snapshot(now()).store, all.len() as u64).unwrap());
    stage(&mut cache, &all[..rows]);
    (cache, store, all)
}

fn stage(cache: &mut Cache, rows: &[StreamRow]) {
    // A row of a later version counts, and nothing of it is kept.
    let rows: Vec<Option<StreamRow>> = rows.iter().cloned().map(Some).collect();
    cache.stage(&rows).unwrap();
}

#[test]
fn a_program_killed_while_rows_come_goes_on_at_the_next_row_and_shows_nothing_before_the_last() {
    let (folder, plain) = (tempfile::tempdir().unwrap(), Storage::disk(None));
    let (cache, store, all) = staged(&folder.path().join("cache.db"), 3);
    // What a kill leaves: the files as they are, and nobody who closes them.
    let after = tempfile::tempdir().unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap().flatten() {
        std::fs::copy(file.path(), after.path().join(file.file_name())).unwrap();
    }
    drop(cache);
    let path = after.path().join("cache.db");
    let (mut cache, base) = opened(&plain, &path);
    assert!(!base.has_team && cache.position() == (0, None));
    assert_eq!(cache.staged().map(|staged| staged.rows), Some(3));
    let other = store.to_snapshot(now()).store;
    assert!(!cache.stage_head(&other, 99).unwrap(), "another number of rows is another stream");
    assert!(cache.stage_head(&other, all.len() as u64).unwrap());
    stage(&mut cache, &all[3..]);
    assert!(!opened(&plain, &path).1.has_team, "all rows are there, and nobody said that it was the last");
    cache.swap_in(now()).unwrap();
    assert_eq!(cache.read_store().unwrap().to_snapshot(now()), store.to_snapshot(now()));
    drop(cache);
    let (mut cache, base) = opened(&plain, &path);
    assert_eq!(base.store.to_snapshot(now()), store.to_snapshot(now()));
    assert_eq!((cache.position(), cache.staged()), ((9, Some("h9")), None));
    let rename = json!({"type": "store.rename", "from": store.name(), "to": "Toko Malam"});
    let (kept, after) = entry(&store, 10, &rename);
    cache.keep_entries(&[kept], &store, &after, 10, Some("h10"), now()).unwrap();
    assert_eq!(opened(&plain, &path).1.name.as_deref(), Some("Toko Malam"), "entries go on from there");
}

#[test]
fn rows_take_the_place_of_what_was_held_at_once_or_are_forgotten_without_a_trace() {
    let (folder, plain) = (tempfile::tempdir().unwrap(), Storage::disk(None));
    let path = folder.path().join("cache.db");
    drop(shop(&plain, &path));
    let (mut cache, store, all) = staged(&path, 2);
    assert_eq!(opened(&plain, &path).1.store.member_count(), store.member_count(), "what was held stays");
    stage(&mut cache, &all[2..]);
    cache.swap_in(now()).unwrap();
    assert_eq!(
        opened(&plain, &path).1.store.invitations().count(),
        0,
        "the invitation was not among the rows"
    );

    let fresh = folder.path().join("fresh.db");
    let (mut cache, ..) = staged(&fresh, all.len());
    cache.forget_staged(true).unwrap();
    cache.forget_staged(true).unwrap();
    drop(cache);
    let bytes = std::fs::read(&fresh).unwrap();
    assert!(!bytes.windows(5).any(|window| window == b"@toko"), "not even in a free page of the file");
    assert_eq!(opened(&plain, &fresh).0.staged(), None);
}

/// The entry by which somebody came.
fn came(seq: u64, email: &str) -> KeptEntry {
    let event = json!({"type": "invitation.accepted", "invitation": given::invitation_id(500), "member": given::member_id(500),
                       "account": given::account_id(500), "name": "Somebody", "email": email.to_lowercase(), "email_as_typed": email,
                       "role": "seller", "groups": []});
    let raw = json!({"seq": seq, "op": null, "by": null, "desk": null, "device": null, "made_at": null, "at": now(), "event": event,
                     "hash": format!("h{seq}")});
    KeptEntry::read(raw).unwrap()
}

fn who_came(cache: &Cache, search: &str, from: usize, count: usize) -> (Vec<u64>, usize) {
    let (entries, total) = cache.accepted(search, from, count).unwrap();
    (entries.iter().map(|entry| entry.seq).collect(), total)
}

#[test]
fn who_came_is_told_from_all_entries_that_were_ever_held_and_found_by_the_address() {
    each(|storage, path| {
        let (mut cache, store) = shop(storage, path);
        let rename = json!({"type": "store.rename", "from": store.name(), "to": "Toko Malam"});
        let (renamed, after) = entry(&store, 11, &rename);
        let kept = [came(10, "Búdi@Toko.example"), renamed, came(12, "sari@toko.example")];
        cache.keep_entries(&kept, &store, &after, 12, Some("h12"), now()).unwrap();
        assert_eq!(who_came(&cache, "", 0, 9), (vec![12, 10], 2));
        assert_eq!(who_came(&cache, "", 1, 9), (vec![10], 2));
        assert_eq!(who_came(&cache, "budi@", 0, 9), (vec![10], 1));
        assert_eq!(who_came(&cache, "nobody", 0, 9), (vec![], 0));
        // So many entries later, those of that time are let go, and these are not.
        let far = 12 + ENTRIES + 1;
        let later = [came(far, "joko@toko.example")];
        cache.keep_entries(&later, &after, &after, far, Some("h"), now()).unwrap();
        assert_eq!(who_came(&cache, "", 0, 9), (vec![far, 12, 10], 3));
        let held: Vec<u64> = cache.page(None, 9).unwrap().0.iter().map(|entry| entry.seq).collect();
        assert_eq!(held, [far, 12, 10]);
        drop(cache);
        let (mut cache, _) = opened(storage, path);
        assert_eq!(who_came(&cache, "", 0, 9), (vec![far, 12, 10], 3));
        // The history turned out to be another one: what was held at its places is gone from here too.
        cache.keep_snapshot(&store.to_snapshot(now()), 11, "h11", now()).unwrap();
        cache.keep_older(&[entry(&store, 10, &rename).0]).unwrap();
        assert_eq!(who_came(&cache, "", 0, 9), (vec![], 0));
        cache.keep_entries(&[came(12, "rina@toko.example")], &store, &store, 12, Some("h12"), now()).unwrap();
        cache.drop_team().unwrap();
        assert_eq!(who_came(&cache, "", 0, 9), (vec![], 0));
    });
}

#[test]
fn a_file_from_before_accepted_invitations_were_noted_learns_them_from_its_entries() {
    each(|storage, path| {
        let (mut cache, store) = shop(storage, path);
        let kept = [came(10, "budi@toko.example"), came(11, "sari@toko.example")];
        cache.keep_entries(&kept, &store, &store, 11, Some("h11"), now()).unwrap();
        cache.db.execute_batch("drop table accepted; drop index entries_accepted;").unwrap();
        drop(cache);
        assert_eq!(who_came(&opened(storage, path).0, "sari", 0, 9), (vec![11], 1));
    });
}
