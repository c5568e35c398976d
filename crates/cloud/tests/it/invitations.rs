//! Invitations as whoever holds a link meets them: in every state, by every kind of asker, in the wire's order.

use keyholder_cloud::testing::{PASSWORD, TestCloud};
use keyholder_cloud::tokens::Door;
use keyholder_domain::Plan;
use serde_json::json;

use crate::invited::{HERS, Invited, send};

const DAY: i64 = 86_400_000;

#[tokio::test]
async fn a_link_shows_who_invites_to_what_and_consumes_nothing() {
    let scene = Invited::new().await;
    for door in [Door::Mailed, Door::Copied] {
        let token = scene.token(door).await;
        let first = scene.show(&token).await;
        assert_eq!(first.status, 200);
        assert_eq!(
            first.body,
            json!({
                "store": scene.store, "store_name": "Toko Melati", "inviter": "Ana", "role": "seller",
                "email": "sari@toko.example", "expires_at": "2026-03-09T12:00:00Z", "status": "pending",
            })
        );
        assert_eq!(scene.show(&token).await.body, first.body);
        assert_eq!(first.headers["cache-control"], "no-store");
    }
}

#[tokio::test]
async fn what_is_no_link_of_ours_is_not_found() {
    let scene = Invited::new().await;
    let token = scene.token(Door::Mailed).await;
    let of_the_future = scene.token_of(Door::Mailed, 9);
    for other in ["x", &token[1..], &format!("{token}A"), &"A".repeat(5_000), &of_the_future] {
        assert_eq!(scene.show(other).await.told(), (404, "not_found"));
        assert_eq!(scene.accept_new(other).await.told(), (404, "not_found"));
        assert_eq!(
            scene.accept(other, "", json!({})).await.told(),
            (404, "not_found"),
            "the token is judged first"
        );
    }
    let elsewhere = TestCloud::new().await;
    assert_eq!(elsewhere.get(&format!("/v1/invitations/{token}"), "").await.told(), (404, "not_found"));
}

#[tokio::test]
async fn a_newcomer_joins_with_a_name_and_a_password() {
    let scene = Invited::new().await;
    let token = scene.token(Door::Mailed).await;
    let joined = scene.accept_new(&token).await;
    assert_eq!(joined.status, 201, "{}", joined.body);
    assert_eq!(joined.body["store"], json!(scene.store));
    let signed = scene
        .cloud
        .post("/v1/sign-in", "", json!({"email": scene.email, "password": HERS, "device": "PC"}))
        .await;
    let bearer = signed.body["access_token"].as_str().unwrap();
    let me = scene.cloud.get(&format!("/v1/stores/{}/me", scene.store), bearer).await;
    assert_eq!((&signed.body["account"]["name"], &me.body["role"]), (&json!("Sari"), &json!("seller")));
    assert_eq!(me.body["member"], joined.body["member"]);
    assert_eq!(scene.show(&token).await.body["status"], "accepted");
    let activity = scene.cloud.get(&format!("/v1/stores/{}/activity", scene.store), &scene.owner.token).await;
    let entry = &activity.body["entries"][0];
    assert_eq!(
        (&entry["event"]["type"], &entry["by"]),
        (&json!("invitation.accepted"), &joined.body["member"])
    );
    assert_eq!(entry["event"]["email"]["personal"], "sari@toko.example");
}

#[tokio::test]
async fn a_mailed_link_proves_the_address_and_a_copied_one_does_not() {
    for (door, proved) in [(Door::Mailed, true), (Door::Copied, false)] {
        let scene = Invited::new().await;
        assert_eq!(scene.accept_new(&scene.token(door).await).await.status, 201);
        assert_eq!(scene.verified().await, Some(proved), "{door:?}");
    }
    for (door, proved) in [(Door::Mailed, true), (Door::Copied, false)] {
        let scene = Invited::new().await;
        let sari = scene.cloud.person("Sari").await;
        assert_eq!(scene.verified().await, Some(false), "a sign-up alone proves nothing");
        assert_eq!(scene.accept(&scene.token(door).await, &sari.token, json!({})).await.status, 201);
        assert_eq!(scene.verified().await, Some(proved), "{door:?}");
    }
}

#[tokio::test]
async fn only_the_invited_address_may_accept() {
    let scene = Invited::new().await;
    let token = scene.token(Door::Mailed).await;
    let budi = scene.cloud.person("Budi").await;
    for bearer in [&budi.token, &scene.owner.token] {
        assert_eq!(scene.accept(&token, bearer, json!({})).await.told(), (403, "wrong_account"));
    }
    assert_eq!(
        scene.accept(&token, "rubbish", json!({"name": "Sari", "password": HERS})).await.told(),
        (401, "unauthenticated")
    );
    assert_eq!(scene.accept(&token, "", json!({})).await.told(), (401, "unauthenticated"));
    assert_eq!(scene.accept(&token, "", json!({"name": "Sari"})).await.told(), (400, "malformed"));
    assert_eq!(scene.accept(&token, "", json!({"password": HERS})).await.told(), (400, "malformed"));
    assert_eq!(scene.members().await, 1);
}

