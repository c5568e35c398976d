//! What a person is asked at a terminal: a real one, made by util-linux' `script`.

use std::process::Stdio;
use std::time::Duration;

use keyholder_cloud::testing::PASSWORD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

use crate::world::{Machine, World};

/// How long a question may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs it at a terminal and types each answer once it is asked for; gives what the terminal showed, and the exit code.
async fn at_terminal(machine: &Machine, arguments: &[&str], answers: &[&str]) -> (String, i32) {
    let told = machine.command(arguments);
    let told = told.as_std();
    let mut words = vec![told.get_program()];
    words.extend(told.get_args());
    let line: Vec<String> = words.iter().map(|word| format!("'{}'", word.to_str().unwrap())).collect();
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--flush", "--command", &line.join(" "), "/dev/null"]).env_clear();
    for (name, value) in told.get_envs() {
        if let Some(value) = value.filter(|_| name != "KEYHOLDER_PASSPHRASE_FILE") {
            script.env(name, value);
        }
    }
    let mut script = script.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
    let (mut keys, mut screen) = (script.stdin.take().unwrap(), script.stdout.take().unwrap());
    let mut shown = String::new();
    let mut answers = answers.iter();
    let (mut piece, mut from) = ([0; 4096], 0);
    loop {
        let read = tokio::time::timeout(PATIENCE, screen.read(&mut piece)).await;
        let read = read.unwrap_or_else(|_| panic!("nothing more is shown: {shown}")).unwrap_or(0);
        if read == 0 {
            break;
        }
        shown.push_str(&String::from_utf8_lossy(&piece[..read]));
        // The program's name is the beginning of a complaint, not a question.
        if shown[from..].ends_with(": ") && !shown[from..].ends_with("keyholder: ") {
            from = shown.len();
            let answer = answers.next().unwrap_or_else(|| panic!("no answer is left: {shown}"));
            if !answer.contains('@') && !["yes", "no"].contains(answer) {
                until_hidden(script.id().unwrap()).await;
            }
            keys.write_all(format!("{answer}\n").as_bytes()).await.unwrap();
        }
    }
    assert_eq!(answers.next(), None, "not asked for: {shown}");
    (shown, script.wait().await.unwrap().code().unwrap())
}

/// Waits until the terminal shows no more what is typed: the question is there a moment before. No person types that fast.
async fn until_hidden(script: u32) {
    let hidden = async {
        loop {
            let children = std::fs::read_to_string(format!("/proc/{script}/task/{script}/children"));
            let child = children.unwrap_or_default().split_whitespace().next().map(str::to_owned);
            let terminal = std::fs::read_link(format!("/proc/{}/fd/0", child.unwrap_or_default()));
            if let Ok(terminal) = terminal {
                let told = Command::new("stty").arg("-F").arg(terminal).arg("-a").output().await.unwrap();
                if String::from_utf8_lossy(&told.stdout).split_whitespace().any(|flag| flag == "-echo") {
                    return;
                }
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, hidden).await.expect("a secret is asked for without an echo");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_account_and_its_passphrase_are_asked_for_twice_and_never_shown() {
    let world = World::new().await;
    let sari = Machine::new();
    let (passphrase, typo) = ("warung pojok jalan mawar", "warung pojok jalan mawra");
    let asked = ["sign-up", "--name", "Sari", "--cloud", &world.address];
    let answers =
        ["sari@toko.example", PASSWORD, PASSWORD, "short", "short", passphrase, typo, passphrase, passphrase];
    let (shown, code) = at_terminal(&sari, &asked, &answers).await;
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("A passphrase needs 12 characters or more."), "{shown}");
    assert!(shown.contains("The two are not the same."), "{shown}");
    assert!(shown.contains("Signed in as Sari <sari@toko.example>"), "{shown}");
    for secret in [PASSWORD, passphrase, typo] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let (shown, code) = at_terminal(&sari, &["create-store", "Warung Sari"], &[passphrase]).await;
    assert_eq!(code, 0, "{shown}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_typed_twice_and_never_the_same_makes_nothing() {
    let world = World::new().await;
    let sari = Machine::new();
    let asked = ["sign-up", "--name", "Sari", "--cloud", &world.address];
    let one = "one long password";
    let answers = ["sari@toko.example", one, "another", one, "another", one, "another"];
    let (shown, code) = at_terminal(&sari, &asked, &answers).await;
    assert_eq!(code, 2, "{shown}");
    assert!(shown.contains("Nothing was changed."), "{shown}");
    let told = sari.signs_in(&world.address, "Sari").await;
    assert_ne!(told.status.code(), Some(0), "there is no such account: {told:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_shown_and_sent_once_she_says_yes() {
    let world = World::new().await;
    let ana = world.machine("Ana").await;
    let file = ana.path().join("staf.txt");
    std::fs::write(&file, "rina@toko.example\nsari@toko.example\n").unwrap();
    let asked = ["invite", "--from", file.to_str().unwrap()];
    for (answer, said, sent) in [("no", "Nothing was sent.", 0), ("yes", "Sent: 2", 2)] {
        let (shown, code) = at_terminal(&ana, &asked, &["warung pojok jalan mawar", answer]).await;
        assert_eq!(code, 0, "{shown}");
        assert!(shown.contains("Send these 2 invitations? (yes or no): ") && shown.contains(said), "{shown}");
        assert_eq!(shown.matches("rina@toko.example").count(), 1, "{shown}");
        assert_eq!(world.cloud.held(world.store).await.store.invitations().count(), sent);
    }
}
