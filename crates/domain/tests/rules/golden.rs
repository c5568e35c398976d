//! One file of every op and every event, as they stand on the wire for ever. A new one is asked for by name; an old one
//! that no longer reads the same is a broken promise to every desk and every stored entry.

use std::fs;
use std::path::PathBuf;

use keyholder_domain::{Event, Op, OpProblem};
use serde_json::Value;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

fn golden(kind: &str, code: &str) -> Value {
    let path = folder(kind).join(format!("{code}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|_| {
        panic!("tests/golden/{kind}/{code}.json is missing: write one, and never change it")
    });
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("tests/golden/{kind}/{code}.json: {error}"))
}

fn files(kind: &str) -> Vec<String> {
    let names =
        fs::read_dir(folder(kind)).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut codes: Vec<String> = names.map(|name| name.trim_end_matches(".json").to_owned()).collect();
    codes.sort();
    codes
}

// Every op of the wire, by name. The match below does not compile until a new variant is named here.
const OPS: &[&str] = &[
    "group.create",
    "group.delete",
    "group.grant",
    "group.rename",
    "group.revoke",
    "invitation.add_to_group",
    "invitation.change_role",
    "invitation.remove_from_group",
    "invitation.resend",
    "invitation.send",
    "invitation.withdraw",
    "member.add_to_group",
    "member.change_role",
    "member.remove",
    "member.remove_from_group",
    "member.restore",
    "member.suspend",
    "plan.change",
    "store.rename",
    "store.set_offline_lease",
];

fn named(op: &Op) -> &'static str {
    match op {
        Op::GroupCreate { .. } => "group.create",
        Op::GroupRename { .. } => "group.rename",
        Op::GroupDelete { .. } => "group.delete",
        Op::GroupGrant { .. } => "group.grant",
        Op::GroupRevoke { .. } => "group.revoke",
        Op::MemberChangeRole { .. } => "member.change_role",
        Op::MemberAddToGroup { .. } => "member.add_to_group",
        Op::MemberRemoveFromGroup { .. } => "member.remove_from_group",
        Op::MemberSuspend { .. } => "member.suspend",
        Op::MemberRestore { .. } => "member.restore",
        Op::MemberRemove { .. } => "member.remove",
        Op::InvitationSend { .. } => "invitation.send",
        Op::InvitationResend { .. } => "invitation.resend",
        Op::InvitationWithdraw { .. } => "invitation.withdraw",
        Op::InvitationChangeRole { .. } => "invitation.change_role",
        Op::InvitationAddToGroup { .. } => "invitation.add_to_group",
        Op::InvitationRemoveFromGroup { .. } => "invitation.remove_from_group",
        Op::StoreRename { .. } => "store.rename",
        Op::PlanChange { .. } => "plan.change",
        Op::StoreSetOfflineLease { .. } => "store.set_offline_lease",
    }
}

#[test]
fn every_op_reads_and_writes_as_its_golden_file() {
    for code in OPS {
        let value = golden("ops", code);
        let op = Op::parse(&value).unwrap_or_else(|problem| panic!("{code}: {problem}"));
        assert_eq!(named(&op), *code);
        assert_eq!(op.kind(), *code);
        assert_eq!(op.to_value(), value, "{code} is written as it is read");
    }
    assert_eq!(files("ops"), OPS, "no file without an op");
}

#[test]
fn every_event_reads_and_writes_as_its_golden_file() {
    for code in Event::TYPES {
        let value = golden("events", code);
        let event = Event::read(&value).unwrap_or_else(|problem| panic!("{code}: {problem}"));
        assert_eq!(event.kind(), *code);
        assert_eq!(event.to_value(), value, "{code} is written as it is read");
        let mut newer = value.clone();
        newer["a_later_field"] = true.into();
        assert_eq!(Event::read(&newer), Ok(event), "a reader leaves a field aside that it does not know");
    }
    let mut types = Event::TYPES.to_vec();
    types.sort_unstable();
    assert_eq!(files("events"), types, "no file without an event");
}

#[test]
fn an_op_with_a_field_that_is_not_known_is_not_half_done() {
    for code in OPS {
        let mut value = golden("ops", code);
        value["quietly"] = true.into();
        assert_eq!(Op::parse(&value), Err(OpProblem::UnknownOp), "{code}");
    }
    let later = serde_json::json!({ "type": "group.merge", "group": 7 });
    assert_eq!(Op::parse(&later), Err(OpProblem::UnknownOp));
}

#[test]
fn an_op_with_a_field_of_the_wrong_type_is_malformed() {
    for code in OPS {
        let value = golden("ops", code);
        for field in value.as_object().unwrap().keys().filter(|field| *field != "type") {
            for wrong in ["{}", "true", "-1", "400", "1.5", "[7]", "[null]", "\"\""] {
                let mut broken = value.clone();
                broken[field] = serde_json::from_str(wrong).unwrap();
                // An empty text is a text: whether it is a name is judged later, as a refusal.
                let holds_text = value[field].is_string()
                    && !matches!(field.as_str(), "group" | "member" | "invitation" | "move_to");
                if broken[field] == "" && holds_text {
                    assert!(Op::parse(&broken).is_ok(), "{broken}");
                    continue;
                }
                let problem = Op::parse(&broken).expect_err(&broken.to_string());
                assert!(
                    matches!(problem, OpProblem::Malformed { field: told } if told == field),
                    "{broken}: {problem}"
                );
            }
            let mut missing = value.clone();
            missing.as_object_mut().unwrap().remove(field);
            let read = Op::parse(&missing);
            assert_eq!(read.is_ok(), field == "move_to", "{missing}: only `move_to` may be left out");
        }
    }
    for value in ["null", "7", "[]", "{}", "{\"type\": 7}"] {
        let problem = Op::parse(&serde_json::from_str(value).unwrap()).unwrap_err();
        assert!(matches!(problem, OpProblem::Malformed { .. }), "{value}");
    }
}

#[test]
fn left_out_is_not_null() {
    let mut value = golden("ops", "group.delete");
    let read = |value: &Value| match Op::parse(value) {
        Ok(Op::GroupDelete { move_to, .. }) => move_to,
        other => panic!("{other:?}"),
    };
    assert!(matches!(read(&value), Some(Some(_))));
    value["move_to"] = Value::Null;
    assert_eq!(read(&value), Some(None));
    assert_eq!(Op::parse(&value).unwrap().to_value(), value);
    value.as_object_mut().unwrap().remove("move_to");
    assert_eq!(read(&value), None);
    assert_eq!(Op::parse(&value).unwrap().to_value(), value);
}

#[test]
fn an_event_of_a_later_version_is_told_from_a_damaged_one() {
    use keyholder_domain::EventProblem;
    let later = serde_json::json!({ "type": "group.merged", "group": 7 });
    assert_eq!(Event::read(&later), Err(EventProblem::Unknown("group.merged".to_owned())));
    let damaged = serde_json::json!({ "type": "group.deleted", "group": 7 });
    assert!(matches!(Event::read(&damaged), Err(EventProblem::Damaged(_))));
    assert!(matches!(Event::read(&serde_json::json!({})), Err(EventProblem::Damaged(_))));
}

#[test]
fn a_permission_of_a_later_version_is_kept_in_events() {
    let mut value = golden("events", "group.created");
    value["permissions"] = serde_json::json!(["later.thing", "product.view"]);
    assert_eq!(Event::read(&value).unwrap().to_value(), value);
}
