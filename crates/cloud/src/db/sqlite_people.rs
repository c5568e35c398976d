//! [`People`] on SQLite: accounts, sessions, the mail queue and the log of links.

use keyholder_domain::{AccountId, InvitationId, MemberId, StoreId, Time};
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::DbError;
use super::people::{AccessRow, AccountRow, FamilyRow, LinkRow, MailRow, People};
use super::sqlite::SqliteTx;

const ACCOUNT: &str = "SELECT account, email, typed, name, password, verified, made_at FROM accounts";

const FAMILY: &str =
    "SELECT family, account, device, current, access, previous, started_at, expires_at, last_seen
     FROM families";

impl People for SqliteTx<'_> {
    fn is_empty(&mut self) -> Result<bool, DbError> {
        let mut statement = self.conn().prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM accounts)")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    fn account_by_email(&mut self, email: &str) -> Result<Option<AccountRow>, DbError> {
        let mut statement = self.conn().prepare_cached(&format!("{ACCOUNT} WHERE email = ?1"))?;
        Ok(statement.query_row(params![email], account).optional()?)
    }

    fn account(&mut self, id: AccountId) -> Result<Option<AccountRow>, DbError> {
        let mut statement = self.conn().prepare_cached(&format!("{ACCOUNT} WHERE account = ?1"))?;
        Ok(statement.query_row(params![id.to_string()], account).optional()?)
    }

    fn add_account(&mut self, new: &AccountRow) -> Result<bool, DbError> {
        let mut statement = self.conn().prepare_cached(
            "INSERT INTO accounts (account, email, typed, name, password, verified, made_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (email) DO NOTHING",
        )?;
        let added = statement.execute(params![
            new.id.to_string(),
            new.email,
            new.typed,
            new.name,
            new.password,
            new.verified,
            new.made_at.millis()
        ])?;
        Ok(added == 1)
    }

    fn verify_account(&mut self, id: AccountId) -> Result<(), DbError> {
        let mut statement = self
            .conn()
            .prepare_cached("UPDATE accounts SET verified = 1 WHERE account = ?1 AND verified = 0")?;
        statement.execute(params![id.to_string()])?;
        Ok(())
    }

    fn family(&mut self, family: Uuid) -> Result<Option<FamilyRow>, DbError> {
        let mut statement = self.conn().prepare_cached(&format!("{FAMILY} WHERE family = ?1"))?;
        Ok(statement.query_row(params![family.to_string()], read_family).optional()?)
    }

    fn families_of(&mut self, account: AccountId, now: Time) -> Result<Vec<FamilyRow>, DbError> {
        let mut statement = self.conn().prepare_cached(&format!(
            "{FAMILY} WHERE account = ?1 AND expires_at > ?2
             ORDER BY coalesce(last_seen, started_at) DESC, family"
        ))?;
        let rows = statement.query_map(params![account.to_string(), now.millis()], read_family)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn saw_family(&mut self, family: Uuid, at: Time) -> Result<(), DbError> {
        self.conn()
            .prepare_cached(
                "UPDATE families SET last_seen = ?2 WHERE family = ?1 AND coalesce(last_seen, 0) < ?2",
            )?
            .execute(params![family.to_string(), at.millis()])?;
        Ok(())
    }

    fn put_family(&mut self, family: &FamilyRow) -> Result<(), DbError> {
        let mut statement = self.conn().prepare_cached(
            "INSERT INTO families
                 (family, account, device, current, access, previous, started_at, expires_at, last_seen)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (family) DO UPDATE SET current = excluded.current, access = excluded.access,
                 previous = excluded.previous, expires_at = excluded.expires_at, last_seen = excluded.last_seen",
        )?;
        statement.execute(params![
            family.family.to_string(),
            family.account.to_string(),
            family.device,
            family.current,
            family.access,
            family.previous,
            family.started_at.millis(),
            family.expires_at.millis(),
            family.last_seen.map(Time::millis)
        ])?;
        Ok(())
    }

    fn end_family(&mut self, family: Uuid) -> Result<(), DbError> {
        self.conn()
            .prepare_cached("DELETE FROM access_tokens WHERE family = ?1")?
            .execute(params![family.to_string()])?;
        self.conn()
            .prepare_cached("DELETE FROM families WHERE family = ?1")?
            .execute(params![family.to_string()])?;
        Ok(())
    }

    fn access(&mut self, token: &str) -> Result<Option<AccessRow>, DbError> {
        let mut statement = self.conn().prepare_cached(
            "SELECT t.token, t.family, f.account, f.device, t.expires_at,
                    f.access = t.token AND f.previous IS NOT NULL, f.last_seen
             FROM access_tokens t JOIN families f ON f.family = t.family WHERE t.token = ?1",
        )?;
        let found = statement.query_row(params![token], |row| {
            Ok(AccessRow {
                token: row.get(0)?,
                family: id(row, 1)?,
                account: id(row, 2)?,
                device: row.get(3)?,
                expires_at: time(row, 4)?,
                unconfirmed: row.get(5)?,
                last_seen: row.get::<_, Option<i64>>(6)?.map(Time::from_millis),
            })
        });
        Ok(found.optional()?)
    }

    fn add_access(&mut self, token: &str, family: Uuid, expires_at: Time) -> Result<(), DbError> {
        self.conn()
            .prepare_cached("INSERT INTO access_tokens (token, family, expires_at) VALUES (?1, ?2, ?3)")?
            .execute(params![token, family.to_string(), expires_at.millis()])?;
        Ok(())
    }

    fn drop_access(&mut self, token: &str) -> Result<(), DbError> {
        self.conn().prepare_cached("DELETE FROM access_tokens WHERE token = ?1")?.execute(params![token])?;
        Ok(())
    }

    fn confirm_access(&mut self, family: Uuid, token: &str) -> Result<(), DbError> {
        self.conn()
            .prepare_cached("UPDATE families SET previous = NULL WHERE family = ?1 AND access = ?2")?
            .execute(params![family.to_string(), token])?;
        Ok(())
    }

    fn purge_sessions(&mut self, now: Time) -> Result<(), DbError> {
        let now = params![now.millis()];
        self.conn().prepare_cached("DELETE FROM access_tokens WHERE expires_at <= ?1")?.execute(now)?;
        self.conn().prepare_cached("DELETE FROM families WHERE expires_at <= ?1")?.execute(now)?;
        Ok(())
    }

    fn queue_mail(
        &mut self,
        store: StoreId,
        invitation: InvitationId,
        sent_count: u32,
        at: Time,
    ) -> Result<(), DbError> {
        self.conn()
            .prepare_cached(
                "INSERT INTO mail_queue (store, invitation, sent_count, attempts, due_at) VALUES (?1, ?2, ?3, 0, ?4)
                 ON CONFLICT (store, invitation) DO UPDATE SET
                     sent_count = excluded.sent_count, attempts = 0, due_at = excluded.due_at",
            )?
            .execute(params![store.to_string(), invitation.to_string(), sent_count, at.millis()])?;
        Ok(())
    }

    fn take_mail(&mut self, now: Time, until: Time, most: u32) -> Result<Vec<MailRow>, DbError> {
        let mut statement = self.conn().prepare_cached(
            "UPDATE mail_queue SET due_at = ?2, attempts = attempts + 1
             WHERE (store, invitation) IN
                 (SELECT store, invitation FROM mail_queue WHERE due_at <= ?1 ORDER BY due_at LIMIT ?3)
             RETURNING store, invitation, sent_count, attempts",
        )?;
        let taken = statement.query_map(params![now.millis(), until.millis(), most], |row| {
            Ok(MailRow {
                store: id(row, 0)?,
                invitation: id(row, 1)?,
                sent_count: row.get(2)?,
                attempts: row.get(3)?,
            })
        })?;
        Ok(taken.collect::<Result<_, _>>()?)
    }

    fn drop_mail(&mut self, mail: &MailRow) -> Result<(), DbError> {
        self.conn()
            .prepare_cached(
                "DELETE FROM mail_queue WHERE store = ?1 AND invitation = ?2 AND sent_count = ?3",
            )?
            .execute(params![mail.store.to_string(), mail.invitation.to_string(), mail.sent_count])?;
        Ok(())
    }

    fn put_off_mail(&mut self, mail: &MailRow, due_at: Time) -> Result<(), DbError> {
        self.conn()
            .prepare_cached(
                "UPDATE mail_queue SET due_at = ?4 WHERE store = ?1 AND invitation = ?2 AND sent_count = ?3",
            )?
            .execute(params![
                mail.store.to_string(),
                mail.invitation.to_string(),
                mail.sent_count,
                due_at.millis()
            ])?;
        Ok(())
    }

    fn next_mail(&mut self) -> Result<Option<Time>, DbError> {
        let mut statement = self.conn().prepare_cached("SELECT min(due_at) FROM mail_queue")?;
        let millis: Option<i64> = statement.query_row([], |row| row.get(0))?;
        Ok(millis.map(Time::from_millis))
    }

    fn log_link(&mut self, shown: &LinkRow) -> Result<(), DbError> {
        self.conn()
            .prepare_cached(
                "INSERT INTO link_log (store, at, invitation, member, sent_count) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                shown.store.to_string(),
                shown.at.millis(),
                shown.invitation.to_string(),
                shown.member.to_string(),
                shown.sent_count
            ])?;
        Ok(())
    }

    fn link_log(&mut self, store: StoreId) -> Result<Vec<LinkRow>, DbError> {
        let mut statement = self.conn().prepare_cached(
            "SELECT store, at, invitation, member, sent_count FROM link_log WHERE store = ?1 ORDER BY at",
        )?;
        let rows = statement.query_map(params![store.to_string()], |row| {
            Ok(LinkRow {
                store: id(row, 0)?,
                at: time(row, 1)?,
                invitation: id(row, 2)?,
                member: id::<MemberId>(row, 3)?,
                sent_count: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn read_family(row: &Row<'_>) -> rusqlite::Result<FamilyRow> {
    Ok(FamilyRow {
        family: id(row, 0)?,
        account: id(row, 1)?,
        device: row.get(2)?,
        current: row.get(3)?,
        access: row.get(4)?,
        previous: row.get(5)?,
        started_at: time(row, 6)?,
        expires_at: time(row, 7)?,
        last_seen: row.get::<_, Option<i64>>(8)?.map(Time::from_millis),
    })
}

fn account(row: &Row<'_>) -> rusqlite::Result<AccountRow> {
    Ok(AccountRow {
        id: id(row, 0)?,
        email: row.get(1)?,
        typed: row.get(2)?,
        name: row.get(3)?,
        password: row.get(4)?,
        verified: row.get(5)?,
        made_at: time(row, 6)?,
    })
}

fn id<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    let text: String = row.get(column)?;
    text.parse()
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}

fn time(row: &Row<'_>, column: usize) -> rusqlite::Result<Time> {
    Ok(Time::from_millis(row.get(column)?))
}
