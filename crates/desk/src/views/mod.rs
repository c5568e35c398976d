//! What each screen draws. A view is a pure function of the [`Picture`](crate::picture::Picture) and the moment: no clock, no disk, no
//! network. INVARIANT: the window decides nothing, so every row says what may be done with it and, where it may not, why.
//!
//! One file a screen; what several of them share stands in `shared.rs`, `seats.rs` and `may.rs`. The window's TypeScript types are
//! generated from the types here (`bindings.rs`).

pub mod able;
pub mod activity;
pub mod acts;
pub mod ask_again;
pub mod beside;
pub mod bindings;
pub mod bulk;
pub mod clash;
pub mod compare_groups;
pub mod explain;
#[cfg(test)]
pub(crate) mod fixture;
pub mod frame;
pub mod group;
pub mod group_draft;
pub mod groups;
pub mod guide;
pub mod holders;
pub mod index;
pub mod invitations;
pub mod invite_many;
pub mod marks;
pub mod member;
pub mod my_access;
pub mod names;
pub mod overview;
pub mod plan;
pub mod preview;
pub mod program;
pub mod records;
pub mod rehearsal;
pub mod roles;
pub mod scan;
pub mod scene;
pub mod seats;
pub mod settle;
pub mod shared;
pub mod team;
pub mod updates;
pub mod waiting;
#[cfg(test)]
mod words;

use keyholder_domain::id::{GroupId, MemberId, StoreId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use self::index::TeamIndex;
use self::marks::Marks;
use self::names::Names;
pub use self::preview::{PreviewView, preview};
use self::scene::Scene;
use self::shared::Told;
use crate::error::DeskError;
use crate::picture::{ActivityPage, PageWanted, Picture};

/// One question of the window. `generation` comes back with the answer, so that late slices can be dropped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct Ask {
    /// The store that is looked at.
    pub store: StoreId,
    /// Counted up by the window with each question.
    pub generation: u64,
    /// The screen that is drawn.
    #[serde(flatten)]
    pub what: What,
}

/// The screen that is asked for, with what it filters and sorts by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "view", rename_all = "snake_case")]
pub enum What {
    /// Sidebar and badge.
    Frame,
    /// The first screen.
    Overview,
    /// One slice of the members.
    Team(team::TeamAsk),
    /// One member's panel.
    Member {
        /// Whose.
        member: MemberId,
    },
    /// One slice of the invitations.
    Invitations(invitations::InvitationsAsk),
    /// One slice of a list of invitations that is being looked over.
    InviteMany(invite_many::InviteManyAsk),
    /// All groups.
    Groups,
    /// One group with its switches.
    Group {
        /// Which.
        group: GroupId,
    },
    /// One group with switches that are turned and not yet asked for.
    GroupDraft(group_draft::GroupDraftAsk),
    /// Two groups side by side.
    CompareGroups {
        /// The first.
        one: GroupId,
        /// The other.
        other: GroupId,
    },
    /// The role matrix.
    Roles,
    /// Who holds one permission, or has one area, and why.
    Holders(holders::HoldersAsk),
    /// Plan and seats.
    Plan,
    /// A plan, rehearsed.
    Rehearsal(rehearsal::RehearsalAsk),
    /// One act on many, foreseen.
    Bulk(bulk::BulkAsk),
    /// What became of an act.
    Act(acts::ActAsk),
    /// What may be taken back.
    Undoable,
    /// What happened.
    Activity(activity::ActivityAsk),
    /// The outbox and what came back.
    Waiting(waiting::WaitingAsk),
    /// All that came back, at once.
    AskAgain,
    /// One's own access.
    MyAccess,
}

/// The answer to one [`Ask`].
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct Answer {
    /// As asked.
    pub generation: u64,
    /// What to draw.
    pub view: View,
}

/// What a screen draws.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "view", rename_all = "snake_case")]
#[allow(clippy::large_enum_variant, reason = "made once, serialised, dropped")]
pub enum View {
    /// Sidebar and badge.
    Frame(frame::FrameView),
    /// The first screen.
    Overview(overview::OverviewView),
    /// One slice of the members.
    Team(team::TeamView),
    /// One member's panel.
    Member(member::MemberView),
    /// One slice of the invitations.
    Invitations(invitations::InvitationsView),
    /// One slice of a list of invitations that is being looked over.
    InviteMany(invite_many::InviteManyView),
    /// All groups.
    Groups(groups::GroupsView),
    /// One group with its switches.
    Group(group::GroupView),
    /// One group with switches that are turned and not yet asked for.
    GroupDraft(group_draft::GroupDraftView),
    /// Two groups side by side.
    CompareGroups(compare_groups::CompareGroupsView),
    /// The role matrix.
    Roles(roles::RolesView),
    /// Who holds one permission, or has one area, and why.
    Holders(holders::HoldersView),
    /// Plan and seats.
    Plan(plan::PlanView),
    /// A plan, rehearsed.
    Rehearsal(rehearsal::RehearsalView),
    /// One act on many, foreseen.
    Bulk(bulk::BulkView),
    /// What became of an act.
    Act(acts::ActView),
    /// What may be taken back.
    Undoable(acts::UndoableView),
    /// What happened.
    Activity(activity::ActivityView),
    /// The outbox and what came back.
    Waiting(waiting::WaitingView),
    /// All that came back, at once.
    AskAgain(ask_again::AskAgainView),
    /// One's own access.
    MyAccess(my_access::MyAccessView),
}

