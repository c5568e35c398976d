//! The rehearsal of a list of invitations: what was read, what would become of each row, and the seats afterwards.

use std::collections::BTreeMap;

use keyholder_domain::id::InvitationId;
use keyholder_domain::role::{Area, Role};
use keyholder_domain::text::Name;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::scene::Scene;
use super::seats::Seats;
use super::shared::{May, Named, RoleChoice, Told};
use super::team::{groups_by_name, named};
use crate::error::DeskError;
use crate::invite_many::draft::{Draft, Row, Source};
use crate::invite_many::rehearse::{InviteVerdict, Verdict, groups, rehearse};
use crate::invite_many::{MAX_BYTES, MAX_ROWS};

/// Which slice of the draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct InviteManyAsk {
    /// Only rows of this verdict.
    pub verdict: Option<InviteVerdict>,
    /// The first row, from 0.
    pub from: usize,
    /// How many rows.
    pub count: usize,
}

/// One row of the draft.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct InviteManyRow {
    /// Its id, which its invitation will have.
    pub id: InvitationId,
    /// Its number.
    pub no: u32,
    /// The name that stood beside the address.
    pub name: String,
    /// The address.
    pub email: String,
    /// The role that it would be invited as.
    pub role: Role,
    /// The list's own word, where it is none of the roles and the chosen one stands in for it.
    pub role_word: Option<String>,
    /// The groups that it would be invited to.
    pub groups: Vec<Named>,
    /// Groups that the list names and this store does not have.
    pub unknown_groups: Vec<String>,
    /// What would become of it, or became of it.
    pub verdict: InviteVerdict,
    /// Why.
    pub why: Option<Told>,
    /// Nobody who accepts this will see anything in omnichannel.
    pub sees_nothing: bool,
    /// She is left out because the list says that she is not active: that can be overruled.
    pub may_include: bool,
}

/// How many rows have a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct VerdictCount {
    /// The verdict.
    pub verdict: InviteVerdict,
    /// How many.
    pub count: usize,
}

/// How far sending is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SendingView {
    /// Rows that are done.
    pub done: usize,
    /// Rows in all.
    pub total: usize,
}

/// One slice of the draft.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct InviteManyView {
    /// How many match.
    pub total: usize,
    /// The first row's place.
    pub from: usize,
    /// The rows, in the list's own order.
    pub rows: Vec<InviteManyRow>,
    /// How many rows the draft has.
    pub all: usize,
    /// How many rows of each verdict there are.
    pub verdicts: Vec<VerdictCount>,
    /// How many can be sent.
    pub ready: usize,
    /// How many of those will see nothing in omnichannel.
    pub sees_nothing: usize,
    /// Words for roles that are none of the six, with the chosen role instead.
    pub role_words: Vec<String>,
    /// The seats as they are.
    pub seats: Seats,
    /// What was read.
    pub sources: Vec<Source>,
    /// The role of rows that name none.
    pub role: Role,
    /// The groups for all.
    pub groups: Vec<Uuid>,
    /// The roles that can be offered.
    pub roles: Vec<RoleChoice>,
    /// The groups that can be offered.
    pub group_choices: Vec<Named>,
    /// Whether she may invite at all.
    pub may_invite: May,
    /// How far sending is, while it goes on.
    pub sending: Option<SendingView>,
    /// Why sending stopped.
    pub problem: Option<DeskError>,
    /// The largest file, in bytes.
    pub max_bytes: usize,
    /// The most rows.
    pub max_rows: usize,
}

/// The verdicts of a draft, kept until it or the store changes; whether the cloud is reached changes none of them.
#[derive(Clone, Debug, Default)]
pub struct Rehearsal {
    of: Option<(u64, u64, i64)>,
    verdicts: Vec<Verdict>,
}

impl Rehearsal {
    fn update(&mut self, scene: &Scene, draft: &Draft) {
        // Expiry frees seats without any change: a minute late is soon enough.
        let minute = scene.now().millis() / 60_000;
        let of = Some((draft.revision, scene.picture.store_revision, minute));
        // While rows are being sent, what the others would come to is told afterwards.
        let busy = draft.sending.is_some() && self.verdicts.len() == draft.rows.len();
        if self.of != of && !busy {
            self.verdicts = rehearse(draft, scene);
            self.of = of;
        }
    }
}

