//! Signing out leaves nothing behind: no file of the store, no entry in the keychain.

use std::{fs, path::Path};

use crate::harness::{Shop, eventually, keychain, people::between};

#[tokio::test]
async fn signing_out_leaves_no_file_and_no_keychain_entry() {
    let shop = Shop::open("team").await;
    let window = shop.window(&shop.owner).await;
    window.badge_is("up_to_date").await;
    let sign_in =
        eventually("the sign-in rests in the keychain", async || keychain::entries(&shop.cloud.url()).pop())
            .await;
    // The profile's mark ends every name that this profile uses, whatever it keeps under it.
    let mark = between(&sign_in, "· desktop ", "'").expect("the name ends in the profile's mark");
    assert!(!keychain::entries(&mark).is_empty());
    assert!(files(window.data()).iter().any(|file| file == "outbox.db"), "the store is held on this machine");

    window.go_to("settings").await;
    window.click("settings-signout").await;
    window.click("signout-confirm").await;
    window.sees("[data-testid=signin-email]").await;

    eventually("the keychain forgets", async || {
        keychain::entries(&shop.cloud.url()).is_empty().then_some(())
    })
    .await;
    let about_her: Vec<String> = files(window.data())
        .into_iter()
        .filter(|file| {
            !["profile.lock", "settings.json", "holder.sock", "keyholder.log"].contains(&file.as_str())
        })
        .collect();
    assert!(about_her.is_empty(), "what is left is about this machine, not about her: {about_her:?}");
    let log = fs::read_to_string(window.data().join("logs/keyholder.log")).expect("there is a log");
    assert!(!log.contains(&shop.owner.email), "and the log names nobody: {log}");
}

/// The names of all files below a folder.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path().is_dir() {
            true => found.extend(files(&entry.path())),
            false => found.push(entry.file_name().to_string_lossy().into_owned()),
        }
    }
    found
}
