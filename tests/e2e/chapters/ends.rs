//! Where something ended from elsewhere: the sign-in, being in the store; and a store of which nothing was read yet.

use keyholder_between::{Between, Harm};
use serde_json::json;

use crate::{
    WIDE,
    camera::{Camera, SOME},
    change_role,
    harness::{cloud::Cloud, people::Person},
    signed_in,
};

#[tokio::test]
async fn signed_out() {
    let cloud = Cloud::start_with_demo().await;
    let here = signed_in(&cloud, "owner", SOME[0]).await;
    for look in WIDE {
        let camera = signed_in(&cloud, "owner", look).await;
        here.window().go_to("overview").await;
        here.window().go_to("settings").await;
        here.window().click_on("[data-testid=device][data-current=false] [data-testid=device-end]").await;
        here.window().click("device-confirm").await;
        camera.window().sees("[data-testid=session-ended]").await;
        camera.take("signed-out").await;
        camera.screen("waiting").await;
        camera.window().click_on("[data-testid=session-ended] button").await;
        camera.window().sees("[data-testid=signin-dialog] [data-testid=signin-password]").await;
        camera.take("signed-out-sign-in").await;
        camera.window().type_in("signin-password", "not hers").await;
        camera.window().click("signin-submit").await;
        camera.window().sees("[data-testid=signin-problem]").await;
        camera.take("signed-out-wrong").await;
    }
}

/// An Admin who made a change without the network is removed before it is sent.
#[tokio::test]
async fn put_out() {
    for look in SOME {
        let mut cloud = Cloud::start_with_demo().await;
        let store = cloud.demo_store();
        let (owner, password) = cloud.somebody("owner");
        let (admin, _) = cloud.somebody("admin");
        let camera = signed_in(&cloud, "admin", look).await;
        cloud.stop().await;
        change_role(&camera, &cloud.somebody("seller").0, "viewer").await;
        let data = camera.window().data_kept();
        drop(camera);
        cloud.start_again().await;
        let owner = Person::sign_in_as(&cloud.url(), "the Owner", &owner, &password).await;
        let member = owner.member_id(&store, &admin).await;
        owner.ask(&store, json!({ "type": "member.remove", "member": member })).await;
        let camera = Camera::open_on(data, &cloud.url(), look).await;
        camera.window().sees("[data-testid=notice]").await;
        camera.take("put-out").await;
    }
}

#[tokio::test]
async fn nothing_read() {
    let cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    for look in SOME {
        let line = Between::before(&cloud.url()).await;
        line.does_to("/snapshot", Harm::Nothing);
        line.does_to("/sync", Harm::Nothing);
        let camera = Camera::open(&line.url(), look).await;
        camera.sign_in(&email, &password).await;
        camera.window().sees("[data-testid=first-sync-again]").await;
        camera.take("nothing-read").await;
        line.heals();
    }
}

/// The cloud answers, and not with sense.
#[tokio::test]
async fn broken_cloud() {
    let cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    for look in SOME {
        let line = Between::before(&cloud.url()).await;
        let camera = Camera::open(&line.url(), look).await;
        camera.sign_in(&email, &password).await;
        camera.window().badge_is("up_to_date").await;
        line.does(Harm::Broken);
        camera.window().click("sync-now").await;
        camera.window().sees_no("[data-testid=badge][data-state=up_to_date]").await;
        camera.take("broken-cloud").await;
        camera.window().go_to("settings").await;
        camera.scroll_to("[data-testid=settings-signout]").await;
        camera.take("broken-cloud-devices").await;
        camera.window().click("badge").await;
        camera.take("broken-cloud-badge").await;
    }
}
