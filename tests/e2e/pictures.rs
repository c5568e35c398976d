//! Pictures of every screen and state of the real window, against a real cloud that holds the demo shop. Not tests: they
//! judge nothing, they show. `cargo xtask pictures` runs them, one window at a time.

mod camera;
mod chapters;
#[allow(dead_code, unused_imports, reason = "shared with the end-to-end tests, which need more of it")]
mod harness;
#[allow(dead_code, reason = "shared with the end-to-end tests")]
mod installed;
#[allow(dead_code, reason = "shared with the tests, which need more of it")]
#[path = "../releases.rs"]
mod releases;

use std::time::Duration;

use keyholder_between::{Between, Harm};
use serde_json::json;

use camera::{ALL, Camera, Look, ONE, SOME};
use harness::{
    cloud::Cloud,
    people::{PASSWORD, Person, new_id},
};

/// Small and large, light and dark, both languages: what lies beside the matrix in a large window lies over it in a small one.
const WIDE: [Look; 4] = [ALL[0], ALL[2], ALL[4], ALL[6]];

async fn signed_in(cloud: &Cloud, role: &str, look: Look) -> Camera {
    let camera = Camera::open(&cloud.url(), look).await;
    let (email, password) = cloud.somebody(role);
    camera.sign_in(&email, &password).await;
    camera.window().badge_is("up_to_date").await;
    camera
}

#[tokio::test]
async fn sign_in() {
    let mut cloud = Cloud::start_with_demo().await;
    let (email, _) = cloud.somebody("owner");
    for look in SOME {
        let camera = Camera::open(&cloud.url(), look).await;
        camera.window().sees("[data-testid=signin-email]").await;
        camera.take("sign-in").await;
        camera.sign_in(&email, "not her password").await;
        camera.window().sees("[data-testid=signin-problem]").await;
        camera.take("sign-in-wrong").await;
    }
    let camera = Camera::open(&cloud.url(), ONE[0]).await;
    cloud.stop().await;
    camera.sign_in(&email, "not her password").await;
    camera.window().sees("[data-testid=signin-problem]").await;
    camera.take("sign-in-no-cloud").await;
}

#[tokio::test]
async fn stores() {
    let cloud = Cloud::start_with_demo().await;
    let person = Person::sign_up(&cloud.url(), "Ratna Wijaya").await;
    let mut camera = Camera::open(&cloud.url(), SOME[0]).await;
    camera.sign_in(&person.email, PASSWORD).await;
    camera.window().sees("[data-testid=store-name]").await;
    camera.take("stores-none").await;

    person.create_store("Toko Melati").await;
    person.create_store("Toko Melati Bandung, cabang Dago").await;
    for look in SOME {
        let camera = Camera::open(&cloud.url(), look).await;
        camera.sign_in(&person.email, PASSWORD).await;
        camera.window().sees("[data-testid=store-open]").await;
        camera.take("stores").await;
    }
    camera = Camera::open(&cloud.url(), SOME[0]).await;
    camera.sign_in(&person.email, PASSWORD).await;
    camera.window().click("store-open").await;
    for look in SOME {
        camera.window().badge_is("up_to_date").await;
        camera.dress(look).await;
        for screen in ["overview", "team", "invitations", "groups", "plan", "activity", "waiting"] {
            camera.window().go_to(screen).await;
            camera.take(&format!("empty-{screen}")).await;
        }
        camera.window().go_to("invitations").await;
        camera.window().click("invite-open").await;
        camera.take("empty-invite").await;
        camera.close().await;
    }
}

#[tokio::test]
async fn owner() {
    let cloud = Cloud::start_with_demo().await;
    let mut camera = signed_in(&cloud, "owner", ALL[0]).await;
    for look in ALL {
        camera.dress(look).await;
        camera.screen("settings").await;
        camera.screen("overview").await;
        team(&camera).await;
        invitations(&camera).await;
        groups(&camera).await;
        roles(&camera).await;
        camera.screen("plan").await;
        camera.window().click("plan-choose-enterprise").await;
        camera.window().sees("[data-testid=preview]").await;
        camera.take("plan-confirm").await;
        camera.close().await;
        camera.screen("activity").await;
        camera.window().click("activity-tab-refused").await;
        camera.take("activity-refused").await;
        // The tab is kept: the next look begins at the first one again.
        camera.window().click("activity-tab-happened").await;
        camera.screen("waiting").await;
        camera.screen("my_access").await;
    }
}

async fn team(camera: &Camera) {
    let window = camera.window();
    camera.screen("team").await;
    window.click_on("[data-testid=team-row]:nth-of-type(6)").await;
    window.sees("[data-testid=access-cell]").await;
    camera.take("member").await;
    camera.scroll_to("[data-testid=access-cell]").await;
    camera.take("member-access").await;
    camera.scroll_to("[data-testid=member-role]").await;
    window.choose("member-role", "seller").await;
    window.sees("[data-testid=preview]").await;
    camera.take("member-role-confirm").await;
    camera.close().await;
    camera.close().await;
    window.type_in("team-search", "zzz").await;
    window.sees_no("[data-testid=team-row]").await;
    camera.take("team-nobody").await;
    window.type_in("team-search", "a").await;
    camera.press("\u{e003}").await;
    window.sees("[data-testid=team-row]").await;
}

