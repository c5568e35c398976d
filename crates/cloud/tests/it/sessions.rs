//! Sign-in, the rotation of tokens with everything that can get lost or stolen on the way, and sign-out.

use std::time::Duration;

use keyholder_cloud::config::Config;
use keyholder_cloud::testing::{PASSWORD, Person, TestCloud};
use serde_json::json;

/// A pair of tokens.
struct Pair {
    access: String,
    refresh: String,
}

struct Scene {
    cloud: TestCloud,
    ana: Person,
}

impl Scene {
    async fn new() -> Scene {
        let config = Config { access_for: Duration::from_secs(900), ..TestCloud::config() };
        let cloud = TestCloud::with(config).await;
        let ana = cloud.person("Ana").await;
        Scene { cloud, ana }
    }

    async fn refresh(&self, token: &str) -> Option<Pair> {
        let reply = self.cloud.post("/v1/sign-in/refresh", "", json!({"refresh_token": token})).await;
        match reply.status.as_u16() {
            200 => Some(Pair {
                access: reply.body["access_token"].as_str().unwrap().to_owned(),
                refresh: reply.body["refresh_token"].as_str().unwrap().to_owned(),
            }),
            _ => {
                assert_eq!(reply.told(), (401, "unauthenticated"));
                None
            }
        }
    }

    /// Whether a request with this access token gets in; that is a use of it.
    async fn use_access(&self, token: &str) -> bool {
        self.cloud.get("/v1/stores", token).await.status == 200
    }
}

#[tokio::test]
async fn unknown_and_wrong_say_the_same() {
    let scene = Scene::new().await;
    let mut told = Vec::new();
    for (email, password) in [
        ("ana@toko.example", "wrong horse battery"),
        ("nobody@toko.example", PASSWORD),
        ("not an address", PASSWORD),
        ("ana@toko.example", ""),
        ("ana@toko.example", &"x".repeat(100_000)),
    ] {
        let asked = json!({"email": email, "password": password, "device": "PC"});
        told.push(scene.cloud.post("/v1/sign-in", "", asked).await);
    }
    for reply in &told {
        assert_eq!(reply.told(), (401, "bad_credentials"));
        assert_eq!(reply.body, told[0].body);
    }
}

#[tokio::test]
async fn a_device_may_be_left_out_and_anything_else_may_not() {
    let scene = Scene::new().await;
    let fine = json!({"email": scene.ana.email, "password": PASSWORD});
    assert_eq!(scene.cloud.post("/v1/sign-in", "", fine).await.status, 200);
    let without = json!({"email": scene.ana.email});
    assert_eq!(scene.cloud.post("/v1/sign-in", "", without).await.told(), (400, "malformed"));
}

#[tokio::test]
async fn an_access_token_is_good_for_15_minutes() {
    let scene = Scene::new().await;
    assert!(scene.use_access(&scene.ana.token).await);
    scene.cloud.advance(899_000);
    assert!(scene.use_access(&scene.ana.token).await);
    scene.cloud.advance(1_000);
    assert!(!scene.use_access(&scene.ana.token).await);
    for bad in ["", "x", "Bearer x", &"A".repeat(43)] {
        assert!(!scene.use_access(bad).await);
    }
}

#[tokio::test]
async fn each_refresh_gives_a_new_pair() {
    let scene = Scene::new().await;
    let mut refresh = scene.ana.refresh.clone();
    for _ in 0..5 {
        let next = scene.refresh(&refresh).await.expect("the newest is good");
        assert!(scene.use_access(&next.access).await);
        assert_ne!(next.refresh, refresh);
        refresh = next.refresh;
    }
    assert!(scene.use_access(&scene.ana.token).await, "the first access token has its 15 minutes");
}

#[tokio::test]
async fn a_lost_reply_signs_nobody_out() {
    let scene = Scene::new().await;
    let first = &scene.ana.refresh;
    let mut last = scene.refresh(first).await.expect("used");
    for _ in 0..3 {
        let next = scene.refresh(first).await.expect("used again: the reply was lost");
        assert!(!scene.use_access(&last.access).await, "what the lost reply held is void");
        last = next;
    }
    assert!(scene.use_access(&last.access).await);
    assert!(scene.refresh(&last.refresh).await.is_some());
}

#[tokio::test]
async fn the_previous_token_dies_with_the_first_use_of_the_access_token_after_it() {
    let scene = Scene::new().await;
    let second = scene.refresh(&scene.ana.refresh).await.expect("good");
    assert!(scene.use_access(&second.access).await);
    assert!(scene.refresh(&scene.ana.refresh).await.is_none(), "an older token ends the family");
    assert!(!scene.use_access(&second.access).await, "access tokens too");
    assert!(!scene.use_access(&scene.ana.token).await);
    assert!(scene.refresh(&second.refresh).await.is_none());
}

