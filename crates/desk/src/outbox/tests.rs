//! The outbox: what survives, in which order, and what a damaged file still gives.

use std::io::{Seek, SeekFrom, Write};

use serde_json::json;

use super::*;
use crate::storage::DataKey;

fn at(seconds: i64) -> Time {
    Time::from_millis(1_800_000_000_000 + seconds * 1000)
}

fn id(number: u128) -> OpId {
    OpId::from_uuid(Uuid::from_u128(number))
}

fn seen(seq: u64) -> Seen {
    Seen { epoch: Some("e1".into()), seq, head: Some(format!("h{seq}")) }
}

fn text(number: u128) -> String {
    json!({"type": "group.create", "group": Uuid::from_u128(number), "name": "Kasir", "permissions": []})
        .to_string()
}

/// Every story holds for a plain file and for a sealed one.
fn each(story: impl Fn(&Storage, &Path)) {
    for key in [None, Some(DataKey::random().unwrap())] {
        let folder = tempfile::tempdir().unwrap();
        story(&Storage::disk(key), &folder.path().join("outbox.db"));
    }
}

fn opened(storage: &Storage, path: &Path) -> Outbox {
    let (outbox, salvaged) = Outbox::open(storage, path, at(0)).unwrap();
    assert_eq!(salvaged, None);
    outbox
}

fn filled(storage: &Storage, path: &Path, count: u128) -> Outbox {
    let mut outbox = opened(storage, path);
    for number in 1..=count {
        // The ids' time runs backwards: order is the outbox's own.
        outbox.ask(id(1000 - number), at(-(number as i64)), text(number)).unwrap();
    }
    outbox
}

fn order(outbox: &Outbox) -> Vec<u128> {
    outbox.kept().iter().map(|kept| 1000 - kept.id.uuid().as_u128()).collect()
}

#[test]
fn ops_survive_as_written_in_their_own_order() {
    each(|storage, path| {
        let before = filled(storage, path, 20);
        let desk = before.desk();
        drop(before);
        let after = opened(storage, path);
        assert_eq!(order(&after), (1..=20).collect::<Vec<_>>());
        assert_eq!(after.kept()[6].op, text(7));
        assert_eq!(after.desk(), desk);
    });
}

#[test]
fn numbers_follow_each_other_and_a_retry_gets_the_same() {
    each(|storage, path| {
        let mut outbox = filled(storage, path, 3);
        let batch = [id(999), id(998)];
        let numbers = |outbox: &mut Outbox| -> Vec<u64> {
            outbox.number(&batch).unwrap().iter().map(|(n, _)| *n).collect()
        };
        assert_eq!(numbers(&mut outbox), [1, 2]);
        drop(outbox);
        let mut outbox = opened(storage, path);
        assert!(outbox.get(id(999)).unwrap().sent, "it may be at the cloud already");
        assert!(!outbox.get(id(997)).unwrap().sent);
        assert_eq!(numbers(&mut outbox), [1, 2], "the reply was lost: the same numbers again");

        let refused = Verdict::Refused(Told::new("no_free_seat", json!({"used": 5, "limit": 5})));
        outbox.answered(&[(id(999), Verdict::Accepted(7)), (id(998), refused)], seen(7), at(1)).unwrap();
        let next: Vec<u64> = outbox.number(&[id(997)]).unwrap().iter().map(|(n, _)| *n).collect();
        assert_eq!(next, [3], "every answered op used up its number");
        outbox.renumber(9).unwrap();
        assert_eq!(outbox.number(&[id(997)]).unwrap()[0].0, 9);
        outbox.renew_desk(DeskId::from_uuid(Uuid::from_u128(5))).unwrap();
        assert_eq!(outbox.number(&[id(997)]).unwrap()[0].0, 1);
    });
}

