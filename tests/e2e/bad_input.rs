//! What a program finds on machines that are not as they should be: a clear word each time, and nothing lost.

use std::{fs, io::ErrorKind, path::Path, rc::Rc};

use serde_json::{Value, json};

use crate::harness::{
    Shop, Window,
    bus::Bus,
    eventually, namespace,
    people::PASSWORD,
    window::{Around, Profile},
};

/// Every file below a folder with what is in it.
pub fn all_files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => all.extend(all_files(&path)),
            // Sockets, and what says which process holds the profile, are of the moment.
            path => all.extend(fs::read(&path).ok().map(|bytes| (path.display().to_string(), bytes))),
        }
    }
    all.sort();
    all
}

#[tokio::test]
async fn settings_of_a_newer_version_are_told_of_kept_and_not_written_over() {
    let shop = Shop::open("team").await;
    let data = Rc::new(tempfile::tempdir().expect("a temporary folder"));
    let file = data.path().join("settings.json");
    let newer =
        json!({ "version": "99.1.0", "theme": "sepia", "density": "compact", "from_later": { "a": [1] } });
    fs::write(&file, newer.to_string()).expect("written");
    let window = Window::open_on(data, &shop.cloud.url()).await;
    window.sign_in(&shop.owner.email).await;
    window.reads("[data-testid=notice]", "99.1.0").await;
    window.click("notice-close").await;
    window.sees_no("[data-testid=notice]").await;
    window.go_to("settings").await;
    window.choose("settings-zoom", "110").await;
    let kept = eventually("the choice is kept", async || {
        let kept: Value = serde_json::from_slice(&fs::read(&file).ok()?).ok()?;
        (kept["zoom"] == 110).then_some(kept)
    })
    .await;
    for name in ["version", "theme", "density", "from_later"] {
        assert_eq!(kept[name], newer[name], "{name}");
    }
}

#[tokio::test]
async fn a_profile_that_may_not_be_written_is_told_and_left_as_it_is() {
    if !namespace::is_allowed() {
        return;
    }
    let shop = Shop::open("team").await;
    let first = shop.window(&shop.owner).await;
    first.badge_is("up_to_date").await;
    let data = first.data_kept();
    first.is_asked_to_close();
    first.is_gone().await;
    let before = all_files(data.path());

    let at = data.path().display().to_string();
    let line = format!("mount --bind '{at}' '{at}' && mount -o remount,ro,bind '{at}'");
    let around = Around { started_by: namespace::mounted(&line), ..Around::default() };
    let window = Window::open_around(around, Rc::clone(&data), &shop.cloud.url()).await;
    let inside = format!("/proc/{}/root{at}/probe", window.program());
    assert_eq!(fs::write(inside, "").map_err(|told| told.kind()), Err(ErrorKind::ReadOnlyFilesystem));
    window.reads("[data-testid=problem]", "may not write to its folder").await;
    window.sees_no("[data-testid=signin-email]").await;
    drop(window);
    assert_eq!(all_files(data.path()), before, "nothing was touched");

    let window = Window::open_on(data, &shop.cloud.url()).await;
    window.badge_is("up_to_date").await;
}

