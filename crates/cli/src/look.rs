//! The listings: what the window's screens show, as tables and as documents. A document has fields of its own (`docs/cli.md`), so
//! that a screen may change and no script breaks.

use keyholder_desk::holder::Call;
use keyholder_desk::views::What;
use keyholder_desk::views::activity::ActivityAsk;
use keyholder_desk::views::invitations::{InvitationStanding, InvitationsAsk};
use keyholder_desk::views::team::{Standing, TeamAsk, TeamSort};
use serde_json::{Value, json};

use crate::account::pairs;
use crate::arguments::{ActivityArguments, InvitationsArguments, TeamArguments};
use crate::exit::Problem;
use crate::explain;
use crate::find;
use crate::program::Program;
use crate::show::{Shown, Table, list, moment, names, pick, pick_each, text};

/// The fields of a member in every document.
pub const MEMBER: [&str; 9] = ["id", "name", "email", "role", "groups", "status", "since", "me", "mark"];
/// The fields of an invitation in every document.
pub const INVITATION: [&str; 12] = [
    "id",
    "email",
    "role",
    "groups",
    "status",
    "expires_at",
    "accepted_at",
    "invited_by",
    "sent_count",
    "delivery",
    "delivery_reason",
    "mark",
];
/// The fields of the seats in every document.
pub const SEATS: [&str; 6] = ["active", "pending", "used", "limit", "free", "waiting"];

/// The members.
pub async fn team(program: &Program, asked: &TeamArguments) -> Result<Shown, Problem> {
    use crate::arguments::{MemberStatus, TeamOrder};
    let store = program.store().await?;
    let group = match &asked.group {
        Some(group) => Some(find::group(program, store.id, group).await?.0),
        None => None,
    };
    let ask = TeamAsk {
        search: asked.search.clone().unwrap_or_default(),
        role: asked.role,
        group,
        status: asked.status.map(|status| match status {
            MemberStatus::Active => Standing::Active,
            MemberStatus::Suspended => Standing::Suspended,
        }),
        sort: match asked.sort {
            TeamOrder::Name => TeamSort::Name,
            TeamOrder::Role => TeamSort::Role,
            TeamOrder::Email => TeamSort::Email,
            TeamOrder::Since => TeamSort::Since,
        },
        descending: asked.descending,
        from: asked.from,
        count: asked.count,
    };
    let view = program.view(store.id, What::Team(ask)).await?;
    let members = pick_each(&view["rows"], &MEMBER);
    let mut text = draw_members(program, list(&members));
    text.push_str(&count(program, &view, list(&members).len()));
    let document = json!({
        "store": store.json(), "total": view["total"], "all": view["all"], "from": view["from"],
        "members": members,
    });
    Ok(Shown::new(document, text))
}

fn draw_members(program: &Program, members: &[Value]) -> String {
    let texts = &program.texts;
    let heads =
        ["name", "email", "role", "groups", "status"].map(|head| texts.say(&format!("cli-head-{head}"), &[]));
    let mut table = Table::new(heads);
    for member in members {
        table.row([
            text(&member["name"]).to_owned(),
            text(&member["email"]).to_owned(),
            texts.label("role", text(&member["role"])),
            names(&member["groups"]),
            standing(program, member),
        ]);
    }
    table.draw(program.paint)
}

/// A row's standing, and what about it is not confirmed.
fn standing(program: &Program, row: &Value) -> String {
    let status = program.texts.label("status", text(&row["status"]));
    match row["mark"].as_str() {
        Some(mark) => format!("{status} ({})", program.texts.say(&format!("cli-mark-{mark}"), &[])),
        None => status,
    }
}

/// "3 of 200", where not all are shown.
fn count(program: &Program, view: &Value, shown: usize) -> String {
    let total = view["total"].as_u64().unwrap_or_default();
    match total {
        0 => program.texts.say("cli-none", &[]) + "\n",
        total if total > shown as u64 => {
            let facts = [("shown", shown.into()), ("total", total.into())];
            program.paint.dim(&program.texts.say("cli-of", &facts)) + "\n"
        }
        _ => String::new(),
    }
}