#[test]
fn an_answered_op_stays_until_the_base_has_it_and_a_refused_one_until_it_is_dropped() {
    each(|storage, path| {
        let mut outbox = filled(storage, path, 3);
        let refused = Verdict::Refused(Told::new("own_access", json!({})));
        outbox.answered(&[(id(999), Verdict::Accepted(7)), (id(998), refused)], seen(6), at(1)).unwrap();
        drop(outbox);

        let mut outbox = opened(storage, path);
        outbox.load_answered(6).unwrap();
        assert_eq!(
            order(&outbox),
            [1, 2, 3],
            "power went before the cache kept entry 7: the edit stays in the picture"
        );
        assert_eq!(outbox.get(id(999)).unwrap().state, State::Answered(7));
        outbox.settled_up_to(7);
        assert_eq!(order(&outbox), [2, 3]);
        assert_eq!(outbox.get(id(998)).unwrap().refusal.as_ref().unwrap().code, "own_access");
        outbox.forget(id(998)).unwrap();
        assert_eq!(order(&opened(storage, path)), [3]);
    });
}

#[test]
fn a_restored_cloud_is_offered_the_journal_of_thirty_days_in_its_old_order() {
    each(|storage, path| {
        let mut outbox = filled(storage, path, 4);
        let day = 86_400;
        outbox.answered(&[(id(999), Verdict::Accepted(1))], seen(1), at(-31 * day)).unwrap();
        outbox.answered(&[(id(998), Verdict::Accepted(2))], seen(2), at(-2 * day)).unwrap();
        outbox.answered(&[(id(997), Verdict::Accepted(3))], seen(3), at(-day)).unwrap();
        let lost =
            outbox.offer_again(2, Seen { epoch: Some("e2".into()), seq: 2, head: None }, at(0)).unwrap();
        assert_eq!(lost, [text(3)], "what the backup did not hold is listed");
        assert_eq!(order(&outbox), [2, 3, 4]);
        assert!(outbox.kept().iter().all(|kept| kept.state == State::Waiting));
        outbox.tidy(at(0)).unwrap();
        assert_eq!(outbox.seen().epoch.as_deref(), Some("e2"));
    });
}

#[test]
fn a_full_disk_refuses_the_edit_before_it_is_shown_and_heals() {
    each(|storage, path| {
        let mut outbox = filled(storage, path, 2);
        outbox.cap_pages(Some(0)).unwrap();
        let long = json!({"type": "group.create", "name": "x".repeat(20_000)}).to_string();
        let error = outbox.ask(id(1), at(0), long.clone()).unwrap_err();
        assert_eq!((error.code.as_str(), error.with["why"].as_str()), ("storage", Some("full")));
        assert_eq!(order(&outbox), [1, 2]);
        outbox.cap_pages(None).unwrap();
        outbox.ask(id(1), at(0), long).unwrap();
        assert_eq!(outbox.kept().len(), 3);
    });
}

#[test]
fn a_damaged_outbox_is_salvaged_row_by_row_with_a_report() {
    each(|storage, path| {
        let before = filled(storage, path, 200);
        let desk = before.desk();
        before.checkpoint();
        drop(before);
        let size = std::fs::metadata(path).unwrap().len();
        let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
        // A page in the middle of the file turns to garbage.
        file.seek(SeekFrom::Start(size / 4096 / 2 * 4096)).unwrap();
        file.write_all(&[0xA5; 4096]).unwrap();
        drop(file);

        let (outbox, salvaged) = Outbox::open(storage, path, at(0)).unwrap();
        let salvaged = salvaged.unwrap();
        assert!(path.with_file_name(&salvaged.file).exists(), "the damaged file is kept");
        assert_eq!(salvaged.rows, outbox.kept().len());
        assert!(salvaged.rows > 100, "{salvaged:?}");
        let kept = order(&outbox);
        assert!(kept.is_sorted(), "in their order");
        assert_eq!(outbox.desk(), desk);
        assert_eq!(opened(storage, path).kept().len(), salvaged.rows);
    });
}

#[test]
fn a_file_that_is_no_outbox_at_all_is_set_aside() {
    each(|storage, path| {
        std::fs::write(
            path,
            "these are my notes, not a database, and they are a little longer than a header".repeat(9),
        )
        .unwrap();
        let (outbox, salvaged) = Outbox::open(storage, path, at(0)).unwrap();
        assert_eq!(outbox.kept().len(), 0);
        assert_eq!(salvaged.as_ref().unwrap().rows, 0);
        assert!(path.with_file_name(salvaged.unwrap().file).exists());
    });
}

