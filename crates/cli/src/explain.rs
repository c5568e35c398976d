//! Effective access with its reasons: of a member, of oneself, and of one question.

use keyholder_desk::views::What;
use keyholder_domain::{Area, Permission};
use serde_json::{Value, json};

use crate::account::pairs;
use crate::arguments::ExplainArguments;
use crate::exit::Problem;
use crate::find;
use crate::program::Program;
use crate::show::{Shown, Table, list, names, pick, pick_each, text};

/// The fields of a permission and its reason in every document.
pub const PERMISSION: [&str; 7] =
    ["permission", "section", "allowed", "reason", "groups", "limit", "sensitive"];
/// The fields of an area in every document.
pub const AREA: [&str; 3] = ["area", "level", "limit"];

/// Why a member may do something, or may not, and who could change it.
pub async fn explain(program: &Program, asked: &ExplainArguments) -> Result<Shown, Problem> {
    let what = asked.what.replace('-', "_");
    let (kind, field) = match (Permission::from_code(&what), Area::from_code(&what)) {
        (Some(_), _) => ("permission", "permissions"),
        (_, Some(_)) => ("area", "cells"),
        (None, None) => {
            let codes =
                Permission::ALL.iter().map(|it| it.code()).chain(Area::ALL.iter().map(|it| it.code()));
            return Err(Problem::new(
                "unknown_permission_or_area",
                "no permission and no area has this code",
            )
            .fact("asked", asked.what.as_str())
            .fact("known", codes.collect::<Vec<_>>()));
        }
    };
    let store = program.store().await?;
    let (id, _) = find::member(program, store.id, &asked.member).await?;
    let view = program.view(store.id, What::Member { member: id }).await?;
    let found = list(&view[field]).iter().find(|row| row[kind] == what.as_str());
    let (row, member) = (found.cloned().unwrap_or_default(), &view["member"]);
    // What a suspended member would hold is told with the reason; she may do none of it now.
    let suspended = member["status"] == "suspended";
    let level = match kind {
        "area" => text(&row["level"]).to_owned(),
        _ if row["allowed"] == false => "none".to_owned(),
        _ if row["limit"].is_null() => "full".to_owned(),
        _ => "partial".to_owned(),
    };
    let allowed = level != "none" && !suspended;
    let reason = if kind == "area" { "by_role" } else { text(&row["reason"]) };
    let document = json!({
        "store": store.json(),
        "member": pick(member, &["id", "name", "email", "role", "status"]),
        "kind": kind, "asked": what, "allowed": allowed, "level": level, "reason": reason,
        "groups": if kind == "area" { json!([]) } else { row["groups"].clone() },
        "limit": row["limit"], "can_change": view["can_change"],
    });
    Ok(Shown::new(document.clone(), said(program, &document, suspended)))
}

fn said(program: &Program, told: &Value, suspended: bool) -> String {
    let texts = &program.texts;
    let label = texts.label(text(&told["kind"]), text(&told["asked"]));
    let key = if told["allowed"] == true { "cli-may" } else { "cli-may-not" };
    let who = crate::show::clean(text(&told["member"]["name"]));
    let mut said = texts.say(key, &[("who", who.into()), ("what", label.into())]) + "\n";
    let mut reasons = Vec::new();
    if suspended {
        reasons.push(texts.label("status", "suspended"));
    }
    reasons.push(match told["kind"] == "area" {
        true => format!(
            "{}: {}",
            texts.label("role", text(&told["member"]["role"])),
            texts.label("level", text(&told["level"]))
        ),
        false => reason(program, told),
    });
    if let Some(limit) = told["limit"].as_str() {
        reasons.push(texts.label("limit", limit));
    }
    for reason in reasons {
        said.push_str(&format!("  {reason}\n"));
    }
    let changers: Vec<String> = list(&told["can_change"])
        .iter()
        .map(|who| {
            format!(
                "{} ({})",
                crate::show::clean(text(&who["name"])),
                texts.label("role", text(&who["role"]))
            )
        })
        .collect();
    if !changers.is_empty() {
        said.push_str(&texts.say("cli-can-change", &[("who", changers.join(", ").into())]));
        said.push('\n');
    }
    said
}

/// Why a permission is held or not, in words.
fn reason(program: &Program, row: &Value) -> String {
    let groups = names(&row["groups"]);
    let count = list(&row["groups"]).len();
    let key = format!("reason-{}", text(&row["reason"]).replace('_', "-"));
    program.texts.say(&key, &[("groups", groups.into()), ("groups_count", count.into())])
}

/// One's own access.
pub async fn my_access(program: &Program) -> Result<Shown, Problem> {
    let store = program.store().await?;
    let view = program.view(store.id, What::MyAccess).await?;
    let texts = &program.texts;
    let permissions = pick_each(&view["permissions"], &PERMISSION);
    let areas = pick_each(&view["cells"], &AREA);
    let lines = [
        (texts.say("cli-head-name", &[]), text(&view["name"]).to_owned()),
        (texts.say("cli-head-role", &[]), texts.label("role", text(&view["role"]))),
        (texts.say("cli-head-groups", &[]), names(&view["groups"])),
    ];
    let drawn = format!(
        "{}\n{}\n{}",
        pairs(program, &lines),
        draw_areas(program, list(&areas)),
        draw_permissions(program, list(&permissions)),
    );
    let document = json!({
        "store": store.json(), "name": view["name"], "email": view["email"], "role": view["role"],
        "status": view["status"], "areas": areas, "permissions": permissions,
        "groups": pick_each(&view["groups"], &["id", "name"]), "can_change": view["can_change"],
        "as_of": view["as_of"],
    });
    Ok(Shown::new(document, drawn))
}

/// The twelve areas.
pub fn draw_areas(program: &Program, areas: &[Value]) -> String {
    let texts = &program.texts;
    let mut table = Table::new(["area", "level"].map(|head| texts.say(&format!("cli-head-{head}"), &[])));
    for row in areas {
        let level = texts.label("level", text(&row["level"]));
        let limit = row["limit"].as_str().map(|limit| texts.label("limit", limit));
        let level = limit.map_or_else(|| level.clone(), |limit| format!("{level}: {limit}"));
        table.row([texts.label("area", text(&row["area"])), level]);
    }
    table.draw(program.paint)
}

/// The 25 permissions with their reasons.
pub fn draw_permissions(program: &Program, permissions: &[Value]) -> String {
    let texts = &program.texts;
    let heads = ["permission", "allowed", "reason"];
    let mut table = Table::new(heads.map(|head| texts.say(&format!("cli-head-{head}"), &[])));
    for row in permissions {
        let allowed = texts.say(if row["allowed"] == true { "cli-yes" } else { "cli-no" }, &[]);
        table.row([texts.label("permission", text(&row["permission"])), allowed, reason(program, row)]);
    }
    table.draw(program.paint)
}