/// A list of people from the till: brought, looked over, mended, sent; and a link as a code.
#[tokio::test]
async fn invite_many() {
    const LIST: &str = "Nama Lengkap;Surel;Jabatan;Status;Kata Sandi;Telepon\n\
        Budi Jatmiko;budi.jatmiko@toko.example;Kepala Toko;Aktif;x;08\n\
        Sari Dewi;sari.dewi@toko.example;Barista;Aktif;x;08\n\
        Joko;joko.toko.example;Kasir;Aktif;x;08\n\
        Sari lagi;SARI.DEWI@toko.example;;;x;08\n\
        Tono Prasetyo;tono@toko.example;Staf Gudang;Mengundurkan diri;x;08\n\
        Raden Mas Aryo Kusumawardhana Hadiningrat Sastrowardoyo;raden.mas.aryo.kusumawardhana.hadiningrat@toko-lestari.example;Pemilik;;x;08\n\
        شيماء 🌸;shaima@toko.example;Kasir;;x;08\n";
    let cloud = Cloud::start_with_demo().await;
    let (email, _) = cloud.somebody("owner");
    let mut camera = signed_in(&cloud, "owner", ALL[0]).await;
    for (nth, look) in ALL.into_iter().enumerate() {
        camera.dress(look).await;
        let window = camera.window();
        window.go_to("invitations").await;
        window.click("invitation-menu").await;
        window.click("invitation-link").await;
        window.sees("[data-testid=invitation-qr] path").await;
        camera.take("invitation-link").await;
        camera.close().await;
        window.click("invitation-menu").await;
        window.click("invitation-resend").await;
        window.sees("[data-testid=preview]").await;
        camera.take("invitation-resend").await;
        camera.close().await;
        window.click("invite-open").await;
        window.type_in("invite-email", "budi@toko.example").await;
        window.click("invite-group").await;
        window.click_on("[data-testid=invite-access] summary").await;
        camera.take("invite-access").await;
        camera.close().await;
        window.click("invite-open").await;
        window.click("invite-make-group").await;
        camera.take("invite-make-group").await;
        camera.close().await;

        window.click("invite-many-open").await;
        window.sees("[data-testid=list-text]").await;
        camera.take("invite-many").await;
        paste(&camera, "It was the best of times, it was the worst of times.").await;
        window.sees("[data-testid=list-problem]").await;
        camera.take("invite-many-no-list").await;
        let more: String =
            (1..=14).map(|n| format!("Orang {n};orang.{n}@toko.example;Kasir;;x;08\n")).collect();
        paste(&camera, &format!("{LIST}Dewi;{email};;;x;\n{more}")).await;
        window.sees("[data-testid=list-row][data-verdict=invalid]").await;
        camera.take("invite-many-list").await;
        window.click("list-filter-invalid").await;
        camera.take("invite-many-wrong").await;
        window.click("list-make-group").await;
        camera.take("invite-many-make-group").await;
        if nth + 1 == ALL.len() {
            window.click("list-filter-all").await;
            window.click("list-send").await;
            window.sees("[data-testid=list-asked]").await;
            window.sees("[data-testid=list-row][data-verdict=sent]").await;
            camera.take("invite-many-sent").await;
            return;
        }
        window.click("list-clear").await;
        window.sees("[data-testid=list-clear-confirm]").await;
        camera.take("invite-many-clear").await;
        window.click("list-clear-confirm").await;
        window.sees("[data-testid=list-text]").await;
        camera.close().await;
    }
}

/// Puts a text into the place for lists, and has it read.
async fn paste(camera: &Camera, text: &str) {
    let script = "const area = document.querySelector('[data-testid=list-text]');
        area.value = arguments[0];
        area.dispatchEvent(new Event('input', { bubbles: true }));";
    camera.window().client().execute(script, vec![json!(text)]).await.expect("the text is pasted");
    camera.clicks("[data-testid=list-read]").await;
}

async fn invitations(camera: &Camera) {
    let window = camera.window();
    camera.screen("invitations").await;
    window.click("invitation-menu").await;
    camera.take("invitation-menu").await;
    camera.press("\u{e00c}").await;
    window.click("invite-open").await;
    window.sees("[data-testid=invite-group]").await;
    camera.take("invite").await;
    window.type_in("invite-email", "dewi@").await;
    window.click("invite-send").await;
    window.sees("[aria-invalid=true]").await;
    camera.take("invite-wrong").await;
    camera.close().await;
}

