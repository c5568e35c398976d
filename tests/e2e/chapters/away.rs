//! A profile that is not where it was, a store of which nothing can be shown, and one whose latest changes did not come with it.

use std::{
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use keyholder_between::{Between, Harm};

use crate::{
    WIDE,
    camera::{Camera, Look, SOME},
    harness::{
        Window,
        cloud::Cloud,
        namespace,
        window::{Around, Profile},
    },
};

/// A drive of hers that is connected later: the settings are on it, so that the window speaks the system's language until then
/// (English, where the tests' machine has no other).
#[tokio::test]
async fn profile_away() {
    let cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    for look in WIDE {
        let folder = look.worn_by(&cloud.url(), 100);
        let (far, drive) = (folder.path().join("far"), folder.path().join("drive"));
        fs::create_dir_all(far.join("profile")).and_then(|()| fs::create_dir(&drive)).expect("folders");
        fs::copy(folder.path().join("settings.json"), far.join("profile/settings.json")).expect("copied");
        let mounting = ["mount", "--bind", &far.display().to_string(), &drive.display().to_string()];
        let starts = async |line: &str| {
            let profile = Profile::In(drive.join("profile"));
            let around = Around { started_by: namespace::mounted(line), profile, ..Around::default() };
            Camera::of(Window::open_around(around, Rc::clone(&folder), &cloud.url()).await, look).await
        };
        let camera = starts(&mounting.map(|word| format!("'{word}'")).join(" ")).await;
        camera.sign_in(&email, &password).await;
        camera.window().badge_is("up_to_date").await;
        closed(camera).await;

        let camera = starts("true").await;
        camera.window().sees("[data-testid=problem]").await;
        camera.wears_its_theme().await;
        camera.take("profile-away").await;
        namespace::inside(camera.window().program(), &mounting);
        camera.window().click_on("[data-testid=problem] button").await;
        camera.window().badge_is("up_to_date").await;
        namespace::inside(camera.window().program(), &["umount", "-l", mounting[3]]);
        camera.window().go_to("settings").await;
        camera.window().choose("settings-density", "compact").await;
        camera.window().sees("[data-testid=toast]").await;
        camera.take("profile-gone").await;
    }
}

/// What was not sent yet is in a file that this version cannot read, or in none at all.
#[tokio::test]
async fn unopened() {
    let cloud = Cloud::start_with_demo().await;
    for look in SOME {
        let newer =
            with_outbox(&cloud, look, |file| fs::write(file, empty_database(99)).expect("written")).await;
        newer.window().sees("[data-testid=written-by-newer]").await;
        newer.take("unopened-newer").await;
        newer.window().click("me-menu").await;
        newer.take("unopened-menu").await;
        let broken = with_outbox(&cloud, look, |file| fs::create_dir(file).expect("made")).await;
        broken.window().sees("[data-testid=problem]").await;
        broken.take("unopened-broken").await;
        broken.window().click("diagnostics-look").await;
        broken.window().sees("[data-testid=report-text]").await;
        broken.take("unopened-report").await;
    }
}

/// The members are here, what they did is not: as after a first sync that a command line made and the line then broke.
#[tokio::test]
async fn untold() {
    let cloud = Cloud::start_with_demo().await;
    let (email, password) = cloud.somebody("owner");
    for look in SOME {
        let line = Between::before(&cloud.url()).await;
        line.does_to("/activity", Harm::Nothing);
        let camera = Camera::open(&line.url(), look).await;
        camera.sign_in(&email, &password).await;
        camera.window().go_to("overview").await;
        camera.take("overview-untold").await;
        camera.window().go_to("activity").await;
        camera.take("activity-untold").await;
        line.heals();
    }
}

/// A window on a store whose outbox was replaced while no program had it open.
async fn with_outbox(cloud: &Cloud, look: Look, replace: impl FnOnce(&Path)) -> Camera {
    let (email, password) = cloud.somebody("owner");
    let camera = Camera::open(&cloud.url(), look).await;
    camera.sign_in(&email, &password).await;
    camera.window().badge_is("up_to_date").await;
    let data = camera.window().data_kept();
    closed(camera).await;
    let file = outbox(data.path()).expect("the store's outbox");
    for part in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{part}", file.display()));
    }
    replace(&file);
    Camera::open_on(data, &cloud.url(), look).await
}

async fn closed(camera: Camera) {
    camera.window().is_asked_to_close();
    camera.window().is_gone().await;
}

fn outbox(folder: &Path) -> Option<PathBuf> {
    let inside = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path());
    inside.into_iter().find_map(|path| match path.is_dir() {
        true => outbox(&path),
        false => path.ends_with("outbox.db").then_some(path),
    })
}

/// A database of SQLite's without a table: its head, and a page of nothing (<https://www.sqlite.org/fileformat2.html>).
fn empty_database(version: u8) -> Vec<u8> {
    let mut page = vec![0; 4096];
    page[..16].copy_from_slice(b"SQLite format 3\0");
    // The page's size, both kinds of access, and how full a page may be.
    page[16..24].copy_from_slice(&[16, 0, 1, 1, 0, 64, 32, 32]);
    // Changed once, one page, the fourth schema, UTF-8, the version of who wrote it, the change that its size is of.
    for (at, value) in [(27, 1), (31, 1), (47, 4), (59, 1), (63, version), (95, 1), (100, 13), (105, 16)] {
        page[at] = value;
    }
    page
}
