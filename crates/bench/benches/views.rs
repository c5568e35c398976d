//! A slice of Team as the window asks for it, beside a plain scan over the same names: where a machine is slower, the ratio
//! to the scan judges, not the milliseconds.

use std::sync::Arc;

use divan::{Bencher, black_box};
use keyholder_bench::{member_ids, shop};
use keyholder_desk::picture::{Account, Connection, Picture};
use keyholder_desk::views::bulk::{BulkAct, BulkAsk, BulkOf, Picked};
use keyholder_desk::views::team::{TeamAsk, TeamSort};
use keyholder_desk::views::{Answer, Ask, Memo, View, What, answer};
use keyholder_domain::{Asker, DeskId, Op, Role, Stamp, Store, Time, decide, evolve};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

/// What the Owner's desk shows of a shop with so many people.
fn picture(members: usize) -> Picture {
    let store = shop(members);
    let owner = store.owner().expect("every shop has its Owner").clone();
    Picture {
        revision: 1,
        store_revision: 1,
        now: Time::from_millis(1_760_000_000_000),
        store: store.id(),
        store_name: store.name().to_owned(),
        base: store.clone(),
        local: store,
        has_team: true,
        me: Some(owner.id),
        account: Account {
            id: owner.account,
            email: owner.email().to_owned(),
            name: owner.name().to_owned(),
        },
        desk: DeskId::from_uuid(owner.id.uuid()),
        pending: Vec::new(),
        my_access: None,
        as_of: None,
        connection: Connection::Online,
        problem: None,
        progress: None,
        recent: Arc::new(Vec::new()),
        acts: Vec::new(),
        left: Arc::default(),
        inviting: None,
        guide_away: false,
        left_at: None,
        lease_ends: None,
    }
}

/// A screenful somewhere down the list, searched, filtered and sorted; `no` makes each question another one.
fn question(picture: &Picture, no: usize) -> Ask {
    let team = TeamAsk {
        search: format!("person {}", no % 10),
        role: Some(Role::Seller),
        sort: TeamSort::Role,
        descending: no % 2 == 1,
        from: 40,
        count: 40,
        ..TeamAsk::default()
    };
    Ask { store: picture.store, generation: no as u64, what: What::Team(team) }
}

fn ask(picture: &Picture, memo: &mut Memo, no: usize) -> Answer {
    answer(picture, memo, &question(picture, no), None).expect("the Owner sees her team")
}

/// One op applied, as after a click.
fn changed(picture: &Picture, op: &Op) -> Picture {
    let me = picture.me.expect("the Owner looks");
    let event = decide(&picture.local, Asker::Member(me), op, picture.now).expect("the Owner may");
    let stamp = Stamp { at: picture.now, by: Some(me) };
    let local = event.map_or_else(|| picture.local.clone(), |event| evolve(&picture.local, &event, &stamp));
    Picture {
        local,
        revision: picture.revision + 1,
        store_revision: picture.store_revision + 1,
        ..picture.clone()
    }
}

/// The floor: every name and role looked at once, without order and without rows.
#[divan::bench(args = SIZES)]
fn plain_scan(bencher: Bencher, members: usize) {
    let store: Store = shop(members);
    let names: Vec<(String, Role)> = store
        .members()
        .map(|it| (format!("{}\n{}", it.name(), it.email()).to_lowercase(), it.role))
        .collect();
    let mut no = 0;
    bencher.bench_local(|| {
        no += 1;
        let word = format!("person {}", no % 10);
        black_box(names.iter().filter(|(name, role)| *role == Role::Seller && name.contains(&word)).count())
    });
}

/// Warm: searched, filtered, sorted and cut into rows, with another search each time.
#[divan::bench(args = SIZES)]
fn slice_filtered_and_sorted(bencher: Bencher, members: usize) {
    let picture = picture(members);
    let mut memo = Memo::default();
    let first = ask(&picture, &mut memo, 0);
    assert!(matches!(first.view, View::Team(team) if team.total > 0), "the question finds somebody");
    let mut no = 0;
    bencher.bench_local(|| {
        no += 1;
        black_box(ask(&picture, &mut memo, no))
    });
}