/// Draws one slice of the draft.
pub fn invite_many(scene: &Scene, rehearsal: &mut Rehearsal, ask: &InviteManyAsk) -> InviteManyView {
    let empty = Draft::default();
    let draft = scene.picture.inviting.as_deref().unwrap_or(&empty);
    rehearsal.update(scene, draft);
    let rows: Vec<(&Row, &Verdict)> = draft.rows.iter().zip(&rehearsal.verdicts).collect();
    let kept = || {
        let of = |it: &&(&Row, &Verdict)| ask.verdict.is_none_or(|verdict| it.1.is == verdict);
        rows.iter().filter(of)
    };
    let mut verdicts: BTreeMap<InviteVerdict, usize> = BTreeMap::new();
    for (_, verdict) in &rows {
        *verdicts.entry(verdict.is).or_default() += 1;
    }
    let ready = verdicts.get(&InviteVerdict::Ready).copied().unwrap_or_default();
    InviteManyView {
        total: kept().count(),
        from: ask.from,
        rows: kept()
            .skip(ask.from)
            .take(ask.count)
            .map(|(row, verdict)| drawn(scene, draft, row, verdict))
            .collect(),
        all: rows.len(),
        verdicts: verdicts.into_iter().map(|(verdict, count)| VerdictCount { verdict, count }).collect(),
        ready,
        sees_nothing: rows.iter().filter(|(_, verdict)| verdict.sees_nothing).count(),
        role_words: role_words(&rows),
        seats: Seats::of(scene.picture),
        sources: draft.sources.clone(),
        role: draft.role,
        groups: draft
            .groups
            .iter()
            .filter(|id| scene.store().group(**id).is_some())
            .map(|id| id.uuid())
            .collect(),
        roles: roles(scene),
        group_choices: groups_by_name(scene),
        may_invite: scene.may_area(Area::InviteRemoveStaff),
        sending: draft.sending.as_ref().map(|it| SendingView { done: it.done, total: it.rows.len() }),
        problem: draft.problem.clone(),
        max_bytes: MAX_BYTES,
        max_rows: MAX_ROWS,
    }
}

/// The roles that may be offered, whether a seat is free or not: rows tell that for themselves.
fn roles(scene: &Scene) -> Vec<RoleChoice> {
    let seats = |told: &Told| told.code == "no_free_seat" || told.code == "over_limit";
    let choices = scene.invitable().into_iter();
    choices.map(|it| RoleChoice { may: it.may.filter(|told| !seats(told)), ..it }).collect()
}

/// Words for roles nobody knows, each once, the first few.
fn role_words(rows: &[(&Row, &Verdict)]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in rows
        .iter()
        .filter(|(_, verdict)| verdict.is == InviteVerdict::Ready)
        .filter_map(|(row, _)| row.role_word.as_ref())
    {
        if !words.contains(word) {
            words.push(word.clone());
        }
        if words.len() == 5 {
            break;
        }
    }
    words
}

