//! What every back end must keep, as one suite: each check gets a database of its own, empty and migrated.
//!
//! A back end's test opens it for each of [`CHECKS`] and runs them; SQLite does so in `tests/it/contract.rs`. Panics are failures here.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use keyholder_domain::{AccountId, DeskId, MemberId, OpId, StoreId, Time};
use uuid::Uuid;

use super::contract_people as people;
use super::people::AccountRow;
use super::{Database, DbError, DbResult, OutcomeRow, RefusedRow, SnapshotRow, StoreRow, Tx};

/// One promise, by name.
pub type Check = fn(Database) -> Pin<Box<dyn Future<Output = ()> + Send>>;

/// Every promise.
pub const CHECKS: &[(&str, Check)] = &[
    ("a committed write is read", |db| Box::pin(a_committed_write_is_read(db))),
    ("work that fails leaves nothing", |db| Box::pin(work_that_fails_leaves_nothing(db))),
    ("work that panics harms only itself", |db| Box::pin(work_that_panics_harms_only_itself(db))),
    ("work that waits together stands alone", |db| Box::pin(work_that_waits_together_stands_alone(db))),
    ("a read cannot write", |db| Box::pin(a_read_cannot_write(db))),
    ("a store is added once", |db| Box::pin(a_store_is_added_once(db))),
    ("entries are numbered once and paged both ways", |db| {
        Box::pin(entries_are_numbered_once_and_paged_both_ways(db))
    }),
    ("an op has one outcome for each account and store", |db| Box::pin(an_op_has_one_outcome(db))),
    ("a batch of any size is kept whole", |db| Box::pin(a_batch_of_any_size_is_kept_whole(db))),
    ("refused attempts are numbered in each store", |db| Box::pin(refused_attempts_are_numbered(db))),
    ("what was made after all is no longer unmade", |db| Box::pin(what_was_made_is_no_longer_unmade(db))),
    ("numbers count for each desk of each account", |db| Box::pin(numbers_count_for_each_desk(db))),
    ("the directory lists what was placed", |db| Box::pin(the_directory_lists_what_was_placed(db))),
    ("a snapshot replaces the one before", |db| Box::pin(a_snapshot_replaces_the_one_before(db))),
    ("an address has one account", |db| Box::pin(an_address_has_one_account(db))),
    ("a mail is taken once until it is due again", |db| Box::pin(a_mail_is_taken_once(db))),
    ("a newer sending takes the older one's place", |db| {
        Box::pin(people::a_newer_sending_takes_the_older_ones_place(db))
    }),
    ("an account is kept as it is and proved once", |db| {
        Box::pin(people::an_account_is_kept_as_it_is_and_proved_once(db))
    }),
    ("an account's families are told by when they were seen", |db| {
        Box::pin(people::an_accounts_families_are_told_by_when_they_were_seen(db))
    }),
    ("a family ends whole and alone", |db| Box::pin(people::a_family_ends_whole_and_alone(db))),
    ("a first use is noted for the newest pair only", |db| {
        Box::pin(people::a_first_use_is_noted_for_the_newest_pair_only(db))
    }),
    ("what has run out is purged", |db| Box::pin(people::what_has_run_out_is_purged(db))),
    ("whoever was shown a link is logged", |db| Box::pin(people::whoever_was_shown_a_link_is_logged(db))),
];

fn store(n: u128) -> StoreId {
    StoreId::from_uuid(Uuid::from_u128(n))
}

fn account(n: u128) -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(n))
}

fn op(n: u128) -> OpId {
    OpId::from_uuid(Uuid::from_u128(n))
}

fn row(n: u128) -> StoreRow {
    StoreRow {
        store: store(n),
        epoch: "first".to_owned(),
        seq: 0,
        head: store(n).to_string(),
        at: Time::from_millis(1_700_000_000_123),
        created_by: account(1),
    }
}

async fn write<T: Send + 'static>(
    db: &Database,
    work: impl FnOnce(&mut dyn Tx) -> DbResult<T> + Send + 'static,
) -> T {
    db.write(work).await.expect("this write is kept")
}

async fn read<T: Send + 'static>(
    db: &Database,
    work: impl FnOnce(&mut dyn Tx) -> DbResult<T> + Send + 'static,
) -> T {
    db.read(work).await.expect("this read is answered")
}

async fn a_committed_write_is_read(db: Database) {
    let mut moved = row(1);
    write(&db, |tx| tx.add_store(&row(1)).map(drop)).await;
    assert_eq!(read(&db, |tx| tx.store_row(store(1))).await, Some(row(1)));
    moved.seq = 3;
    moved.head = "abc".to_owned();
    moved.at = Time::from_millis(1_700_000_001_456);
    let wanted = moved.clone();
    write(&db, move |tx| tx.move_store(&moved)).await;
    assert_eq!(read(&db, |tx| tx.store_row(store(1))).await, Some(wanted));
    assert_eq!(read(&db, |tx| tx.store_row(store(2))).await, None);
}