#[tokio::test]
async fn a_profile_on_a_drive_that_vanishes_is_told_and_everything_is_there_when_it_returns() {
    if !namespace::is_allowed() {
        return;
    }
    let shop = Shop::open("team").await;
    let folder = Rc::new(tempfile::tempdir().expect("a temporary folder"));
    let (far, drive) = (folder.path().join("far"), folder.path().join("drive"));
    fs::create_dir_all(far.join("profile")).and_then(|()| fs::create_dir(&drive)).expect("folders");
    let (from, to) = (far.display().to_string(), drive.display().to_string());
    let around = Around {
        started_by: namespace::mounted(&format!("mount --bind '{from}' '{to}'")),
        profile: Profile::In(drive.join("profile")),
        ..Around::default()
    };
    let window = Window::open_around(around, Rc::clone(&folder), &shop.cloud.url()).await;
    window.sign_in(&shop.owner.email).await;
    window.badge_is("up_to_date").await;
    window.go_to("settings").await;
    window.sees("[data-testid=settings-zoom]").await;

    namespace::inside(window.program(), &["umount", "-l", &to]);
    window.choose("settings-density", "compact").await;
    window.reads("[data-testid=toast]", "cannot be reached").await;
    let density = "return document.querySelector('[data-testid=settings-density]').value";
    eventually("it is as it was", async || {
        let now = window.client().execute(density, vec![]).await.ok()?;
        (now == "comfortable").then_some(())
    })
    .await;

    namespace::inside(window.program(), &["mount", "--bind", &from, &to]);
    window.choose("settings-theme", "dark").await;
    eventually("it is kept", async || {
        let kept: Value = serde_json::from_slice(&fs::read(far.join("profile/settings.json")).ok()?).ok()?;
        (kept["theme"] == "dark" && kept["density"] == "comfortable").then_some(())
    })
    .await;
    let window = window.killed_and_started_again().await;
    window.badge_is("up_to_date").await;
    window.sees("html[data-theme=dark]").await;
}

#[tokio::test]
async fn a_profile_on_a_drive_that_is_away_at_the_start_is_told_and_none_is_begun_in_its_place() {
    if !namespace::is_allowed() {
        return;
    }
    let shop = Shop::open("team").await;
    let folder = Rc::new(tempfile::tempdir().expect("a temporary folder"));
    let (far, drive) = (folder.path().join("far"), folder.path().join("drive"));
    fs::create_dir(&far).and_then(|()| fs::create_dir(&drive)).expect("folders");
    let (from, to) = (far.display().to_string(), drive.display().to_string());
    let starts = async |line: &str| {
        let profile = Profile::In(drive.join("profile"));
        let around = Around { started_by: namespace::mounted(line), profile, ..Around::default() };
        Window::open_around(around, Rc::clone(&folder), &shop.cloud.url()).await
    };
    let first = starts(&format!("mount --bind '{from}' '{to}'")).await;
    first.sign_in(&shop.owner.email).await;
    first.badge_is("up_to_date").await;
    first.is_asked_to_close();
    first.is_gone().await;
    drop(first);

    let window = starts("true").await;
    window.reads("[data-testid=problem]", "is not there just now").await;
    let lines = "const said = document.createRange();
        said.selectNodeContents(document.querySelector('h1'));
        return new Set([...said.getClientRects()].map(line => Math.round(line.top))).size";
    let lines = window.client().execute(lines, vec![]).await.expect("the page answers");
    assert_eq!(lines, 1, "what is the matter stands in one line");
    let pieces = "return [...document.querySelectorAll('[data-testid=problem] code')].map(one => [one.textContent, one.getClientRects().length])";
    for width in (900..=1200).step_by(50) {
        window.client().set_window_size(width, 700).await.expect("the window can be resized");
        let pieces = window.client().execute(pieces, vec![]).await.expect("the page answers");
        assert_eq!(
            pieces,
            json!([["--new-profile", 1]]),
            "what has to be typed is in one piece, {width} wide"
        );
    }
    window.sees_no("[data-testid=signin-email]").await;
    assert_eq!(fs::read_dir(&drive).expect("it is there").count(), 0, "nothing was begun in its place");

    namespace::inside(window.program(), &["mount", "--bind", &from, &to]);
    window.sees("[data-testid=problem] button").await.click().await.expect("it can be tried again");
    window.badge_is("up_to_date").await;
}

