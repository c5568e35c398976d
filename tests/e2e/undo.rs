//! Ten minutes to take back: after the words in the corner are gone, after a restart, dropped where it was never sent, asked back
//! where it was, looked at first where that costs, and never over what somebody else did since. Also what takes more than one op: a
//! deleted group is made again with its people, and whoever was removed is invited anew.

use serde_json::json;

use crate::harness::{
    Shop, Window, eventually,
    people::{Person, address},
};

const UNDO: &str = "\u{e009}z\u{e000}";

fn row(email: &str) -> String {
    format!("[data-testid=team-row][data-email=\"{email}\"]")
}

async fn change_role(window: &Window, email: &str, role: &str) {
    window.go_to("team").await;
    window.click_on(&row(email)).await;
    window.sees("[data-testid=member-panel]").await;
    window.choose("member-role", role).await;
    window.click("confirm").await;
    window.sees_no("[data-testid=confirm-dialog]").await;
    window.click("member-close").await;
}

async fn list(window: &Window) {
    window.click("me-menu").await;
    window.click("undo-open").await;
    window.sees("[data-testid=undo-dialog]").await;
}

async fn close_toasts(window: &Window) {
    let close =
        "document.querySelectorAll('[data-testid=toast] button:last-child').forEach(one => one.click())";
    window.client().execute(close, vec![]).await.expect("they close");
    window.sees_no("[data-testid=toast]").await;
}