async fn groups(camera: &Camera) {
    let window = camera.window();
    camera.screen("groups").await;
    window.click_on("[data-testid=group-row][data-name=Pesanan]").await;
    window.sees("[data-testid=\"group-toggle-orders.view\"]").await;
    camera.take("group").await;
    window.click("group-toggle-orders.download").await;
    window.click("group-toggle-inventory.update").await;
    window.sees("[data-testid=group-cut-here]").await;
    camera.take("group-turned").await;
    window.click("group-review").await;
    window.sees("[data-testid=review-cut]").await;
    window.sees("[data-testid=preview]").await;
    camera.take("group-confirm").await;
    camera.close().await;
    window.click("group-discard").await;
    window.sees_no("[data-testid=group-turned]").await;
    window.click("group-compare").await;
    window.sees("[data-testid=compare-table]").await;
    camera.take("group-compare").await;
    camera.close().await;
    window.click("group-delete").await;
    window.sees("[data-testid=delete-destination]").await;
    camera.take("group-delete").await;
    camera.close().await;
    window.click("group-back").await;
    window.click("group-new").await;
    window.click("group-start-order-desk").await;
    camera.take("group-new").await;
    camera.close().await;
}

/// Who has what, and why.
#[tokio::test]
async fn lookups() {
    let cloud = Cloud::start_with_demo().await;
    let mut camera = signed_in(&cloud, "owner", SOME[0]).await;
    for look in WIDE {
        camera.dress(look).await;
        let window = camera.window();
        window.go_to("roles").await;
        window.click_on("[data-testid=matrix-cell][data-area=view_reports][data-role=seller]").await;
        window.sees("[data-testid=holder]").await;
        camera.take("holders-area").await;
        window.click("holders-every-role").await;
        window.sees("[data-testid=holders-role]").await;
        camera.take("holders-roles").await;
        window.click("holders-close").await;
        window.click("roles-tab-omnichannel").await;
        for (permission, name) in
            [("inventory.update", "cut"), ("orders.view", "view"), ("price.update", "sensitive")]
        {
            let cell = format!("[data-testid=cut-cell][data-permission=\"{permission}\"][data-role=owner]");
            window.sees("[data-testid=cut-cell]").await;
            camera.scroll_to(&cell).await;
            window.click_on(&cell).await;
            window.click("holders-every-role").await;
            window.sees("[data-testid=holder]").await;
            camera.click_if_there("[data-testid=holders-part-cut]").await;
            camera.take(&format!("holders-{name}")).await;
            window.click("holders-close").await;
        }
        window.click("roles-export").await;
        camera.take("roles-export").await;
        window.press("\u{e00c}").await;
        window.click("roles-tab-store").await;
        window.go_to("team").await;
        window.click_on("[data-testid=team-row]:nth-of-type(8)").await;
        window.sees("[data-testid=access-cell]").await;
        camera.scroll_to("[data-testid=access-cell][data-area=view_reports]").await;
        window.click_on("[data-testid=access-cell][data-area=view_reports] summary").await;
        camera.take("why-area").await;
        window.click("access-omnichannel").await;
        window.sees("[data-testid=access-permission]").await;
        camera.scroll_to("[data-testid=access-permission][data-allowed=true]").await;
        window.click_on("[data-testid=access-permission][data-allowed=true] summary").await;
        camera.scroll_to("[data-testid=access-permission] [data-testid=who-else]").await;
        camera.take("why-permission").await;
        camera.close().await;
        window.go_to("my_access").await;
        window.click_on("[data-testid=access-permission] summary").await;
        camera.take("why-mine").await;
    }
}

async fn roles(camera: &Camera) {
    let window = camera.window();
    camera.screen("roles").await;
    window.choose("roles-look-at", "manager").await;
    window.choose("roles-compare-with", "seller").await;
    window.sees("[data-testid=roles-only-different]").await;
    camera.take("roles-compare").await;
    window.click("roles-all").await;
    window.click("roles-tab-omnichannel").await;
    window.sees("[data-testid=cut-cell]").await;
    camera.take("roles-omnichannel").await;
    camera.click_if_there("[data-testid=cut-cell]").await;
    camera.take("roles-cell").await;
    camera.click_if_there("[data-testid^=roles-tab]:not([data-testid=roles-tab-omnichannel])").await;
}

#[tokio::test]
async fn waiting() {
    let mut cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("admin");
    let mut camera = signed_in(&cloud, "owner", SOME[0]).await;
    let seller = cloud.somebody("seller").0;
    works_on_without(&mut cloud, &camera).await;
    camera.take("offline-toasts").await;
    camera.close_toasts().await;
    for look in ALL {
        camera.dress(look).await;
        for screen in ["waiting", "team", "invitations", "overview", "groups"] {
            camera.window().go_to(screen).await;
            camera.take(&format!("offline-{screen}")).await;
        }
        camera.window().click("badge").await;
        camera.take("offline-badge").await;
    }

    // Meanwhile an Admin was faster, elsewhere.
    let data = camera.window().data_kept();
    drop(camera);
    cloud.start_again().await;
    let store = cloud.demo_store();
    let admin = Person::sign_in_as(&cloud.url(), "an Admin", &email, &password).await;
    admin.changes_role(&store, &seller, "seller", "viewer").await;
    let op = json!({ "type": "invitation.send", "invitation": new_id(), "email": "kartika.sari@example.test", "role": "seller", "groups": [] });
    admin.ask(&store, op).await;
    let mut camera = Camera::open_on(data, &cloud.url(), SOME[0]).await;
    camera.window().badge_is("needs_attention").await;
    for look in ALL {
        camera.dress(look).await;
        for screen in ["waiting", "overview", "team"] {
            camera.window().go_to(screen).await;
            camera.take(&format!("refused-{screen}")).await;
        }
    }
    for look in SOME {
        camera.dress(look).await;
        let window = camera.window();
        window.go_to("waiting").await;
        for (click, sees, name) in [
            ("waiting-change", "[data-testid=change-op]", "refused-change"),
            ("waiting-drop", "[data-testid=waiting-drop-dialog]", "refused-drop"),
            ("waiting-retry-all", "[data-testid=all-count]", "refused-retry-all"),
            ("waiting-drop-all", "[data-testid=all-count]", "refused-drop-all"),
        ] {
            window.click(click).await;
            window.sees(sees).await;
            camera.take(name).await;
            camera.close().await;
        }
    }
}

