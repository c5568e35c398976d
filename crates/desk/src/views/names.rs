//! The names behind ids, and ops and events put into named values that a text can use.
//!
//! The store knows the names of what it holds. What it no longer holds (a deleted group, a removed member) is looked up in the
//! entries and ops that this desk keeps.

use std::cell::OnceCell;
use std::collections::HashMap;

use keyholder_domain::id::{GroupId, InvitationId, MemberId};
use keyholder_domain::store::Store;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::able::Keepers;
use super::shared::{Told, With};
use crate::picture::Picture;

/// Shown where an address was erased, or is not known here.
pub const NO_NAME: &str = "—";

/// What past entries and kept ops called things, and the names of those who may change others.
#[derive(Clone, Debug, Default)]
pub struct Names {
    past: HashMap<Uuid, String>,
    keepers: OnceCell<Keepers>,
}

impl Names {
    /// Collects what the picture's entries and kept ops call things.
    pub fn of(picture: &Picture) -> Names {
        let mut names = Names::default();
        for entry in picture.recent.iter().rev() {
            if let Value::Object(event) = &entry.event {
                names.learn(event);
            }
        }
        for pending in &picture.pending {
            if let Value::Object(op) = &pending.raw {
                names.learn(op);
            }
        }
        names
    }

    /// What the present store calls it, else what the past called it.
    pub fn any(&self, store: &Store, id: Uuid) -> Option<String> {
        let group = GroupId::from_uuid(id);
        let group =
            || store.group(group).map(|it| it.name.as_str()).or_else(|| store.deleted_group_name(group));
        let member = MemberId::from_uuid(id);
        let member = || Some(store.member(member).or_else(|| store.former(member))?.name());
        let invitation = || Some(store.invitation(InvitationId::from_uuid(id))?.email());
        let known = group().or_else(member).or_else(invitation).filter(|name| !name.is_empty());
        known.map(str::to_owned).or_else(|| self.past.get(&id).cloned())
    }

    /// A member's name, or a dash.
    pub fn member(&self, store: &Store, id: MemberId) -> String {
        self.any(store, id.uuid()).unwrap_or_else(|| NO_NAME.to_owned())
    }

    /// Those who may change others, looked up when the first control is greyed. Always asked with the same store.
    pub fn keepers(&self, store: &Store) -> &Keepers {
        self.keepers.get_or_init(|| Keepers::of(store))
    }

    /// A refusal with the names of the ids in it beside them.
    pub fn told(&self, store: &Store, mut told: Told) -> Told {
        for (id, name) in [("group", "group_name"), ("member", "who"), ("invitation", "email")] {
            if let Some(found) = told.with.get(id).and_then(|id| self.of_value(store, id)) {
                told.with.insert(name.to_owned(), found.into());
            }
        }
        told
    }

    /// An op's or event's fields as named values for a text.
    pub fn words(&self, store: &Store, kind: &str, fields: &Map<String, Value>) -> With {
        let mut with = With::new();
        for (field, value) in fields {
            // What tells the address itself needs no look-up of an invitation that may be gone.
            if field == "invitation" && fields.contains_key("email") {
                continue;
            }
            self.word(store, kind, field, value, &mut with);
        }
        with
    }

    fn word(&self, store: &Store, kind: &str, field: &str, value: &Value, with: &mut With) {
        let known = |id: &Value| self.of_value(store, id);
        let name = |id: &Value| known(id).unwrap_or_else(|| NO_NAME.to_owned());
        let mut say = |key: &str, value: Value| drop(with.insert(key.to_owned(), value));
        match (field, value) {
            ("type" | "account", _) => {}
            // Whoever is not known here is left out: the text has its own word for somebody.
            ("member", id) => known(id).into_iter().for_each(|name| say("who", name.into())),
            ("group", id) => known(id).into_iter().for_each(|name| say("group", name.into())),
            ("invitation", id) => say("email", name(id).into()),
            ("invited_by", id) => say("inviter", name(id).into()),
            ("move_to", Value::Null) => say("moves", "none".into()),
            ("move_to", id) => {
                say("moves", "group".into());
                say("to_group", name(id).into());
            }
            ("from" | "to", value) => say(&format!("{}_{field}", what_changes(kind)), value.clone()),
            ("groups", Value::Array(ids)) => {
                say("group_count", ids.len().into());
                say("groups", ids.iter().map(name).collect::<Vec<_>>().join(", ").into());
            }
            ("permissions", Value::Array(codes)) => {
                say("count", codes.len().into());
                say("permissions", value.clone());
            }
            ("members" | "invitations", Value::Array(ids)) => say(field, ids.len().into()),
            ("owner", owner) => {
                personal(owner.get("name")).into_iter().for_each(|name| say("who", name.into()));
            }
            ("email_as_typed", value) => {
                personal(Some(value)).into_iter().for_each(|typed| say("email", typed.into()));
            }
            ("email", value) => {
                say("email", personal(Some(value)).unwrap_or_else(|| NO_NAME.to_owned()).into());
            }
            ("name", value) => {
                personal(Some(value)).into_iter().for_each(|name| say(whose_name(kind), name.into()));
            }
            (_, value) => say(field, value.clone()),
        }
    }

