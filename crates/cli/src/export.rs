//! Whole listings as files: JSON as in the listings' documents, or CSV with stable headings for spreadsheets.

use keyholder_desk::views::What;
use keyholder_desk::views::activity::ActivityAsk;
use keyholder_desk::views::invitations::InvitationsAsk;
use keyholder_desk::views::team::TeamAsk;
use keyholder_domain::{MemberId, Permission};
use serde_json::{Value, json};

use crate::arguments::{ExportArguments, ExportFormat, ExportWhat};
use crate::exit::Problem;
use crate::look::{INVITATION, MEMBER, activity_rows, group_document};
use crate::program::{InUse, Program};
use crate::show::{Shown, list, pick_each, text};

/// How many rows are asked for at once.
const PAGE: usize = 1_000;

/// Rows, their name in the document, and their columns in CSV.
struct Rows {
    name: &'static str,
    rows: Vec<Value>,
    columns: Vec<String>,
}

/// Writes what was asked for.
pub async fn export(program: &Program, asked: &ExportArguments) -> Result<Shown, Problem> {
    if program.common.json && asked.format == ExportFormat::Csv && asked.output.is_none() {
        return Err(Problem::new(
            "usage",
            "--json and --format csv both want standard output; give --output",
        ));
    }
    let store = program.store().await?;
    let columns = |columns: &[&str]| columns.iter().map(|column| (*column).to_owned()).collect();
    let exported = match asked.what {
        ExportWhat::Team => Rows {
            name: "members",
            rows: members(program, &store).await?,
            columns: columns(&["id", "name", "email", "role", "groups", "status", "since"]),
        },
        ExportWhat::Groups => Rows {
            name: "groups",
            rows: groups(program, &store).await?,
            columns: columns(&["id", "name", "permissions", "members_total"]),
        },
        ExportWhat::Invitations => Rows {
            name: "invitations",
            rows: invitations(program, &store).await?,
            columns: columns(&[
                "id",
                "email",
                "role",
                "groups",
                "status",
                "expires_at",
                "invited_by",
                "sent_count",
                "delivery",
            ]),
        },
        ExportWhat::Matrix => {
            let codes = Permission::ALL.iter().map(|permission| permission.code());
            Rows {
                name: "members",
                rows: matrix(program, &store).await?,
                columns: ["id", "name", "email", "role", "status"]
                    .into_iter()
                    .chain(codes)
                    .map(str::to_owned)
                    .collect(),
            }
        }
        ExportWhat::Activity => Rows {
            name: "rows",
            rows: activity(program, &store).await?,
            columns: columns(&["seq", "at", "made_at", "by", "device", "type", "with"]),
        },
    };
    let document = json!({ "store": store.json(), exported.name: exported.rows });
    let written = match asked.format {
        ExportFormat::Json => Shown::new(document.clone(), "").json(),
        ExportFormat::Csv => csv(&exported),
    };
    let Some(file) = &asked.output else { return Ok(Shown::new(document, written)) };
    keyholder_desk::profile::write_whole(file, written.as_bytes())?;
    let count = exported.rows.len();
    let facts = [("count", count.into()), ("file", file.display().to_string().into())];
    let said = program.texts.say("cli-exported", &facts) + "\n";
    Ok(Shown::new(json!({ "store": store.json(), "written": count }), said))
}

async fn members(program: &Program, store: &InUse) -> Result<Vec<Value>, Problem> {
    let mut members = Vec::new();
    loop {
        let ask = TeamAsk { from: members.len(), count: PAGE, ..TeamAsk::default() };
        let view = program.view(store.id, What::Team(ask)).await?;
        let page = pick_each(&view["rows"], &MEMBER);
        members.extend(list(&page).iter().cloned());
        if list(&page).len() < PAGE {
            return Ok(members);
        }
    }
}

