//! A store on a plan that is too small for it: what is told, what is greyed and why.

use serde_json::json;

use crate::{
    WIDE,
    harness::{cloud::Cloud, people::Person},
    signed_in,
};

#[tokio::test]
async fn no_seat() {
    let cloud = Cloud::start_with_demo().await;
    let store = cloud.demo_store();
    let (owner, password) = cloud.somebody("owner");
    let viewer = cloud.somebody("viewer").0;
    let owner = Person::sign_in_as(&cloud.url(), "the Owner", &owner, &password).await;
    let member = owner.member_id(&store, &viewer).await;
    owner.ask(&store, json!({ "type": "member.suspend", "member": member })).await;
    cloud.force_plan(&store, "team");
    let mut camera = signed_in(&cloud, "owner", WIDE[0]).await;
    for look in WIDE {
        camera.dress(look).await;
        let window = camera.window();
        for screen in ["overview", "team", "invitations", "plan"] {
            window.go_to(screen).await;
            camera.take(&format!("no-seat-{screen}")).await;
        }
        window.go_to("invitations").await;
        window.sees_greyed("invite-open").await;
        camera.take("no-seat-why").await;
        window.go_to("team").await;
        window.click_on(&format!("[data-testid=team-row][data-email=\"{viewer}\"]")).await;
        window.sees("[data-testid=access-cell]").await;
        camera.take("suspended-member").await;
        // Greyed or looked at first: either tells why not.
        window.click("member-restore").await;
        camera.take("no-seat-restore").await;
        camera.close().await;
    }
}
