//! The roles outside the window: what the print stylesheet makes of them, at the width of a page, and the picture that is saved.

use std::{fs, path::PathBuf};

use crate::{
    WIDE,
    camera::Camera,
    harness::{cloud::Cloud, save_dialog::SaveDialog},
    signed_in,
};

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
        saved(&camera).await;
    }
}

/// The picture as it lies in the file.
async fn saved(camera: &Camera) {
    let window = camera.window();
    let folder = PathBuf::from(format!("/tmp/keyholder-pictures-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("roles.png");
    window.click("roles-export").await;
    window.click("roles-png").await;
    let title = if camera.language() == "id" { "Simpan peran" } else { "Save the roles" };
    SaveDialog::of(window.program(), title).await.save_as(&path.to_string_lossy()).await;
    window.reads("[data-testid=toast]", "roles.png").await;
    camera.keep("roles-saved", &fs::read(&path).expect("the picture is there"));
    camera.close_toasts().await;
    let _ = fs::remove_dir_all(&folder);
}