async fn work_that_fails_leaves_nothing(db: Database) {
    let failed: DbResult<()> = db
        .write(|tx| {
            tx.add_store(&row(1))?;
            Err(DbError::Damaged("on purpose".to_owned()))
        })
        .await;
    assert_eq!(failed, Err(DbError::Damaged("on purpose".to_owned())));
    assert_eq!(read(&db, |tx| tx.store_row(store(1))).await, None);
}

async fn work_that_panics_harms_only_itself(db: Database) {
    let broken: DbResult<()> = db
        .write(|tx| {
            tx.add_store(&row(1))?;
            panic!("on purpose: this message belongs to a passing test")
        })
        .await;
    assert_eq!(broken, Err(DbError::Interrupted));
    let broken: DbResult<()> = db.read(|_| panic!("on purpose: this too")).await;
    assert_eq!(broken, Err(DbError::Interrupted));
    assert!(write(&db, |tx| tx.add_store(&row(1))).await);
}

async fn work_that_waits_together_stands_alone(db: Database) {
    // The first piece holds the writer until all others wait behind it: they share its commit or the next one.
    let (go, gate) = std::sync::mpsc::channel::<()>();
    let first = {
        let db = db.clone();
        tokio::spawn(async move {
            write(&db, move |tx| {
                let _ = gate.recv();
                tx.add_store(&row(100)).map(drop)
            })
            .await;
        })
    };
    let mut waiting = Vec::new();
    for n in 0..20_u128 {
        let db = db.clone();
        waiting.push(tokio::spawn(async move {
            db.write(move |tx| {
                tx.add_store(&row(n))?;
                match n % 2 {
                    0 => Ok(()),
                    _ => Err(DbError::Damaged("odd".to_owned())),
                }
            })
            .await
            .is_ok()
        }));
    }
    go.send(()).expect("the first piece waits");
    first.await.expect("the first piece is kept");
    for (n, done) in waiting.into_iter().enumerate() {
        let kept = done.await.expect("every piece is answered");
        assert_eq!(kept, n % 2 == 0);
        let found = read(&db, move |tx| tx.store_row(store(n as u128))).await;
        assert_eq!(found.is_some(), kept);
    }
}

async fn a_read_cannot_write(db: Database) {
    let refused: DbResult<bool> = db.read(|tx| tx.add_store(&row(1))).await;
    assert!(matches!(refused, Err(DbError::Storage(_))), "{refused:?}");
    assert_eq!(read(&db, |tx| tx.store_row(store(1))).await, None);
}

async fn a_store_is_added_once(db: Database) {
    assert!(write(&db, |tx| tx.add_store(&row(1))).await);
    let second = StoreRow { created_by: account(2), ..row(1) };
    assert!(!write(&db, move |tx| tx.add_store(&second)).await);
    assert_eq!(read(&db, |tx| tx.store_row(store(1))).await, Some(row(1)));
}

async fn entries_are_numbered_once_and_paged_both_ways(db: Database) {
    write(&db, |tx| {
        let bodies: Vec<String> = (1..=5).map(|seq| format!("{{\"seq\":{seq}}}")).collect();
        tx.append_entries(store(1), 1, &bodies[..2])?;
        tx.append_entries(store(1), 3, &bodies[2..])?;
        tx.append_entries(store(2), 1, &["{}".to_owned()])
    })
    .await;
    let twice = db.write(|tx| tx.append_entries(store(1), 5, &["{}".to_owned()])).await;
    assert!(matches!(twice, Err(DbError::Storage(_))), "{twice:?}");
    let after = read(&db, |tx| tx.entries_after(store(1), 2, 2)).await;
    assert_eq!(after, ["{\"seq\":3}", "{\"seq\":4}"]);
    let before = read(&db, |tx| tx.entries_before(store(1), Some(3), 10)).await;
    assert_eq!(before, ["{\"seq\":2}", "{\"seq\":1}"]);
    let newest = read(&db, |tx| tx.entries_before(store(1), None, 1)).await;
    assert_eq!(newest, ["{\"seq\":5}"]);
}