    fn of_value(&self, store: &Store, id: &Value) -> Option<String> {
        self.any(store, id.as_str()?.parse().ok()?)
    }

    /// Remembers what one event or op calls the things it names.
    fn learn(&mut self, fields: &Map<String, Value>) {
        let id = |field: &str| fields.get(field)?.as_str()?.parse::<Uuid>().ok();
        let name = personal(fields.get("name"));
        let email = personal(fields.get("email"));
        let renamed = fields.get("to").and_then(Value::as_str);
        if let Some(group) = id("group") {
            let renamed = renamed.filter(|_| id("member").is_none() && id("invitation").is_none());
            if let Some(name) = name.clone().or(renamed.map(str::to_owned)) {
                self.past.insert(group, name);
            }
        }
        if let (Some(member), Some(name)) = (id("member"), name.or(email.clone())) {
            self.past.insert(member, name);
        }
        if let (Some(invitation), Some(email)) = (id("invitation"), email) {
            self.past.insert(invitation, email);
        }
        if let Some(Value::Object(owner)) = fields.get("owner") {
            let member = owner.get("member").and_then(Value::as_str).and_then(|id| id.parse().ok());
            if let (Some(member), Some(name)) = (member, personal(owner.get("name"))) {
                self.past.insert(member, name);
            }
        }
    }
}

/// What `from` and `to` of an op or event are: they are told under a name of their own.
fn what_changes(kind: &str) -> &'static str {
    match kind {
        "member.change_role"
        | "member.role_changed"
        | "invitation.change_role"
        | "invitation.role_changed" => "role",
        "plan.change" | "plan.changed" | "plan.forced" => "plan",
        "store.set_offline_lease" | "store.offline_lease_set" => "days",
        _ => "name",
    }
}

/// Whose name an op or event carries.
fn whose_name(kind: &str) -> &'static str {
    match kind {
        "group.create" | "group.created" | "group.deleted" => "group",
        "invitation.accepted" => "who",
        _ => "name",
    }
}

/// A text that may be personal: bare, salted, or erased (then there is none).
fn personal(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(bare) => Some(bare.clone()),
        Value::Object(wrapped) => wrapped.get("personal")?.as_str().map(str::to_owned),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::{Shop, id};
    use super::*;

    fn words(kind: &str, fields: Value) -> Value {
        let shop = Shop::new();
        let picture = shop.seen_by(shop.owner());
        let fields = fields.as_object().cloned().expect("an op's fields");
        Names::of(&picture).words(&picture.local, kind, &fields).into()
    }

    #[test]
    fn whoever_is_not_known_is_left_out_so_that_the_text_says_somebody() {
        let nobody = id(404).to_string();
        assert_eq!(words("member.suspended", json!({ "member": nobody })), json!({}));
        assert_eq!(words("invitation.withdrawn", json!({ "invitation": nobody })), json!({ "email": "—" }));
        let accepted =
            json!({ "invitation": nobody, "name": { "sealed": "00" }, "email": { "sealed": "00" } });
        assert_eq!(
            words("invitation.accepted", accepted),
            json!({ "email": "—" }),
            "erased names stay erased"
        );
    }

    #[test]
    fn from_and_to_are_told_as_what_they_are() {
        let change = |kind, from: Value, to: Value| words(kind, json!({ "from": from, "to": to }));
        let told = change("plan.change", json!("team"), json!("business"));
        assert_eq!(told, json!({ "plan_from": "team", "plan_to": "business" }));
        let told = change("store.set_offline_lease", json!(30), json!(7));
        assert_eq!(told, json!({ "days_from": 30, "days_to": 7 }));
        let told = change("store.renamed", json!("A"), json!("B"));
        assert_eq!(told, json!({ "name_from": "A", "name_to": "B" }));
    }

    #[test]
    fn a_refusal_carries_the_names_of_its_ids() {
        let mut shop = Shop::new();
        let group = shop.group("Kasir", &[]);
        let picture = shop.seen_by(shop.owner());
        let told = Told::new("name_taken", json!({ "group": group }));
        let told = Names::of(&picture).told(&picture.local, told);
        assert_eq!(told.with["group_name"], "Kasir");
    }
}
