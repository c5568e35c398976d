//! What people see who may not: greyed with the reason in reach, or nothing but their own access.

use crate::harness::Shop;

#[tokio::test]
async fn a_manager_sees_the_team_with_greyed_controls_and_their_reasons() {
    let shop = Shop::open("business").await;
    let group = shop.group("Kasir", &["orders.view"]).await;
    let manager = shop.member("Lina Marlina", "manager", &[&group]).await;
    let seller = shop.member("Made Wirawan", "seller", &[&group]).await;
    let window = shop.window(&manager).await;

    window.go_to("invitations").await;
    let why = window.sees_greyed("invite-open").await;
    assert!(why.contains("Owner") || why.contains("Admin"), "names who may: {why}");
    assert_eq!(window.sees_greyed("invite-many-open").await, why, "nor many at once");

    window.go_to("team").await;
    window.click_on(&format!("[data-testid=team-row][data-email=\"{}\"]", seller.email)).await;
    window.sees("[data-testid=member-panel]").await;
    assert!(!window.sees_greyed("member-role").await.is_empty());

    window.go_to("groups").await;
    window.click_on("[data-testid=group-row][data-name=Kasir]").await;
    assert!(!window.sees_greyed("group-toggle-orders.download").await.is_empty());

    window.go_to("plan").await;
    assert!(!window.sees_greyed("plan-choose-enterprise").await.is_empty());
}

#[tokio::test]
async fn a_seller_sees_only_her_own_access() {
    let shop = Shop::open("team").await;
    let group = shop.group("Kasir", &["orders.view", "orders.fulfillment"]).await;
    let seller = shop.member("Nadia Putri", "seller", &[&group]).await;
    let window = shop.window(&seller).await;

    window.go_to("my_access").await;
    window.reads("main", "Kasir").await;
    for screen in ["overview", "team", "invitations", "groups", "plan", "activity"] {
        let found =
            window.attributes(&format!("[data-testid=nav-{screen}]"), &["aria-disabled"]).await.concat();
        assert!(found.is_empty() || found == ["true"], "{screen} is open to a seller: {found:?}");
    }
    assert!(window.attributes("[data-testid=team-row]", &["data-email"]).await.is_empty());
    let page = window.text("body").await;
    assert!(!page.contains(&shop.owner.email), "nobody else's address is on her screen");
}
