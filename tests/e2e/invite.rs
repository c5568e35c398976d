//! From the invitation to the new colleague: window, mail, page, window again.

use reqwest::StatusCode;

use crate::harness::{
    Shop, eventually,
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
    window.click("invite-send").await;
    window.sees(&format!("[data-testid=invitation-row][data-email=\"{email}\"][data-status=pending]")).await;

    let link = eventually("the mail is written", async || mailed_link(&shop, &email)).await;
    let (status, page) = join_by_form(&link, "Budi Santoso").await;
    assert!(status == StatusCode::OK || status == StatusCode::CREATED, "{status}: {page}");

    window.sees_no(&format!("[data-testid=invitation-row][data-email=\"{email}\"]")).await;
    window.go_to("team").await;
    window.reads(&format!("[data-testid=team-row][data-email=\"{email}\"]"), "Budi Santoso").await;
    assert_eq!(shop.role_of(&email).await.as_deref(), Some("seller"));
    Person::sign_in(&shop.cloud.url(), "Budi Santoso").await;
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

/// The link in the mail to this address, once it is written.
fn mailed_link(shop: &Shop, email: &str) -> Option<String> {
    let mails = shop.cloud.mails();
    // Quoted-printable breaks lines with `=`; a link must be read across them.
    let mail = mails.iter().find(|mail| mail.contains(email))?.replace("=\r\n", "").replace("=\n", "");
    let from = mail.find(&format!("{}/join/", shop.cloud.url()))?;
    Some(mail[from..].chars().take_while(|c| !c.is_whitespace() && !"\"<>".contains(*c)).collect())
}