/// One member.
pub async fn member(program: &Program, asked: &str) -> Result<Shown, Problem> {
    let store = program.store().await?;
    let (id, _) = find::member(program, store.id, asked).await?;
    let view = program.view(store.id, What::Member { member: id }).await?;
    let (texts, row) = (&program.texts, &view["member"]);
    let permissions = pick_each(&view["permissions"], &explain::PERMISSION);
    let areas = pick_each(&view["cells"], &explain::AREA);
    let lines = [
        (texts.say("cli-head-name", &[]), text(&row["name"]).to_owned()),
        (texts.say("cli-head-email", &[]), text(&row["email"]).to_owned()),
        (texts.say("cli-head-role", &[]), texts.label("role", text(&row["role"]))),
        (texts.say("cli-head-groups", &[]), names(&row["groups"])),
        (texts.say("cli-head-status", &[]), standing(program, row)),
        (texts.say("cli-head-since", &[]), moment(&row["since"])),
        (texts.say("cli-head-id", &[]), text(&row["id"]).to_owned()),
    ];
    let drawn = format!(
        "{}\n{}\n{}",
        pairs(program, &lines),
        explain::draw_areas(program, list(&areas)),
        explain::draw_permissions(program, list(&permissions)),
    );
    let document = json!({
        "store": store.json(), "member": pick(row, &MEMBER), "areas": areas, "permissions": permissions,
        "may": pick(&view["may"], &["change_role", "suspend", "restore", "remove"]),
        "can_change": view["can_change"],
    });
    Ok(Shown::new(document, drawn))
}

/// The open invitations.
pub async fn invitations(program: &Program, asked: &InvitationsArguments) -> Result<Shown, Problem> {
    use crate::arguments::InvitationStatus;
    let store = program.store().await?;
    let ask = InvitationsAsk {
        search: asked.search.clone().unwrap_or_default(),
        status: asked.status.map(|status| match status {
            InvitationStatus::Waiting => InvitationStanding::Waiting,
            InvitationStatus::Pending => InvitationStanding::Pending,
            InvitationStatus::Expired => InvitationStanding::Expired,
            InvitationStatus::Accepted => InvitationStanding::Accepted,
        }),
        from: asked.from,
        count: asked.count,
    };
    let view = program.view(store.id, What::Invitations(ask)).await?;
    let invitations = pick_each(&view["rows"], &INVITATION);
    let texts = &program.texts;
    let heads = ["email", "role", "groups", "status", "expires", "inviter"];
    let mut table = Table::new(heads.map(|head| texts.say(&format!("cli-head-{head}"), &[])));
    for row in list(&invitations) {
        table.row([
            text(&row["email"]).to_owned(),
            texts.label("role", text(&row["role"])),
            names(&row["groups"]),
            standing(program, row),
            moment(&row["expires_at"]),
            text(&row["invited_by"]).to_owned(),
        ]);
    }
    let mut drawn = table.draw(program.paint);
    drawn.push_str(&count(program, &view, list(&invitations).len()));
    let document = json!({
        "store": store.json(), "total": view["total"], "from": view["from"], "invitations": invitations,
        "seats": pick(&view["seats"], &SEATS),
    });
    Ok(Shown::new(document, drawn))
}

/// The groups.
pub async fn groups(program: &Program) -> Result<Shown, Problem> {
    let store = program.store().await?;
    let view = program.view(store.id, What::Groups).await?;
    let groups = pick_each(&view["rows"], &["id", "name", "members", "invitations", "permissions", "mark"]);
    let texts = &program.texts;
    let heads = ["group", "members", "invitations", "permissions", "mark"];
    let mut table = Table::new(heads.map(|head| texts.say(&format!("cli-head-{head}"), &[])));
    for row in list(&groups) {
        let mark = row["mark"].as_str().map(|mark| texts.say(&format!("cli-mark-{mark}"), &[]));
        table.row([
            text(&row["name"]).to_owned(),
            row["members"].to_string(),
            row["invitations"].to_string(),
            row["permissions"].to_string(),
            mark.unwrap_or_default(),
        ]);
    }
    let drawn = match list(&groups).is_empty() {
        true => texts.say("cli-none", &[]) + "\n",
        false => table.draw(program.paint),
    };
    Ok(Shown::new(json!({ "store": store.json(), "groups": groups }), drawn))
}

