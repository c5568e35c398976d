//! Half as large again: the doors, every screen, and the panels, menus and dialogs with the most in them. The driver's clicks
//! miss there, so what is clicked is clicked from within the page.

use keyholder_between::{Between, Harm};
use serde_json::json;

use crate::{
    camera::{Camera, SOME},
    change_role,
    harness::{
        cloud::Cloud,
        people::{PASSWORD, Person, address, join, new_id},
    },
    paste, signed_in,
};

const LARGER: u32 = 150;
const ORDERS: &str = "[data-testid=group-row][data-name=Pesanan]";
const ESCAPE: &str = "\u{e00c}";

/// Every look, half as large again; what is shown there leaves nothing open.
async fn half_again(camera: &mut Camera, show: impl AsyncFn(&Camera)) {
    for look in SOME {
        camera.dress(look).await;
        camera.larger(LARGER).await;
        show(camera).await;
        camera.usual_size().await;
    }
}

/// The same of the Owner of the demo shop.
async fn half_again_for_the_owner(show: impl AsyncFn(&Camera)) {
    let cloud = Cloud::start_with_demo().await;
    let mut camera = signed_in(&cloud, "owner", SOME[0]).await;
    half_again(&mut camera, show).await;
}

/// Clicks what opens something, takes what was opened, and leaves it open. Both are named by their marks.
async fn opened(camera: &Camera, click: &str, sees: &str, name: &str) {
    camera.clicks(&format!("[data-testid=\"{click}\"]")).await;
    camera.window().sees(&format!("[data-testid=\"{sees}\"]")).await;
    camera.take(name).await;
}

/// The same, and closes it.
async fn opened_and_closed(camera: &Camera, click: &str, sees: &str, name: &str) {
    opened(camera, click, sees, name).await;
    camera.close().await;
}

#[tokio::test]
async fn larger_doors() {
    let cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    let ratna = Person::sign_up(&cloud.url(), "Ratna Wijaya").await;
    for look in SOME {
        let line = Between::before(&cloud.url()).await;
        let camera = Camera::open_larger(&line.url(), look, LARGER).await;
        let window = camera.window();
        window.sees("[data-testid=signin-email]").await;
        camera.take("sign-in").await;
        enters(&camera, &email, "not her password").await;
        window.sees("[data-testid=signin-problem]").await;
        camera.take("sign-in-wrong").await;
        camera.clicks("[data-testid=signin-turn]").await;
        camera.take("sign-up").await;
        camera.clicks("[data-testid=signin-turn]").await;
        enters(&camera, &ratna.email, PASSWORD).await;
        window.sees("[data-testid=store-name]").await;
        camera.take("stores-none").await;
        let camera = Camera::open_larger(&line.url(), look, LARGER).await;
        enters(&camera, &email, &password).await;
        camera.window().badge_is("up_to_date").await;
        camera.goes_to("settings").await;
        opened(&camera, "settings-lock", "locked", "locked").await;
    }
}

async fn enters(camera: &Camera, email: &str, password: &str) {
    let window = camera.window();
    window.type_in("signin-email", email).await;
    window.type_in("signin-password", password).await;
    camera.clicks("[data-testid=signin-submit]").await;
}

#[tokio::test]
async fn larger_screens() {
    half_again_for_the_owner(async |camera| {
        for screen in [
            "overview",
            "team",
            "invitations",
            "groups",
            "roles",
            "plan",
            "activity",
            "my_access",
            "settings",
        ] {
            camera.address(screen).await;
        }
    })
    .await;
}

/// What has little room then: a member, an invitation, a group, a plan, and what lies over all screens.
#[tokio::test]
async fn larger_panels() {
    half_again_for_the_owner(async |camera| {
        let window = camera.window();
        camera.goes_to("team").await;
        camera.clicks("[data-testid=team-row]:nth-of-type(6)").await;
        window.sees("[data-testid=access-cell]").await;
        camera.take("member").await;
        opened_and_closed(camera, "member-suspend", "preview", "member-suspend-confirm").await;
        camera.goes_to("invitations").await;
        opened_and_closed(camera, "invite-open", "invite-group", "invite").await;
        opened_and_closed(camera, "invite-many-open", "list-text", "invite-many").await;
        camera.goes_to("groups").await;
        camera.clicks(ORDERS).await;
        window.sees("[data-testid=\"group-toggle-orders.view\"]").await;
        camera.take("group").await;
        camera.goes_to("plan").await;
        opened_and_closed(camera, "plan-choose-enterprise", "preview", "plan-confirm").await;
        window.press("\u{e009}k").await;
        window.sees("[data-testid=palette-option]").await;
        camera.take("palette").await;
        camera.close().await;
        window.press("?").await;
        window.sees("[data-testid=shortcuts]").await;
        camera.take("shortcuts").await;
        camera.close().await;
        camera.goes_to("settings").await;
        opened_and_closed(camera, "settings-signout", "signout-confirm", "sign-out").await;
    })
    .await;
}

