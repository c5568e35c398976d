//! The page behind a link: every state of it, in both languages, without JavaScript, and forms sent as a browser sends them.

use axum::body::Body;
use axum::http::Request;
use keyholder_cloud::config::Config;
use keyholder_cloud::limits::{LimitRates, Rate};
use keyholder_cloud::testing::{PASSWORD, Reply, TestCloud};
use keyholder_cloud::tokens::Door;
use keyholder_domain::Plan;
use serde_json::json;
use url::form_urlencoded;

use crate::invited::{HERS, Invited};

const DAY: i64 = 86_400_000;

impl Invited {
    async fn page(&self, token: &str, query: &str, accept_language: &str) -> Reply {
        let request =
            Request::get(format!("/join/{token}{query}")).header("accept-language", accept_language);
        self.cloud.send(request.body(Body::empty()).unwrap()).await
    }

    /// The form, sent as a browser does.
    async fn submit(&self, token: &str, fields: &[(&str, &str)]) -> Reply {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(format!("/join/{token}?lang=en"))
            .header("content-type", "application/x-www-form-urlencoded");
        self.cloud.send(request.body(Body::from(body)).unwrap()).await
    }
}

fn html(reply: &Reply) -> &str {
    let kind = reply.headers["content-type"].to_str().unwrap();
    assert!(kind.starts_with("text/html"), "{kind}: {}", reply.body);
    reply.body.as_str().unwrap()
}

#[track_caller]
fn says(reply: &Reply, status: u16, words: &[&str]) {
    assert_eq!(reply.status, status, "{}", reply.body);
    for word in words {
        assert!(html(reply).contains(word), "`{word}` is missing in {}", reply.body);
    }
}

#[tokio::test]
async fn the_page_shows_store_inviter_role_and_expiry_and_asks_for_name_and_password() {
    let scene = Invited::new().await;
    let token = scene.token(Door::Mailed).await;
    let page = scene.page(&token, "", "en").await;
    says(&page, 200, &["Toko Melati", "Ana", "Seller", "sari@toko.example", "9 March 2026, 12:00 UTC"]);
    says(
        &page,
        200,
        &[
            "<html lang=\"en\">",
            "<form method=\"post\"",
            "name=\"name\"",
            "name=\"password\"",
            "minlength=\"12\"",
        ],
    );
    assert!(!html(&page).contains("<script"), "no JavaScript");
    assert!(
        !html(&page).contains("http://") && !html(&page).contains("https://"),
        "nothing is loaded from anywhere"
    );
}

#[tokio::test]
async fn it_speaks_the_browser_s_language_or_the_one_chosen_by_hand() {
    let scene = Invited::new().await;
    let token = scene.token(Door::Mailed).await;
    let page = scene.page(&token, "", "id-ID,id;q=0.9,en;q=0.8").await;
    says(&page, 200, &["<html lang=\"id\">", "Bergabung dengan Toko Melati", "9 Maret 2026 pukul 19.00 WIB"]);
    assert_eq!(page.headers["content-language"], "id");
    let by_hand = scene.page(&token, "?lang=en", "id").await;
    says(&by_hand, 200, &["Join Toko Melati"]);
    says(&by_hand, 200, &[&format!("href=\"/join/{token}?lang=id\"")]);
    says(&scene.page(&token, "?lang=xx&lang=id&utm=1", "en").await, 200, &["<html lang=\"en\">"]);
}