/// One group.
pub async fn group(program: &Program, asked: &str) -> Result<Shown, Problem> {
    let store = program.store().await?;
    let (id, _) = find::group(program, store.id, asked).await?;
    let view = program.view(store.id, What::Group { group: id }).await?;
    let group = group_document(&view);
    let texts = &program.texts;
    let permissions: Vec<String> =
        list(&group["permissions"]).iter().map(|code| texts.label("permission", text(code))).collect();
    let invited: Vec<&str> = list(&group["invitations"]).iter().map(|row| text(&row["email"])).collect();
    let lines = [
        (texts.say("cli-head-group", &[]), text(&group["name"]).to_owned()),
        (texts.say("cli-head-permissions", &[]), permissions.join(", ")),
        (texts.say("cli-head-members", &[]), group["members_total"].to_string()),
        (texts.say("cli-head-invitations", &[]), invited.join(", ")),
        (texts.say("cli-head-id", &[]), text(&group["id"]).to_owned()),
    ];
    let mut drawn = pairs(program, &lines);
    if !list(&group["members"]).is_empty() {
        drawn = format!("{drawn}\n{}", draw_members(program, list(&group["members"])));
    }
    Ok(Shown::new(json!({ "store": store.json(), "group": group }), drawn))
}

/// A group as documents tell it.
pub fn group_document(view: &Value) -> Value {
    let sections = list(&view["sections"]).iter().flat_map(|section| list(&section["toggles"]));
    let on: Vec<&Value> =
        sections.filter(|toggle| toggle["on"] == true).map(|toggle| &toggle["permission"]).collect();
    json!({
        "id": view["id"], "name": view["name"], "mark": view["mark"], "permissions": on,
        "unknown": view["unknown"], "members_total": view["members_total"],
        "members": pick_each(&view["members"], &MEMBER),
        "invitations_total": view["invitations_total"],
        "invitations": pick_each(&view["invitations"], &["id", "email"]),
    })
}

/// The role matrix.
pub async fn roles(program: &Program) -> Result<Shown, Problem> {
    let store = program.store().await?;
    let view = program.view(store.id, What::Roles).await?;
    let texts = &program.texts;
    let roles = || list(&view["roles"]).iter().map(|role| texts.label("role", text(&role["role"])));
    let mut areas = Table::new(std::iter::once(texts.say("cli-head-area", &[])).chain(roles()));
    for row in list(&view["areas"]) {
        let cells = list(&row["cells"]).iter().map(|cell| texts.label("level", text(&cell["level"])));
        areas.row(std::iter::once(texts.label("area", text(&row["area"]))).chain(cells));
    }
    let mut bounds = Table::new(std::iter::once(texts.say("cli-head-permission", &[])).chain(roles()));
    for row in list(&view["permissions"]) {
        let cells = list(&row["bounds"]).iter().map(|cell| texts.label("bound", text(&cell["bound"])));
        bounds.row(std::iter::once(texts.label("permission", text(&row["permission"]))).chain(cells));
    }
    let drawn = format!("{}\n{}", areas.draw(program.paint), bounds.draw(program.paint));
    let areas = list(&view["areas"]).iter();
    let areas: Vec<Value> = areas
        .map(|row| json!({ "area": row["area"], "cells": pick_each(&row["cells"], &["role", "level", "limit"]) }))
        .collect();
    let permissions = list(&view["permissions"]).iter();
    let permissions: Vec<Value> = permissions
        .map(|row| {
            let bounds = pick_each(&row["bounds"], &["role", "bound"]);
            json!({ "permission": row["permission"], "section": row["section"], "bounds": bounds })
        })
        .collect();
    let roles = pick_each(&view["roles"], &["role", "rank", "members"]);
    Ok(Shown::new(json!({ "roles": roles, "areas": areas, "permissions": permissions }), drawn))
}