/// Four changes are made while the cloud is away: two roles, a group's switch and an invitation.
async fn works_on_without(cloud: &mut Cloud, camera: &Camera) {
    cloud.stop().await;
    let (seller, other) = (cloud.somebody("seller").0, cloud.somebody("manager").0);
    change_role(camera, &seller, "manager").await;
    change_role(camera, &other, "viewer").await;
    let window = camera.window();
    window.go_to("groups").await;
    window.click_on("[data-testid=group-row][data-name=Pesanan]").await;
    window.click("group-toggle-orders.download").await;
    window.click("group-review").await;
    window.click("confirm").await;
    window.sees_no("dialog[open]").await;
    window.go_to("invitations").await;
    window.click("invite-open").await;
    window.type_in("invite-email", "kartika.sari@example.test").await;
    window.click("invite-send").await;
    window.sees("[data-testid=invitation-row][data-mark=waiting]").await;
    window.badge_is("offline").await;
}

/// Where changes of one group met, in each of the three ways, and a group with the longest name there can be.
#[tokio::test]
async fn met() {
    let mut cloud = Cloud::start_with_demo().await;
    let store = cloud.demo_store();
    let (owner, password) = cloud.somebody("owner");
    let (admin, its) = cloud.somebody("admin");
    let owner = Person::sign_in_as(&cloud.url(), "the Owner", &owner, &password).await;
    let long = "مجموعة المستودع 🏬 Gudang pusat & cabang Cikarang–Karawang T";
    let groups = ["Kasir sore", "Live malam", long].map(|name| (name, new_id()));
    for (name, group) in &groups {
        let permissions = ["orders.view", "orders.fulfillment"];
        owner
            .ask(
                &store,
                json!({ "type": "group.create", "group": group, "name": name, "permissions": permissions }),
            )
            .await;
    }
    let camera = Camera::open(&cloud.url(), SOME[0]).await;
    camera.sign_in(&admin, &its).await;
    let window = camera.window();
    window.badge_is("up_to_date").await;
    cloud.stop().await;
    for (name, _) in &groups {
        window.go_to("groups").await;
        window.click_on(&format!("[data-testid=group-row][data-name=\"{name}\"]")).await;
        window.click("group-toggle-orders.download").await;
        window.click("group-save").await;
        window.sees_no("[data-testid=group-turned]").await;
    }
    let data = camera.window().data_kept();
    drop(camera);
    cloud.start_again().await;
    let [(_, crossed), (_, _), (_, deleted)] = &groups;
    owner
        .ask(&store, json!({ "type": "group.revoke", "group": crossed, "permissions": ["orders.view"] }))
        .await;
    owner.ask(&store, json!({ "type": "group.delete", "group": deleted, "move_to": null })).await;
    let mut camera = Camera::open_on(data, &cloud.url(), SOME[0]).await;
    camera.window().badge_is("needs_attention").await;
    for look in ALL {
        camera.dress(look).await;
        camera.window().go_to("waiting").await;
        camera.window().sees("[data-testid=clash][data-met=deleted]").await;
        camera.take("met").await;
        camera.scroll_to("[data-testid=clash][data-met=crossed]").await;
        camera.take("met-crossed").await;
    }
    owner.ask(&store, json!({ "type": "group.create", "group": new_id(), "name": long, "permissions": ["orders.view"] })).await;
    for look in SOME {
        camera.dress(look).await;
        let window = camera.window();
        window.go_to("groups").await;
        window.sees(&format!("[data-testid=group-row][data-name=\"{long}\"]")).await;
        camera.take("long-name-groups").await;
        window.click_on(&format!("[data-testid=group-row][data-name=\"{long}\"]")).await;
        window.sees("[role=switch]").await;
        camera.take("long-name-group").await;
        window.click("group-compare").await;
        window.sees("[data-testid=compare-table]").await;
        camera.take("long-name-compare").await;
        camera.close().await;
    }
}

async fn change_role(camera: &Camera, email: &str, role: &str) {
    let window = camera.window();
    window.go_to("team").await;
    window.click_on(&format!("[data-testid=team-row][data-email=\"{email}\"]")).await;
    window.choose("member-role", role).await;
    window.click("confirm").await;
    window.sees(&format!("[data-testid=team-row][data-email=\"{email}\"][data-mark=waiting]")).await;
    camera.close().await;
}