fn drawn(scene: &Scene, draft: &Draft, row: &Row, verdict: &Verdict) -> InviteManyRow {
    let unknown = |name: &&String| scene.store().group_by_name(&Name::stored(name)).is_none();
    InviteManyRow {
        id: row.id,
        no: row.no,
        name: row.name.clone(),
        email: row.email.clone(),
        role: draft.role_of(row),
        role_word: row.role_word.clone(),
        groups: named(scene, groups(draft, row, scene).into_iter()),
        unknown_groups: row.groups.iter().filter(unknown).cloned().collect(),
        verdict: verdict.is,
        why: verdict.why.clone(),
        sees_nothing: verdict.sees_nothing,
        may_include: verdict.is == InviteVerdict::Skipped && row.inactive.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use keyholder_domain::id::GroupId;
    use keyholder_domain::permission::Permission;
    use keyholder_domain::plan::Plan;

    use super::super::fixture::{Shop, ask, code, id, waits};
    use super::super::{Names, View, What};
    use super::*;
    use crate::invite_many::from_text;
    use crate::picture::Picture;

    /// A picture of the shop with this list in the draft.
    fn with_list(shop: &Shop, list: &str, groups: &[GroupId]) -> Picture {
        let mut picture = shop.seen_by(shop.owner());
        picture.inviting = Some(Arc::new(draft(list, groups)));
        picture
    }

    fn draft(list: &str, groups: &[GroupId]) -> Draft {
        let mut draft = Draft::default();
        draft.groups = groups.to_vec();
        let mut next = 9_000;
        let ids = || {
            next += 1;
            id(next)
        };
        draft.add("", from_text(list).expect("a list"), ids).expect("few rows");
        draft
    }

    fn drawn(picture: &Picture) -> InviteManyView {
        asked(picture, InviteManyAsk { count: 50, ..InviteManyAsk::default() })
    }

    fn asked(picture: &Picture, slice: InviteManyAsk) -> InviteManyView {
        match ask(picture, What::InviteMany(slice)) {
            Ok(View::InviteMany(view)) => view,
            other => panic!("asked the list, got {other:?}"),
        }
    }

    fn told(view: &InviteManyView) -> Vec<(&str, InviteVerdict)> {
        view.rows.iter().map(|row| (row.email.as_str(), row.verdict)).collect()
    }

    #[test]
    fn each_row_says_what_would_become_of_it() {
        use InviteVerdict::*;
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let dewi = shop.store.member(dewi).expect("a member").email().to_owned();
        shop.invites("rina@toko.example", Role::Seller, &[]);
        let list = format!(
            "name;email;role;status\nSari;sari@toko.example;Kasir;active\nSari lagi;SARI@toko.example;;active\n\
             Dewi;{dewi};;\nRina;rina@toko.example;;\nAna;ana@toko.example;;\nX;x.toko.example;;\n\
             Bos;bos@toko.example;Owner;\nJoko;joko@toko.example;Gudang;Resigned\n"
        );
        let view = drawn(&with_list(&shop, &list, &[]));
        let verdicts: Vec<_> = view.rows.iter().map(|row| row.verdict).collect();
        assert_eq!(verdicts, [Ready, Duplicate, Member, Invited, Skipped, Invalid, MayNot, Skipped]);
        assert_eq!(code(&view.rows[1].why), "list_duplicate");
        assert_eq!(view.rows[1].why.as_ref().map(|told| told.with["row"].clone()), Some(1.into()));
        assert_eq!([code(&view.rows[4].why), code(&view.rows[7].why)], ["list_own_address", "list_inactive"]);
        assert_eq!(code(&view.rows[6].why), "owner_role_reserved");
        assert!(view.rows[7].may_include && !view.rows[4].may_include);
        assert_eq!((view.all, view.ready, view.seats.used), (8, 1, 3));
    }

    #[test]
    fn verdicts_are_made_anew_with_the_store_and_not_with_the_connection() {
        let mut shop = Shop::new();
        let mut picture = with_list(&shop, "rina@toko.example", &[]);
        let mut rehearsal = Rehearsal::default();
        let mut is = |picture: &Picture| {
            let scene = Scene { picture, names: &Names::default() };
            let before = rehearsal.of;
            let view =
                invite_many(&scene, &mut rehearsal, &InviteManyAsk { count: 50, ..InviteManyAsk::default() });
            (view.rows[0].verdict, rehearsal.of != before)
        };
        assert_eq!(is(&picture), (InviteVerdict::Ready, true));
        picture.revision += 1;
        assert_eq!(is(&picture), (InviteVerdict::Ready, false), "the cloud is reached, or no more");
        shop.invites("rina@toko.example", Role::Seller, &[]);
        let (revision, invited) = (picture.store_revision, shop.seen_by(shop.owner()));
        picture = Picture { store_revision: revision + 1, inviting: picture.inviting, ..invited };
        assert_eq!(is(&picture), (InviteVerdict::Invited, true));
    }

    #[test]
    fn seats_run_out_in_the_order_of_the_list() {
        let mut shop = Shop::new();
        shop.plan(Plan::Team);
        let list = (1..=6).map(|n| format!("p{n}@toko.example\n")).collect::<String>();
        let view = drawn(&with_list(&shop, &list, &[]));
        let ready: Vec<_> = view.rows.iter().map(|row| row.verdict == InviteVerdict::Ready).collect();
        assert_eq!(ready, [true, true, true, true, false, false], "five seats, and the Owner has one");
        assert_eq!(code(&view.rows[5].why), "no_free_seat");
        assert_eq!(view.roles.iter().filter(|it| it.may.is_some()).count(), 0, "a full plan greys no role");
    }

    #[test]
    fn what_waits_offline_counts_before_the_list() {
        let mut shop = Shop::new();
        shop.plan(Plan::Team);
        let mut picture =
            with_list(&shop, "p1@toko.example\np2@toko.example\np3@toko.example\np4@toko.example", &[]);
        let op = keyholder_domain::Op::InvitationSend {
            invitation: InvitationId::from_uuid(id(7_000)),
            email: "p1@toko.example".to_owned(),
            role: "seller".to_owned(),
            groups: Vec::new(),
        };
        waits(&mut picture, &op);
        let view = drawn(&picture);
        assert_eq!(
            told(&view)[0].1,
            InviteVerdict::Invited,
            "what waits in the outbox is an invitation already"
        );
        assert_eq!(view.ready, 3);
    }

    #[test]
    fn a_row_that_was_asked_for_is_known_by_its_own_id() {
        let shop = Shop::new();
        let mut picture = with_list(&shop, "p1@toko.example\np2@toko.example", &[]);
        let draft = picture.inviting.clone().expect("a draft");
        waits(&mut picture, &draft.op(&draft.rows[0], Vec::new()));
        assert_eq!(
            told(&drawn(&picture)),
            [("p1@toko.example", InviteVerdict::Waiting), ("p2@toko.example", InviteVerdict::Ready)]
        );
        picture.base = picture.local.clone();
        picture.pending.clear();
        assert_eq!(told(&drawn(&picture))[0].1, InviteVerdict::Sent);
    }

    #[test]
    fn groups_come_from_the_choice_and_from_the_list_and_none_is_said() {
        let mut shop = Shop::new();
        let kasir = shop.group("Kasir", &[Permission::OrdersView]);
        shop.group("Gudang", &[Permission::InventoryView]);
        let list = "email,groups\na@toko.example,gudang; Lama\nb@toko.example,\n";
        let view = drawn(&with_list(&shop, list, &[kasir]));
        let groups: Vec<Vec<&str>> =
            view.rows.iter().map(|row| row.groups.iter().map(|it| it.name.as_str()).collect()).collect();
        assert_eq!(groups, [vec!["Gudang", "Kasir"], vec!["Kasir"]]);
        assert_eq!(
            (view.rows[0].unknown_groups.as_slice(), view.sees_nothing),
            (["Lama".to_owned()].as_slice(), 0)
        );
        let view = drawn(&with_list(&shop, list, &[]));
        assert_eq!((view.sees_nothing, view.rows[1].sees_nothing), (1, true));
    }

    #[test]
    fn an_unknown_role_falls_to_the_chosen_one_and_is_told() {
        let shop = Shop::new();
        let mut draft = draft("email,jabatan\na@toko.example,Barista\nb@toko.example,Kasir\n", &[]);
        draft.role = Role::Viewer;
        let mut picture = shop.seen_by(shop.owner());
        picture.inviting = Some(Arc::new(draft));
        let view = drawn(&picture);
        let told: Vec<_> = view.rows.iter().map(|row| (row.role, row.role_word.as_deref())).collect();
        assert_eq!(told, [(Role::Viewer, Some("Barista")), (Role::Seller, None)]);
        assert_eq!(view.role_words, ["Barista"]);
    }

    #[test]
    fn whoever_may_not_invite_sees_why_on_every_row() {
        let mut shop = Shop::new();
        let manager = shop.member("Citra", Role::Manager, &[]);
        let mut picture = shop.seen_by(manager);
        picture.inviting = Some(Arc::new(draft("a@toko.example", &[])));
        let view = drawn(&picture);
        assert_eq!((code(&view.may_invite), code(&view.rows[0].why)), ("area_required", "area_required"));
        assert_eq!(view.rows[0].verdict, InviteVerdict::MayNot);
    }

    #[test]
    fn an_admin_may_not_give_away_her_own_role() {
        let mut shop = Shop::new();
        let admin = shop.member("Budi", Role::Admin, &[]);
        let mut picture = shop.seen_by(admin);
        picture.inviting =
            Some(Arc::new(draft("email,role\na@toko.example,Admin\nb@toko.example,Manager\n", &[])));
        let view = drawn(&picture);
        assert_eq!((view.rows[0].verdict, code(&view.rows[0].why)), (InviteVerdict::MayNot, "outranked"));
        assert_eq!(view.rows[1].verdict, InviteVerdict::Ready);
    }

    #[test]
    fn slices_and_verdicts_narrow_what_is_drawn_and_nothing_else() {
        let shop = Shop::new();
        let list =
            (0..400).map(|n| if n % 2 == 0 { format!("p{n}@toko.example\n") } else { format!("p{n}@\n") });
        let picture = with_list(&shop, &list.collect::<String>(), &[]);
        let wrong = InviteManyAsk { verdict: Some(InviteVerdict::Invalid), from: 10, count: 20 };
        let view = asked(&picture, wrong);
        assert_eq!((view.total, view.from, view.rows.len(), view.all), (200, 10, 20, 400));
        assert!(view.rows.iter().all(|row| row.verdict == InviteVerdict::Invalid));
        assert_eq!(view.rows[0].no, 22);
    }

    #[test]
    fn without_a_list_there_is_nothing_and_the_choices_are_there() {
        let mut shop = Shop::new();
        shop.group("Kasir", &[Permission::OrdersView]);
        let view = drawn(&shop.seen_by(shop.owner()));
        assert_eq!((view.all, view.roles.len(), view.group_choices.len(), view.may_invite), (0, 5, 1, None));
    }
}
