//! Any sequence of exchanges and acts, with retries, restarts and a jumping clock, against the bare rules as the oracle.
//!
//! The exchange is called as the seam that it is: a transaction, a request, a time and chance.

use keyholder_cloud::act::act;
use keyholder_cloud::db::sqlite::Sqlite;
use keyholder_cloud::db::{Database, StoreRow, Tx};
use keyholder_cloud::entries::{self, Act};
use keyholder_cloud::error::ApiError;
use keyholder_cloud::exchange::{Exchange, ReadOp, exchange};
use keyholder_cloud::random::Random;
use keyholder_cloud::states::{self, Held};
use keyholder_domain::testing::{Step, any_step, newcomer, start, store_id};
use keyholder_domain::wire::{Answer, AskedOp, Outcome, SyncRequest, WIRE_VERSION, first_link};
use keyholder_domain::{
    AccountId, Area, Asker, Cell, Event, MemberId, Name, Op, OpId, Plan, Refusal, Role, Store, Time,
    accept_invitation, cell, create_store, decide, evolve, force_plan, invariant, note_delivery,
};
use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;

/// The cloud's side: a database that can be opened anew at any time.
struct Cloud {
    folder: TempDir,
    db: Database,
    random: Random,
    asked: u128,
}

type Done<T> = Result<T, ApiError>;

impl Cloud {
    fn new() -> Cloud {
        let folder = TempDir::new().expect("a folder");
        let db = Sqlite::open(&folder.path().join("cloud.db"), 4).expect("a new database opens");
        Cloud { folder, db, random: Random::seeded(7), asked: 0 }
    }

    fn reopen(&mut self) {
        self.db.close();
        self.db = Sqlite::open(&self.folder.path().join("cloud.db"), 4).expect("it opens again");
    }

    /// A store whose Owner and staff have the ids that the generators name.
    async fn begin(&self) -> Store {
        let random = self.random.clone();
        let begun: Done<Store> = self.db.write(move |tx| seed(tx, &random)).await;
        begun.expect("a store begins")
    }

    async fn act(
        &self,
        clock: Time,
        judge: impl FnOnce(&Store, Time) -> Option<(Event, Option<MemberId>)> + Send + 'static,
    ) {
        let random = self.random.clone();
        let acted: Done<()> = self
            .db
            .write(move |tx| {
                act(tx, &random, store_id(), clock, |_, held, now| Ok((judge(&held.store, now), ())))
            })
            .await;
        acted.expect("an act that changes nothing is no error");
    }

    fn request(&mut self, account: AccountId, op: &Op) -> SyncAsk {
        self.asked += 1;
        let id = OpId::from_uuid(Uuid::from_u128(self.asked));
        let op = AskedOp { id, n: None, made_at: start(), op: op.to_value() };
        SyncAsk { account, ops: vec![op] }
    }

    async fn send(&self, ask: &SyncAsk, clock: Time) -> Done<Vec<Outcome>> {
        let asked = Exchange {
            store: store_id(),
            account: ask.account,
            device: "a desk".to_owned(),
            request: SyncRequest {
                wire: WIRE_VERSION,
                desk: None,
                epoch: None,
                head: None,
                cursor: 0,
                ops: ask.ops.clone(),
                snapshot: None,
            },
            ops: ask.ops.iter().map(|op| ReadOp::of(op).expect("the op is well formed")).collect(),
            catch_up: 100,
            page: 100,
        };
        let random = self.random.clone();
        self.db.write(move |tx| exchange(tx, &asked, clock, &random)).await.map(|done| done.outcomes)
    }

    async fn held(&self) -> Done<std::sync::Arc<Held>> {
        self.db.read(|tx| states::load(tx, store_id())).await
    }
}

#[derive(Clone)]
struct SyncAsk {
    account: AccountId,
    ops: Vec<AskedOp>,
}

fn seed(tx: &mut dyn Tx, random: &Random) -> Done<Store> {
    let owner = newcomer(1);
    let row = StoreRow {
        store: store_id(),
        epoch: "first".to_owned(),
        seq: 0,
        head: first_link(store_id()),
        at: start(),
        created_by: owner.account,
    };
    tx.add_store(&row)?;
    let mut held = Held { store: Store::empty(store_id()), row };
    let append = |tx: &mut dyn Tx, held: &mut Held, event: Event, by: Option<MemberId>| {
        let act = Act { op: None, by, desk: None, device: None, made_at: None, event };
        entries::append(tx, held, act, start(), random).map(drop)
    };
    let name = Name::stored("Kedai");
    let created = create_store(store_id(), &name, (owner.member, owner.account), &owner.name, &owner.email);
    append(tx, &mut held, created, None)?;
    let forced = force_plan(&held.store, Plan::Business).expect("it changes the plan");
    append(tx, &mut held, forced, None)?;
    let roles = [Role::Admin, Role::Admin, Role::Manager, Role::Seller, Role::InventoryHandler, Role::Viewer];
    for (n, role) in (2..).zip(roles) {
        let op = keyholder_domain::testing::invite_op(n, role, &[]);
        let sent = decide(&held.store, Asker::Member(owner.member), &op, start());
        let sent = sent.expect("the Owner may invite").expect("it is a new one");
        append(tx, &mut held, sent, Some(owner.member))?;
        let (invitation, person) = (keyholder_domain::testing::invitation_id(n), newcomer(n));
        let joined = accept_invitation(&held.store, invitation, &person, start()).expect("it is pending");
        append(tx, &mut held, joined, Some(person.member))?;
    }
    let store = held.store.clone();
    entries::close(tx, held)?;
    Ok(store)
}

