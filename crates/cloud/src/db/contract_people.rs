//! The contract's part about people: sessions, waiting mails, the log of links. Each check gets a database of its own.

use keyholder_domain::{AccountId, InvitationId, MemberId, StoreId, Time};
use uuid::Uuid;

use super::people::{AccountRow, FamilyRow, LinkRow, MailRow};
use super::{Database, DbResult, Tx};

fn at(millis: i64) -> Time {
    Time::from_millis(1_700_000_000_000 + millis)
}

fn account() -> AccountRow {
    AccountRow {
        id: AccountId::from_uuid(Uuid::from_u128(1)),
        email: "ana@toko.example".to_owned(),
        typed: "Ana@toko.example".to_owned(),
        name: "Ana".to_owned(),
        password: "hash".to_owned(),
        verified: false,
        made_at: at(0),
    }
}

fn family(n: u128) -> FamilyRow {
    FamilyRow {
        family: Uuid::from_u128(n),
        account: account().id,
        device: "Kasir 1".to_owned(),
        current: format!("refresh {n}"),
        access: format!("access {n}"),
        previous: None,
        started_at: at(0),
        expires_at: at(1_000),
        last_seen: Some(at(0)),
    }
}

async fn write<T: Send + 'static>(
    db: &Database,
    work: impl FnOnce(&mut dyn Tx) -> DbResult<T> + Send + 'static,
) -> T {
    db.write(work).await.expect("this write is kept")
}

async fn begun(db: &Database, family: FamilyRow) {
    write(db, move |tx| {
        tx.put_family(&family)?;
        tx.add_access(&family.access, family.family, at(100))
    })
    .await;
}

pub(super) async fn a_family_ends_whole_and_alone(db: Database) {
    begun(&db, family(1)).await;
    begun(&db, family(2)).await;
    write(&db, |tx| tx.add_access("older", Uuid::from_u128(1), at(50))).await;
    write(&db, |tx| tx.end_family(Uuid::from_u128(1))).await;
    let left = write(&db, |tx| {
        let tokens =
            ["access 1", "older", "access 2"].map(|token| tx.access(token).map(|found| found.is_some()));
        Ok((tx.family(Uuid::from_u128(1))?.is_some(), tokens))
    })
    .await;
    assert_eq!(left, (false, [Ok(false), Ok(false), Ok(true)]));
}

pub(super) async fn an_accounts_families_are_told_by_when_they_were_seen(db: Database) {
    let other = AccountId::from_uuid(Uuid::from_u128(9));
    begun(&db, family(1)).await;
    begun(&db, FamilyRow { last_seen: None, started_at: at(5), ..family(2) }).await;
    begun(&db, FamilyRow { expires_at: at(10), ..family(3) }).await;
    begun(&db, FamilyRow { account: other, ..family(4) }).await;
    let seen = async |now: i64| {
        let rows = write(&db, move |tx| tx.families_of(account().id, at(now))).await;
        rows.into_iter().map(|row| (row.family.as_u128(), row.last_seen)).collect::<Vec<_>>()
    };
    assert_eq!(seen(9).await, [(2, None), (1, Some(at(0))), (3, Some(at(0)))]);
    assert_eq!(seen(10).await, [(2, None), (1, Some(at(0)))], "one that ran out is not told");
    write(&db, |tx| tx.saw_family(Uuid::from_u128(1), at(70))).await;
    write(&db, |tx| tx.saw_family(Uuid::from_u128(1), at(60))).await;
    write(&db, |tx| tx.saw_family(Uuid::from_u128(7), at(60))).await;
    assert_eq!(seen(10).await, [(1, Some(at(70))), (2, None)], "the latest stands");
    let access = write(&db, |tx| Ok(tx.access("access 1")?.and_then(|access| access.last_seen))).await;
    assert_eq!(access, Some(at(70)));
}

