//! Two people, one seat, no network: each desk says yes, the cloud says who came first.

use crate::harness::{Shop, Window, eventually, people::address};

#[tokio::test]
async fn two_desks_take_the_last_seat_offline_and_one_is_told_why_not() {
    let mut shop = Shop::open("team").await;
    let admin = shop.member("Gita Permata", "admin", &[]).await;
    shop.member("Hadi Saputra", "seller", &[]).await;
    shop.member("Indah Kusuma", "viewer", &[]).await;
    let first = shop.window(&shop.owner).await;
    let second = shop.window(&admin).await;
    first.badge_is("up_to_date").await;
    second.badge_is("up_to_date").await;

    shop.cloud.stop().await;
    invite(&first, &address("Joko Susilo")).await;
    invite(&second, &address("Kartika Sari")).await;
    shop.cloud.start_again().await;

    // Either may be first at the cloud; exactly one is.
    let accepted = eventually("the cloud takes one", async || shop.invited().await.pop()).await;
    let (winner, loser, lost) = match accepted == address("Joko Susilo") {
        true => (&first, &second, address("Kartika Sari")),
        false => (&second, &first, address("Joko Susilo")),
    };
    winner.badge_is("up_to_date").await;
    loser.badge_is("needs_attention").await;
    loser.go_to("waiting").await;
    let refused = "[data-testid=waiting-row][data-state=refused][data-type=\"invitation.send\"]";
    loser.reads(refused, &lost).await;
    let words = loser.text(refused).await;
    assert!(words.contains("seat") && words.contains('5'), "the reason in words, with the count: {words}");
    assert!(!words.contains("no_free_seat"), "no code where words belong: {words}");
    assert_eq!(shop.invited().await, [accepted], "the sixth never gets in");

    // The draft is kept: when a seat frees, one click asks again.
    let invitation = shop.owner.snapshot(&shop.store).await["invitations"][0]["id"].clone();
    shop.owner
        .ask(&shop.store, serde_json::json!({ "type": "invitation.withdraw", "invitation": invitation }))
        .await;
    loser.click("waiting-retry").await;
    eventually("the kept draft is accepted", async || shop.invited().await.contains(&lost).then_some(()))
        .await;
    loser.sees_no(refused).await;
}

async fn invite(window: &Window, email: &str) {
    window.go_to("invitations").await;
    window.click("invite-open").await;
    window.type_in("invite-email", email).await;
    window.choose("invite-role", "seller").await;
    window.click("invite-send").await;
    window.sees(&format!("[data-testid=invitation-row][data-email=\"{email}\"][data-mark=waiting]")).await;
}
