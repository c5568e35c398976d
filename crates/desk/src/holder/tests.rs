//! The socket by itself: who gets in, what is said to the wrong version, and what a killed holder leaves behind.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

use super::*;
use crate::keychain::MemoryKeychain;
use crate::{Keyholder, Options, Seams, SettingsChange};

async fn keyholder(data: &Path) -> Keyholder {
    let options = Options {
        data_dir: data.to_owned(),
        cloud_default: "http://127.0.0.1:1".to_owned(),
        profile: "test".to_owned(),
        device_name: "a test".to_owned(),
    };
    let seams = Seams { keychain: Arc::new(MemoryKeychain::lasting()), ..Seams::default() };
    Keyholder::open_with(options, seams).await.unwrap()
}

async fn code(data: &Path) -> String {
    Client::connect(data).await.map(|_| String::new()).unwrap_or_else(|error| error.code)
}

#[tokio::test]
async fn a_guest_asks_what_the_holder_would_answer_itself() {
    let folder = tempfile::tempdir().unwrap();
    let holder = keyholder(folder.path()).await;
    let serving = serve(&holder).unwrap();
    let guest = Client::connect(folder.path()).await.unwrap();
    assert_eq!(guest.greeting().pid, std::process::id());
    let told = guest.call(&Call::Session).await.unwrap();
    assert_eq!(told, serde_json::to_value(holder.session().await).unwrap());
    let refused = guest.call(&Call::CreateStore { name: "Toko".into() }).await.unwrap_err();
    assert_eq!(refused.code, "signed_out", "an error comes through as it is");
    drop(guest);
    serving.close(Duration::from_secs(10)).await;
    assert_eq!(code(folder.path()).await, "no_holder", "a closed holder leaves no socket");
}

#[tokio::test]
async fn a_guest_who_waits_hears_of_every_change_once() {
    let folder = tempfile::tempdir().unwrap();
    let holder = keyholder(folder.path()).await;
    let _serving = serve(&holder).unwrap();
    let guest = Client::connect(folder.path()).await.unwrap();
    guest.call(&Call::Session).await.unwrap();
    holder.set_settings(SettingsChange::default()).unwrap();
    assert_eq!(guest.call(&Call::Wait { for_ms: 30_000 }).await.unwrap(), json!({"changed": true}));
    assert_eq!(guest.call(&Call::Wait { for_ms: 1 }).await.unwrap(), json!({"changed": false}));
}

#[tokio::test]
async fn what_is_unknown_or_too_long_is_said_and_harms_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let holder = keyholder(folder.path()).await;
    let _serving = serve(&holder).unwrap();
    let mut stream = BufReader::new(system::connect(folder.path()).await.unwrap());
    let mut line = String::new();
    stream.read_line(&mut line).await.unwrap();
    for (asked, expected) in [
        (r#"{"id":7,"call":"dance"}"#.to_owned(), r#"{"id":7,"err":{"code":"unknown_call""#),
        ("no json".to_owned(), r#"{"id":0,"err":{"code":"unknown_call""#),
        ("x".repeat(17 << 20), r#"{"id":0,"err":{"code":"too_large""#),
    ] {
        // The holder stops reading what is too long, so that writing all of it may fail.
        let _ = stream.get_mut().write_all(format!("{asked}\n").as_bytes()).await;
        line.clear();
        stream.read_line(&mut line).await.unwrap();
        assert!(line.starts_with(expected), "{line}");
    }
    assert_eq!(code(folder.path()).await, "", "the others are served on");
}

#[test]
fn no_secret_is_in_what_may_be_logged() {
    let call = Call::SignIn {
        cloud: "https://a.example".into(),
        email: "a@b.example".into(),
        password: crate::keychain::Secret::new("hunter2 hunter2"),
    };
    assert!(!format!("{call:?}").contains("hunter2"));
}

/// What is about a socket's file and its folder. Windows' pipe has none: its name is new each time.
#[cfg(unix)]
mod file {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt};

    use tokio::net::UnixListener;

    use super::*;

    #[tokio::test]
    async fn only_this_user_can_open_the_socket_and_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let holder = keyholder(folder.path()).await;
        let _serving = serve(&holder).unwrap();
        let place = unix::place(folder.path()).unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&place), mode(place.parent().unwrap())), (0o600, 0o700));
        // A folder that others may look into is not trusted, whoever made it.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(code(folder.path()).await, "no_holder");
    }

    #[tokio::test]
    async fn what_a_killed_holder_left_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let holder = keyholder(folder.path()).await;
        let place = unix::place(folder.path()).unwrap();
        // A listener that is dropped as the kernel drops that of a killed process: the file stays and nobody answers.
        drop(std::os::unix::net::UnixListener::bind(&place).unwrap());
        assert!(std::fs::symlink_metadata(&place).unwrap().file_type().is_socket());
        assert_eq!(code(folder.path()).await, "no_holder");
        let _serving = serve(&holder).unwrap();
        assert_eq!(code(folder.path()).await, "");
    }

    #[tokio::test]
    async fn a_path_that_is_too_long_for_a_socket_is_served_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a-folder-with-a-long-name".repeat(6));
        std::fs::create_dir_all(&deep).unwrap();
        let holder = keyholder(&deep).await;
        let _serving = serve(&holder).unwrap();
        assert!(unix::place(&deep).unwrap().as_os_str().len() < 108);
        assert_eq!(code(&deep).await, "");
    }

    #[tokio::test]
    async fn a_holder_of_another_version_is_told_apart() {
        for (speaks, expected) in [(SPEAKS + 1, "holder_newer"), (SPEAKS - 1, "holder_older")] {
            let folder = tempfile::tempdir().unwrap();
            std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
            let listener = UnixListener::bind(unix::place(folder.path()).unwrap()).unwrap();
            let other = tokio::spawn(async move {
                let (mut stream, _) = listener.accept().await.unwrap();
                let greeting = json!({"holder": speaks, "version": "9.9.9", "pid": 1, "more": true});
                stream.write_all(format!("{greeting}\n").as_bytes()).await.unwrap();
                stream
            });
            assert_eq!(code(folder.path()).await, expected);
            drop(other);
        }
    }
}