#[tokio::test]
async fn manager() {
    let cloud = Cloud::start_with_demo().await;
    let mut camera = signed_in(&cloud, "manager", SOME[0]).await;
    for look in SOME {
        camera.dress(look).await;
        for screen in
            ["overview", "team", "invitations", "groups", "plan", "activity", "my_access", "settings"]
        {
            camera.window().go_to(screen).await;
            camera.take(&format!("manager-{screen}")).await;
        }
        camera.window().go_to("invitations").await;
        camera.window().sees_greyed("invite-open").await;
        camera.take("manager-why").await;
        camera.window().go_to("team").await;
        camera.window().click_on("[data-testid=team-row]:nth-of-type(8)").await;
        camera.window().sees("[data-testid=access-cell]").await;
        camera.take("manager-member").await;
        camera.close().await;
        camera.window().go_to("groups").await;
        camera.window().click_on("[data-testid=group-row][data-name=Pesanan]").await;
        camera.window().sees("[data-testid=\"group-toggle-orders.view\"]").await;
        camera.take("manager-group").await;
    }
}

#[tokio::test]
async fn seller() {
    let cloud = Cloud::start_with_demo().await;
    let mut camera = signed_in(&cloud, "seller", SOME[0]).await;
    for look in SOME {
        camera.dress(look).await;
        for screen in ["my_access", "team", "settings"] {
            camera.click_if_there(&format!("[data-testid=nav-{}]", screen.replace('_', "-"))).await;
            camera.take(&format!("seller-{screen}")).await;
        }
    }
}

#[tokio::test]
async fn shared() {
    let mut cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    let (second, its) = cloud.somebody("admin");
    let mut camera = signed_in(&cloud, "owner", SOME[0]).await;
    let window = camera.window();
    window.click("me-menu").await;
    camera.take("me-menu").await;
    window.click("switch-person").await;
    camera.take("switch-person-alone").await;
    window.click("person-other").await;
    window.sees("[data-testid=person]").await;
    camera.take("sign-in-known").await;
    camera.sign_in(&second, &its).await;
    window.badge_is("up_to_date").await;
    for look in SOME {
        camera.dress(look).await;
        camera.take("settings").await;
        camera.scroll_to("[data-testid=device]").await;
        camera.take("settings-devices").await;
        let window = camera.window();
        window.click("me-menu").await;
        window.click("switch-person").await;
        window.sees("[data-testid=person]").await;
        camera.take("switch-person").await;
        camera.close().await;
        window.click("lease-change").await;
        window.sees("[data-testid=name-field]").await;
        camera.take("settings-lease").await;
        camera.close().await;
        window.click("settings-lock").await;
        window.sees("[data-testid=locked]").await;
        camera.take("locked").await;
        window.type_in("unlock-password", "not hers").await;
        window.click("unlock").await;
        window.sees("[data-testid=locked] [role=alert]").await;
        camera.take("locked-wrong").await;
        window.type_in("unlock-password", &its).await;
        window.click("unlock").await;
        window.badge_is("up_to_date").await;
    }
    cloud.stop().await;
    camera.window().go_to("overview").await;
    camera.window().go_to("settings").await;
    camera.window().sees("[data-testid=devices-offline]").await;
    camera.scroll_to("[data-testid=devices-offline]").await;
    camera.take("settings-devices-offline").await;
    camera.window().click("settings-lock").await;
    camera.window().click_on(&format!("[data-testid=person][data-email=\"{email}\"]")).await;
    camera.window().type_in("unlock-password", &password).await;
    camera.window().click("unlock").await;
    camera.window().badge_is("offline").await;
    camera.take("back-offline").await;
}

#[tokio::test]
async fn no_keychain() {
    let mut cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    for look in SOME {
        let camera = Camera::open_without_keychain(&cloud.url(), look).await;
        camera.sign_in(&email, &password).await;
        let window = camera.window();
        window.sees("[data-testid=passphrase]").await;
        camera.take("passphrase").await;
        window.type_in("passphrase", "lampu hujan tangga").await;
        window.type_in("passphrase-again", "lampu hujan").await;
        window.click("passphrase-submit").await;
        window.sees("[data-testid=passphrase-choose] [role=alert]").await;
        camera.take("passphrase-wrong").await;
        window.type_in("passphrase-again", "lampu hujan tangga").await;
        window.click("passphrase-submit").await;
        window.badge_is("up_to_date").await;
        let camera = Camera::of(camera.into_window().killed_and_started_again().await, look).await;
        camera.window().sees("[data-testid=passphrase]").await;
        camera.take("passphrase-enter").await;
        camera.window().click("passphrase-forgotten").await;
        camera.take("passphrase-forgotten").await;
    }
    for look in SOME {
        let camera = Camera::open_without_keychain(&cloud.url(), look).await;
        camera.sign_in(&email, &password).await;
        let window = camera.window();
        window.click("passphrase-nothing").await;
        camera.take("passphrase-decline").await;
        window.click("passphrase-decline").await;
        window.badge_is("up_to_date").await;
        camera.take("memory").await;
        window.go_to("settings").await;
        camera.clicks("[data-testid=settings-seal]").await;
        window.sees("[data-testid=seal-dialog] [data-testid=passphrase]").await;
        camera.take("settings-seal").await;
        camera.close().await;
        cloud.stop().await;
        change_role(&camera, &cloud.somebody("seller").0, "viewer").await;
        window.is_asked_to_close();
        window.sees("[data-testid=closing]").await;
        camera.take("closing").await;
        window.click("closing-send").await;
        window.sees("[data-testid=closing-sending]").await;
        camera.take("closing-sending").await;
        window.ends_by_click("closing-anyway").await;
        cloud.start_again().await;
    }
}