#[tokio::test]
async fn a_link_never_sets_the_password_of_an_account_that_exists() {
    let scene = Invited::new().await;
    let sari = scene.cloud.person("Sari").await;
    let token = scene.token(Door::Mailed).await;
    assert_eq!(scene.accept_new(&token).await.told(), (409, "sign_in_required"));
    let with_hers = json!({"email": scene.email, "password": HERS, "device": ""});
    assert_eq!(scene.cloud.post("/v1/sign-in", "", with_hers).await.status, 401);
    let with_old = json!({"email": scene.email, "password": PASSWORD, "device": ""});
    assert_eq!(scene.cloud.post("/v1/sign-in", "", with_old).await.status, 200);
    assert_eq!(scene.accept(&token, &sari.token, json!({})).await.status, 201);
}

#[tokio::test]
async fn a_newcomers_name_and_password_must_be_good() {
    let scene = Invited::new().await;
    let token = scene.token(Door::Mailed).await;
    let weak = scene.accept(&token, "", json!({"name": "Sari", "password": "short"})).await;
    assert_eq!(weak.told(), (422, "weak_password"));
    let nameless = scene.accept(&token, "", json!({"name": " ", "password": HERS})).await;
    assert_eq!((nameless.told(), &nameless.body["with"]), ((422, "invalid_name"), &json!({"why": "empty"})));
    assert_eq!(scene.verified().await, None);
    assert_eq!(scene.accept_new(&token).await.status, 201, "neither consumed anything");
}

#[tokio::test]
async fn accepting_twice_gives_one_membership() {
    let scene = Invited::new().await;
    let token = scene.token(Door::Mailed).await;
    let joined = scene.accept_new(&token).await;
    let sari = json!({"email": scene.email, "password": HERS, "device": ""});
    let sari =
        scene.cloud.post("/v1/sign-in", "", sari).await.body["access_token"].as_str().unwrap().to_owned();
    let again = scene.accept(&token, &sari, json!({})).await;
    assert_eq!(
        (again.status.as_u16(), &again.body),
        (200, &json!({"store": scene.store, "member": joined.body["member"], "already_joined": true}))
    );
    let anew = scene.accept_new(&token).await;
    assert_eq!(anew.told(), (409, "invitation_not_pending"), "told before `sign_in_required`");
    assert_eq!(anew.body["with"], json!({"status": "accepted"}));
    assert_eq!(scene.accept(&token, &scene.owner.token, json!({})).await.told(), (403, "wrong_account"));
    assert_eq!(scene.members().await, 2);

    let member = &joined.body["member"];
    scene.ask(json!({"type": "member.suspend", "member": member})).await;
    assert_eq!(scene.accept(&token, &sari, json!({})).await.status, 200, "a suspended member is still one");
    scene.ask(json!({"type": "member.remove", "member": member})).await;
    let gone = scene.accept(&token, &sari, json!({})).await;
    assert_eq!(
        (gone.told(), &gone.body["with"]),
        ((409, "invitation_not_pending"), &json!({"status": "accepted"}))
    );
}

#[tokio::test]
async fn withdrawn_and_expired_invitations_show_themselves_and_let_nobody_in() {
    for status in ["withdrawn", "expired"] {
        let scene = Invited::new().await;
        let token = scene.token(Door::Mailed).await;
        match status {
            "withdrawn" => scene.ask_of_invitation("invitation.withdraw").await,
            _ => scene.cloud.advance(7 * DAY),
        }
        let shown = scene.show(&token).await;
        assert_eq!((shown.status.as_u16(), &shown.body["status"]), (200, &json!(status)));
        let told = scene.accept_new(&token).await;
        assert_eq!(
            (told.told(), &told.body["with"]["status"]),
            ((409, "invitation_not_pending"), &json!(status))
        );
        assert_eq!(scene.verified().await, None, "no account is made on the way");
        let sari = scene.cloud.person("Sari").await;
        assert_eq!(
            scene.accept(&token, &sari.token, json!({})).await.told(),
            (409, "invitation_not_pending")
        );
        assert_eq!(
            scene.accept_new(&token).await.told(),
            (409, "sign_in_required"),
            "the asker is judged before the status"
        );
        let budi = scene.cloud.person("Budi").await;
        assert_eq!(scene.accept(&token, &budi.token, json!({})).await.told(), (403, "wrong_account"));
    }
}