async fn role_is(shop: &Shop, email: &str, role: &str) {
    eventually(&format!("{email} is {role}"), async || {
        (shop.role_of(email).await.as_deref() == Some(role)).then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_was_sent_is_asked_back_by_its_opposite_long_after_the_words_are_gone() {
    let shop = Shop::open("business").await;
    let seller = shop.member("Dewi Anggraini", "seller", &[]).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    change_role(&window, &seller.email, "manager").await;
    role_is(&shop, &seller.email, "manager").await;
    window.badge_is("up_to_date").await;
    close_toasts(&window).await;

    // Not even a restart forgets it.
    let window = window.killed_and_started_again().await;
    window.badge_is("up_to_date").await;
    list(&window).await;
    window.reads("[data-testid=undo-row]", "Change the role of Dewi Anggraini from Seller to Manager").await;
    window.click("undo-act").await;
    window.reads("[data-testid=toast]", "Taken back").await;
    role_is(&shop, &seller.email, "seller").await;

    // Taken back twice is nothing.
    list(&window).await;
    window.reads("[data-testid=undo-dialog]", "Nothing to undo").await;
}

#[tokio::test]
async fn what_was_never_sent_is_dropped_and_the_cloud_never_hears_of_it() {
    let mut shop = Shop::open("business").await;
    let seller = shop.member("Dewi Anggraini", "seller", &[]).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    shop.cloud.stop().await;
    change_role(&window, &seller.email, "viewer").await;
    window.sees(&format!("{}[data-mark=waiting]", row(&seller.email))).await;
    window.badge_is("offline").await;
    close_toasts(&window).await;
    let focus = "document.querySelector('h1').focus()";
    window.client().execute(focus, vec![]).await.expect("the focus is outside of fields");
    window.press(UNDO).await;
    window.reads("[data-testid=toast]", "never sent").await;
    window.sees_no("[data-mark=waiting]").await;
    window.reads(&row(&seller.email), "Seller").await;
    shop.cloud.start_again().await;
    window.badge_is("up_to_date").await;
    role_is(&shop, &seller.email, "seller").await;
}

#[tokio::test]
async fn a_withdrawn_invitation_costs_a_mail_and_a_seat_so_it_is_looked_at_first() {
    let shop = Shop::open("team").await;
    let email = address("Rina Hartono");
    let op = json!({ "type": "invitation.send", "invitation": crate::harness::people::new_id(), "email": email, "role": "seller", "groups": [] });
    shop.owner.ask(&shop.store, op).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    window.go_to("invitations").await;
    window.click("invitation-menu").await;
    window.click("invitation-withdraw").await;
    window.click("confirm").await;
    eventually("it is withdrawn", async || {
        let snapshot = shop.owner.snapshot(&shop.store).await;
        (!snapshot["invitations"].to_string().contains("\"pending\"")).then_some(())
    })
    .await;
    window.badge_is("up_to_date").await;
    close_toasts(&window).await;
    list(&window).await;
    window.reads("[data-testid=undo-row]", "what it costs").await;
    window.click("undo-act").await;
    window.reads("[data-testid=many-dialog]", "one more mail").await;
    window.reads("[data-testid=many-dialog]", "Seats after this").await;
    window.click("many-confirm").await;
    window.sees("[data-testid=many-outcome][data-done=\"1\"]").await;
    window.click("many-close").await;
    let row = format!("[data-testid=invitation-row][data-email=\"{email}\"][data-status=pending]");
    window.sees(&row).await;
    eventually("the second mail is written", async || {
        (shop.cloud.mails().iter().filter(|mail| mail.contains(&email)).count() == 2).then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_somebody_else_changed_since_is_told_and_left_as_it_is() {
    let shop = Shop::open("business").await;
    let seller = shop.member("Dewi Anggraini", "seller", &[]).await;
    let admin = shop.member("Eko Prasetyo", "admin", &[]).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    change_role(&window, &seller.email, "manager").await;
    role_is(&shop, &seller.email, "manager").await;
    let admin =
        Person::sign_in_as(&shop.cloud.url(), "Eko Prasetyo", &admin.email, crate::harness::people::PASSWORD)
            .await;
    admin.changes_role(&shop.store, &seller.email, "manager", "viewer").await;
    window.reads(&row(&seller.email), "Viewer").await;
    list(&window).await;
    let why = window.sees_greyed("undo-act").await;
    assert!(why.contains("Eko Prasetyo"), "it names who: {why}");
    role_is(&shop, &seller.email, "viewer").await;
}

#[tokio::test]
async fn a_deleted_group_is_looked_at_and_made_again_with_whoever_is_still_there() {
    let shop = Shop::open("business").await;
    let group = shop.group("Kasir", &["orders.view", "orders.fulfillment"]).await;
    let seller = shop.member("Dewi Anggraini", "seller", &[&group]).await;
    let leaver = shop.member("Fajar Nugroho", "viewer", &[&group]).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    window.go_to("groups").await;
    window.click_on("[data-testid=group-row][data-name=Kasir]").await;
    window.click("group-delete").await;
    window.choose("delete-destination", "nowhere").await;
    window.click("confirm").await;
    eventually("the group is gone", async || shop.groups().await.is_empty().then_some(())).await;
    window.badge_is("up_to_date").await;
    // One of the two leaves the store meanwhile: he cannot be put back.
    window.go_to("team").await;
    window.sees(&row(&leaver.email)).await;
    let gone = shop.member_id(&leaver.email).await;
    shop.owner.ask(&shop.store, json!({ "type": "member.remove", "member": gone })).await;
    window.sees_no(&row(&leaver.email)).await;
    close_toasts(&window).await;

    let window = window.killed_and_started_again().await;
    window.badge_is("up_to_date").await;
    list(&window).await;
    window.reads("[data-testid=undo-row]", "what can be brought back").await;
    window.click("undo-act").await;
    let dialog = "[data-testid=many-dialog]";
    window.reads(dialog, "another group with the same name").await;
    window.reads(dialog, "Put Dewi Anggraini into Kasir").await;
    window.sees("[data-testid=many-row][data-verdict=refused]").await;
    window.click("many-confirm").await;
    window.sees("[data-testid=many-outcome][data-done=\"2\"]").await;
    window.click("many-close").await;
    eventually("the group is there again", async || (shop.groups().await == ["Kasir"]).then_some(())).await;
    let snapshot = shop.owner.snapshot(&shop.store).await;
    let again = &snapshot["groups"][0];
    assert_eq!(again["permissions"], json!(["orders.fulfillment", "orders.view"]));
    let seller = shop.member_id(&seller.email).await;
    let members = snapshot["members"].as_array().expect("members");
    let hers = members.iter().find(|one| one["id"] == seller).expect("she is a member");
    assert!(
        hers["groups"].to_string().contains(again["id"].as_str().expect("an id")),
        "she is in it: {hers}"
    );
}

#[tokio::test]
async fn whoever_was_removed_is_invited_anew_after_a_look() {
    let shop = Shop::open("business").await;
    let seller = shop.member("Dewi Anggraini", "seller", &[]).await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    window.go_to("team").await;
    window.click_on(&row(&seller.email)).await;
    window.click("member-remove").await;
    window.click("confirm").await;
    window.sees_no("[data-testid=confirm-dialog]").await;
    eventually("she is removed", async || shop.role_of(&seller.email).await.is_none().then_some(())).await;
    window.badge_is("up_to_date").await;
    close_toasts(&window).await;
    list(&window).await;
    window.reads("[data-testid=undo-row]", "by a new invitation").await;
    window.click("undo-act").await;
    window.reads("[data-testid=many-dialog]", "has to accept first").await;
    window.reads("[data-testid=many-dialog]", "one more mail").await;
    window.click("many-confirm").await;
    window.sees("[data-testid=many-outcome][data-done=\"1\"]").await;
    eventually("she is invited", async || shop.invited().await.contains(&seller.email).then_some(())).await;
}

/// A shop with a suspended member, one switch more in a group and a withdrawn invitation, all by the Owner's window.
struct Busy {
    shop: Shop,
    window: Window,
    seller: Person,
    group: String,
    invited: String,
}

impl Busy {
    async fn shop(cut_off: bool) -> Busy {
        let mut shop = Shop::open("business").await;
        let group = shop.group("Kasir", &["orders.view"]).await;
        let seller = shop.member("Dewi Anggraini", "seller", &[&group]).await;
        let invited = address("Rina Hartono");
        let op = json!({ "type": "invitation.send", "invitation": crate::harness::people::new_id(), "email": invited, "role": "seller", "groups": [group] });
        shop.owner.ask(&shop.store, op).await;
        let window = shop.window(&shop.owner).await;
        window.badge_is("up_to_date").await;
        if cut_off {
            shop.cloud.stop().await;
        }
        window.go_to("team").await;
        window.click_on(&row(&seller.email)).await;
        window.click("member-suspend").await;
        window.click("confirm").await;
        window.sees("[data-testid=member-panel] [data-testid=member-restore]").await;
        window.click("member-close").await;
        window.go_to("groups").await;
        window.click("group-row").await;
        window.click("group-toggle-orders.download").await;
        window.click("group-review").await;
        window.click("confirm").await;
        window.sees_no("[data-testid=group-turned]").await;
        window.go_to("invitations").await;
        window.click("invitation-menu").await;
        window.click("invitation-withdraw").await;
        window.click("confirm").await;
        window.sees_no("[data-testid=confirm-dialog]").await;
        close_toasts(&window).await;
        Busy { shop, window, seller, group, invited }
    }

    /// Takes the newest act of this kind back, as far as one click does it.
    async fn takes_back(&self, kind: &str) {
        list(&self.window).await;
        self.window
            .click_on(&format!("[data-testid=undo-row][data-type=\"{kind}\"] [data-testid=undo-act]"))
            .await;
    }

    async fn is(&self, suspended: bool, permissions: &[&str], invited: bool) {
        eventually(&format!("{suspended}, {permissions:?}, {invited}"), async || {
            let snapshot = self.shop.owner.snapshot(&self.shop.store).await;
            let members = snapshot["members"].as_array()?;
            let status = members.iter().find(|one| one["email"] == *self.seller.email)?["status"].clone();
            let pending = snapshot["invitations"]
                .as_array()?
                .iter()
                .any(|one| one["email"] == *self.invited && one["status"] == "pending");
            ((status == "suspended") == suspended
                && self.shop.permissions_of(&self.group).await == permissions
                && pending == invited)
                .then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_suspension_and_a_switch_are_asked_back_by_their_opposites() {
    let busy = Busy::shop(false).await;
    busy.is(true, &["orders.download", "orders.view"], false).await;
    busy.window.badge_is("up_to_date").await;
    // Whoever comes back takes a seat, which may be gone: that is looked at first.
    busy.takes_back("member.suspend").await;
    busy.window.reads("[data-testid=many-dialog]", "Restore Dewi Anggraini").await;
    busy.window.reads("[data-testid=many-dialog]", "Seats after this").await;
    busy.window.click("many-confirm").await;
    busy.window.sees("[data-testid=many-outcome][data-done=\"1\"]").await;
    busy.window.click("many-close").await;
    busy.is(false, &["orders.download", "orders.view"], false).await;
    busy.takes_back("group.grant").await;
    busy.window.reads("[data-testid=toast]", "Taken back").await;
    busy.is(false, &["orders.view"], false).await;
}

#[tokio::test]
async fn a_suspension_a_switch_and_a_withdrawal_that_were_never_sent_are_dropped_without_a_mail() {
    let mut busy = Busy::shop(true).await;
    for kind in ["invitation.withdraw", "group.grant", "member.suspend"] {
        busy.takes_back(kind).await;
        busy.window.reads("[data-testid=toast]", "never sent").await;
        close_toasts(&busy.window).await;
    }
    busy.window.sees("[data-testid=invitation-row][data-status=pending]").await;
    busy.shop.cloud.start_again().await;
    busy.window.badge_is("up_to_date").await;
    busy.is(false, &["orders.view"], true).await;
    let mails = busy.shop.cloud.mails();
    assert_eq!(mails.iter().filter(|mail| mail.contains(&busy.invited)).count(), 1, "no second mail");
}