async fn invitations(program: &Program, store: &InUse) -> Result<Vec<Value>, Problem> {
    let ask = InvitationsAsk { count: usize::MAX, ..InvitationsAsk::default() };
    let view = program.view(store.id, What::Invitations(ask)).await?;
    Ok(list(&pick_each(&view["rows"], &INVITATION)).to_vec())
}

async fn groups(program: &Program, store: &InUse) -> Result<Vec<Value>, Problem> {
    let view = program.view(store.id, What::Groups).await?;
    let mut groups = Vec::new();
    for row in list(&view["rows"]) {
        let Ok(group) = text(&row["id"]).parse() else { continue };
        let mut group = group_document(&program.view(store.id, What::Group { group }).await?);
        if let Some(fields) = group.as_object_mut() {
            // The listing of a group names its first fifty members; the team's export has all with their groups.
            fields.remove("members");
        }
        groups.push(group);
    }
    Ok(groups)
}

/// Every member with each of the 25 permissions: whether she holds it.
async fn matrix(program: &Program, store: &InUse) -> Result<Vec<Value>, Problem> {
    let mut rows = Vec::new();
    for member in members(program, store).await? {
        let Ok(id) = text(&member["id"]).parse::<MemberId>() else { continue };
        let view = program.view(store.id, What::Member { member: id }).await?;
        let held = list(&view["permissions"]).iter().filter(|row| row["allowed"] == true);
        let held: Vec<Value> = held.map(|row| row["permission"].clone()).collect();
        let mut row = crate::show::pick(&member, &["id", "name", "email", "role", "status"]);
        row["permissions"] = Value::Array(held);
        rows.push(row);
    }
    Ok(rows)
}

async fn activity(program: &Program, store: &InUse) -> Result<Vec<Value>, Problem> {
    let (mut rows, mut before) = (Vec::new(), None);
    loop {
        let ask = ActivityAsk { before, count: 200, refused: false };
        let view = program.view(store.id, What::Activity(ask)).await?;
        rows.extend(list(&activity_rows(&view)).iter().cloned());
        before = view["before"].as_u64();
        if before.is_none() {
            return Ok(rows);
        }
    }
}

fn csv(exported: &Rows) -> String {
    let mut text = line(exported.columns.iter().cloned());
    for row in &exported.rows {
        text.push_str(&line(exported.columns.iter().map(|column| cell(row, column))));
    }
    text
}

fn cell(row: &Value, column: &str) -> String {
    match row.get(column) {
        Some(Value::String(text)) => harmless(text),
        Some(Value::Array(all)) => {
            let words = all.iter().map(|one| one["name"].as_str().or(one.as_str()).unwrap_or_default());
            harmless(&words.collect::<Vec<_>>().join("; "))
        }
        Some(Value::Null) => String::new(),
        Some(other) => other.to_string(),
        // A permission's own column in the matrix.
        None => list(&row["permissions"]).iter().any(|code| code == column).to_string(),
    }
}

/// A spreadsheet would run what begins like a formula, and names are chosen by other people: an apostrophe makes it text.
fn harmless(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// One line of RFC 4180.
fn line(cells: impl Iterator<Item = String>) -> String {
    let quoted = cells.map(|cell| match cell.contains([',', '"', '\n', '\r', ';']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    });
    quoted.collect::<Vec<_>>().join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_reads_back_what_was_written_and_runs_nothing() {
        let exported = Rows {
            name: "members",
            columns: ["name", "groups", "sent_count", "orders.view"].map(str::to_owned).to_vec(),
            rows: vec![
                json!({ "name": "Dewi \"D\", Sari", "groups": [{ "name": "Kasir" }, { "name": "Live" }], "sent_count": 2, "permissions": ["orders.view"] }),
                json!({ "name": "=HYPERLINK(1)", "groups": [], "sent_count": null, "permissions": [] }),
            ],
        };
        assert_eq!(
            csv(&exported),
            "name,groups,sent_count,orders.view\r\n\"Dewi \"\"D\"\", Sari\",\"Kasir; Live\",2,true\r\n'=HYPERLINK(1),,,false\r\n"
        );
    }
}