#[tokio::test]
async fn first_sync() {
    let cloud = Cloud::start_with_demo().await;
    let person = Person::sign_up(&cloud.url(), "Ratna Wijaya").await;
    let store = person.create_store("Toko Melati").await;
    for _ in 0..4 {
        let names = (0..500).map(|_| format!("{}{}", new_id(), new_id()).replace('-', "")[..60].to_owned());
        let op = |name: String| json!({ "type": "group.create", "group": new_id(), "name": name, "permissions": [] });
        person.ask_all(&store, names.map(op).collect()).await;
    }
    for look in SOME {
        let line = Between::before(&cloud.url()).await;
        line.does_to("/snapshot", Harm::Delay(Duration::from_secs(4)));
        let camera = Camera::open(&line.url(), look).await;
        camera.sign_in(&person.email, PASSWORD).await;
        camera.window().reads("[data-testid=first-sync]", "0").await;
        camera.take("first-sync").await;
    }
}

/// What is still under way, at both sizes: a cloud that takes its time, and a list that is being sent.
#[tokio::test]
async fn busy() {
    for (look, percent) in [(SOME[0], 100), (SOME[1], 150), (SOME[2], 100)] {
        let cloud = Cloud::start_with_demo().await;
        let (email, password) = cloud.somebody("owner");
        let line = Between::before(&cloud.url()).await;
        let mut camera = Camera::open(&line.url(), look).await;
        line.does_to("/sign-in", Harm::Hold);
        camera.sign_in(&email, &password).await;
        camera.window().sees("[data-testid=signin-submit][aria-busy=true]").await;
        camera.take_at_once("busy-sign-in").await;
        line.heals();
        let window = camera.window();
        window.badge_is("up_to_date").await;
        camera.larger(percent).await;
        line.does_to("/sync", Harm::Hold);
        line.does_to("/link", Harm::Hold);
        line.does_to("/devices", Harm::Hold);
        camera.goes_to("overview").await;
        camera.goes_to("settings").await;
        camera.window().sees("[data-testid=settings-signout]").await;
        camera.scroll_to("[data-testid=settings-signout]").await;
        camera.take_at_once("busy-devices").await;
        camera.goes_to("plan").await;
        camera.clicks("[data-testid=plan-choose-enterprise]").await;
        camera.clicks("[data-testid=confirm]").await;
        camera.window().badge_is("syncing").await;
        camera.close().await;
        camera.take_at_once("busy-syncing").await;
        camera.goes_to("invitations").await;
        camera.clicks("[data-testid=invite-many-open]").await;
        camera.window().sees("[data-testid=list-text]").await;
        let people: String = (1..=3_000).map(|n| format!("orang.{n}@toko.example\n")).collect();
        paste(&camera, &people).await;
        camera.clicks("[data-testid=list-send]").await;
        camera.window().sees("[data-testid=list-stop]").await;
        camera.take_at_once("busy-list").await;
        camera.clicks("[data-testid=list-stop]").await;
        line.heals();
    }
}

