//! A plan rehearsed: a smaller one shows who has to go first and takes them along, a larger one what it gives.

use serde_json::json;

use crate::harness::{
    Shop, eventually,
    people::{address, new_id},
};

#[tokio::test]
async fn a_smaller_plan_shows_who_must_go_first_and_goes_there_with_them() {
    let shop = Shop::open("business").await;
    for n in 0..4 {
        shop.member(&format!("Seller {n}"), "seller", &[]).await;
    }
    let viewer = shop.member("Vera Kusuma", "viewer", &[]).await;
    let invited = address("Rina Hartono");
    let op = json!({ "type": "invitation.send", "invitation": new_id(), "email": invited, "role": "seller", "groups": [] });
    shop.owner.ask(&shop.store, op).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    window.go_to("plan").await;
    window.reads("[data-testid=plan-team]", "7 seats").await;
    window.click("plan-rehearse-team").await;
    // The invitation first, then the lowest role.
    window.sees(&format!("[data-testid=rehearsal-row][data-name=\"{invited}\"][data-picked=true]")).await;
    window.sees("[data-testid=rehearsal-row][data-name=\"Vera Kusuma\"][data-picked=true]").await;
    let picked = window.attributes("[data-testid=rehearsal-row][data-picked=true]", &["data-name"]).await;
    assert_eq!(picked.len(), 2);

    // She keeps Vera, and is told that somebody else must go.
    window.click_on("[data-testid=rehearsal-row][data-name=\"Vera Kusuma\"] input").await;
    window.sees("[data-testid=rehearsal-left][data-missing=\"1\"]").await;
    assert!(window.sees_greyed("rehearsal-next").await.contains('5'));
    window.click_on("[data-testid=rehearsal-row][data-name=\"Seller 3\"] input").await;
    window.sees("[data-testid=rehearsal-left][data-missing=\"0\"]").await;
    window.click("rehearsal-next").await;
    window.reads("[data-testid=many-dialog]", "Withdraw the invitation to").await;
    window.reads("[data-testid=many-dialog]", "Suspend Seller 3").await;
    window.reads("[data-testid=many-dialog]", "Change the plan from Business to Team").await;
    window.click("many-confirm").await;
    window.sees("[data-testid=many-outcome][data-done=\"3\"]").await;
    window.click("many-close").await;
    window.sees("[data-testid=plan-team][data-current=true]").await;
    assert!(!shop.invited().await.contains(&invited));
    eventually("the plan is the smaller one", async || {
        (shop.owner.snapshot(&shop.store).await["store"]["plan"] == "team").then_some(())
    })
    .await;
    assert_eq!(shop.role_of(&viewer.email).await.as_deref(), Some("viewer"));
}

#[tokio::test]
async fn a_larger_plan_shows_the_seats_it_gives() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    window.go_to("plan").await;
    window.reads("[data-testid=plan-business]", "20 seats more than now").await;
    window.click("plan-choose-business").await;
    window.reads("[data-testid=preview]", "Seats after this").await;
    window.click("confirm").await;
    window.sees("[data-testid=plan-business][data-current=true]").await;
}