pub(super) async fn a_first_use_is_noted_for_the_newest_pair_only(db: Database) {
    begun(&db, FamilyRow { previous: Some("refresh 0".to_owned()), ..family(1) }).await;
    write(&db, |tx| tx.add_access("older", Uuid::from_u128(1), at(50))).await;
    let previous = async |db: &Database| {
        write(db, |tx| Ok(tx.family(Uuid::from_u128(1))?.and_then(|family| family.previous))).await
    };
    let unconfirmed = async |token: &'static str| {
        write(&db, move |tx| Ok(tx.access(token)?.map(|access| access.unconfirmed))).await
    };
    assert_eq!((unconfirmed("access 1").await, unconfirmed("older").await), (Some(true), Some(false)));
    write(&db, |tx| tx.confirm_access(Uuid::from_u128(1), "older")).await;
    assert_eq!(previous(&db).await.as_deref(), Some("refresh 0"));
    write(&db, |tx| tx.confirm_access(Uuid::from_u128(1), "access 1")).await;
    assert_eq!((previous(&db).await, unconfirmed("access 1").await), (None, Some(false)));
}

pub(super) async fn what_has_run_out_is_purged(db: Database) {
    begun(&db, family(1)).await;
    begun(&db, FamilyRow { expires_at: at(2_000), ..family(2) }).await;
    write(&db, |tx| tx.add_access("longer", Uuid::from_u128(2), at(1_500))).await;
    write(&db, |tx| tx.purge_sessions(at(1_000))).await;
    let left = write(&db, |tx| {
        Ok((
            tx.family(Uuid::from_u128(1))?.is_some(),
            tx.family(Uuid::from_u128(2))?.is_some(),
            tx.access("access 2")?.is_some(),
            tx.access("longer")?.is_some(),
        ))
    })
    .await;
    assert_eq!(left, (false, true, false, true));
}

pub(super) async fn an_account_is_kept_as_it_is_and_proved_once(db: Database) {
    assert!(write(&db, |tx| tx.is_empty()).await);
    assert!(write(&db, |tx| tx.add_account(&account())).await);
    assert!(!write(&db, |tx| tx.is_empty()).await);
    write(&db, |tx| tx.verify_account(account().id)).await;
    let found = write(&db, |tx| tx.account(account().id)).await;
    assert!(found == Some(AccountRow { verified: true, ..account() }));
    assert!(write(&db, |tx| tx.account_by_email("ana@toko.example")).await == found);
    assert!(
        write(&db, |tx| tx.account_by_email("Ana@toko.example")).await.is_none(),
        "asked by the normalised one"
    );
}

pub(super) async fn a_newer_sending_takes_the_older_ones_place(db: Database) {
    let (store, invitation) =
        (StoreId::from_uuid(Uuid::from_u128(1)), InvitationId::from_uuid(Uuid::from_u128(2)));
    let mail = move |sent_count, attempts| MailRow { store, invitation, sent_count, attempts };
    write(&db, move |tx| tx.queue_mail(store, invitation, 1, at(0))).await;
    assert_eq!(write(&db, |tx| tx.take_mail(at(0), at(10), 5)).await, [mail(1, 1)]);
    write(&db, move |tx| tx.queue_mail(store, invitation, 2, at(5))).await;
    // Whoever still tries the older one settles nothing of the newer.
    write(&db, move |tx| tx.put_off_mail(&mail(1, 1), at(900))).await;
    write(&db, move |tx| tx.drop_mail(&mail(1, 1))).await;
    assert_eq!(write(&db, |tx| tx.next_mail()).await, Some(at(5)));
    assert_eq!(write(&db, |tx| tx.take_mail(at(5), at(10), 5)).await, [mail(2, 1)]);
    write(&db, move |tx| tx.drop_mail(&mail(2, 1))).await;
    assert_eq!(write(&db, |tx| tx.next_mail()).await, None);
}

pub(super) async fn whoever_was_shown_a_link_is_logged(db: Database) {
    let shown = |n: u128, millis| LinkRow {
        store: StoreId::from_uuid(Uuid::from_u128(n)),
        at: at(millis),
        invitation: InvitationId::from_uuid(Uuid::from_u128(2)),
        member: MemberId::from_uuid(Uuid::from_u128(3)),
        sent_count: 4,
    };
    for row in [shown(1, 7), shown(1, 5), shown(2, 6), shown(1, 5)] {
        write(&db, move |tx| tx.log_link(&row)).await;
    }
    let log = write(&db, |tx| tx.link_log(StoreId::from_uuid(Uuid::from_u128(1)))).await;
    assert_eq!(log, [shown(1, 5), shown(1, 7)]);
}
