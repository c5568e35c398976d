//! Half as large again: the doors, the look-ups, and the dialogs with the most in them.

use keyholder_between::Between;

use crate::{
    camera::{Camera, SOME},
    harness::{
        cloud::Cloud,
        people::{PASSWORD, Person},
    },
    paste, signed_in,
};

#[tokio::test]
async fn larger_doors() {
    let cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    let ratna = Person::sign_up(&cloud.url(), "Ratna Wijaya").await;
    for look in SOME {
        let line = Between::before(&cloud.url()).await;
        let camera = Camera::open_larger(&line.url(), look, 150).await;
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
        let camera = Camera::open_larger(&line.url(), look, 150).await;
        enters(&camera, &email, &password).await;
        camera.window().badge_is("up_to_date").await;
        camera.goes_to("settings").await;
        camera.clicks("[data-testid=settings-lock]").await;
        camera.window().sees("[data-testid=locked]").await;
        camera.take("locked").await;
    }
}

async fn enters(camera: &Camera, email: &str, password: &str) {
    let window = camera.window();
    window.type_in("signin-email", email).await;
    window.type_in("signin-password", password).await;
    camera.clicks("[data-testid=signin-submit]").await;
}

#[tokio::test]
async fn larger_lookups() {
    let cloud = Cloud::start_with_demo().await;
    let mut camera = signed_in(&cloud, "owner", SOME[0]).await;
    for look in SOME {
        camera.dress(look).await;
        camera.larger(150).await;
        let window = camera.window();
        camera.goes_to("roles").await;
        camera.clicks("[data-testid=matrix-cell][data-area=view_reports][data-role=seller]").await;
        window.sees("[data-testid=holder]").await;
        camera.take("holders-area").await;
        camera.clicks("[data-testid=holders-close]").await;
        camera.clicks("[data-testid=roles-tab-omnichannel]").await;
        window.sees("[data-testid=cut-cell]").await;
        camera.take("roles-omnichannel").await;
        camera.clicks("[data-testid=roles-tab-store]").await;
        camera.goes_to("team").await;
        camera.clicks("[data-testid=team-row]:nth-of-type(8)").await;
        window.sees("[data-testid=access-cell]").await;
        camera.clicks("[data-testid=access-cell][data-area=view_reports] summary").await;
        camera.scroll_to("[data-testid=access-cell][data-area=view_reports]").await;
        camera.take("why-area").await;
        camera.close().await;
        camera.usual_size().await;
    }
}

#[tokio::test]
async fn larger_dialogs() {
    let cloud = Cloud::start_with_demo().await;
    let mut camera = signed_in(&cloud, "owner", SOME[0]).await;
    for look in SOME {
        camera.dress(look).await;
        camera.larger(150).await;
        let window = camera.window();
        camera.clicks("[data-testid=diagnostics-look]").await;
        window.sees("[data-testid=report-text]").await;
        camera.take("report").await;
        camera.close().await;
        camera.goes_to("invitations").await;
        camera.clicks("[data-testid=invitation-menu]").await;
        camera.take("invitation-menu").await;
        camera.clicks("[data-testid=invitation-link]").await;
        window.sees("[data-testid=invitation-qr] path").await;
        camera.take("invitation-link").await;
        camera.close().await;
        camera.clicks("[data-testid=invite-many-open]").await;
        window.sees("[data-testid=list-text]").await;
        paste(
            &camera,
            "sari@toko.example, Sari Dewi\njoko.toko.example\nSARI@toko.example\nbudi@toko.example",
        )
        .await;
        window.sees("[data-testid=list-row][data-verdict=invalid]").await;
        camera.take("invite-many-list").await;
        camera.clicks("[data-testid=list-clear]").await;
        camera.clicks("[data-testid=list-clear-confirm]").await;
        window.sees("[data-testid=list-text]").await;
        camera.close().await;
        groups(&camera).await;
        camera.goes_to("team").await;
        camera.clicks("[data-testid=pick-all]").await;
        camera.take("picked").await;
        camera.clicks("[data-testid=bulk-suspend]").await;
        window.sees("[data-testid=many-row]").await;
        camera.take("many-suspend").await;
        camera.close().await;
        camera.clicks("[data-testid=picked-clear]").await;
        camera.goes_to("plan").await;
        camera.clicks("[data-testid=plan-rehearse-team]").await;
        window.sees("[data-testid=rehearsal-row]").await;
        camera.take("rehearsal").await;
        camera.close().await;
        camera.clicks("[data-testid=me-menu]").await;
        camera.take("me-menu").await;
        camera.press("\u{e00c}").await;
        camera.usual_size().await;
    }
}

async fn groups(camera: &Camera) {
    let window = camera.window();
    camera.goes_to("groups").await;
    camera.clicks("[data-testid=group-new]").await;
    camera.clicks("[data-testid=group-start-order-desk]").await;
    camera.take("group-new").await;
    camera.close().await;
    camera.clicks("[data-testid=group-row][data-name=Pesanan]").await;
    camera.clicks("[data-testid=\"group-toggle-orders.download\"]").await;
    window.sees("[data-testid=group-turned]").await;
    camera.take("group-turned").await;
    camera.clicks("[data-testid=group-review]").await;
    window.sees("[data-testid=preview]").await;
    camera.take("group-confirm").await;
    camera.close().await;
    camera.clicks("[data-testid=group-discard]").await;
    camera.clicks("[data-testid=group-compare]").await;
    window.sees("[data-testid=compare-table]").await;
    camera.take("group-compare").await;
    camera.close().await;
    camera.clicks("[data-testid=group-delete]").await;
    window.sees("[data-testid=delete-destination]").await;
    camera.take("group-delete").await;
    camera.close().await;
}