#[test]
fn a_sealed_outbox_gives_every_row_of_its_sound_pages_wherever_it_was_hurt() {
    type Hurt = (&'static str, usize, fn(&Path));
    fn bytes(path: &Path, hurt: impl Fn(&mut Vec<u8>)) {
        let mut bytes = std::fs::read(path).unwrap();
        hurt(&mut bytes);
        std::fs::write(path, bytes).unwrap();
    }
    let hurts: [Hurt; 5] = [
        ("its first page", 200, |path| bytes(path, |bytes| bytes[..4096].fill(0xA5))),
        ("one bit", 150, |path| {
            bytes(path, |bytes| {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
            });
        }),
        ("a torn write", 150, |path| {
            bytes(path, |bytes| {
                let page = bytes.len() / 4096 / 2 * 4096;
                bytes[page + 512..page + 4096].fill(0);
            });
        }),
        ("its second half", 40, |path| bytes(path, |bytes| bytes.truncate(bytes.len() / 2))),
        ("everything", 0, |path| bytes(path, |bytes| bytes.fill(0xA5))),
    ];
    for (hurt, at_least, make) in hurts {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outbox.db");
        let storage = Storage::disk(Some(DataKey::random().unwrap()));
        let before = filled(&storage, &path, 200);
        before.checkpoint();
        drop(before);
        make(&path);
        let (outbox, salvaged) = Outbox::open(&storage, &path, at(0)).unwrap();
        let salvaged = salvaged.expect(hurt);
        assert_eq!(salvaged.rows, outbox.kept().len(), "{hurt}");
        assert!(salvaged.rows >= at_least, "{hurt}: {salvaged:?}");
        assert!(order(&outbox).is_sorted(), "{hurt}: in their order");
        assert_eq!(salvaged.foreign, at_least == 0, "{hurt}: nothing of it opens with this key");
        assert!(folder.path().join(&salvaged.file).exists(), "{hurt}: kept");
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(5).any(|window| window == b"Kasir"), "{hurt}: the salvage seals, too");
        }
        drop(outbox);
        assert_eq!(opened(&storage, &path).kept().len(), salvaged.rows, "{hurt}");
    }
}

#[test]
fn a_log_that_was_not_folded_in_is_part_of_what_is_salvaged() {
    for first_page_too in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outbox.db");
        let storage = Storage::disk(Some(DataKey::random().unwrap()));
        let before = filled(&storage, &path, 100);
        before.checkpoint();
        drop(before);
        let mut before = opened(&storage, &path);
        for number in 101..=120 {
            before.ask(id(1000 - number), at(0), text(number)).unwrap();
        }
        // As a killed program leaves it.
        let killed = tempfile::tempdir().unwrap();
        let killed_in = killed.path().to_owned();
        for file in ["outbox.db", "outbox.db-wal"] {
            std::fs::copy(folder.path().join(file), killed_in.join(file)).unwrap();
        }
        drop(before);
        let path = killed_in.join("outbox.db");
        let mut bytes = std::fs::read(&path).unwrap();
        let page = bytes.len() / 4096 / 2 * 4096;
        bytes[page..page + 4096].fill(0xA5);
        if first_page_too {
            bytes[..4096].fill(0xA5);
        }
        std::fs::write(&path, bytes).unwrap();
        let (outbox, salvaged) = Outbox::open(&storage, &path, at(0)).unwrap();
        let newest = (101..=120).filter(|number| outbox.get(id(1000 - number)).is_some()).count();
        assert_eq!(newest, 20, "first page too: {first_page_too}, {salvaged:?}");
        assert!(salvaged.unwrap().rows >= 90);
    }
}

/// Numbers below a bound, the same for the same seed.
fn dice(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 16).unwrap() % below
    }
}

