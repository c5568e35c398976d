//! Mail: queued with the op, sent later, noted as the system's act, and bounded however slow the server is.

use std::time::{Duration, Instant};

use keyholder_cloud::mail::{deliver_due, sink::Sink};
use keyholder_cloud::testing::TestCloud;
use keyholder_cloud::tokens::Door;
use keyholder_domain::InvitationId;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::invited::{Invited, send};

struct Postbox(TempDir);

impl Postbox {
    fn new() -> Postbox {
        Postbox(TempDir::new().unwrap())
    }

    fn sink(&self) -> Sink {
        Sink::Folder(self.0.path().join("mail"))
    }

    fn mails(&self) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(self.0.path().join("mail")) else { return Vec::new() };
        files.flatten().map(|file| std::fs::read_to_string(file.path()).unwrap()).collect()
    }
}

impl Invited {
    async fn deliver(&self, sink: &Sink) -> usize {
        deliver_due(&self.cloud.state, sink).await.unwrap()
    }

    async fn delivery(&self) -> (String, Option<String>) {
        let held = self.cloud.held(self.store).await;
        let invitation = held.store.invitation(self.invitation).unwrap();
        (invitation.delivery.clone(), invitation.delivery_reason.clone())
    }

    async fn last_entry(&self) -> Value {
        let activity =
            self.cloud.get(&format!("/v1/stores/{}/activity", self.store), &self.owner.token).await;
        activity.body["entries"][0].clone()
    }
}

/// A mail server that follows a script: each line is a reply, told after what the client said. It keeps what it heard.
async fn server(replies: &'static [&'static str]) -> (String, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("smtp://{}", listener.local_addr().unwrap());
    let heard = tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        follow(socket, replies).await
    });
    (address, heard)
}

async fn follow(socket: TcpStream, replies: &[&str]) -> Vec<String> {
    let (read, mut write) = socket.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut heard = Vec::new();
    for reply in replies {
        write.write_all(format!("{reply}\r\n").as_bytes()).await.unwrap();
        let ends = if reply.starts_with("354") { "." } else { "" };
        loop {
            let Ok(Some(line)) = lines.next_line().await else { return heard };
            let last = ends.is_empty() || line == ends;
            heard.push(line);
            if last {
                break;
            }
        }
    }
    heard
}

const FINE: &[&str] = &["220 here", "250 hello", "250 ok", "250 ok", "354 go on", "250 taken", "221 bye"];

#[tokio::test]
async fn an_invitation_is_mailed_and_its_link_lets_in() {
    let scene = Invited::new().await;
    let box_ = Postbox::new();
    assert_eq!(scene.deliver(&box_.sink()).await, 1);
    let mails = box_.mails();
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert!(mail.contains("To: sari@toko.example\r\n"), "{mail}");
    assert!(mail.contains("Subject: Ana mengundang Anda ke Toko Melati\r\n"));
    let link = mail
        .lines()
        .find(|line| line.starts_with("http://127.0.0.1/join/"))
        .expect("the link on a line of its own");
    let token = link.rsplit('/').next().unwrap();
    assert_eq!(token, scene.token(Door::Mailed).await);
    assert_eq!(scene.accept_new(token).await.status, 201);
    assert_eq!(scene.verified().await, Some(true));
    #[cfg(unix)]
    for file in std::fs::read_dir(box_.0.path().join("mail")).unwrap().flatten() {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "a link is a secret");
    }
}

#[tokio::test]
async fn what_became_of_it_is_noted_once_as_the_system_s_act() {
    let scene = Invited::new().await;
    assert_eq!(scene.delivery().await.0, "queued");
    let box_ = Postbox::new();
    scene.deliver(&box_.sink()).await;
    assert_eq!(scene.delivery().await, ("sent".to_owned(), None));
    let entry = scene.last_entry().await;
    assert_eq!(
        entry["event"],
        json!({"type": "invitation.delivery_noted", "invitation": scene.invitation, "delivery": "sent"})
    );
    for absent in ["by", "op", "desk", "device", "made_at"] {
        assert!(entry[absent].is_null(), "{entry}");
    }
    assert_eq!(scene.deliver(&box_.sink()).await, 0, "nothing waits any more");
    assert_eq!(scene.last_entry().await["seq"], entry["seq"]);
}

