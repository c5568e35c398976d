//! What tests of invitations begin with: a store on Team, an Owner, and somebody invited.

use keyholder_cloud::testing::{Person, Reply, TestCloud};
use keyholder_cloud::tokens::{self, Claim, Door};
use keyholder_domain::{InvitationId, StoreId};
use serde_json::{Value, json};
use uuid::Uuid;

/// The scene.
pub struct Invited {
    pub cloud: TestCloud,
    pub owner: Person,
    pub store: StoreId,
    pub invitation: InvitationId,
    pub email: String,
}

/// A password that nobody else has.
pub const HERS: &str = "sebuah kata sandi baru";

impl Invited {
    /// Sari is invited as a Seller by Ana, the Owner of Toko Melati, on Team.
    pub async fn new() -> Invited {
        Invited::on(TestCloud::new().await, "seller").await
    }

    pub async fn on(cloud: TestCloud, role: &str) -> Invited {
        let owner = cloud.person("Ana").await;
        let store = cloud.store(&owner, "Toko Melati").await;
        let outcome =
            cloud.ask(&owner, store, json!({"type": "plan.change", "from": "starter", "to": "team"})).await;
        assert!(outcome["accepted"].is_object(), "{outcome}");
        let email = "sari@toko.example".to_owned();
        let invitation = send(&cloud, &owner, store, &email, role).await;
        Invited { cloud, owner, store, invitation, email }
    }

    /// The token of the newest link.
    pub async fn token(&self, door: Door) -> String {
        let held = self.cloud.held(self.store).await;
        let sent_count = held.store.invitation(self.invitation).unwrap().sent_count;
        self.token_of(door, sent_count)
    }

    pub fn token_of(&self, door: Door, sent_count: u32) -> String {
        let claim = Claim { store: self.store, invitation: self.invitation, sent_count, door };
        tokens::mint(&self.cloud.state.secrets, &claim)
    }

    /// The Owner asks something.
    pub async fn ask(&self, op: Value) {
        let outcome = self.cloud.ask(&self.owner, self.store, op).await;
        assert!(outcome["accepted"].is_object(), "{outcome}");
    }

    pub async fn ask_of_invitation(&self, kind: &str) {
        self.ask(json!({"type": kind, "invitation": self.invitation})).await;
    }

    pub async fn show(&self, token: &str) -> Reply {
        self.cloud.get(&format!("/v1/invitations/{token}"), "").await
    }

    /// Sari, who has no account yet, accepts.
    pub async fn accept_new(&self, token: &str) -> Reply {
        self.accept(token, "", json!({"name": "Sari", "password": HERS})).await
    }

    pub async fn accept(&self, token: &str, bearer: &str, body: Value) -> Reply {
        self.cloud.post(&format!("/v1/invitations/{token}/accept"), bearer, body).await
    }

    /// How many members the store has.
    pub async fn members(&self) -> usize {
        self.cloud.held(self.store).await.store.member_count()
    }

    pub async fn verified(&self) -> Option<bool> {
        let email = self.email.clone();
        let found = self.cloud.state.db.read(move |tx| tx.account_by_email(&email)).await;
        found.unwrap().map(|account| account.verified)
    }
}

pub async fn send(cloud: &TestCloud, by: &Person, store: StoreId, email: &str, role: &str) -> InvitationId {
    let invitation = Uuid::now_v7();
    let op = json!({"type": "invitation.send", "invitation": invitation, "email": email, "role": role, "groups": []});
    let outcome = cloud.ask(by, store, op).await;
    assert!(outcome["accepted"].is_object(), "{outcome}");
    InvitationId::from_uuid(invitation)
}