#[test]
fn garbage_anywhere_in_the_file_or_its_log_loses_nothing_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("running");
    std::fs::create_dir(&store).unwrap();
    let storage = Storage::disk(Some(DataKey::random().unwrap()));
    let path = store.join("outbox.db");
    let before = filled(&storage, &path, 150);
    before.checkpoint();
    drop(before);
    let mut running = opened(&storage, &path);
    for number in 151..=190 {
        running.ask(id(1000 - number), at(0), text(number)).unwrap();
    }
    let (mut salvages, mut broken_logs) = (0, 0);
    let seeds: usize = 40;
    for seed in 0..u64::try_from(seeds).unwrap() {
        let mut throw = dice(seed + 1);
        // As a killed program leaves it, and then hurt.
        let killed = folder.path().join(format!("killed {seed}"));
        std::fs::create_dir(&killed).unwrap();
        for file in ["outbox.db", "outbox.db-wal"] {
            std::fs::copy(store.join(file), killed.join(file)).unwrap();
        }
        let hurt = killed.join(if throw(3) == 0 { "outbox.db" } else { "outbox.db-wal" });
        let mut bytes = std::fs::read(&hurt).unwrap();
        let start = if throw(8) == 0 { 0 } else { throw(bytes.len()) };
        let most = 1 << (3 + throw(12));
        let end = bytes.len().min(start + 1 + throw(most));
        bytes[start..end].iter_mut().for_each(|byte| *byte = u8::try_from(throw(256)).unwrap());
        std::fs::write(&hurt, &bytes).unwrap();
        let what = format!("seed {seed}: {start}..{end} of {}", hurt.display());

        let path = killed.join("outbox.db");
        broken_logs += usize::from(storage.log_is_broken(&path).unwrap());
        let (outbox, salvaged) = Outbox::open(&storage, &path, at(0)).expect(&what);
        assert!(order(&outbox).is_sorted(), "{what}");
        let missing: Vec<u128> = (1..=190).filter(|number| outbox.get(id(1000 - number)).is_none()).collect();
        match &salvaged {
            Some(salvaged) => {
                salvages += 1;
                assert!(killed.join(&salvaged.file).exists(), "{what}: kept");
                assert!(
                    salvaged.foreign || salvaged.lost >= missing.len(),
                    "{what}: {salvaged:?}, {missing:?}"
                );
                assert!(missing.len() < 100, "{what}: what can be read is kept: {salvaged:?}");
            }
            // A power cut may leave the end of a log like this, before the edit was acknowledged.
            None => assert!(missing.iter().all(|number| *number > 188), "{what}: {missing:?}"),
        }
        drop(outbox);
        let again = opened(&storage, &path);
        assert_eq!(190 - again.kept().len(), missing.len(), "{what}: as it was told, and sound");
    }
    assert!(
        salvages * 2 > seeds && broken_logs * 3 > seeds,
        "it was hurt: {salvages}, {broken_logs} in the log"
    );
}

#[test]
fn a_damaged_plain_outbox_of_version_0_1_is_salvaged_and_kept_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("outbox.db");
    let before = filled(&Storage::disk(None), &path, 200);
    before.checkpoint();
    drop(before);
    let mut bytes = std::fs::read(&path).unwrap();
    let page = bytes.len() / 4096 / 2 * 4096;
    bytes[page..page + 4096].fill(0xA5);
    std::fs::write(&path, bytes).unwrap();
    let storage = Storage::disk(Some(DataKey::random().unwrap()));
    let (outbox, salvaged) = Outbox::open(&storage, &path, at(0)).unwrap();
    let salvaged = salvaged.unwrap();
    assert!(salvaged.rows > 100 && salvaged.rows == outbox.kept().len() && !salvaged.foreign, "{salvaged:?}");
    assert!(folder.path().join(&salvaged.file).exists());
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap().path();
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(5).any(|window| window == b"Kasir"), "{}", file.display());
    }
}

#[test]
fn an_outbox_of_a_newer_version_is_left_alone() {
    each(|storage, path| {
        drop(filled(storage, path, 1));
        let db = storage.connect(path).unwrap();
        db.pragma_update(None, "user_version", 99).unwrap();
        drop(db);
        assert_eq!(Outbox::open(storage, path, at(0)).unwrap_err().code, "written_by_newer");
        assert!(path.exists());
    });
}

