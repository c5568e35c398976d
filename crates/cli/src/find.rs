//! Who and what is meant: a member by address, exact name or id; a group by name or id; an invitation by address or id. What fits
//! more than one is never guessed: the candidates are told.

use keyholder_desk::views::What;
use keyholder_desk::views::invitations::InvitationsAsk;
use keyholder_desk::views::team::TeamAsk;
use keyholder_domain::{GroupId, InvitationId, MemberId, StoreId};
use serde_json::Value;

use crate::exit::Problem;
use crate::program::Program;
use crate::show::{list, pick, text};

/// How many that contain the words are looked through for the one that is meant.
const LOOKED_AT: usize = 1_000;
/// How many candidates are told.
const TOLD: usize = 20;

/// A member's row.
pub async fn member(program: &Program, store: StoreId, asked: &str) -> Result<(MemberId, Value), Problem> {
    let asked = asked.trim();
    if let Ok(id) = asked.parse::<MemberId>() {
        return match program.view(store, What::Member { member: id }).await {
            Ok(view) => Ok((id, view["member"].clone())),
            Err(problem) if problem.code() == "unknown_member" => Err(nobody("unknown_member", asked, &[])),
            Err(problem) => Err(problem),
        };
    }
    let ask = TeamAsk { search: asked.to_owned(), count: LOOKED_AT, ..TeamAsk::default() };
    let view = program.view(store, What::Team(ask)).await?;
    one("unknown_member", asked, list(&view["rows"]), &["email", "name"])
}

/// An invitation's row.
pub async fn invitation(
    program: &Program,
    store: StoreId,
    asked: &str,
) -> Result<(InvitationId, Value), Problem> {
    let asked = asked.trim();
    let by_id = asked.parse::<InvitationId>().is_ok();
    let search = if by_id { String::new() } else { asked.to_owned() };
    let count = if by_id { usize::MAX } else { LOOKED_AT };
    let ask = InvitationsAsk { search, count, ..InvitationsAsk::default() };
    let view = program.view(store, What::Invitations(ask)).await?;
    one("unknown_invitation", asked, list(&view["rows"]), &["email"])
}

/// A group's row.
pub async fn group(program: &Program, store: StoreId, asked: &str) -> Result<(GroupId, Value), Problem> {
    let view = program.view(store, What::Groups).await?;
    one("unknown_group", asked.trim(), list(&view["rows"]), &["name"])
}

/// The ids of several groups.
pub async fn groups(program: &Program, store: StoreId, asked: &[String]) -> Result<Vec<GroupId>, Problem> {
    let mut ids = Vec::with_capacity(asked.len());
    for one in asked {
        ids.push(group(program, store, one).await?.0);
    }
    Ok(ids)
}

/// The only row that is meant: by id, else by the first field that fits exactly (capitals make no difference).
pub fn one<Id: std::str::FromStr>(
    code: &str,
    asked: &str,
    rows: &[Value],
    fields: &[&str],
) -> Result<(Id, Value), Problem> {
    let wanted = asked.to_lowercase();
    for field in [&["id"], fields].concat() {
        let fits = |row: &&Value| text(&row[field]).to_lowercase() == wanted;
        let found: Vec<&Value> = rows.iter().filter(fits).collect();
        match found.as_slice() {
            [] => {}
            [row] => {
                let id = text(&row["id"]).parse().map_err(|_| nobody(code, asked, &[]))?;
                return Ok((id, (*row).clone()));
            }
            several => {
                let several: Vec<Value> = several.iter().map(|row| (*row).clone()).collect();
                return Err(told(Problem::new("ambiguous", "more than one is called so"), asked, &several));
            }
        }
    }
    Err(nobody(code, asked, rows))
}

fn nobody(code: &str, asked: &str, rows: &[Value]) -> Problem {
    told(Problem::new(code, "nobody and nothing is called so"), asked, rows)
}

fn told(problem: Problem, asked: &str, rows: &[Value]) -> Problem {
    let brief = |row: &Value| {
        let known = ["id", "name", "email", "device"].into_iter().filter(|field| row[*field].is_string());
        pick(row, &known.collect::<Vec<_>>())
    };
    let candidates: Vec<Value> = rows.iter().take(TOLD).map(brief).collect();
    problem.fact("asked", asked).fact("candidates", candidates)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(asked: &str) -> String {
        let id = |n: u8| format!("00000000-0000-0000-0000-00000000000{n}");
        let rows = [
            json!({ "id": id(1), "name": "Dewi", "email": "dewi@toko.example" }),
            json!({ "id": id(2), "name": "Dewi", "email": "dewi.b@toko.example" }),
            json!({ "id": id(3), "name": "dewi@toko.example", "email": "odd@toko.example" }),
            json!({ "id": id(4), "name": "Dewi Sartika", "email": "sartika@toko.example" }),
        ];
        match one::<MemberId>("unknown_member", asked, &rows, &["email", "name"]) {
            Ok((id, _)) => id.to_string().chars().last().into_iter().collect(),
            Err(problem) => problem.code().to_owned(),
        }
    }

    #[test]
    fn an_address_comes_before_a_name_and_a_name_is_whole() {
        assert_eq!(
            found("DEWI@toko.example"),
            "1",
            "whoever names herself like another's address changes nothing"
        );
        assert_eq!(found("dewi sartika"), "4");
        assert_eq!(found("Dewi"), "ambiguous");
        assert_eq!(found("Dew"), "unknown_member");
        assert_eq!(found("00000000-0000-0000-0000-000000000002"), "2");
    }
}
