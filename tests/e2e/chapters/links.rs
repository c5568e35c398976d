//! What the program says of itself: a link that opened it, a crash of last time, a report to be read.

use crate::{WIDE, camera::Camera, harness::cloud::Cloud, signed_in};

/// A cloud that nobody here knows.
const ELSEWHERE: &str = "https%3A%2F%2Fkeys.toko-lestari.example";
/// A store that nobody here has.
const NO_STORE: &str = "3f0d6a52-58c7-4a4f-9a4e-6a0c7a1f2b11";

#[tokio::test]
async fn links() {
    let cloud = Cloud::start_with_demo().await;
    for look in WIDE {
        let camera = signed_in(&cloud, "owner", look).await;
        let here = cloud.url();
        for (link, name) in [
            (format!("join/AQ-b_9?cloud={ELSEWHERE}"), "link-join"),
            (format!("join/AQ-b_9?cloud={here}"), "link-page"),
            (format!("store/{NO_STORE}?cloud={here}"), "link-missing"),
            (format!("store/{NO_STORE}?cloud={ELSEWHERE}"), "link-store"),
        ] {
            led(&camera, &link).await;
            camera.take(name).await;
            if name != "link-store" {
                camera.close().await;
                camera.window().sees_no("[data-testid=link]").await;
            }
        }
        camera.window().click("link-trust").await;
        camera.window().sees("[data-testid=link-sign-in]").await;
        camera.take("link-elsewhere").await;
        let camera = Camera::open(&here, look).await;
        camera.window().sees("[data-testid=signin-email]").await;
        camera.window().is_started_again(Some(&format!("keyholder://store/{NO_STORE}?cloud={here}"))).await;
        camera.window().sees("[data-testid=signin-led]").await;
        camera.take("link-sign-in").await;
    }
}

async fn led(camera: &Camera, to: &str) {
    camera.window().is_started_again(Some(&format!("keyholder://{to}"))).await;
    camera.window().sees("[data-testid=link]").await;
}

#[tokio::test]
async fn broke() {
    let cloud = Cloud::start_with_demo().await;
    for look in WIDE {
        let data = look.worn_by(&cloud.url(), 100);
        let report = "Keyholder 0.1.0 on linux\nstopped at crates/desk/src/actor.rs:212:9: index out of bounds: the len is 3 but the index is 7\n\n   0: keyholder_desk::actor::run\n   1: tokio::runtime::task::harness::poll\n";
        std::fs::write(data.path().join("crash.txt"), report).expect("written");
        let camera = Camera::open_on(data, &cloud.url(), look).await;
        camera.window().sees("[data-testid=crash]").await;
        camera.take("crash").await;
        camera.window().click("crash-look").await;
        camera.window().sees("[data-testid=report-text]").await;
        camera.take("crash-report").await;
    }
}
