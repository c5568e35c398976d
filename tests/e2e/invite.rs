//! From the invitation to the new colleague: window, mail, page, window again.

use reqwest::StatusCode;

use crate::harness::{
    Shop, eventually, http,
    people::{Person, address, join_by_form},
};

#[tokio::test]
async fn an_invited_seller_joins_through_her_mail_and_appears_without_a_reload() {
    let shop = Shop::open("team").await;
    shop.group("Kasir", &["orders.view", "orders.fulfillment"]).await;
    let window = shop.window(&shop.owner).await;
    window.go_to("invitations").await;

    window.click("invite-open").await;
    let email = address("Budi Santoso");
    window.type_in("invite-email", &email).await;
    window.choose("invite-role", "seller").await;
    window.click("invite-group").await;
    // What she will be able to do is told before the yes.
    window.reads("[data-testid=invite-access] summary", "2 permissions in omnichannel").await;
    window.click_on("[data-testid=invite-access] summary").await;
    window.reads("[data-testid=invite-access][open]", "View orders").await;
    window.click("invite-send").await;
    window.sees(&format!("[data-testid=invitation-row][data-email=\"{email}\"][data-status=pending]")).await;

    let link = eventually("the mail is written", async || mailed_links(&shop, &email).pop()).await;
    let (status, page) = join_by_form(&link, "Budi Santoso").await;
    assert!(status == StatusCode::OK || status == StatusCode::CREATED, "{status}: {page}");

    window.sees_no(&format!("[data-testid=invitation-row][data-email=\"{email}\"]")).await;
    window.go_to("team").await;
    window.reads(&format!("[data-testid=team-row][data-email=\"{email}\"]"), "Budi Santoso").await;
    assert_eq!(shop.role_of(&email).await.as_deref(), Some("seller"));
    Person::sign_in(&shop.cloud.url(), "Budi Santoso").await;
}

#[tokio::test]
async fn an_invitation_is_sent_again_after_a_look_and_only_its_newest_link_opens() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.go_to("invitations").await;
    window.click("invite-open").await;
    let email = address("Budi Santoso");
    window.type_in("invite-email", &email).await;
    window.click("invite-send").await;
    let older = eventually("the mail is written", async || mailed_links(&shop, &email).pop()).await;

    window.badge_is("up_to_date").await;
    window.click("invitation-menu").await;
    window.click("invitation-resend").await;
    window.reads("[data-testid=confirm-dialog]", "the older link stops working").await;
    assert_eq!(mailed_links(&shop, &email), std::slice::from_ref(&older), "nothing is sent before the yes");
    window.click("confirm").await;
    window.sees_no("[data-testid=confirm-dialog]").await;
    let newer = eventually("another mail is written", async || {
        mailed_links(&shop, &email).into_iter().find(|link| *link != older)
    })
    .await;
    let dead = http::client().get(&older).send().await.expect("a page says so");
    assert!(dead.status().is_client_error(), "{}", dead.status());
    let (status, page) = join_by_form(&newer, "Budi Santoso").await;
    assert!(status.is_success(), "{status}: {page}");
}

#[tokio::test]
async fn a_member_who_joins_elsewhere_appears_in_the_open_team_screen() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.go_to("team").await;
    window.sees("[data-testid=team-row]").await;

    let seller = shop.member("Citra Lestari", "seller", &[]).await;

    window.reads(&format!("[data-testid=team-row][data-email=\"{}\"]", seller.email), "Citra Lestari").await;
}

/// The links in the mails to this address, as far as they are written.
fn mailed_links(shop: &Shop, email: &str) -> Vec<String> {
    let mails = shop.cloud.mails();
    let link = |mail: &String| {
        // Quoted-printable breaks lines with `=`; a link must be read across them.
        let mail = mail.replace("=\r\n", "").replace("=\n", "");
        let from = mail.find(&format!("{}/join/", shop.cloud.url()))?;
        Some(mail[from..].chars().take_while(|c| !c.is_whitespace() && !"\"<>".contains(*c)).collect())
    };
    mails.iter().filter(|mail| mail.contains(email)).filter_map(link).collect()
}