/// Many at once: picked, foreseen, done, taken back; and a smaller plan, with those who go for it.
#[tokio::test]
async fn many() {
    let mut cloud = Cloud::start_with_demo().await;
    let mut camera = signed_in(&cloud, "owner", ALL[0]).await;
    for look in ALL {
        camera.dress(look).await;
        let window = camera.window();
        window.go_to("team").await;
        for nth in [3, 5, 6] {
            window.click_on(&format!("[data-testid=team-row]:nth-of-type({nth}) [data-testid=pick]")).await;
        }
        window.sees("[data-testid=picked-bar]").await;
        camera.take("picked").await;
        window.click("pick-all").await;
        window.click("bulk-role").await;
        camera.take("many-choose").await;
        window.choose("bulk-to-role", "seller").await;
        window.sees("[data-testid=many-row]").await;
        camera.take("many-role").await;
        window.click("many-row-open").await;
        camera.take("many-role-open").await;
        camera.close().await;
        window.click("bulk-suspend").await;
        window.sees("[data-testid=many-row]").await;
        camera.take("many-suspend").await;
        camera.close().await;
        window.click("bulk-groups").await;
        camera.take("many-groups").await;
        camera.close().await;
        window.click("picked-clear").await;
        window.click("me-menu").await;
        window.click("undo-open").await;
        window.sees("[data-testid=undo-dialog]").await;
        camera.take("undo-nothing").await;
        camera.close().await;
        window.go_to("plan").await;
        window.click("plan-rehearse-team").await;
        window.sees("[data-testid=rehearsal-row]").await;
        camera.take("rehearsal").await;
        window.click_on("[data-testid=rehearsal-row]:nth-of-type(2) input").await;
        window.sees_no("[data-testid=rehearsal-left][data-missing=\"0\"]").await;
        camera.take("rehearsal-missing").await;
        window.click_on("[data-testid=rehearsal-row]:nth-of-type(2) input").await;
        window.sees("[data-testid=rehearsal-left][data-missing=\"0\"]").await;
        window.click("rehearsal-next").await;
        window.sees("[data-testid=many-confirm]").await;
        camera.take("rehearsal-forecast").await;
        camera.close().await;
    }
    cloud.stop().await;
    let window = camera.window();
    window.go_to("team").await;
    window.click("pick-all").await;
    window.click("bulk-role").await;
    window.choose("bulk-to-role", "viewer").await;
    window.click("many-confirm").await;
    window.sees("[data-testid=many-outcome]").await;
    camera.close().await;
    change_role(&camera, &cloud.somebody("viewer").0, "seller").await;
    for look in SOME {
        camera.dress(look).await;
        let window = camera.window();
        window.click("me-menu").await;
        window.click("undo-open").await;
        window.sees("[data-testid=undo-row]").await;
        camera.take("undo").await;
        camera.close().await;
        window.go_to("team").await;
        window.click("pick-all").await;
        window.click("bulk-suspend").await;
        window.click("many-confirm").await;
        window.sees("[data-testid=many-outcome]").await;
        camera.take("many-waits").await;
        window.click("many-stop").await;
        window.sees("[data-testid=outcome-row][data-state=dropped]").await;
        camera.take("many-stopped").await;
        camera.close().await;
    }
}

#[tokio::test]
async fn comfort() {
    let mut cloud = Cloud::start_with_demo().await;
    let mut camera = signed_in(&cloud, "owner", SOME[0]).await;
    let (seller, _) = cloud.somebody("seller");
    let name = seller.split(['.', '@']).next().expect("an address begins with a name").to_owned();
    let in_words =
        [("en", "role", "suspend", "theme", "invitation"), ("id", "peran", "tangguhkan", "tema", "undangan")];
    for look in SOME {
        camera.dress(look).await;
        let window = camera.window();
        let language = camera.script("return document.documentElement.lang").await;
        let (_, role, suspend, theme, invitation) =
            in_words.iter().find(|one| language == one.0).expect("a language");
        window.go_to("overview").await;
        window.press("\u{e009}k").await;
        window.sees("[data-testid=palette-option]").await;
        camera.take("palette").await;
        for (typed, called) in [
            (name.as_str(), "person"),
            ("pesanan", "group"),
            (invitation, "invitation"),
            (theme, "theme"),
            ("zzz", "none"),
        ] {
            window.type_in("palette-input", typed).await;
            camera.take(&format!("palette-{called}")).await;
        }
        window.type_in("palette-input", &format!("{suspend} {name}")).await;
        window.sees("[data-testid=palette-option][data-id^=suspend-]").await;
        camera.take("palette-suspend").await;
        window.type_in("palette-input", &format!("{role} {name}")).await;
        window.click_on("[data-testid=palette-option][data-id^=role-]").await;
        window.sees("[data-testid=palette-option][data-id=viewer]").await;
        camera.take("palette-role").await;
        camera.close().await;
        window.press("?").await;
        window.sees("[data-testid=shortcuts]").await;
        camera.take("shortcuts").await;
        camera.close().await;
        window.go_to("settings").await;
        window.choose("settings-density", "compact").await;
        for screen in
            ["overview", "team", "invitations", "groups", "roles", "plan", "activity", "waiting", "my_access"]
        {
            window.go_to(screen).await;
            camera.take(&format!("compact-{screen}")).await;
        }
        window.go_to("team").await;
        window.click_on("[data-testid=team-row]:nth-of-type(6)").await;
        window.sees("[data-testid=access-cell]").await;
        camera.take("compact-member").await;
        camera.close().await;
        window.go_to("groups").await;
        window.click_on("[data-testid=group-row][data-name=Pesanan]").await;
        window.sees("[data-testid=\"group-toggle-orders.view\"]").await;
        camera.take("compact-group").await;
        window.go_to("settings").await;
        window.choose("settings-density", "comfortable").await;
    }
    cloud.stop().await;
    change_role(&camera, &seller, "manager").await;
    camera.close_toasts().await;
    for look in SOME {
        camera.dress(look).await;
        camera.window().click("settings-signout").await;
        camera.take("sign-out").await;
        camera.window().click("signout-confirm").await;
        camera.window().sees("[data-testid=signout-unsent]").await;
        camera.take("sign-out-unsent").await;
        camera.close().await;
    }
}

