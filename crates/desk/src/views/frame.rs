//! The frame around every screen: whose store, who I am, the badge, and which screens I may open.

use keyholder_domain::id::{MemberId, StoreId};
use keyholder_domain::role::{Area, Role};
use keyholder_domain::time::Time;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::marks::mark;
use super::program::{Badge, BadgeState};
use super::scene::Scene;
use super::shared::{Mark, May};
use crate::picture::{Connection, Picture, Progress};

/// Every screen of the window, in the order of the sidebar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Screen {
    /// Seats, what waits, latest activity.
    Overview,
    /// The members.
    Team,
    /// The invitations.
    Invitations,
    /// The groups.
    Groups,
    /// The role matrix.
    Roles,
    /// Plan and seats.
    Plan,
    /// What happened.
    Activity,
    /// The outbox and what came back.
    Waiting,
    /// One's own access.
    MyAccess,
    /// Language, theme, store name.
    Settings,
}

/// The store that is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct StoreName {
    /// Its id.
    pub id: StoreId,
    /// Its name.
    pub name: String,
}

/// Who looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Me {
    /// My member id, once a sync told it.
    pub member: Option<MemberId>,
    /// My name.
    pub name: String,
    /// My role here.
    pub role: Role,
    /// My address.
    pub email: String,
}

/// One entry of the sidebar.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ScreenMay {
    /// Which screen.
    pub screen: Screen,
    /// Whether it may be opened.
    pub may: May,
}

/// Sidebar and badge.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FrameView {
    /// The store.
    pub store: StoreName,
    /// Who looks.
    pub me: Me,
    /// The badge that always tells.
    pub badge: Badge,
    /// Every screen, and why one may not be opened.
    pub screens: Vec<ScreenMay>,
    /// How many ops wait.
    pub waiting: usize,
    /// How many were refused and are kept.
    pub refused: usize,
    /// Pending invitations.
    pub invitations_pending: usize,
    /// How far the first sync is, or another one that needs the whole store, while it runs.
    pub progress: Option<Progress>,
    /// For how long the store is shown without the cloud.
    pub lease: LeaseView,
    /// The screen that she left open here: the window begins there.
    pub left_at: Option<Screen>,
}

/// The offline lease of this store on this machine.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct LeaseView {
    /// For how many days without the cloud.
    pub days: u16,
    /// When it ends unless the cloud is heard, by the cloud's time; none before the first contact.
    pub ends_at: Option<Time>,
    /// Whether she may set the days.
    pub may_set: May,
}

/// Draws the frame.
pub fn frame(scene: &Scene) -> FrameView {
    let picture = scene.picture;
    let badge = badge(picture);
    FrameView {
        store: StoreName { id: picture.store, name: picture.store_name.clone() },
        me: me(scene),
        screens: SCREENS.iter().map(|&screen| ScreenMay { screen, may: may_open(scene, screen) }).collect(),
        waiting: badge.waiting,
        refused: badge.refused,
        invitations_pending: picture.local.seats(picture.now).pending as usize,
        progress: picture.progress,
        lease: LeaseView {
            days: picture.lease_days(),
            ends_at: picture.lease_ends,
            may_set: scene.may_area(Area::StoreSettings),
        },
        left_at: picture.left_at,
        badge,
    }
}

const SCREENS: [Screen; 10] = [
    Screen::Overview,
    Screen::Team,
    Screen::Invitations,
    Screen::Groups,
    Screen::Roles,
    Screen::Plan,
    Screen::Activity,
    Screen::Waiting,
    Screen::MyAccess,
    Screen::Settings,
];

/// Why a screen may not be opened. Whoever may not see the team sees only what is her own.
fn may_open(scene: &Scene, screen: Screen) -> May {
    match screen {
        Screen::MyAccess | Screen::Settings => None,
        Screen::Overview
        | Screen::Team
        | Screen::Invitations
        | Screen::Groups
        | Screen::Roles
        | Screen::Plan
        | Screen::Activity
        | Screen::Waiting => scene.may_view(),
    }
}

/// Who looks, as far as this desk knows her.
fn me(scene: &Scene) -> Me {
    let picture = scene.picture;
    let account = &picture.account;
    let known = picture.me.filter(|me| scene.store().member(*me).is_some());
    Me {
        member: picture.me,
        name: known.map_or(account.name.clone(), |me| scene.names.member(scene.store(), me)),
        // Until the cloud has told her role, the window offers no more than the least of them.
        role: picture.my_role().unwrap_or(Role::Viewer),
        email: account.email.clone(),
    }
}

