//! A shop for one test: a cloud of its own, a store with as many people as the test needs, and their windows.

use serde_json::json;

use super::{
    cloud::Cloud,
    people::{Person, address, join, new_id},
    window::Window,
};

/// A store at a cloud, and its Owner.
pub struct Shop {
    pub cloud: Cloud,
    pub owner: Person,
    pub store: String,
}

impl Shop {
    /// A new shop on a plan, with nobody but its Owner, Ratna.
    pub async fn open(plan: &str) -> Shop {
        let cloud = Cloud::start().await;
        let owner = Person::sign_up(&cloud.url(), "Ratna Wijaya").await;
        let store = owner.create_store("Toko Melati").await;
        cloud.force_plan(&store, plan);
        Shop { cloud, owner, store }
    }

    /// A group with these permissions; gives its id.
    pub async fn group(&self, name: &str, permissions: &[&str]) -> String {
        let group = new_id();
        let op = json!({ "type": "group.create", "group": group, "name": name, "permissions": permissions });
        self.owner.ask(&self.store, op).await;
        group
    }

    /// Invites somebody and has her join.
    pub async fn member(&self, name: &str, role: &str, groups: &[&str]) -> Person {
        let invitation = new_id();
        let email = address(name);
        let op = json!({ "type": "invitation.send", "invitation": invitation, "email": email, "role": role, "groups": groups });
        self.owner.ask(&self.store, op).await;
        join(&self.cloud.url(), &self.owner.link(&self.store, &invitation).await, name).await;
        Person::sign_in(&self.cloud.url(), name).await
    }

    /// A window with data of its own, signed in by hand as this person.
    pub async fn window(&self, person: &Person) -> Window {
        let window = Window::open(&self.cloud.url()).await;
        window.sign_in(&person.email).await;
        window
    }

    /// The ids of members, by address, as the cloud tells them now.
    pub async fn role_of(&self, email: &str) -> Option<String> {
        let snapshot = self.owner.snapshot(&self.store).await;
        let members = snapshot["members"].as_array()?;
        members.iter().find(|member| member["email"] == email)?["role"].as_str().map(str::to_owned)
    }

    /// The id of a member, by address, as the cloud tells it now.
    pub async fn member_id(&self, email: &str) -> String {
        self.owner.member_id(&self.store, email).await
    }

    /// The Owner gives a member another role, at the cloud.
    pub async fn changes_role(&self, email: &str, from: &str, to: &str) {
        self.owner.changes_role(&self.store, email, from, to).await;
    }

    /// The addresses that are invited, as the cloud tells them now.
    pub async fn invited(&self) -> Vec<String> {
        let snapshot = self.owner.snapshot(&self.store).await;
        let all = snapshot["invitations"].as_array().cloned().unwrap_or_default();
        all.iter().filter_map(|invitation| invitation["email"].as_str().map(str::to_owned)).collect()
    }

    /// The names of all groups, as the cloud tells them now.
    pub async fn groups(&self) -> Vec<String> {
        let snapshot = self.owner.snapshot(&self.store).await;
        let all = snapshot["groups"].as_array().cloned().unwrap_or_default();
        all.iter().filter_map(|group| group["name"].as_str().map(str::to_owned)).collect()
    }

    /// The permissions of a group, as the cloud tells them now.
    pub async fn permissions_of(&self, group: &str) -> Vec<String> {
        let snapshot = self.owner.snapshot(&self.store).await;
        let all = snapshot["groups"].as_array().cloned().unwrap_or_default();
        let Some(found) = all.iter().find(|one| one["id"] == group) else { return Vec::new() };
        let codes = found["permissions"].as_array().cloned().unwrap_or_default();
        codes.iter().filter_map(|code| code.as_str().map(str::to_owned)).collect()
    }
}