#[tokio::test]
async fn the_previous_token_dies_with_the_first_use_of_its_successor() {
    let scene = Scene::new().await;
    let second = scene.refresh(&scene.ana.refresh).await.expect("good");
    let third = scene.refresh(&second.refresh).await.expect("good");
    assert!(scene.refresh(&scene.ana.refresh).await.is_none(), "two behind: the family ends");
    assert!(!scene.use_access(&third.access).await);
    assert!(scene.refresh(&third.refresh).await.is_none());
}

#[tokio::test]
async fn a_voided_token_ends_the_family() {
    let scene = Scene::new().await;
    let lost = scene.refresh(&scene.ana.refresh).await.expect("good");
    let kept = scene.refresh(&scene.ana.refresh).await.expect("good");
    assert!(scene.refresh(&lost.refresh).await.is_none(), "somebody found the lost reply");
    assert!(!scene.use_access(&kept.access).await);
    assert!(scene.refresh(&kept.refresh).await.is_none());
}

#[tokio::test]
async fn a_voided_access_token_is_just_not_good() {
    let scene = Scene::new().await;
    let lost = scene.refresh(&scene.ana.refresh).await.expect("good");
    let kept = scene.refresh(&scene.ana.refresh).await.expect("good");
    assert!(!scene.use_access(&lost.access).await);
    assert!(
        scene.refresh(&scene.ana.refresh).await.is_some(),
        "its use proves nothing about what came later"
    );
    assert!(!scene.use_access(&kept.access).await);
}

#[tokio::test]
async fn using_the_older_access_token_proves_nothing_about_the_new_pair() {
    let scene = Scene::new().await;
    scene.refresh(&scene.ana.refresh).await.expect("good");
    assert!(scene.use_access(&scene.ana.token).await);
    assert!(scene.refresh(&scene.ana.refresh).await.is_some());
}

#[tokio::test]
async fn another_sign_in_is_another_family() {
    let scene = Scene::new().await;
    let other = scene.cloud.sign_in("Ana").await;
    let second = scene.refresh(&scene.ana.refresh).await.expect("good");
    assert!(scene.use_access(&second.access).await);
    assert!(scene.refresh(&scene.ana.refresh).await.is_none());
    assert!(scene.use_access(&other.token).await);
    assert!(scene.refresh(&other.refresh).await.is_some());
}

#[tokio::test]
async fn a_refresh_token_runs_out() {
    let config = Config { refresh_for: Duration::from_secs(1_000), ..TestCloud::config() };
    let cloud = TestCloud::with(config).await;
    let ana = cloud.person("Ana").await;
    let scene = Scene { cloud, ana };
    scene.cloud.advance(999_000);
    let next = scene.refresh(&scene.ana.refresh).await.expect("good, and its successor is good from now on");
    scene.cloud.advance(999_000);
    let next = scene.refresh(&next.refresh).await.expect("good");
    scene.cloud.advance(1_000_000);
    assert!(scene.refresh(&next.refresh).await.is_none());
}

#[tokio::test]
async fn sign_out_ends_the_family_at_once_and_no_other() {
    let scene = Scene::new().await;
    let other = scene.cloud.sign_in("Ana").await;
    let next = scene.refresh(&scene.ana.refresh).await.expect("good");
    let out = scene.cloud.post("/v1/sign-out", &next.access, json!(null)).await;
    assert_eq!(out.status, 204);
    assert!(!scene.use_access(&next.access).await);
    assert!(!scene.use_access(&scene.ana.token).await);
    assert!(scene.refresh(&next.refresh).await.is_none());
    assert_eq!(
        scene.cloud.post("/v1/sign-out", &next.access, json!(null)).await.told(),
        (401, "unauthenticated")
    );
    assert!(scene.use_access(&other.token).await);
}

#[tokio::test]
async fn tokens_outlive_a_restart_and_rubbish_is_not_one() {
    let scene = Scene::new().await;
    let cloud = scene.cloud.restarted();
    let scene = Scene { cloud, ana: scene.ana };
    assert!(scene.use_access(&scene.ana.token).await);
    for rubbish in ["", "x", &"A".repeat(64), &"A".repeat(10_000)] {
        assert!(scene.refresh(rubbish).await.is_none());
    }
    assert!(scene.refresh(&scene.ana.refresh).await.is_some());
}

#[tokio::test]
async fn no_token_and_no_password_stands_in_the_database() {
    let scene = Scene::new().await;
    let next = scene.refresh(&scene.ana.refresh).await.expect("good");
    let folder = scene.cloud.folder().to_owned();
    for file in std::fs::read_dir(folder).unwrap().flatten() {
        let bytes = std::fs::read(file.path()).unwrap();
        for secret in [&scene.ana.token, &scene.ana.refresh, &next.access, &next.refresh, PASSWORD] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{}", file.path().display());
        }
    }
}