/// The badge of a picture: what hinders comes before what waits.
pub fn badge(picture: &Picture) -> Badge {
    let kept = |wanted: Mark| picture.pending.iter().filter(|pending| mark(pending) == wanted).count();
    let (waiting, refused) = (kept(Mark::Waiting), kept(Mark::Refused));
    let state = match picture.connection {
        _ if picture.problem.as_ref().is_some_and(|problem| problem.code != "offline") => {
            BadgeState::NeedsAttention
        }
        Connection::Offline => BadgeState::Offline,
        _ if refused > 0 => BadgeState::NeedsAttention,
        Connection::Syncing => BadgeState::Syncing,
        Connection::Online if waiting > 0 => BadgeState::Waiting,
        Connection::Online => BadgeState::UpToDate,
    };
    Badge { state, as_of: picture.as_of, waiting, refused, problem: picture.problem.clone() }
}

#[cfg(test)]
mod tests {
    use keyholder_domain::op::Op;

    use super::super::fixture::{Shop, ask, code, keep, waits};
    use super::super::{View, What};
    use super::*;
    use crate::error::DeskError;
    use crate::picture::PendingState;

    fn drawn(picture: &Picture) -> FrameView {
        match ask(picture, What::Frame) {
            Ok(View::Frame(frame)) => frame,
            other => panic!("asked the frame, got {other:?}"),
        }
    }

    fn open(frame: &FrameView) -> Vec<Screen> {
        frame.screens.iter().filter(|it| it.may.is_none()).map(|it| it.screen).collect()
    }

    #[test]
    fn whoever_sees_the_team_may_open_every_screen() {
        let mut shop = Shop::new();
        let manager = shop.member("Citra", Role::Manager, &[]);
        for me in [shop.owner(), manager] {
            assert_eq!(open(&drawn(&shop.seen_by(me))), SCREENS);
        }
    }

    #[test]
    fn a_seller_may_open_her_own_access_and_the_settings() {
        let mut shop = Shop::new();
        let seller = shop.member("Dewi", Role::Seller, &[]);
        let mut picture = shop.seen_by(seller);
        picture.has_team = false;
        let frame = drawn(&picture);
        assert_eq!(open(&frame), [Screen::MyAccess, Screen::Settings]);
        let told = frame.screens.first().and_then(|it| it.may.clone()).expect("closed");
        assert_eq!((told.code.as_str(), told.with["area"].as_str()), ("area_required", Some("view_team")));
        assert_eq!(ask(&picture, What::Overview).map_err(|it| it.code), Err("area_required".to_owned()));
    }

    #[test]
    fn before_the_first_contact_the_screens_say_that_they_wait_for_it() {
        let shop = Shop::new();
        let mut picture = shop.seen_by(shop.owner());
        picture.has_team = false;
        assert_eq!(code(&drawn(&picture).screens[1].may), "not_synced_yet");
    }

    #[test]
    fn the_lease_is_set_by_whoever_sets_the_store_and_told_to_everybody() {
        let mut shop = Shop::new();
        let manager = shop.member("Citra", Role::Manager, &[]);
        let owners = drawn(&shop.seen_by(shop.owner())).lease;
        assert_eq!((owners.days, owners.may_set), (30, None));
        assert!(owners.ends_at.is_some());
        let lease = drawn(&shop.seen_by(manager)).lease;
        assert_eq!((lease.days, code(&lease.may_set)), (30, "area_required"));
    }

    #[test]
    fn the_badge_tells_what_hinders_before_what_waits() {
        let mut shop = Shop::new();
        let dewi = shop.member("Dewi", Role::Seller, &[]);
        let mut picture = shop.seen_by(shop.owner());
        assert_eq!(badge(&picture).state, BadgeState::UpToDate);
        waits(&mut picture, &Op::MemberSuspend { member: dewi });
        assert_eq!((badge(&picture).state, badge(&picture).waiting), (BadgeState::Waiting, 1));
        picture.connection = Connection::Syncing;
        assert_eq!(badge(&picture).state, BadgeState::Syncing);
        keep(&mut picture, &Op::MemberRemove { member: dewi }, PendingState::Refused);
        assert_eq!((badge(&picture).state, badge(&picture).refused), (BadgeState::NeedsAttention, 1));
        picture.connection = Connection::Offline;
        assert_eq!(
            badge(&picture).state,
            BadgeState::Offline,
            "offline is told first: nothing can be done until then"
        );
        picture.problem = Some(DeskError::signed_out());
        assert_eq!(badge(&picture).state, BadgeState::NeedsAttention);
    }
}