#[tokio::test]
async fn an_invitation_lives_for_seven_days_to_the_millisecond() {
    let scene = Invited::new().await;
    let token = scene.token(Door::Mailed).await;
    scene.cloud.advance(7 * DAY - 1);
    assert_eq!(scene.show(&token).await.body["status"], "pending");
    scene.cloud.advance(1);
    assert_eq!(scene.show(&token).await.body["status"], "expired");
    scene.cloud.advance(-1);
    assert_eq!(scene.show(&token).await.body["status"], "pending", "nothing happened meanwhile");
}

#[tokio::test]
async fn sending_again_and_changing_the_role_kill_the_older_links() {
    for kind in ["resend", "change_role"] {
        let scene = Invited::new().await;
        let old = [scene.token(Door::Mailed).await, scene.token(Door::Copied).await];
        match kind {
            "resend" => scene.ask_of_invitation("invitation.resend").await,
            _ => {
                let op = json!({"type": "invitation.change_role", "invitation": scene.invitation, "from": "seller", "to": "viewer"});
                scene.ask(op).await;
            }
        }
        for token in &old {
            assert_eq!(scene.show(token).await.told(), (410, "newer_link_sent"));
            assert_eq!(scene.accept_new(token).await.told(), (410, "newer_link_sent"));
            assert_eq!(
                scene.accept(token, &scene.owner.token, json!({})).await.told(),
                (410, "newer_link_sent")
            );
        }
        assert_eq!(scene.accept_new(&scene.token(Door::Copied).await).await.status, 201);
        assert_eq!(scene.show(&old[0]).await.told(), (410, "newer_link_sent"), "also once it was accepted");
    }
}

#[tokio::test]
async fn an_inviter_who_lost_her_authority_invites_nobody() {
    let scene = Invited::new().await;
    let (admin, member) = scene.cloud.member(scene.store, "Budi", "admin").await;
    let invitation = send(&scene.cloud, &admin, scene.store, "tuti@toko.example", "seller").await;
    let scene = Invited { invitation, email: "tuti@toko.example".to_owned(), ..scene };
    let token = scene.token(Door::Mailed).await;
    scene
        .ask(json!({"type": "member.change_role", "member": member, "from": "admin", "to": "manager"}))
        .await;
    let told = scene.accept(&token, "", json!({"name": "Tuti", "password": HERS})).await;
    assert_eq!(told.told(), (409, "inviter_lost_authority"));
    assert_eq!(scene.verified().await, None);
    scene.ask_of_invitation("invitation.resend").await;
    let again = scene.token(Door::Mailed).await;
    assert_eq!(scene.accept(&again, "", json!({"name": "Tuti", "password": HERS})).await.status, 201);
}

#[tokio::test]
async fn over_the_limit_nobody_joins_until_the_active_members_fit() {
    let scene = Invited::new().await;
    let (_, budi) = scene.cloud.member(scene.store, "Budi", "seller").await;
    let token = scene.token(Door::Mailed).await;
    let (db, store, now) = (scene.cloud.state.db.clone(), scene.store, scene.cloud.now());
    let random = scene.cloud.state.random.clone();
    keyholder_cloud::plan::force(&db, store, Plan::Starter, now, random).await.unwrap();
    let told = scene.accept_new(&token).await;
    assert_eq!((told.told(), &told.body["with"]), ((409, "over_limit"), &json!({"used": 3, "limit": 1})));
    assert_eq!(scene.verified().await, None);
    scene.ask(json!({"type": "member.remove", "member": budi})).await;
    scene.ask(json!({"type": "plan.change", "from": "starter", "to": "team"})).await;
    assert_eq!(scene.accept_new(&token).await.status, 201);
}

#[tokio::test]
async fn of_two_who_accept_at_once_one_joins() {
    for _ in 0..8 {
        let scene = Invited::new().await;
        let token = scene.token(Door::Mailed).await;
        let (a, b) = tokio::join!(scene.accept_new(&token), scene.accept_new(&token));
        let mut told = [a.told(), b.told()];
        told.sort_unstable();
        assert_eq!(told, [(201, ""), (409, "invitation_not_pending")]);
        assert_eq!(scene.members().await, 2);
    }
}