#[test]
fn a_batch_is_answered_as_it_was_whatever_lies_between_its_ops() {
    each(|storage, path| {
        let mut outbox = filled(storage, path, 12);
        // Holes, another order, refusals and a goal that was reached already: no two rows of it are alike.
        outbox.forget(id(1000 - 4)).unwrap();
        let batch: Vec<OpId> = [1, 2, 3, 5, 6, 9, 8, 10, 11].map(|number| id(1000 - number)).into();
        outbox.number(&batch).unwrap();
        let refused = || Verdict::Refused(Told::new("own_access", json!({})));
        let held = || Verdict::Held(Told::new("unknown_op", json!({})));
        let verdicts: Vec<_> = batch
            .iter()
            .copied()
            .zip([
                Verdict::Accepted(7),
                Verdict::Accepted(8),
                refused(),
                Verdict::Accepted(9),
                Verdict::Accepted(9),
                held(),
                Verdict::Accepted(10),
                Verdict::Accepted(11),
                Verdict::Accepted(12),
            ])
            .collect();
        let next = [id(1000 - 7), id(1000 - 12)];
        outbox.answered_before(&verdicts, seen(12), at(1), &next).unwrap();
        let told = |outbox: &Outbox| -> Vec<(OpId, State, Option<u64>)> {
            outbox.kept().iter().map(|kept| (kept.id, kept.state, kept.n)).collect()
        };
        let mut wanted: Vec<(u128, State, Option<u64>)> = vec![
            (1, State::Answered(7), Some(1)),
            (2, State::Answered(8), Some(2)),
            (3, State::Refused, Some(3)),
            (5, State::Answered(9), Some(4)),
            (6, State::Answered(9), Some(5)),
            (7, State::Waiting, Some(10)),
            (8, State::Answered(10), Some(7)),
            (9, State::Held, Some(6)),
            (10, State::Answered(11), Some(8)),
            (11, State::Answered(12), Some(9)),
            (12, State::Waiting, Some(11)),
        ];
        let as_ids = |wanted: &[(u128, State, Option<u64>)]| -> Vec<(OpId, State, Option<u64>)> {
            wanted.iter().map(|(number, state, n)| (id(1000 - number), *state, *n)).collect()
        };
        assert_eq!(told(&outbox), as_ids(&wanted), "in memory");
        drop(outbox);
        let mut outbox = opened(storage, path);
        outbox.load_answered(0).unwrap();
        assert_eq!(told(&outbox), as_ids(&wanted), "and on the disk");
        assert_eq!(outbox.next_n(), 10);
        outbox.settled_up_to(11);
        wanted.retain(|(_, state, _)| !matches!(state, State::Answered(seq) if *seq <= 11));
        assert_eq!(told(&outbox), as_ids(&wanted));
        assert_eq!(outbox.get(id(1000 - 12)).unwrap().made_at, at(-12), "and each is found by its id");
    });
}

#[test]
fn what_never_arrived_was_never_sent_and_what_may_have_stays_so() {
    each(|storage, path| {
        let mut outbox = filled(storage, path, 3);
        let (one, two, three) = (id(999), id(998), id(997));
        outbox.number(&[one]).unwrap();
        outbox.may_have_arrived();
        outbox.number(&[one, two]).unwrap();
        assert_eq!(outbox.never_arrived().unwrap(), [two]);
        outbox.number(&[one, two]).unwrap();
        outbox.answered_before(&[(one, Verdict::Accepted(1))], seen(1), at(1), &[two, three]).unwrap();
        assert_eq!(
            outbox.never_arrived().unwrap(),
            [three],
            "the second went out before and may have arrived"
        );
        drop(outbox);
        let mut outbox = opened(storage, path);
        let sent: Vec<bool> = outbox.kept().iter().map(|kept| kept.sent).collect();
        assert_eq!(sent, [true, false], "also after a restart");
        outbox.ask_now(&Asked { id: id(5), op: text(9), way: Way::default() }, at(9)).unwrap();
        assert_eq!((outbox.get(id(5)).unwrap().n, outbox.get(id(5)).unwrap().sent), (Some(2), true));
        assert_eq!(outbox.never_arrived().unwrap(), [id(5)]);
        assert!(!outbox.get(id(5)).unwrap().sent);
    });
}