#[tokio::test]
async fn sending_again_mails_the_newer_link_only() {
    let scene = Invited::new().await;
    let old = scene.token(Door::Mailed).await;
    scene.ask_of_invitation("invitation.resend").await;
    let box_ = Postbox::new();
    assert_eq!(scene.deliver(&box_.sink()).await, 1, "the older sending's mail gave way");
    let mails = box_.mails();
    assert!(
        mails.len() == 1 && mails[0].contains(&scene.token(Door::Mailed).await) && !mails[0].contains(&old)
    );
    let op = json!({"type": "invitation.change_role", "invitation": scene.invitation, "from": "seller", "to": "manager"});
    scene.ask(op).await;
    assert_eq!(scene.deliver(&box_.sink()).await, 1, "another role is another mail");
    assert!(box_.mails().iter().any(|mail| mail.contains("Manajer") || mail.contains("Manager")));
}

#[tokio::test]
async fn nobody_is_mailed_about_what_is_over() {
    for over in ["withdrawn", "expired", "accepted"] {
        let scene = Invited::new().await;
        match over {
            "withdrawn" => scene.ask_of_invitation("invitation.withdraw").await,
            "expired" => scene.cloud.advance(7 * 86_400_000),
            _ => assert_eq!(scene.accept_new(&scene.token(Door::Copied).await).await.status, 201),
        }
        let box_ = Postbox::new();
        scene.deliver(&box_.sink()).await;
        assert_eq!(box_.mails(), Vec::<String>::new(), "{over}");
        assert_eq!(scene.deliver(&box_.sink()).await, 0, "and the queue is empty");
    }
}

#[tokio::test]
async fn a_refused_op_queues_no_mail() {
    let scene = Invited::new().await;
    let box_ = Postbox::new();
    scene.deliver(&box_.sink()).await;
    let op = json!({"type": "invitation.send", "invitation": uuid::Uuid::now_v7(), "email": scene.email, "role": "seller", "groups": []});
    let told = scene.cloud.ask(&scene.owner, scene.store, op).await;
    assert_eq!(told["refused"]["code"], "already_invited");
    assert_eq!(scene.deliver(&box_.sink()).await, 0);
}

#[tokio::test]
async fn a_mail_server_gets_the_whole_mail() {
    let scene = Invited::new().await;
    let (address, heard) = server(FINE).await;
    let sink = Sink::of(&address, Duration::from_secs(20)).unwrap();
    assert_eq!(scene.deliver(&sink).await, 1);
    assert_eq!(scene.delivery().await, ("sent".to_owned(), None));
    drop(sink);
    let heard = heard.await.unwrap().join("\n");
    assert!(
        heard.contains("MAIL FROM:<keyholder@localhost>") && heard.contains("RCPT TO:<sari@toko.example>"),
        "{heard}"
    );
    assert!(heard.contains(&scene.token(Door::Mailed).await));
}

#[tokio::test]
async fn a_server_that_says_never_ends_the_trying_and_one_that_says_later_does_not() {
    let scene = Invited::new().await;
    let (address, _) =
        server(&["220 here", "250 hello", "250 ok", "550 5.1.1 sari@toko.example is unknown", "221 bye"])
            .await;
    scene.deliver(&Sink::of(&address, Duration::from_secs(20)).unwrap()).await;
    assert_eq!(scene.delivery().await, ("undelivered".to_owned(), Some("rejected_550".to_owned())));
    assert!(
        !scene.last_entry().await["event"].to_string().contains("toko.example"),
        "the server's words may name people"
    );
    scene.cloud.advance(86_400_000);
    let box_ = Postbox::new();
    assert_eq!(scene.deliver(&box_.sink()).await, 0);
    assert_eq!(
        scene.show(&scene.token(Door::Copied).await).await.body["status"],
        "pending",
        "the link can still be copied"
    );

    scene.ask_of_invitation("invitation.resend").await;
    let (address, _) = server(&["220 here", "250 hello", "451 try later", "221 bye"]).await;
    scene.deliver(&Sink::of(&address, Duration::from_secs(20)).unwrap()).await;
    assert_eq!(scene.delivery().await, ("undelivered".to_owned(), Some("deferred_451".to_owned())));
    assert_eq!(scene.deliver(&box_.sink()).await, 0, "not at once");
    scene.cloud.advance(30_000);
    assert_eq!(scene.deliver(&box_.sink()).await, 1);
    assert_eq!(scene.delivery().await, ("sent".to_owned(), None));
    assert_eq!(box_.mails().len(), 1);
}

