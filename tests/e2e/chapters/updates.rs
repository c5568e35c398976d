//! Newer versions, as the window tells of them: one that is there, one that was changed on its way, what would be left unsent, the
//! way back, and a desk that has become too old for its cloud.

use std::fs;

use keyholder_between::{Between, Harm};

use crate::{
    camera::{Camera, SOME},
    change_role,
    harness::cloud::Cloud,
    installed::Installed,
    releases::Release,
};

/// A newer version that does nothing. Only a program is put in the place of one.
fn idle() -> Vec<u8> {
    fs::read("/bin/true").expect("every system has it")
}

#[tokio::test]
async fn updates() {
    for look in SOME {
        let mut cloud = Cloud::start_with_demo().await;
        let (email, password) = cloud.somebody("owner");
        let installed = Installed::replaced_by(idle());
        let data = look.worn_by(&cloud.url(), 100);
        let camera = Camera::of(installed.window(data.clone(), &cloud.url()).await, look).await;
        camera.sign_in(&email, &password).await;
        let window = camera.window();
        window.badge_is("up_to_date").await;
        let good = installed.announces("0.2.0");
        window.go_to("settings").await;
        window.click("updates-look").await;
        section(&camera, "updates-offer", "update").await;

        installed.releases.has(Release { package: b"changed".to_vec(), ..good.clone() });
        window.click("updates-now").await;
        section(&camera, "updates-failed", "update-refused").await;

        installed.releases.has(good);
        cloud.stop().await;
        change_role(&camera, &cloud.somebody("seller").0, "viewer").await;
        camera.close_toasts().await;
        window.go_to("settings").await;
        window.click("updates-now").await;
        section(&camera, "updates-asking", "update-asks").await;

        cloud.start_again().await;
        window.click("updates-later").await;
        window.sees_no("[data-testid=updates-asking]").await;
        window.click("updates-now").await;
        window.is_gone().await;
        drop(camera);
        let camera = Camera::of(installed.window(data, &cloud.url()).await, look).await;
        camera.window().badge_is("up_to_date").await;
        camera.window().go_to("settings").await;
        section(&camera, "go-back", "update-kept").await;
        camera.window().click("go-back").await;
        camera.take("go-back").await;
    }
}

/// The part of the settings, once this stands in it.
async fn section(camera: &Camera, sees: &str, name: &str) {
    camera.window().sees(&format!("[data-testid={sees}]")).await;
    camera.scroll_to("[data-testid=updates]").await;
    camera.take(name).await;
}

#[tokio::test]
async fn too_old() {
    let cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    for look in SOME {
        let line = Between::before(&cloud.url()).await;
        let installed = Installed::replaced_by(idle());
        let window = installed.window(look.worn_by(&line.url(), 100), &line.url()).await;
        let camera = Camera::of(window, look).await;
        camera.sign_in(&email, &password).await;
        camera.window().badge_is("up_to_date").await;
        line.does_to("/sync", Harm::Problem(426, "wire_unsupported", None));
        change_role(&camera, &cloud.somebody("seller").0, "viewer").await;
        camera.close_toasts().await;
        camera.window().sees("[data-testid=too-old]").await;
        camera.take("too-old").await;
        installed.announces("0.2.0");
        camera.window().click("too-old-look").await;
        camera.window().sees("[data-testid=too-old-update]").await;
        camera.take("too-old-update").await;
    }
}