impl Ask {
    /// The page of activity that must be fetched before this can be answered, if any.
    pub fn activity_page(&self) -> Option<PageWanted> {
        match &self.what {
            What::Activity(ask) => {
                Some(PageWanted { before: ask.before, count: ask.count, refused: ask.refused })
            }
            _ => None,
        }
    }

    /// The slice of accepted invitations that must be looked up before this can be answered, if any: the store forgets them.
    pub fn accepted(&self) -> Option<&invitations::InvitationsAsk> {
        match &self.what {
            What::Invitations(ask) if ask.status == Some(invitations::InvitationStanding::Accepted) => {
                Some(ask)
            }
            _ => None,
        }
    }
}

/// What is kept between two asks: sorted members, marks and names. Brought up to date when the picture's revision moved.
#[derive(Clone, Debug, Default)]
pub struct Memo {
    revision: Option<(u64, u64)>,
    index: TeamIndex,
    marks: Marks,
    names: Names,
    forecast: bulk::Forecast,
    rehearsal: invite_many::Rehearsal,
}

impl Memo {
    /// Makes it true to the picture. Whoever draws does this first; done before, the drawing is quicker.
    pub(crate) fn update(&mut self, picture: &Picture) {
        if self.revision.is_none_or(|(_, store)| store != picture.store_revision) {
            self.index.update(&picture.local);
        }
        if self.revision.is_none_or(|(revision, _)| revision != picture.revision) {
            self.marks = Marks::of(picture);
            self.names = Names::of(picture);
        }
        self.revision = Some((picture.revision, picture.store_revision));
    }
}

/// Answers one question. What may not be seen, or is not there, is an error with the refusal's own code.
pub fn answer(
    picture: &Picture,
    memo: &mut Memo,
    ask: &Ask,
    page: Option<&ActivityPage>,
) -> Result<Answer, DeskError> {
    memo.update(picture);
    let Memo { index, marks, names, forecast, rehearsal, .. } = memo;
    let scene = Scene { picture, names };
    let view = draw(&scene, index, (rehearsal, forecast), marks, &ask.what, page)?;
    Ok(Answer { generation: ask.generation, view })
}

/// What an order would do now, row by row, with what leads back from each.
pub fn foresee(picture: &Picture, memo: &mut Memo, what: &bulk::BulkOf) -> Result<bulk::Foreseen, Told> {
    memo.update(picture);
    let Memo { index, names, forecast, .. } = memo;
    // What was kept to be looked at is looked at no more.
    *forecast = bulk::Forecast::default();
    bulk::foresee(&Scene { picture, names }, index, what, true)
}

fn draw(
    scene: &Scene,
    index: &mut TeamIndex,
    (rehearsal, forecast): (&mut invite_many::Rehearsal, &mut bulk::Forecast),
    marks: &Marks,
    what: &What,
    page: Option<&ActivityPage>,
) -> Result<View, DeskError> {
    let team = || scene.may_view().map_or(Ok(()), Err);
    Ok(match what {
        What::Frame => View::Frame(frame::frame(scene)),
        What::Waiting(ask) => View::Waiting(waiting::waiting(scene, ask)),
        What::AskAgain => View::AskAgain(ask_again::ask_again(scene)),
        What::Roles => View::Roles(roles::roles(scene.picture.has_team.then_some(&*index))),
        What::MyAccess => View::MyAccess(my_access::my_access(scene).ok_or_else(scene::not_synced)?),
        What::Holders(ask) => {
            team()?;
            View::Holders(holders::holders(scene, index, marks, ask))
        }
        What::Overview => {
            team()?;
            View::Overview(overview::overview(scene, index))
        }
        What::Team(ask) => {
            team()?;
            View::Team(team::team(scene, index, marks, ask))
        }
        What::Member { member } => {
            team()?;
            View::Member(member::member(scene, marks, *member)?)
        }
        What::Invitations(ask) => {
            team()?;
            View::Invitations(invitations::invitations(scene, marks, ask, page))
        }
        What::InviteMany(ask) => {
            team()?;
            View::InviteMany(invite_many::invite_many(scene, rehearsal, ask))
        }
        What::Groups => {
            team()?;
            View::Groups(groups::groups(scene, marks))
        }
        What::Group { group } => {
            team()?;
            View::Group(group::group(scene, index, marks, *group)?)
        }
        What::GroupDraft(ask) => {
            team()?;
            View::GroupDraft(group_draft::group_draft(scene, ask)?)
        }
        What::CompareGroups { one, other } => {
            team()?;
            View::CompareGroups(compare_groups::compare_groups(scene, *one, *other)?)
        }
        What::Plan => {
            team()?;
            View::Plan(plan::plan(scene))
        }
        What::Rehearsal(ask) => {
            team()?;
            View::Rehearsal(rehearsal::rehearsal(scene, ask))
        }
        What::Bulk(ask) => {
            team()?;
            View::Bulk(bulk::bulk(scene, index, forecast, ask)?)
        }
        What::Act(ask) => {
            team()?;
            View::Act(acts::act(scene, ask)?)
        }
        What::Undoable => {
            team()?;
            View::Undoable(acts::undoable_acts(scene, index))
        }
        What::Activity(ask) => {
            team()?;
            View::Activity(activity::activity(scene, ask, page)?)
        }
    })
}

/// What may not be seen, or is not there, is told by the refusal's own code.
impl From<Told> for DeskError {
    fn from(told: Told) -> DeskError {
        let message = told.code.replace('_', " ");
        DeskError { code: told.code, with: told.with, message }
    }
}
