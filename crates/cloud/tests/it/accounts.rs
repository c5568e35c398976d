//! Accounts: one address, one account, with a good password and a name.

use keyholder_cloud::testing::TestCloud;
use serde_json::{Value, json};

async fn sign_up(cloud: &TestCloud, email: &str, password: &str, name: &str) -> (u16, Value) {
    let asked = json!({"email": email, "password": password, "name": name});
    let reply = cloud.post("/v1/accounts", "", asked).await;
    (reply.status.as_u16(), reply.body)
}

#[tokio::test]
async fn an_account_is_made_once_however_its_address_is_spelt() {
    let cloud = TestCloud::new().await;
    let (status, made) = sign_up(&cloud, " Ana@Toko.Example ", "correct horse battery", " Ana ").await;
    assert_eq!(status, 201);
    assert!(made["account"].is_string(), "{made}");
    for spelling in ["ana@toko.example", "ANA@TOKO.EXAMPLE"] {
        let (status, told) = sign_up(&cloud, spelling, "another long password", "Other").await;
        assert_eq!((status, &told["code"]), (409, &json!("account_exists")));
    }
    let signed = cloud
        .post(
            "/v1/sign-in",
            "",
            json!({"email": "ana@toko.example", "password": "correct horse battery", "device": "PC"}),
        )
        .await;
    assert_eq!(
        signed.body["account"],
        json!({"id": made["account"], "email": "ana@toko.example", "email_as_typed": "Ana@Toko.Example", "name": "Ana"})
    );
    assert_eq!(signed.body["expires_in"], cloud.state.config.access_for.as_secs());
}

#[tokio::test]
async fn what_is_wrong_with_a_sign_up_is_told() {
    let cloud = TestCloud::new().await;
    let fine = ("ana@toko.example", "correct horse battery", "Ana");
    for (email, password, name, code, why) in [
        ("ana", fine.1, fine.2, "invalid_email", Some("no_at")),
        ("", fine.1, fine.2, "invalid_email", Some("empty")),
        (fine.0, fine.1, " ", "invalid_name", Some("empty")),
        (fine.0, fine.1, "a\u{202E}b", "invalid_name", Some("bidi")),
        (fine.0, fine.1, &"x".repeat(61), "invalid_name", Some("too_long")),
        (fine.0, "elevenchars", fine.2, "weak_password", None),
        (fine.0, &"x".repeat(1025), fine.2, "weak_password", None),
    ] {
        let (status, told) = sign_up(&cloud, email, password, name).await;
        assert_eq!((status, told["code"].as_str()), (422, Some(code)), "{told}");
        assert_eq!(told["with"]["why"].as_str(), why);
    }
    let (status, _) = sign_up(&cloud, fine.0, &"é".repeat(12), fine.2).await;
    assert_eq!(status, 201, "characters are counted, not bytes, and nothing of the above was kept");
}

#[tokio::test]
async fn a_body_of_another_shape_is_malformed() {
    let cloud = TestCloud::new().await;
    for body in
        [json!({}), json!({"email": 1, "password": "correct horse battery", "name": "Ana"}), json!([])]
    {
        let told = cloud.post("/v1/accounts", "", body).await;
        assert_eq!(told.told(), (400, "malformed"));
    }
}

#[tokio::test]
async fn two_sign_ups_at_once_make_one_account() {
    let cloud = TestCloud::new().await;
    let sign_up = || sign_up(&cloud, "ana@toko.example", "correct horse battery", "Ana");
    let (a, b) = tokio::join!(sign_up(), sign_up());
    let mut statuses = [a.0, b.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
}