#[tokio::test]
async fn two_users_of_one_machine_each_have_a_window_and_neither_opens_the_others_profile() {
    if !namespace::is_allowed() {
        return;
    }
    let shop = Shop::open("team").await;
    let of_a_user = || Rc::new(tempfile::tempdir().expect("a temporary folder"));
    let home = |folder: &tempfile::TempDir| {
        let at = folder.path().display().to_string();
        vec![
            ("HOME", at.clone()),
            ("XDG_DATA_HOME", at.clone()),
            ("XDG_CONFIG_HOME", at.clone()),
            ("XDG_CACHE_HOME", at),
        ]
    };
    let (one, other) = (of_a_user(), of_a_user());
    let around = Around { variables: home(&one), profile: Profile::TheUsers, ..Around::default() };
    let first = Window::open_around(around, Rc::clone(&one), &shop.cloud.url()).await;
    first.sign_in(&shop.owner.email).await;
    first.badge_is("up_to_date").await;

    namespace::is_hers(other.path());
    let bus = Bus::start(other.path(), &namespace::somebody_else());
    let hers = |profile: Profile| {
        let mut variables = home(&other);
        variables.push(("DBUS_SESSION_BUS_ADDRESS", bus.address.clone()));
        variables.push(("XDG_RUNTIME_DIR", other.path().display().to_string()));
        Around { variables, started_by: namespace::somebody_else(), profile }
    };
    let second = Window::open_around(hers(Profile::TheUsers), Rc::clone(&other), &shop.cloud.url()).await;
    // The first did not come forward in its place, and nobody is signed in here.
    second.sees("[data-testid=signin-email]").await;
    second.try_to_sign_in(&shop.owner.email, PASSWORD).await;
    second.sees("[data-testid=passphrase-choose]").await;
    drop(second);

    let profile = one.path().join("app.keyholder.desktop");
    let before = fs::read(profile.join("settings.json")).ok();
    let third =
        Window::open_around(hers(Profile::In(profile.clone())), Rc::clone(&other), &shop.cloud.url()).await;
    third.reads("[data-testid=problem]", "may not write to its folder").await;
    drop(third);
    assert_eq!(fs::read(profile.join("settings.json")).ok(), before);
    first.badge_is("up_to_date").await;
    first.go_to("team").await;
    first.sees("[data-testid=team-row]").await;
}

#[tokio::test]
async fn a_link_with_a_megabyte_of_junk_does_nothing() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;

    // As much as a command line takes.
    let junk = "x%2F".repeat(30_000);
    window.is_started_again(Some(&format!("keyholder://store/{junk}?cloud={junk}")[..120_000])).await;
    // And more, as a program hands it over that speaks to the window itself.
    let long = format!("keyholder://store/{}?cloud={}", shop.store, "%2568".repeat(210_000));
    assert!(long.len() > 1_000_000);
    window.is_handed(&long);

    window.sees_no("[data-testid=link]").await;
    window.go_to("team").await;
    window.sees("[data-testid=team-row]").await;
    // A true one is heard as ever.
    let link = format!("keyholder://store/{}?cloud=https%3A%2F%2Fkeys.elsewhere.example", shop.store);
    window.is_handed(&link);
    window.reads("[data-testid=link-cloud]", "https://keys.elsewhere.example").await;
    window.click("link-leave").await;
    window.badge_is("up_to_date").await;
}

#[tokio::test]
async fn without_a_network_at_the_first_start_it_says_so_and_keeps_what_was_typed() {
    // A name that no network knows, as where there is none.
    let window = Window::open("https://keys.keyholder.invalid").await;
    window.try_to_sign_in("ratna@example.test", PASSWORD).await;
    window.reads("[data-testid=signin-problem]", "cannot be reached").await;
    let typed = |field: &str| format!("return document.querySelector('[data-testid={field}]').value");
    for (field, text) in [("signin-email", "ratna@example.test"), ("signin-password", PASSWORD)] {
        let told = window.client().execute(&typed(field), vec![]).await.expect("the page answers");
        assert_eq!(told, text, "{field}");
    }
    // Nor can an account be made; what was typed for one stays as well.
    window.click("signin-turn").await;
    window.type_in("signup-name", "Ratna Wijaya").await;
    window.click("signin-submit").await;
    window.reads("[data-testid=signin-problem]", "cannot be reached").await;
    let told = window.client().execute(&typed("signup-name"), vec![]).await.expect("the page answers");
    assert_eq!(told, "Ratna Wijaya");

    // Started again, still nothing stands in the way of signing in.
    let window = window.killed_and_started_again().await;
    window.sees("[data-testid=signin-email]").await;
    window.sees_no("[data-testid=problem]").await;
}