/// What the bare rules answer, after the exchange's own look at who asks; `None`: no answer but a status.
fn expected(store: &Store, by: MemberId, op: &Op, now: Time) -> Option<Result<Option<Event>, Refusal>> {
    let member = store.member(by).filter(|member| member.is_active())?;
    match cell(member.role, Area::ViewTeam) {
        Cell::None => None,
        Cell::Full | Cell::Partial => Some(decide(store, Asker::Member(by), op, now)),
    }
}

fn same(told: &Answer, wanted: &Result<Option<Event>, Refusal>) -> bool {
    match (told, wanted) {
        (Answer::Accepted { .. }, Ok(_)) => true,
        (Answer::Refused(told), Err(refusal)) => {
            let linked = told.code == "depends_on_refused" && refusal.code().starts_with("unknown_");
            told.code == refusal.code() || linked
        }
        _ => false,
    }
}

/// A reply was lost: what was recorded is answered again, whatever happened since; a status is a status.
async fn retry(cloud: &Cloud, ask: &SyncAsk, told: &[Outcome], clock: Time) {
    let Ok(again) = cloud.send(ask, clock).await else { return };
    for (again, told) in again.iter().zip(told) {
        let is_recorded = match &told.answer {
            Answer::Accepted { .. } => true,
            Answer::Refused(told) => !["unknown_op", "unknown_permission", "unknown_role", "unknown_plan"]
                .contains(&told.code.as_str()),
        };
        if is_recorded {
            assert_eq!(again, told, "one outcome for ever");
        } else {
            assert!(matches!(again.answer, Answer::Refused(_)), "a code that nobody knows was accepted");
        }
    }
}

async fn run(steps: Vec<(Step, u8)>) {
    let mut cloud = Cloud::new();
    let mut store = cloud.begin().await;
    let mut clock = start();
    let mut sent: Vec<(SyncAsk, Vec<Outcome>)> = Vec::new();
    for (step, luck) in steps {
        match &step {
            Step::Ask(Asker::System, _) => {}
            Step::Ask(Asker::Member(by), op) => {
                let now = store.now(clock);
                let wanted = expected(&store, *by, op, now);
                // Somebody who is no member has some account too: one that is nobody's here.
                let account = store
                    .member(*by)
                    .map_or_else(|| AccountId::from_uuid(by.uuid()), |member| member.account);
                let ask = cloud.request(account, op);
                let told = cloud.send(&ask, clock).await;
                match (told, wanted) {
                    (Ok(told), Some(wanted)) => {
                        assert!(same(&told[0].answer, &wanted), "{op:?}: {told:?} instead of {wanted:?}");
                        if let Ok(Some(event)) = wanted {
                            store =
                                evolve(&store, &event, &keyholder_domain::Stamp { at: now, by: Some(*by) });
                        }
                        sent.push((ask, told));
                    }
                    (Err(problem), None) => assert!(problem.status.is_client_error(), "{problem:?}"),
                    (told, wanted) => panic!("{op:?}: {told:?} instead of {wanted:?}"),
                }
            }
            Step::Accept(invitation, person) => {
                let (invitation, person) = (*invitation, person.clone());
                let judge = move |store: &Store, now: Time| {
                    let joined = accept_invitation(store, invitation, &person, now).ok()?;
                    Some((joined, Some(person.member)))
                };
                cloud.act(clock, judge).await;
            }
            Step::ForcePlan(plan) => {
                let plan = *plan;
                cloud.act(clock, move |store, _| Some((force_plan(store, plan)?, None))).await;
            }
            Step::NoteDelivery(invitation, delivery) => {
                let (invitation, delivery) = (*invitation, *delivery);
                let judge = move |store: &Store, _| {
                    Some((note_delivery(store, invitation, delivery, None).ok()??, None))
                };
                cloud.act(clock, judge).await;
            }
            Step::Pass(_) => {}
        }
        if !matches!(step, Step::Ask(..)) {
            let (happened, later) = step.take(&store, clock);
            if let Some((event, stamp)) = happened {
                store = evolve(&store, &event, &stamp);
            }
            clock = later;
        }
        if luck < 20 {
            cloud.reopen();
        }
        if let Some((ask, told)) = sent.get(usize::from(luck) % sent.len().max(1)) {
            retry(&cloud, ask, told, clock).await;
        }
    }
    cloud.reopen();
    let held = cloud.held().await.expect("every entry chains up to the head");
    assert_eq!(held.store.to_full(), store.to_full());
    assert_eq!(invariant(&held.store, clock), []);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn the_cloud_keeps_what_the_rules_say(steps in proptest::collection::vec((any_step(), any::<u8>()), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(run(steps));
    }
}
