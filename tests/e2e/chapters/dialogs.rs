//! Dialogs and menus that other chapters do not come by, and a list in which nothing is found.

use crate::{
    WIDE,
    camera::Camera,
    harness::{cloud::Cloud, people::Person},
    signed_in,
};

const ESCAPE: &str = "\u{e00c}";

#[tokio::test]
async fn dialogs() {
    let cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    // Another computer of hers, which the settings then list.
    Person::sign_in_as(&cloud.url(), "the same", &email, &password).await;
    let mut camera = signed_in(&cloud, "owner", WIDE[0]).await;
    for look in WIDE {
        camera.dress(look).await;
        settings(&camera).await;
        people(&camera).await;
        groups(&camera).await;
    }
}

async fn settings(camera: &Camera) {
    let window = camera.window();
    for (mark, name) in [
        ("settings-lock-after", "settings-account"),
        ("notify-expiring", "settings-notifications"),
        ("settings-facts", "settings-about"),
    ] {
        camera.scroll_to(&format!("[data-testid={mark}]")).await;
        camera.take(name).await;
    }
    for (click, sees, name) in [
        ("diagnostics-look", "report-text", "report"),
        ("device-end", "device-dialog", "device-end"),
        ("settings-rename", "name-field", "store-rename"),
    ] {
        window.click(click).await;
        window.sees(&format!("[data-testid={sees}]")).await;
        camera.take(name).await;
        camera.close().await;
    }
    window.click("store-switch").await;
    camera.take("store-menu").await;
    window.click("store-create").await;
    window.sees("[data-testid=store-name]").await;
    camera.take("store-create").await;
    camera.close().await;
}

async fn people(camera: &Camera) {
    let window = camera.window();
    window.go_to("team").await;
    window.click_on("[data-testid=team-row]:nth-of-type(6)").await;
    for (click, name) in
        [("member-suspend", "member-suspend-confirm"), ("member-remove", "member-remove-confirm")]
    {
        window.click(click).await;
        window.sees("[data-testid=preview]").await;
        camera.take(name).await;
        camera.press(ESCAPE).await;
        window.sees_no("dialog[open]").await;
    }
    camera.close().await;
    window.go_to("invitations").await;
    for (click, sees, name) in [
        ("invitation-role", "invitation-role-choice", "invitation-role"),
        ("invitation-withdraw", "preview", "invitation-withdraw"),
    ] {
        window.click("invitation-menu").await;
        window.click(click).await;
        window.sees(&format!("[data-testid={sees}]")).await;
        camera.take(name).await;
        camera.close().await;
    }
    window.type_in("invitations-search", "zzz").await;
    window.sees_no("[data-testid=invitation-row]").await;
    camera.take("invitations-none-found").await;
    window.click("invitations-clear").await;
}

async fn groups(camera: &Camera) {
    let window = camera.window();
    window.go_to("groups").await;
    window.click_on("[data-testid=group-row][data-name=Pesanan]").await;
    window.click("group-rename").await;
    window.type_in("name-field", "Gudang").await;
    window.click("name-confirm").await;
    window.sees("[aria-invalid=true]").await;
    camera.take("group-rename-taken").await;
    camera.close().await;
    for (click, sees, name) in [
        ("group-duplicate", "name-field", "group-duplicate"),
        ("group-add-people", "add-people-pick", "group-add-people"),
    ] {
        window.click(click).await;
        window.sees(&format!("[data-testid={sees}]")).await;
        camera.take(name).await;
        if sees == "add-people-pick" {
            window.click(sees).await;
            window.sees("[data-testid=preview]").await;
            camera.take("group-put-in-confirm").await;
        }
        camera.close().await;
    }
    window.click("group-take-out").await;
    window.sees("[data-testid=preview]").await;
    camera.take("group-take-out-confirm").await;
    camera.close().await;
    window.click("group-delete").await;
    window.choose("delete-destination", "nowhere").await;
    window.sees("[data-testid=preview]").await;
    camera.take("group-delete-nowhere").await;
    camera.close().await;
    window.click("group-back").await;
}