#[tokio::test]
async fn larger_waiting() {
    let mut cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("admin");
    let mut camera = signed_in(&cloud, "owner", SOME[0]).await;
    cloud.stop().await;
    let seller = cloud.somebody("seller").0;
    change_role(&camera, &seller, "manager").await;
    camera.close_toasts().await;
    half_again(&mut camera, async |camera| {
        for screen in ["waiting", "team", "invitations", "overview", "groups"] {
            camera.goes_to(screen).await;
            camera.take(&format!("offline-{screen}")).await;
        }
        camera.goes_to("settings").await;
        camera.clicks("[data-testid=settings-signout]").await;
        opened_and_closed(camera, "signout-confirm", "signout-unsent", "sign-out-unsent").await;
    })
    .await;
    let data = camera.window().data_kept();
    drop(camera);
    cloud.start_again().await;
    let admin = Person::sign_in_as(&cloud.url(), "an Admin", &email, &password).await;
    admin.changes_role(&cloud.demo_store(), &seller, "seller", "viewer").await;
    let mut camera = Camera::open_on(data, &cloud.url(), SOME[0]).await;
    camera.window().badge_is("needs_attention").await;
    half_again(&mut camera, async |camera| {
        for screen in ["overview", "team", "waiting"] {
            camera.goes_to(screen).await;
            camera.take(&format!("refused-{screen}")).await;
        }
        opened_and_closed(camera, "waiting-change", "change-op", "refused-change").await;
    })
    .await;
}

#[tokio::test]
async fn larger_lookups() {
    half_again_for_the_owner(async |camera| {
        camera.goes_to("roles").await;
        camera.clicks("[data-testid=matrix-cell][data-area=view_reports][data-role=seller]").await;
        camera.window().sees("[data-testid=holder]").await;
        camera.take("holders-area").await;
        camera.clicks("[data-testid=holders-close]").await;
        opened(camera, "roles-tab-omnichannel", "cut-cell", "roles-omnichannel").await;
        camera.clicks("[data-testid=roles-tab-store]").await;
        camera.goes_to("team").await;
        camera.clicks("[data-testid=team-row]:nth-of-type(8)").await;
        camera.clicks("[data-testid=access-cell][data-area=view_reports] summary").await;
        camera.scroll_to("[data-testid=access-cell][data-area=view_reports]").await;
        camera.take("why-area").await;
        camera.close().await;
    })
    .await;
}

#[tokio::test]
async fn larger_dialogs() {
    half_again_for_the_owner(async |camera| {
        opened_and_closed(camera, "diagnostics-look", "report-text", "report").await;
        invitations(camera).await;
        groups(camera).await;
        team(camera).await;
        camera.goes_to("plan").await;
        opened_and_closed(camera, "plan-rehearse-team", "rehearsal-row", "rehearsal").await;
        camera.clicks("[data-testid=me-menu]").await;
        camera.take("me-menu").await;
        camera.press(ESCAPE).await;
    })
    .await;
}

async fn invitations(camera: &Camera) {
    let window = camera.window();
    camera.goes_to("invitations").await;
    camera.clicks("[data-testid=invitation-menu]").await;
    camera.take("invitation-menu").await;
    opened_and_closed(camera, "invitation-link", "invitation-qr", "invitation-link").await;
    camera.clicks("[data-testid=invite-many-open]").await;
    window.sees("[data-testid=list-text]").await;
    let people = "sari@toko.example, Sari Dewi\njoko.toko.example\nSARI@toko.example\nbudi@toko.example";
    paste(camera, people).await;
    window.sees("[data-testid=list-row][data-verdict=invalid]").await;
    camera.take("invite-many-list").await;
    camera.clicks("[data-testid=list-clear]").await;
    camera.clicks("[data-testid=list-clear-confirm]").await;
    window.sees("[data-testid=list-text]").await;
    camera.close().await;
}