async fn an_op_has_one_outcome(db: Database) {
    let accepted = OutcomeRow { digest: "d".to_owned(), outcome: Ok(7) };
    let refused = OutcomeRow { digest: "e".to_owned(), outcome: Err("{\"code\":\"x\"}".to_owned()) };
    let (one, two) = ((op(1), accepted.clone()), (op(1), refused.clone()));
    write(&db, move |tx| {
        tx.add_outcomes(store(1), account(1), &[one])?;
        tx.add_outcomes(store(1), account(2), &[two])
    })
    .await;
    let again = [(op(2), accepted.clone()), (op(1), accepted.clone())];
    let again = db.write(move |tx| tx.add_outcomes(store(1), account(1), &again)).await;
    assert!(again.is_err(), "an outcome is never replaced");
    let found = read(&db, |tx| {
        let asked = [op(1), op(2)];
        Ok([
            tx.outcomes(store(1), account(1), &asked)?,
            tx.outcomes(store(1), account(2), &asked)?,
            tx.outcomes(store(2), account(1), &asked)?,
        ])
    })
    .await;
    let only = |row| HashMap::from([(op(1), row)]);
    assert_eq!(found, [only(accepted), only(refused), HashMap::new()], "and a batch is whole or not at all");
}

async fn a_batch_of_any_size_is_kept_whole(db: Database) {
    // Sizes around those in which a back end may cut a batch.
    for (no, size) in [0_u64, 1, 9, 10, 49, 50, 51, 250, 1_000].into_iter().enumerate() {
        let shop = store(no as u128);
        let desk = DeskId::from_uuid(Uuid::from_u128(1));
        let answered: Vec<(u64, OpId)> = (1..=size).map(|n| (n, op(u128::from(n)))).collect();
        let rows =
            answered.iter().map(|(n, op)| (*op, OutcomeRow { digest: n.to_string(), outcome: Ok(*n) }));
        let rows: Vec<_> = rows.collect();
        let bodies: Vec<String> = (1..=size).map(|n| format!("{{\"n\":{n}}}")).collect();
        let attempts: Vec<RefusedRow> = (1..=size).map(|n| refused(u128::from(n))).collect();
        let ops: Vec<OpId> = rows.iter().map(|(op, _)| *op).collect();
        let (wanted, written) = (rows.clone(), bodies.clone());
        let numbers: HashMap<u64, OpId> = answered.iter().copied().collect();
        write(&db, move |tx| {
            tx.append_entries(shop, 1, &bodies)?;
            tx.add_outcomes(shop, account(1), &rows)?;
            tx.add_refused(shop, &attempts)?;
            tx.count(shop, account(1), desk, &answered)
        })
        .await;
        let (entries, outcomes, attempts, counted) = read(&db, move |tx| {
            Ok((
                tx.entries_after(shop, 0, 2_000)?,
                tx.outcomes(shop, account(1), &ops)?,
                tx.refused_before(shop, None, 2_000)?,
                tx.counted(shop, account(1), desk, 1..=u64::MAX >> 1)?,
            ))
        })
        .await;
        assert_eq!(entries, written, "{size}");
        assert_eq!(outcomes, wanted.into_iter().collect(), "{size}");
        assert_eq!(counted, numbers, "{size}");
        let numbered: Vec<u64> = attempts.iter().map(|row| row.no).collect();
        assert_eq!(numbered, (1..=size).rev().collect::<Vec<_>>(), "{size}");
    }
}

fn refused(n: u128) -> RefusedRow {
    RefusedRow {
        no: 0,
        op: op(n),
        body: "{}".to_owned(),
        by: MemberId::from_uuid(Uuid::from_u128(5)),
        desk: n.is_multiple_of(2).then(|| DeskId::from_uuid(Uuid::from_u128(6))),
        made_at: "2024-01-01T00:00:00Z".to_owned(),
        at: Time::from_millis(9),
        code: "no_free_seat".to_owned(),
        facts: "{\"used\":1}".to_owned(),
    }
}

async fn refused_attempts_are_numbered(db: Database) {
    write(&db, |tx| {
        tx.add_refused(store(1), &[refused(1)])?;
        tx.add_refused(store(1), &[refused(2), refused(3)])?;
        tx.add_refused(store(2), &[refused(4)])
    })
    .await;
    let newest = read(&db, |tx| tx.refused_before(store(1), None, 2)).await;
    let wanted = [RefusedRow { no: 3, ..refused(3) }, RefusedRow { no: 2, ..refused(2) }];
    assert_eq!(newest, wanted);
    let rest = read(&db, |tx| tx.refused_before(store(1), Some(2), 2)).await;
    assert_eq!(rest, [RefusedRow { no: 1, ..refused(1) }]);
    let other = read(&db, |tx| tx.refused_before(store(2), None, 2)).await;
    assert_eq!(other, [RefusedRow { no: 1, ..refused(4) }]);
}

