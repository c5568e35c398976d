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
    assert!(!databases(window.data()).is_empty(), "the store is held on this machine");

    window.go_to("settings").await;
    window.click("signout").await;
    window.click("signout-confirm").await;
    window.sees("[data-testid=signin-email]").await;

    eventually("the keychain forgets", async || {
        keychain::entries(&shop.cloud.url()).is_empty().then_some(())
    })
    .await;
    assert_eq!(databases(window.data()), Vec::<String>::new());
}

/// Every database file below a folder, SQLite's companions included.
fn databases(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(databases(&path));
        } else if path.file_name().is_some_and(|name| name.to_string_lossy().contains(".db")) {
            found.push(path.display().to_string());
        }
    }
    found
}