async fn groups(camera: &Camera) {
    camera.goes_to("groups").await;
    camera.clicks("[data-testid=group-new]").await;
    camera.clicks("[data-testid=group-start-order-desk]").await;
    camera.take("group-new").await;
    camera.close().await;
    camera.clicks(ORDERS).await;
    opened(camera, "group-toggle-orders.download", "group-turned", "group-turned").await;
    opened_and_closed(camera, "group-review", "preview", "group-confirm").await;
    camera.clicks("[data-testid=group-discard]").await;
    opened_and_closed(camera, "group-compare", "compare-table", "group-compare").await;
    opened_and_closed(camera, "group-delete", "delete-destination", "group-delete").await;
}

async fn team(camera: &Camera) {
    camera.goes_to("team").await;
    camera.clicks("[data-testid=pick-all]").await;
    camera.take("picked").await;
    opened_and_closed(camera, "bulk-suspend", "many-row", "many-suspend").await;
    camera.clicks("[data-testid=picked-clear]").await;
}

/// The palette with what may be done with one group or one invitation, low rows, and files that cannot be read.
#[tokio::test]
async fn larger_comfort() {
    half_again_for_the_owner(async |camera| {
        let window = camera.window();
        camera.goes_to("overview").await;
        window.press("\u{e009}k\u{e000}").await;
        let invitation = if camera.language() == "id" { "undangan" } else { "invitation" };
        for (typed, called) in [("pesanan", "group"), (invitation, "invitation")] {
            window.type_in("palette-input", typed).await;
            camera.take(&format!("palette-{called}")).await;
        }
        camera.close().await;
        camera.goes_to("invitations").await;
        camera.clicks("[data-testid=invite-many-open]").await;
        window.sees("[data-testid=list-file]").await;
        camera.script(UNREADABLE).await;
        window.sees("[data-testid=list-problem]").await;
        camera.take("invite-many-unread").await;
        camera.close().await;
        camera.goes_to("settings").await;
        window.choose("settings-density", "compact").await;
        for screen in ["invitations", "team", "groups", "my_access"] {
            camera.goes_to(screen).await;
            camera.take(&format!("compact-{screen}")).await;
        }
        camera.goes_to("settings").await;
        window.choose("settings-density", "comfortable").await;
    })
    .await;
}

/// Hands over three files: none of them a list that can be read.
const UNREADABLE: &str = "const input = document.querySelector('[data-testid=list-file]'), carried = new DataTransfer();
    const bytes = new Uint8Array(4096).map((_, nth) => nth % 7 ? 0 : 255);
    for (const name of ['daftar-karyawan-toko-melati-cabang-kemang-raya-november-2026.xlsx', 'logo.png', 'gaji.csv'])
        carried.items.add(new File([bytes], name));
    input.files = carried.files;
    input.dispatchEvent(new Event('change', { bubbles: true }))";

/// More at once than one page of them shows: the next page, and one part of them alone, before and after.
#[tokio::test]
async fn larger_many() {
    let mut cloud = Cloud::start_with_demo().await;
    let (owner, password) = cloud.somebody("owner");
    let owner = Person::sign_in_as(&cloud.url(), "the Owner", &owner, &password).await;
    let store = cloud.demo_store();
    cloud.force_plan(&store, "enterprise");
    for no in 1..=50 {
        let (invitation, name) = (new_id(), format!("Kasir sore {no}"));
        let op = json!({ "type": "invitation.send", "invitation": invitation, "email": address(&name), "role": "seller", "groups": [] });
        owner.ask(&store, op).await;
        join(&cloud.url(), &owner.link(&store, &invitation).await, &name).await;
    }
    let mut camera = signed_in(&cloud, "owner", SOME[0]).await;
    for larger in [false, true] {
        for look in SOME {
            camera.dress(look).await;
            if larger {
                camera.larger(LARGER).await;
            }
            foreseen(&camera).await;
            if larger {
                camera.usual_size().await;
            }
        }
    }
    cloud.stop().await;
    camera.goes_to("team").await;
    camera.clicks("[data-testid=pick-all]").await;
    camera.clicks("[data-testid=bulk-suspend]").await;
    camera.clicks("[data-testid=many-confirm]").await;
    camera.window().sees("[data-testid=many-outcome]").await;
    camera.take("many-outcome-long").await;
    camera.close().await;
}