#[tokio::test]
async fn trying_in_vain_is_noted_once_and_less_and_less_often() {
    let scene = Invited::new().await;
    // A port where nobody listens any more.
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let sink = Sink::of(&format!("smtp://{}", gone.local_addr().unwrap()), Duration::from_secs(20)).unwrap();
    drop(gone);
    assert_eq!(scene.deliver(&sink).await, 1);
    assert_eq!(scene.delivery().await, ("undelivered".to_owned(), Some("unreachable".to_owned())));
    let noted = scene.last_entry().await["seq"].clone();
    for pause in [30, 120, 600, 1_800, 3_600, 3_600] {
        scene.cloud.advance(pause * 1_000 - 1);
        assert_eq!(scene.deliver(&sink).await, 0, "{pause}");
        scene.cloud.advance(1);
        assert_eq!(scene.deliver(&sink).await, 1, "{pause}");
    }
    assert_eq!(scene.last_entry().await["seq"], noted);
}

#[tokio::test]
async fn a_server_that_drips_its_words_holds_nobody_up() {
    let scene = Invited::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("smtp://{}", listener.local_addr().unwrap());
    let dripping = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        // Never a whole line, always one more byte: each read alone is quick.
        while socket.write_all(b"2").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let began = Instant::now();
    scene.deliver(&Sink::of(&address, Duration::from_millis(400)).unwrap()).await;
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert_eq!(scene.delivery().await, ("undelivered".to_owned(), Some("timeout".to_owned())));
    dripping.abort();
}

#[tokio::test]
async fn many_mails_go_out_and_a_restart_loses_none() {
    let cloud = TestCloud::new().await;
    let scene = Invited::on(cloud, "seller").await;
    let mut more: Vec<InvitationId> = Vec::new();
    for name in ["a", "b", "c"] {
        more.push(
            send(&scene.cloud, &scene.owner, scene.store, &format!("{name}@toko.example"), "viewer").await,
        );
    }
    let Invited { cloud, owner, store, invitation, email } = scene;
    let scene = Invited { cloud: cloud.restarted(), owner, store, invitation, email };
    let box_ = Postbox::new();
    assert_eq!(scene.deliver(&box_.sink()).await, 4);
    assert_eq!(box_.mails().len(), 4);
    let held = scene.cloud.held(store).await;
    for invitation in more {
        assert_eq!(held.store.invitation(invitation).unwrap().delivery, "sent");
    }
}

#[tokio::test]
async fn the_running_server_sends_when_an_op_rings() {
    let scene = Invited::new().await;
    let box_ = Postbox::new();
    let closing = tokio_util::sync::CancellationToken::new();
    let running =
        tokio::spawn(keyholder_cloud::mail::run(scene.cloud.state.clone(), box_.sink(), closing.clone()));
    let wait_for = async |mails: usize| {
        while box_.mails().len() < mails {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), wait_for(1)).await.expect("what waited goes out");
    send(&scene.cloud, &scene.owner, scene.store, "tuti@toko.example", "viewer").await;
    tokio::time::timeout(Duration::from_secs(20), wait_for(2))
        .await
        .expect("what is queued now goes out at once");
    closing.cancel();
    running.await.unwrap();
}