async fn what_was_made_is_no_longer_unmade(db: Database) {
    let (id, other) = (Uuid::from_u128(77), Uuid::from_u128(78));
    let note = |ids: Vec<(Uuid, Option<OpId>)>| {
        let db = db.clone();
        async move { write(&db, move |tx| tx.note_unmade(store(1), &ids)).await }
    };
    note(vec![(id, Some(op(1))), (other, Some(op(1)))]).await;
    note(vec![(id, Some(op(2)))]).await;
    assert_eq!(read(&db, move |tx| tx.unmade(store(1), id)).await, Some(op(2)));
    assert_eq!(read(&db, move |tx| tx.unmade(store(2), id)).await, None);
    note(vec![(id, None)]).await;
    assert_eq!(read(&db, move |tx| tx.unmade(store(1), id)).await, None);
    assert_eq!(read(&db, move |tx| tx.unmade(store(1), other)).await, Some(op(1)));
}

async fn numbers_count_for_each_desk(db: Database) {
    let (one, two) = (DeskId::from_uuid(Uuid::from_u128(1)), DeskId::from_uuid(Uuid::from_u128(2)));
    write(&db, move |tx| {
        tx.count(store(1), account(1), one, &[(1, op(1)), (2, op(2))])?;
        tx.count(store(1), account(1), two, &[(1, op(3))])?;
        tx.count(store(1), account(2), one, &[(1, op(4))])
    })
    .await;
    let found = read(&db, move |tx| {
        Ok((
            tx.last_n(store(1), account(1), one)?,
            tx.last_n(store(1), account(1), two)?,
            tx.last_n(store(2), account(1), one)?,
            tx.counted(store(1), account(1), one, 2..=9)?,
            tx.counted(store(1), account(2), one, 2..=9)?,
        ))
    })
    .await;
    assert_eq!(found, (2, 1, 0, HashMap::from([(2, op(2))]), HashMap::new()));
    let again = db.write(move |tx| tx.count(store(1), account(1), one, &[(2, op(9))])).await;
    assert!(again.is_err(), "a number is used once");
}

async fn the_directory_lists_what_was_placed(db: Database) {
    let member = MemberId::from_uuid(Uuid::from_u128(5));
    write(&db, move |tx| {
        tx.place_member(account(1), store(2), Some(member))?;
        tx.place_member(account(1), store(1), Some(member))?;
        tx.place_member(account(1), store(1), Some(member))?;
        tx.place_member(account(2), store(3), Some(member))
    })
    .await;
    assert_eq!(read(&db, |tx| tx.stores_of(account(1))).await, [store(1), store(2)]);
    write(&db, |tx| tx.place_member(account(1), store(1), None)).await;
    assert_eq!(read(&db, |tx| tx.stores_of(account(1))).await, [store(2)]);
}

async fn a_snapshot_replaces_the_one_before(db: Database) {
    let at = |seq: u64| SnapshotRow {
        seq,
        head: format!("head {seq}"),
        at: Time::from_millis(4),
        state: "{}".to_owned(),
    };
    let (one, two) = (at(1), at(2));
    write(&db, move |tx| {
        tx.put_snapshot(store(1), &one)?;
        tx.put_snapshot(store(1), &two)
    })
    .await;
    assert_eq!(read(&db, |tx| tx.snapshot(store(1))).await, Some(at(2)));
    assert_eq!(read(&db, |tx| tx.snapshot(store(2))).await, None);
}

async fn an_address_has_one_account(db: Database) {
    let somebody = |n: u128, email: &str| AccountRow {
        id: account(n),
        email: email.to_owned(),
        typed: email.to_owned(),
        name: "Ana".to_owned(),
        password: "$argon2id$".to_owned(),
        verified: false,
        made_at: Time::from_millis(1),
    };
    let (one, two) = (somebody(1, "ana@toko.id"), somebody(2, "ana@toko.id"));
    assert!(write(&db, move |tx| tx.add_account(&one)).await);
    assert!(!write(&db, move |tx| tx.add_account(&two)).await);
    write(&db, |tx| tx.verify_account(account(1))).await;
    let found = read(&db, |tx| tx.account_by_email("ana@toko.id")).await;
    assert!(found.is_some_and(|found| found.id == account(1) && found.verified));
}

async fn a_mail_is_taken_once(db: Database) {
    let invitation = keyholder_domain::InvitationId::from_uuid(Uuid::from_u128(8));
    let at = Time::from_millis;
    write(&db, move |tx| tx.queue_mail(store(1), invitation, 1, at(10))).await;
    assert!(write(&db, move |tx| tx.take_mail(at(9), at(100), 5)).await.is_empty());
    let taken = write(&db, move |tx| tx.take_mail(at(10), at(100), 5)).await;
    assert_eq!(taken.len(), 1);
    assert!(write(&db, move |tx| tx.take_mail(at(50), at(100), 5)).await.is_empty());
    let again = write(&db, move |tx| tx.take_mail(at(100), at(200), 5)).await;
    assert_eq!(again.len(), 1, "nothing was said of it, so it is due again");
}