async fn foreseen(camera: &Camera) {
    let window = camera.window();
    camera.goes_to("team").await;
    camera.clicks("[data-testid=pick-all]").await;
    camera.clicks("[data-testid=bulk-role]").await;
    window.choose("bulk-to-role", "seller").await;
    window.sees("[data-testid=many-row]").await;
    camera.clicks("[data-testid=many-dialog] [data-testid=page-after]").await;
    camera.take("many-page").await;
    camera.clicks("[data-testid=many-only-skipped]").await;
    camera.take("many-only").await;
    camera.close().await;
    camera.clicks("[data-testid=picked-clear]").await;
}

/// What is said across the top of a screen: no keychain, and a cloud that answers without sense.
#[tokio::test]
async fn larger_bars() {
    let cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    for look in SOME {
        let line = Between::before(&cloud.url()).await;
        let mut camera = Camera::open_without_keychain(&line.url(), look).await;
        camera.sign_in(&email, &password).await;
        camera.window().click("passphrase-nothing").await;
        camera.window().click("passphrase-decline").await;
        camera.window().badge_is("up_to_date").await;
        for larger in [false, true] {
            if larger {
                camera.larger(LARGER).await;
            }
            camera.goes_to("settings").await;
            camera.scroll_to("[data-testid=settings-seal]").await;
            camera.take("settings-no-keychain").await;
        }
        line.does_to("/sync", Harm::Problem(500, "snapshot_loop", None));
        camera.clicks("[data-testid=sync-now]").await;
        camera.goes_to("overview").await;
        camera.window().sees_no("[data-testid=badge][data-state=up_to_date]").await;
        camera.take("bars").await;
        camera.usual_size().await;
        camera.take("bars").await;
    }
}

/// A group's name as long as there can be, and people's from right to left and with pictures in them, also in low rows.
#[tokio::test]
async fn larger_names() {
    let cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    let owner = Person::sign_in_as(&cloud.url(), "the Owner", &email, &password).await;
    let (store, group) = (cloud.demo_store(), new_id());
    let name = format!("مجموعة المستودع 🏬 {}", "Gudang ".repeat(6));
    let op = json!({ "type": "group.create", "group": group, "name": name.trim(), "permissions": ["orders.view"] });
    owner.ask(&store, op).await;
    for (nth, called) in
        ["أأ مريم بنت عبد الرحمن الأندلسية صاحبة المتجر", "👩 Raden Ayu Kusumawardhani Hadiningrat Surakarta"]
            .iter()
            .enumerate()
    {
        let (invitation, to) =
            (new_id(), format!("tamu.dari.jauh.{nth}@toko-batik-lestari-nusantara.example"));
        let op = json!({ "type": "invitation.send", "invitation": invitation, "email": to, "role": "manager", "groups": [group] });
        owner.ask(&store, op).await;
        join(&cloud.url(), &owner.link(&store, &invitation).await, called).await;
    }
    let mut camera = signed_in(&cloud, "owner", SOME[0]).await;
    for density in ["comfortable", "compact"] {
        camera.goes_to("settings").await;
        camera.window().choose("settings-density", density).await;
        half_again(&mut camera, async |camera| {
            let take = async |name: &str| camera.take(&format!("names-{density}-{name}")).await;
            camera.goes_to("team").await;
            camera.window().type_in("team-search", "tamu.dari").await;
            take("team").await;
            camera.clicks("[data-testid=team-row]").await;
            camera.window().sees("[data-testid=access-cell]").await;
            take("member").await;
            camera.close().await;
            camera.goes_to("groups").await;
            take("groups").await;
            camera.clicks(&format!("[data-testid=group-row][data-name=\"{}\"]", name.trim())).await;
            camera.window().sees("[role=switch]").await;
            take("group").await;
            camera.clicks("[data-testid=group-compare]").await;
            camera.window().sees("[data-testid=compare-table]").await;
            take("compare").await;
            camera.close().await;
        })
        .await;
    }
}
