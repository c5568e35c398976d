//! Settings that are chosen at once, and what is kept for one person in one store.

use keyholder_desk::SettingsChange;
use keyholder_desk::views::frame::Screen;
use keyholder_desk::views::program::{Language, Theme};
use keyholder_desk::views::{Ask, View, What};
use serde_json::{Value, json};

use crate::world::{TestDesk, World};

fn change(name: &str, value: Value) -> SettingsChange {
    SettingsChange::from_iter([(name.to_owned(), value)])
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_choices_at_once_none_takes_the_other_back() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    for turn in 0..20 {
        let (theme, language) = if turn % 2 == 0 { ("dark", "id") } else { ("light", "en") };
        std::thread::scope(|at_once| {
            for (name, value) in [("theme", theme), ("language", language)] {
                let keyholder = &ana.keyholder;
                at_once
                    .spawn(move || keyholder.set_settings(change(name, value.into())).expect("it is kept"));
            }
        });
        let kept = ana.keyholder.settings();
        assert_eq!((json!(kept.theme), json!(kept.language)), (theme.into(), language.into()));
    }
    let kept = ana.restarts().await.keyholder.settings();
    assert_eq!((kept.theme, kept.language), (Theme::Light, Language::En), "and so it is on the disk");
}

async fn guide_is_away(desk: &TestDesk) -> bool {
    let ask = Ask { store: desk.store, generation: 1, what: What::Overview };
    match desk.keyholder.ask(ask).await.expect("she may look").view {
        View::Overview(view) => view.guide.expect("nobody has joined yet").away,
        other => panic!("asked the overview, got {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_is_put_away_for_her_and_for_this_store_alone() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    assert!(!guide_is_away(&ana).await);
    ana.keyholder.put_guide_away(ana.store, true).await.unwrap();
    assert!(guide_is_away(&ana).await);
    let ana = ana.restarts().await;
    assert!(guide_is_away(&ana).await, "it stays away");

    let other = ana.keyholder.create_store("Kedai Ana").await.unwrap();
    ana.keyholder.open_store(other).await.unwrap();
    let mut changes = ana.keyholder.changes();
    let ana = TestDesk { store: other, ..ana };
    ana.until(|picture| picture.has_team).await;
    assert!(!guide_is_away(&ana).await, "another store has its own first steps");
    drop(changes.try_recv());
    ana.keyholder.put_guide_away(other, true).await.unwrap();
    changes.recv().await.expect("whoever shows it is told");
    ana.keyholder.put_guide_away(other, false).await.unwrap();
    assert!(!guide_is_away(&ana.restarts().await).await, "and it comes back");
}

async fn left_at(desk: &TestDesk) -> Option<Screen> {
    let ask = Ask { store: desk.store, generation: 1, what: What::Frame };
    match desk.keyholder.ask(ask).await.expect("she may look").view {
        View::Frame(view) => view.left_at,
        other => panic!("asked the frame, got {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_screen_that_was_open_is_known_at_the_next_start() {
    let world = World::new().await;
    let ana = world.ready("Ana").await;
    assert_eq!(left_at(&ana).await, None, "nobody was anywhere yet");
    ana.keyholder.went_to(ana.store, Screen::Team).await.unwrap();
    ana.keyholder.went_to(ana.store, Screen::MyAccess).await.unwrap();
    assert_eq!(left_at(&ana.restarts().await).await, Some(Screen::MyAccess));
}