#[tokio::test]
async fn first_steps() {
    let cloud = Cloud::start_with_demo().await;
    for look in SOME {
        let person = Person::sign_up(&cloud.url(), &format!("Ratna Wijaya {}", &new_id()[..4])).await;
        let camera = Camera::open(&cloud.url(), look).await;
        camera.window().click("signin-turn").await;
        camera.take("sign-up").await;
        camera.window().type_in("signup-name", "Ratna Wijaya").await;
        camera.window().type_in("signin-email", &person.email).await;
        camera.window().type_in("signin-password", PASSWORD).await;
        camera.window().click("signin-submit").await;
        camera.window().sees("[data-testid=signin-problem]").await;
        camera.take("sign-up-taken").await;
        camera.window().click("signin-turn").await;
        camera.sign_in(&person.email, PASSWORD).await;
        camera.window().sees("[data-testid=store-name]").await;
        camera.take("sign-up-first-store").await;
        camera.window().type_in("store-name", "Toko Melati").await;
        camera.window().click("store-create-submit").await;
        let window = camera.window();
        let step = async |done: usize| {
            window.sees(&format!("[data-testid=guide][data-done=\"{done}\"]")).await;
            camera.close_toasts().await;
            camera.take(&format!("guide-{done}")).await;
        };
        step(1).await;
        window.click("guide-group").await;
        window.type_in("name-field", "Bagian pesanan").await;
        window.click("group-start-order-desk").await;
        camera.take("guide-group").await;
        window.click("name-confirm").await;
        window.sees("[data-testid=group-back]").await;
        window.go_to("overview").await;
        step(2).await;
        window.click("guide-seat").await;
        window.click("plan-choose-team").await;
        window.click("confirm").await;
        window.sees("[data-testid=plan-team][data-current=true]").await;
        window.go_to("overview").await;
        step(3).await;
        window.click("guide-invitation").await;
        window.type_in("invite-email", "budi.santoso@example.test").await;
        window.click("invite-group").await;
        camera.take("guide-invite").await;
        window.click("invite-send").await;
        step(4).await;
    }
}
/// A deleted group and a removed member, taken back after the cloud took it: what can be brought back, before it is.
#[tokio::test]
async fn taken_back() {
    let cloud = Cloud::start_with_demo().await;
    let mut camera = signed_in(&cloud, "owner", SOME[0]).await;
    let window = camera.window();
    window.go_to("groups").await;
    window.click("group-row").await;
    window.click("group-delete").await;
    window.choose("delete-destination", "nowhere").await;
    window.click("confirm").await;
    window.go_to("team").await;
    window.click_on(&format!("[data-testid=team-row][data-email=\"{}\"]", cloud.somebody("viewer").0)).await;
    window.click("member-remove").await;
    window.click("confirm").await;
    window.sees_no("[data-testid=confirm-dialog]").await;
    window.badge_is("up_to_date").await;
    for look in SOME {
        camera.dress(look).await;
        let window = camera.window();
        for (kind, name) in [("group.delete", "undo-group"), ("member.remove", "undo-removed")] {
            window.click("me-menu").await;
            window.click("undo-open").await;
            let row = format!("[data-testid=undo-row][data-type=\"{kind}\"]");
            window.sees(&row).await;
            if kind == "group.delete" {
                camera.take("undo-costs").await;
            }
            window.click_on(&format!("{row} [data-testid=undo-act]")).await;
            window.sees("[data-testid=many-row]").await;
            camera.take(name).await;
            camera.close().await;
        }
    }
}

/// Switches of a group that came back and may be turned otherwise.
#[tokio::test]
async fn switches() {
    let mut cloud = Cloud::start_with_demo().await;
    let store = cloud.demo_store();
    let [(owner, password), (admin, its)] = [cloud.somebody("owner"), cloud.somebody("admin")];
    let owner = Person::sign_in_as(&cloud.url(), "the Owner", &owner, &password).await;
    let group = new_id();
    let create = json!({ "type": "group.create", "group": group, "name": "Kasir sore", "permissions": ["orders.view"] });
    owner.ask(&store, create).await;
    let camera = Camera::open(&cloud.url(), SOME[0]).await;
    camera.sign_in(&admin, &its).await;
    let window = camera.window();
    window.badge_is("up_to_date").await;
    cloud.stop().await;
    window.go_to("groups").await;
    window.click_on("[data-testid=group-row][data-name=\"Kasir sore\"]").await;
    window.click("group-toggle-orders.download").await;
    window.click("group-save").await;
    window.sees_no("[data-testid=group-turned]").await;
    let data = window.data_kept();
    drop(camera);
    cloud.start_again().await;
    owner.changes_role(&store, &admin, "admin", "manager").await;
    let mut camera = Camera::open_on(data, &cloud.url(), SOME[0]).await;
    camera.window().badge_is("needs_attention").await;
    owner.changes_role(&store, &admin, "manager", "admin").await;
    for look in SOME {
        camera.dress(look).await;
        let window = camera.window();
        window.go_to("waiting").await;
        window.click("sync-now").await;
        window.reads("[data-testid=waiting-row]", "Kasir sore").await;
        window.sees("[data-testid=waiting-change]:not([aria-disabled])").await;
        window.click("waiting-change").await;
        window.sees("[data-testid=change-turns] [role=switch]").await;
        camera.take("refused-switches").await;
        window.click("change-others").await;
        window.click("change-turn-price.update").await;
        window.sees("[data-testid=\"change-turn-price.view\"][aria-checked=true]").await;
        camera.take("refused-switches-all").await;
        camera.close().await;
    }
}
