//! Half as large again: the doors, every screen, and the panels, menus and dialogs with the most in them. The driver's clicks
//! miss there, so what is clicked is clicked from within the page.

use keyholder_between::Between;

use crate::{
    camera::{Camera, SOME},
    change_role,
    harness::{
        cloud::Cloud,
        people::{PASSWORD, Person},
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