#[tokio::test]
async fn of_withdrawing_and_accepting_at_once_one_wins_and_both_know() {
    for _ in 0..8 {
        let scene = Invited::new().await;
        let token = scene.token(Door::Mailed).await;
        let withdraw = json!({"type": "invitation.withdraw", "invitation": scene.invitation});
        let (accepted, withdrawn) =
            tokio::join!(scene.accept_new(&token), scene.cloud.ask(&scene.owner, scene.store, withdraw));
        match accepted.status.as_u16() {
            201 => {
                assert_eq!(withdrawn["refused"]["code"], "invitation_not_pending");
                assert_eq!(scene.members().await, 2);
            }
            _ => {
                assert_eq!(accepted.told(), (409, "invitation_not_pending"));
                assert!(withdrawn["accepted"].is_object(), "{withdrawn}");
                assert_eq!((scene.members().await, scene.verified().await), (1, None));
            }
        }
    }
}

#[tokio::test]
async fn one_who_was_removed_comes_back_as_a_new_member_without_old_groups() {
    let scene = Invited::new().await;
    let (budi, before) = scene.cloud.member(scene.store, "Budi", "seller").await;
    scene.ask(json!({"type": "member.remove", "member": before})).await;
    let invitation = send(&scene.cloud, &scene.owner, scene.store, &budi.email, "viewer").await;
    let scene = Invited { invitation, email: budi.email.clone(), ..scene };
    let back = scene.accept(&scene.token(Door::Copied).await, &budi.token, json!({})).await;
    assert_eq!(back.status, 201);
    assert_ne!(back.body["member"], json!(before));
}

#[tokio::test]
async fn the_link_is_for_the_owner_and_an_admin_who_outranks_the_offer() {
    let scene = Invited::new().await;
    let cloud = &scene.cloud;
    let (admin, _) = cloud.member(scene.store, "Budi", "admin").await;
    let (manager, _) = cloud.member(scene.store, "Citra", "manager").await;
    let stranger = cloud.person("Dedi").await;
    let for_admin = send(cloud, &scene.owner, scene.store, "tuti@toko.example", "admin").await;
    let link = |invitation| format!("/v1/stores/{}/invitations/{invitation}/link", scene.store);
    for (who, invitation, told) in [
        (&scene.owner, scene.invitation, (200, "")),
        (&scene.owner, for_admin, (200, "")),
        (&admin, scene.invitation, (200, "")),
        (&admin, for_admin, (403, "outranked")),
        (&manager, scene.invitation, (403, "area_required")),
        (&stranger, scene.invitation, (404, "not_found")),
        (&scene.owner, uuid::Uuid::now_v7().into(), (404, "not_found")),
    ] {
        assert_eq!(cloud.get(&link(invitation), &who.token).await.told(), told);
    }
    let outranked = cloud.get(&link(for_admin), &admin.token).await;
    assert_eq!(outranked.body["with"], json!({"actor_role": "admin", "target_role": "admin"}));
    assert_eq!(cloud.get(&link(scene.invitation), "").await.told(), (401, "unauthenticated"));

    let url = cloud.get(&link(scene.invitation), &admin.token).await.body["url"].as_str().unwrap().to_owned();
    let token = url.rsplit('/').next().unwrap().to_owned();
    assert!(url.starts_with(&format!("{}join/", cloud.state.config.public_url)), "{url}");
    assert_eq!(scene.show(&token).await.status, 200);
    assert_ne!(token, scene.token(Door::Mailed).await, "a copied link is another than the mailed one");

    let store = scene.store;
    let log = cloud.state.db.read(move |tx| tx.link_log(store)).await.unwrap();
    let shown: Vec<_> = log.iter().map(|row| row.invitation).collect();
    assert!(shown.contains(&scene.invitation) && shown.contains(&for_admin), "{log:?}");
    let activity = cloud.get(&format!("/v1/stores/{store}/activity"), &scene.owner.token).await;
    assert!(
        !activity.body.to_string().contains(&token),
        "looking at a link is no entry, and no entry holds one"
    );

    cloud.advance(7 * DAY);
    let expired = cloud.get(&link(scene.invitation), &scene.owner.token).await;
    assert_eq!(
        (expired.told(), &expired.body["with"]),
        ((409, "invitation_not_pending"), &json!({"status": "expired"}))
    );
    assert_eq!(
        cloud.get(&link(for_admin), &admin.token).await.told(),
        (403, "outranked"),
        "who may is asked before how it stands"
    );
}

#[tokio::test]
async fn a_suspended_owner_s_admin_gets_no_link() {
    let scene = Invited::new().await;
    let (admin, member) = scene.cloud.member(scene.store, "Budi", "admin").await;
    scene.ask(json!({"type": "member.suspend", "member": member})).await;
    let link = format!("/v1/stores/{}/invitations/{}/link", scene.store, scene.invitation);
    assert_eq!(scene.cloud.get(&link, &admin.token).await.told(), (403, "suspended"));
}
