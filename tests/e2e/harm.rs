//! A cloud that is broken, a network that answers for it, half a reply, none at all: the window says what happened, and
//! nothing that was asked meanwhile is lost.

use keyholder_between::{Between, Harm};

use crate::harness::{Shop, Window};

#[tokio::test]
async fn whatever_answers_instead_of_the_cloud_is_said_and_nothing_asked_is_lost() {
    let shop = Shop::open("team").await;
    let group = shop.group("Gudang", &["product.view"]).await;
    let line = Between::before(&shop.cloud.url()).await;
    let window = Window::open(&line.url()).await;
    window.sign_in(&shop.owner.email).await;
    window.badge_is("up_to_date").await;
    window.go_to("groups").await;
    window.click_on("[data-testid=group-row][data-name=Gudang]").await;

    let harms = [
        (Harm::Broken, "product.scan", "needs_attention", "a fault of its own"),
        (Harm::Garbage, "product.download", "needs_attention", "not a Keyholder cloud"),
        (Harm::Half, "product.upload", "offline", "Offline"),
        (Harm::Nothing, "orders.view", "offline", "Offline"),
    ];
    for (harm, permission, state, words) in harms.clone() {
        window.click(&format!("group-toggle-{permission}")).await;
        window.sees("[data-testid=group-save]").await;
        // Only now: as soon as the harm is noticed, a line above the switches tells it and moves them from under the pointer.
        line.does(harm);
        window.click("group-save").await;
        window.sees(&format!("[data-testid=\"group-toggle-{permission}\"][aria-checked=true]")).await;
        window.click("sync-now").await;
        window.badge_is(state).await;
        window.reads("body", words).await;
    }

    line.does(Harm::None);
    window.click("sync-now").await;
    window.badge_is("up_to_date").await;
    let kept = shop.permissions_of(&group).await;
    for (_, permission, ..) in harms {
        assert!(kept.contains(&permission.to_owned()), "{permission} was lost: the cloud has {kept:?}");
    }
}
