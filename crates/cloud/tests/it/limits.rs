//! Limits of sign-up and sign-in over HTTP: 429 with `Retry-After`, and back in after exactly that long.

use keyholder_cloud::config::Config;
use keyholder_cloud::limits::{LimitRates, Rate};
use keyholder_cloud::testing::{PASSWORD, Reply, TestCloud};
use serde_json::json;

const PLENTY: Rate = Rate { burst: 1_000, every_secs: 1 };
const TWO: Rate = Rate { burst: 2, every_secs: 30 };

async fn limited(rates: LimitRates) -> TestCloud {
    TestCloud::with(Config { limits: Some(rates), ..TestCloud::config() }).await
}

fn plenty() -> LimitRates {
    LimitRates {
        sign_in_address: PLENTY,
        sign_in_client: PLENTY,
        sign_up_address: PLENTY,
        sign_up_client: PLENTY,
    }
}

async fn try_in(cloud: &TestCloud, email: &str, password: &str) -> Reply {
    cloud.post("/v1/sign-in", "", json!({"email": email, "password": password, "device": "PC"})).await
}

fn slowed(reply: &Reply) -> Option<i64> {
    (reply.told() == (429, "slow_down"))
        .then(|| reply.headers["retry-after"].to_str().unwrap().parse().unwrap())
}

#[tokio::test]
async fn guessing_one_address_is_slowed_down() {
    let cloud = limited(LimitRates { sign_in_address: TWO, ..plenty() }).await;
    cloud.person("Ana").await;
    for _ in 0..2 {
        assert_eq!(
            try_in(&cloud, "ana@toko.example", "a wrong password").await.told(),
            (401, "bad_credentials")
        );
    }
    let wait = slowed(&try_in(&cloud, "ANA@toko.example", PASSWORD).await)
        .expect("even the right one, however spelt");
    assert_eq!(wait, 30);
    cloud.advance(wait * 1_000 - 1);
    assert!(slowed(&try_in(&cloud, "ana@toko.example", PASSWORD).await).is_some());
    cloud.advance(1);
    assert_eq!(try_in(&cloud, "ana@toko.example", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn whoever_signs_in_rightly_is_never_slowed_down_by_her_own_address() {
    let cloud = limited(LimitRates { sign_in_address: TWO, ..plenty() }).await;
    cloud.person("Ana").await;
    for _ in 0..10 {
        assert_eq!(try_in(&cloud, "ana@toko.example", PASSWORD).await.status, 200);
    }
}

#[tokio::test]
async fn one_client_guessing_many_addresses_is_slowed_down() {
    let cloud = limited(LimitRates { sign_in_client: TWO, ..plenty() }).await;
    for name in ["a", "b"] {
        assert_eq!(try_in(&cloud, &format!("{name}@toko.example"), "a wrong password").await.status, 401);
    }
    assert!(slowed(&try_in(&cloud, "c@toko.example", "a wrong password").await).is_some());
}

#[tokio::test]
async fn sign_ups_are_limited_by_client_and_by_address() {
    let sign_up = |email: &'static str| json!({"email": email, "password": PASSWORD, "name": "Ana"});
    let cloud = limited(LimitRates { sign_up_client: TWO, ..plenty() }).await;
    for email in ["a@toko.example", "b@toko.example"] {
        assert_eq!(cloud.post("/v1/accounts", "", sign_up(email)).await.status, 201);
    }
    assert_eq!(slowed(&cloud.post("/v1/accounts", "", sign_up("c@toko.example")).await), Some(30));

    let cloud = limited(LimitRates { sign_up_address: TWO, ..plenty() }).await;
    let tries = [201, 409].map(|status| (status, sign_up("a@toko.example")));
    for (status, asked) in tries {
        assert_eq!(cloud.post("/v1/accounts", "", asked).await.status, status);
    }
    assert!(slowed(&cloud.post("/v1/accounts", "", sign_up("a@toko.example")).await).is_some());
    assert_eq!(cloud.post("/v1/accounts", "", sign_up("b@toko.example")).await.status, 201);
}

#[tokio::test]
async fn behind_a_proxy_the_last_word_of_its_header_counts() {
    use axum::body::Body;
    use axum::http::Request;
    let rates = LimitRates { sign_in_client: TWO, ..plenty() };
    let config = Config {
        client_header: Some("x-forwarded-for".to_owned()),
        limits: Some(rates),
        ..TestCloud::config()
    };
    let cloud = TestCloud::with(config).await;
    let body = json!({"email": "a@toko.example", "password": "a wrong password", "device": ""}).to_string();
    let try_from = |header: &'static str| {
        let request = Request::post("/v1/sign-in").header("content-type", "application/json");
        cloud.send(request.header("x-forwarded-for", header).body(Body::from(body.clone())).unwrap())
    };
    for forged in ["1.1.1.1, 9.9.9.9", "2.2.2.2, 9.9.9.9"] {
        assert_eq!(try_from(forged).await.status, 401);
    }
    assert_eq!(
        try_from("3.3.3.3, 9.9.9.9").await.status,
        429,
        "what a client wrote before the proxy counts for nothing"
    );
    assert_eq!(try_from("9.9.9.8").await.status, 401);
}