/// The first slice after one member changed: the index catches up.
#[divan::bench(args = SIZES)]
fn slice_after_a_change(bencher: Bencher, members: usize) {
    let mut picture = picture(members);
    let mut memo = Memo::default();
    let ids = member_ids(members);
    ask(&picture, &mut memo, 0);
    let mut no = 0;
    bencher.bench_local(|| {
        no += 1;
        let member = ids[1 + no / 2 % (members - 1)];
        let op = if no % 2 == 1 { Op::MemberSuspend { member } } else { Op::MemberRestore { member } };
        picture = changed(&picture, &op);
        black_box(ask(&picture, &mut memo, no))
    });
}

/// One member's panel: 25 reasons, and who of ten thousand keepers could change them.
#[divan::bench(args = SIZES)]
fn panel(bencher: Bencher, members: usize) {
    let picture = picture(members);
    let mut memo = Memo::default();
    ask(&picture, &mut memo, 0);
    let panel = Ask { store: picture.store, generation: 1, what: What::Member { member: member_ids(2)[1] } };
    bencher.bench_local(|| black_box(answer(&picture, &mut memo, &panel, None).expect("she is in the team")));
}

/// The first slice of all: every member folded and ranked.
#[divan::bench(args = SIZES, sample_count = 10)]
fn first_slice(bencher: Bencher, members: usize) {
    let picture = picture(members);
    bencher.bench_local(|| black_box(ask(&picture, &mut Memo::default(), 1)));
}

/// One act on everybody, foreseen from nothing: another role each time, so that none is kept.
#[divan::bench(args = SIZES, sample_count = 10)]
fn forecast_of_everybody(bencher: Bencher, members: usize) {
    let picture = picture(members);
    let mut memo = Memo::default();
    ask(&picture, &mut memo, 0);
    let mut no = 0;
    bencher.bench_local(|| {
        no += 1;
        let to = if no % 2 == 0 { Role::Viewer } else { Role::Manager };
        black_box(foreseen(&picture, &mut memo, to, 0))
    });
}

/// An open forecast after one member changed: the index catches up, and everybody is judged anew.
#[divan::bench(args = SIZES, sample_count = 10)]
fn forecast_after_a_change(bencher: Bencher, members: usize) {
    let mut picture = picture(members);
    let mut memo = Memo::default();
    let ids = member_ids(members);
    foreseen(&picture, &mut memo, Role::Viewer, 0);
    let mut no = 0;
    bencher.bench_local(|| {
        no += 1;
        let member = ids[1 + no / 2 % (members - 1)];
        let op = if no % 2 == 1 { Op::MemberSuspend { member } } else { Op::MemberRestore { member } };
        picture = changed(&picture, &op);
        black_box(foreseen(&picture, &mut memo, Role::Viewer, 0))
    });
}

/// The same while only the connection comes and goes: it is drawn again and not made again.
#[divan::bench(args = SIZES)]
fn forecast_while_the_connection_changes(bencher: Bencher, members: usize) {
    let mut picture = picture(members);
    let mut memo = Memo::default();
    foreseen(&picture, &mut memo, Role::Viewer, 0);
    bencher.bench_local(|| {
        picture.revision += 1;
        black_box(foreseen(&picture, &mut memo, Role::Viewer, 0))
    });
}

/// The next slice of the same.
#[divan::bench(args = SIZES)]
fn forecast_scrolled(bencher: Bencher, members: usize) {
    let picture = picture(members);
    let mut memo = Memo::default();
    let mut no = 0;
    bencher.bench_local(|| {
        no += 50;
        black_box(foreseen(&picture, &mut memo, Role::Viewer, no % members))
    });
}

fn foreseen(picture: &Picture, memo: &mut Memo, to: Role, from: usize) -> Answer {
    let picked = Picked::AllBut { filter: TeamAsk::default(), except: Vec::new() };
    let what = BulkOf::Members { picked, act: BulkAct::ChangeRole { to } };
    let what = What::Bulk(BulkAsk { what, only: None, from, count: 50 });
    let ask = Ask { store: picture.store, generation: 1, what };
    answer(picture, memo, &ask, None).expect("the Owner may ask")
}