/// The plan and its seats.
pub async fn plan(program: &Program) -> Result<Shown, Problem> {
    let store = program.store().await?;
    let view = program.view(store.id, What::Plan).await?;
    let texts = &program.texts;
    let heads = ["plan", "seats", "must-go"].map(|head| texts.say(&format!("cli-head-{head}"), &[]));
    let mut table = Table::new(std::iter::once(String::new()).chain(heads));
    for row in list(&view["plans"]) {
        let limit =
            row["limit"].as_u64().map_or_else(|| texts.say("unlimited", &[]), |limit| limit.to_string());
        let go = row["must_go"].as_u64().filter(|go| *go > 0).map(|go| go.to_string());
        table.row([
            if row["current"] == true { "*" } else { "" }.to_owned(),
            texts.label("plan", text(&row["plan"])),
            limit,
            go.unwrap_or_default(),
        ]);
    }
    let drawn = format!("{}\n{}", seats_text(program, &view["seats"]), table.draw(program.paint));
    let document = json!({
        "store": store.json(), "plan": view["plan"], "over_limit": view["over_limit"],
        "seats": pick(&view["seats"], &SEATS),
        "plans": pick_each(&view["plans"], &["plan", "limit", "current", "must_go"]),
    });
    Ok(Shown::new(document, drawn))
}

/// "3 of 5 seats are used: 2 active, 1 invited".
pub fn seats_text(program: &Program, seats: &Value) -> String {
    let count = |field: &str| seats[field].as_u64().unwrap_or_default();
    let limit = seats["limit"].as_u64();
    let limit = limit.map_or_else(|| program.texts.say("unlimited", &[]), |limit| limit.to_string());
    let facts = [
        ("used", count("used").into()),
        ("limit", limit.into()),
        ("active", count("active").into()),
        ("pending", count("pending").into()),
    ];
    program.texts.say("cli-seats", &facts) + "\n"
}

/// What happened.
pub async fn activity(program: &Program, asked: &ActivityArguments) -> Result<Shown, Problem> {
    let store = program.store().await?;
    let ask = ActivityAsk { before: asked.before, count: asked.count, refused: asked.refused };
    let view = program.view(store.id, What::Activity(ask)).await?;
    if asked.refused
        && let Ok(told) = serde_json::from_value(view["may_see_refused"].clone())
    {
        return Err(Problem::refused(&told));
    }
    let rows = activity_rows(&view);
    let mut drawn = String::new();
    for row in list(&view["rows"]) {
        let at = program.paint.dim(&moment(&row["at"]));
        drawn.push_str(&format!("{at}  {}\n", crate::show::clean(&program.texts.event(row))));
        if let Ok(told) = serde_json::from_value(row["refused"].clone()) {
            drawn.push_str(&format!("    {}\n", program.paint.bad(&program.texts.refusal(&told))));
        }
    }
    let document =
        json!({ "store": store.json(), "rows": rows, "more": view["more"], "before": view["before"] });
    Ok(Shown::new(document, drawn))
}

/// The rows of the activity as documents tell them.
pub fn activity_rows(view: &Value) -> Value {
    pick_each(&view["rows"], &["seq", "at", "made_at", "by", "by_me", "device", "type", "with", "refused"])
}

/// An invitation's link.
pub async fn link(program: &Program, asked: &str) -> Result<Shown, Problem> {
    let store = program.store().await?;
    let (invitation, row) = find::invitation(program, store.id, asked).await?;
    if let Ok(told) = serde_json::from_value(row["may"]["link"].clone()) {
        return Err(Problem::refused(&told));
    }
    let link = program.call(Call::InvitationLink { store: store.id, invitation }).await?;
    let line = format!("{}\n", text(&link));
    let document = json!({
        "store": store.json(), "invitation": pick(&row, &["id", "email"]), "link": link,
    });
    Ok(Shown::new(document, line))
}