#[test]
fn a_batch_is_written_as_its_ops_were() {
    each(|storage, path| {
        let outbox = filled(storage, path, 2);
        let written = outbox.written(&[id(999), id(998)], 41);
        let read: Value = serde_json::from_str(&format!("[{written}]")).unwrap();
        let op: Value = serde_json::from_str(&text(2)).unwrap();
        assert_eq!(read[1], json!({"id": id(998), "n": 42, "made_at": at(-2), "op": op}));
        assert!(written.contains(&text(1)), "the same bytes, for ever");
        assert_eq!(outbox.written(&[], 1), "");
    });
}

#[test]
fn every_commit_is_durable() {
    each(|storage, path| {
        let outbox = opened(storage, path);
        let synchronous: i64 = outbox.db.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
        let journal: String = outbox.db.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!((synchronous, journal.as_str()), (2, "wal"));
    });
}

#[test]
fn what_was_seen_never_goes_back_and_a_jump_over_it_is_remembered_until_compared() {
    each(|storage, path| {
        let mut outbox = filled(storage, path, 1);
        outbox.answered(&[(id(999), Verdict::Accepted(9))], seen(5), at(1)).unwrap();
        outbox.answered(&[], seen(3), at(2)).unwrap();
        assert_eq!(outbox.seen(), &seen(5), "a cache that fell back is told old pages");
        assert_eq!(outbox.furthest().unwrap(), 9, "an answer proves entries too");
        outbox.jumped(&[], seen(12), at(3)).unwrap();
        outbox.jumped(&[], seen(20), at(4)).unwrap();

        let mut outbox = opened(storage, path);
        assert_eq!(outbox.seen(), &seen(20));
        let doubt = outbox.doubt().expect("a crash does not believe the jump");
        assert_eq!((doubt.seq, doubt.head.as_deref()), (5, Some("h5")));
        outbox.no_doubt().unwrap();
        assert_eq!(opened(storage, path).doubt(), None);
        outbox.jumped(&[], seen(21), at(5)).unwrap();
        outbox.offer_again(2, Seen { epoch: Some("e2".into()), seq: 2, head: None }, at(6)).unwrap();
        assert_eq!((outbox.seen().seq, outbox.doubt()), (2, None), "a restored cloud begins anew");
    });
}

#[test]
fn what_was_left_as_it_is_survives_and_the_oldest_is_forgotten_first() {
    each(|storage, path| {
        let group = |n: u128| keyholder_domain::GroupId::from_uuid(Uuid::from_u128(n));
        let mut outbox = filled(storage, path, 1);
        assert_eq!(outbox.left().unwrap(), Left::new(), "a file of before has none");
        let left = leave(&Left::new(), (1..=300).map(|n| (group(n), n as u64)));
        assert_eq!((left.len(), left.values().min()), (200, Some(&101)));
        outbox.decided(Vec::new(), &[id(999)], Some(&left), at(1)).unwrap();
        let outbox = opened(storage, path);
        assert_eq!((outbox.left().unwrap(), outbox.kept().len()), (left, 0), "in one commit");
    });
}

#[test]
fn a_lost_group_leads_back_and_a_way_that_cannot_be_read_is_none() {
    each(|storage, path| {
        let mut outbox = opened(storage, path);
        let lost = json!({
            "group": Uuid::from_u128(9), "name": "Kasir", "permissions": ["orders.view"], "move_to": null,
            "members": [Uuid::from_u128(1)], "invitations": [],
        });
        let back = Back::read(json!({ "lost_group": lost })).unwrap();
        let way = Way { back: Some(back), ..Way::default() };
        outbox.ask_way(&Asked { id: id(1), op: text(1), way: way.clone() }, at(1)).unwrap();
        outbox.ask_way(&Asked { id: id(2), op: text(2), way: way.clone() }, at(1)).unwrap();
        let later = r#"update ops set back = '{"later":true}' where id = ?1"#;
        outbox.db.execute(later, [id(2).to_string()]).unwrap();
        let found: Vec<_> =
            opened(storage, path).recent(at(0)).unwrap().into_iter().map(|it| it.way).collect();
        assert_eq!(found, [way, Way::default()]);
    });
}