#[tokio::test]
async fn its_address_goes_nowhere_and_its_bytes_into_no_cache() {
    let scene = Invited::new().await;
    let token = scene.token(Door::Mailed).await;
    for page in [
        scene.page(&token, "", "en").await,
        scene.page("unknown", "", "en").await,
        scene.submit(&token, &[]).await,
    ] {
        let header = |name: &str| page.headers[name].to_str().unwrap();
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("x-content-type-options"), "nosniff");
        let policy = header("content-security-policy");
        for part in ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
        {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}

#[tokio::test]
async fn a_newcomer_joins_by_the_form_alone() {
    let scene = Invited::new().await;
    let token = scene.token(Door::Mailed).await;
    let done = scene
        .submit(&token, &[("name", "Sari Dewi"), ("password", HERS), ("username", "sari@toko.example")])
        .await;
    says(&done, 200, &["Welcome to Toko Melati", "sari@toko.example", "<code>http://127.0.0.1</code>"]);
    assert!(!html(&done).contains("copied by hand"), "the mailed link proved the address");
    let signed = json!({"email": scene.email, "password": HERS, "device": "PC"});
    let signed = scene.cloud.post("/v1/sign-in", "", signed).await;
    assert_eq!((signed.status.as_u16(), &signed.body["account"]["name"]), (200, &json!("Sari Dewi")));
    says(&scene.page(&token, "", "en").await, 200, &["You have already joined"]);
    let again = scene.submit(&token, &[("name", "Other"), ("password", "another long password")]).await;
    says(&again, 409, &["You have already joined"]);
    assert_eq!(scene.members().await, 2);
}

#[tokio::test]
async fn whoever_came_by_a_copied_link_is_told_that_her_address_is_unproved() {
    let scene = Invited::new().await;
    let done = scene.submit(&scene.token(Door::Copied).await, &[("name", "Sari"), ("password", HERS)]).await;
    says(&done, 200, &["Welcome to Toko Melati", "copied by hand"]);
}

#[tokio::test]
async fn what_was_wrong_is_said_and_the_name_is_kept_but_not_the_password() {
    let scene = Invited::new().await;
    let token = scene.token(Door::Mailed).await;
    let typed = "O'Brien <b>Sari</b>";
    let weak = scene.submit(&token, &[("name", typed), ("password", "tooshort-x1")]).await;
    says(
        &weak,
        422,
        &[
            "role=\"alert\"",
            "12 to 1,024 characters",
            "value=\"O&#39;Brien &lt;b&gt;Sari&lt;/b&gt;\"",
            "aria-invalid",
        ],
    );
    assert!(!html(&weak).contains("tooshort-x1"));
    let nameless = scene.submit(&token, &[("name", "  "), ("password", HERS)]).await;
    says(&nameless, 422, &["Please say what you are called"]);
    assert!(!html(&nameless).contains(HERS));
    says(&scene.submit(&token, &[]).await, 422, &["Please say what you are called"]);
    says(
        &scene.submit(&token, &[("name", &"x".repeat(61)), ("password", HERS)]).await,
        422,
        &["at most 60 characters"],
    );
    assert_eq!(scene.members().await, 1);
}

#[tokio::test]
async fn an_address_that_has_an_account_signs_in_on_the_page() {
    let scene = Invited::new().await;
    scene.cloud.person("Sari").await;
    let token = scene.token(Door::Mailed).await;
    let page = scene.page(&token, "", "en").await;
    says(&page, 200, &["has a Keyholder account already", "current-password"]);
    assert!(!html(&page).contains("name=\"name\""), "no name is asked for");
    let wrong = scene.submit(&token, &[("password", HERS)]).await;
    says(&wrong, 422, &["not the password of this account", "current-password"]);
    assert_eq!(scene.members().await, 1);
    says(&scene.submit(&token, &[("password", PASSWORD)]).await, 200, &["Welcome to Toko Melati"]);
    assert_eq!((scene.members().await, scene.verified().await), (2, Some(true)));
}

#[tokio::test]
async fn every_end_of_an_invitation_has_its_page() {
    let scene = Invited::new().await;
    let token = scene.token(Door::Mailed).await;
    for other in ["nonsense", &token[1..]] {
        says(&scene.page(other, "", "en").await, 404, &["This link opens nothing"]);
        says(
            &scene.submit(other, &[("name", "S"), ("password", HERS)]).await,
            404,
            &["This link opens nothing"],
        );
    }
    scene.ask_of_invitation("invitation.resend").await;
    says(&scene.page(&token, "", "en").await, 410, &["A newer link was sent"]);
    says(&scene.submit(&token, &[("name", "S"), ("password", HERS)]).await, 410, &["A newer link was sent"]);
    let newer = scene.token(Door::Mailed).await;
    scene.cloud.advance(7 * DAY);
    says(&scene.page(&newer, "", "en").await, 200, &["This invitation has expired", "Ana"]);
    says(
        &scene.submit(&newer, &[("name", "S"), ("password", HERS)]).await,
        409,
        &["This invitation has expired"],
    );
    scene.ask_of_invitation("invitation.withdraw").await;
    says(&scene.page(&newer, "", "id").await, 200, &["Undangan ini sudah ditarik"]);
    assert_eq!((scene.members().await, scene.verified().await), (1, None));
}

#[tokio::test]
async fn refusals_of_the_rules_are_said_in_words() {
    let scene = Invited::new().await;
    let token = scene.token(Door::Mailed).await;
    let (db, random) = (scene.cloud.state.db.clone(), scene.cloud.state.random.clone());
    keyholder_cloud::plan::force(&db, scene.store, Plan::Starter, scene.cloud.now(), random).await.unwrap();
    let full = scene.submit(&token, &[("name", "Sari"), ("password", HERS)]).await;
    says(&full, 409, &["no seat free just now", "value=\"Sari\""]);
}

#[tokio::test]
async fn guessing_on_the_page_is_slowed_down_too() {
    let few = Rate { burst: 2, every_secs: 30 };
    let rates = LimitRates { sign_in_address: few, ..LimitRates::default() };
    let cloud = TestCloud::with(Config { limits: Some(rates), ..TestCloud::config() }).await;
    let scene = Invited::on(cloud, "seller").await;
    scene.cloud.person("Sari").await;
    let token = scene.token(Door::Mailed).await;
    scene.cloud.advance(600_000);
    for _ in 0..2 {
        says(&scene.submit(&token, &[("password", "a wrong password")]).await, 422, &[]);
    }
    let slowed = scene.submit(&token, &[("password", PASSWORD)]).await;
    says(&slowed, 429, &["Too many tries", "30 seconds"]);
    assert_eq!(slowed.headers["retry-after"], "30");
}
