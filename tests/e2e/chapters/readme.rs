//! What `docs/pictures/` shows of the window.

use crate::{camera::SOME, harness::cloud::Cloud, signed_in, works_on_without};

#[tokio::test]
async fn readme() {
    let mut cloud = Cloud::start_with_demo().await;
    let mut camera = signed_in(&cloud, "owner", SOME[1]).await;
    camera.screen("team").await;
    camera.dress(SOME[0]).await;
    camera.screen("overview").await;
    camera.screen("roles").await;
    works_on_without(&mut cloud, &camera).await;
    camera.close_toasts().await;
    camera.window().go_to("waiting").await;
    camera.take("offline-waiting").await;
}
