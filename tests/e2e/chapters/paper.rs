//! The roles on paper: what the print stylesheet makes of them, at the width of a page.

use crate::{WIDE, harness::cloud::Cloud, signed_in};

const AS_PRINTED: &str = "for (const sheet of document.styleSheets) for (const rule of sheet.cssRules)
    if (rule.media?.mediaText === 'print') rule.media.mediaText = 'all'";
const AS_DRAWN: &str = "for (const sheet of document.styleSheets) for (const rule of sheet.cssRules)
    if (rule.media?.mediaText === 'all') rule.media.mediaText = 'print'";

#[tokio::test]
async fn paper() {
    let cloud = Cloud::start_with_demo().await;
    let mut camera = signed_in(&cloud, "owner", WIDE[0]).await;
    for look in WIDE {
        camera.dress(look).await;
        camera.window().go_to("roles").await;
        camera.window().sees("[data-testid=matrix-cell]").await;
        camera.script(AS_PRINTED).await;
        camera.take("paper").await;
        camera.scroll_to(".sheet section + section").await;
        camera.take("paper-omnichannel").await;
        camera.script(AS_DRAWN).await;
    }
}
