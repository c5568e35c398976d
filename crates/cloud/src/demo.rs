//! A shop to look at: an Indonesian batik shop with a team, groups, invitations and 75 days of history, put once into an
//! empty database. Every entry is made by the domain's own `decide` under a moved clock, so it is as real as any other.
//!
//! Passwords are random and stand in one file that only its owner can read, never in a log.

use std::fs;
use std::path::Path;

use keyholder_domain::invitation::{SENT, UNDELIVERED};
use keyholder_domain::{
    AccountId, Asker, DeskId, Email, Event, GroupId, InvitationId, MemberId, Name, Newcomer, Op, OpId,
    Refusal, StoreId, Time, accept_invitation, decide, note_delivery,
};
use serde_json::{Value, json};

use crate::db::Tx;
use crate::db::people::{AccountRow, MailRow};
use crate::entries::{self, Act};
use crate::error::ApiError;
use crate::passwords::Password;
use crate::random::Random;
use crate::secrets::write_private;
use crate::states::Held;
use crate::{AppState, states, stores};

/// How many entries the shop's history has.
pub const ENTRIES: u64 = 200;
/// Over how many days they are spread.
const DAYS: i64 = 75;
const DAY: i64 = 86_400_000;

/// The team. Everybody but the Owner, who comes first, is invited and accepts.
const TEAM: [(&str, &str, &str); 14] = [
    ("Dewi Larasati", "owner", "Laptop kantor"),
    ("Bagus Pratama", "admin", "PC ruang admin"),
    ("Ratna Wulandari", "admin", "Laptop Ratna"),
    ("Agus Setiawan", "manager", "PC toko Malioboro"),
    ("Siti Rahmawati", "manager", "PC toko Dago"),
    ("Hendra Gunawan", "manager", "Laptop gudang"),
    ("Putri Ayu Lestari", "seller", "Kasir 1"),
    ("Rizky Maulana", "seller", "Kasir 2"),
    ("Intan Permata", "seller", "Kasir 3"),
    ("Yoga Saputra", "seller", "Kasir 4"),
    ("Joko Susilo", "inventory_handler", "Tablet gudang"),
    ("Nur Aini", "inventory_handler", "Tablet gudang 2"),
    ("Eko Wahyudi", "inventory_handler", "Tablet penerimaan"),
    ("Maria Kristanti", "viewer", "Laptop akuntan"),
];

const OWNER: usize = 0;
const ADMIN: usize = 1;
const ADMIN_TOO: usize = 2;

/// People who came and went.
const FORMER: [(&str, &str); 3] =
    [("Fajar Nugroho", "seller"), ("Lestari Handayani", "inventory_handler"), ("Dimas Aditya", "manager")];

/// Who has yet to answer: address, role, group, and why the mail did not arrive, if it did not.
const PENDING: [(&str, &str, usize, Option<&str>); 3] = [
    ("lina.marlina", "seller", 1, None),
    ("arif.hidayat", "manager", 2, None),
    ("wahyu.kurniawan", "inventory_handler", 0, Some("rejected_550")),
];

/// The groups: name, permissions, and who of the team is inside.
const GROUPS: [(&str, &[&str], &[usize]); 5] = [
    ("Gudang", &["inventory.update", "product.view", "logistics.update"], &[5, 10, 11, 12]),
    ("Pesanan", &["orders.fulfillment", "logistics.view"], &[3, 4, 6, 7, 8, 9]),
    ("Katalog & harga", &["product.upload", "product.download", "price.update"], &[3, 10]),
    ("Kanal marketplace", &["channel.add", "channel.edit", "sync_log.view", "product.scan"], &[4, 5]),
    ("Laporan", &["dashboard.view", "orders.download", "price.view"], &[3, 13]),
];

/// Fills an empty database; leaves any other alone.
pub async fn fill(state: &AppState, accounts: &Path) -> Result<(), String> {
    let empty = state.db.read(|tx| Ok::<_, ApiError>(tx.is_empty()?)).await;
    if !empty.map_err(|error| error.code)? {
        tracing::info!("the database is not empty: no demo is put into it");
        return Ok(());
    }
    let (now, random) = (state.clock.now(), state.random.clone());
    let began = Time::from_millis(now.millis() - now.millis().rem_euclid(DAY) - DAYS * DAY);
    let store = StoreId::from_uuid(random.id_at(began));
    let mut people = Vec::new();
    let mut listed = Vec::new();
    for (name, role, _) in TEAM {
        let password = password(&random);
        let hash = state.passwords.hash(&Password::new(&*password)).await.map_err(|error| error.code)?;
        let account = account(name, hash, began, &random);
        listed.push(json!({ "name": name, "email": account.email, "role": role, "password": *password }));
        people.push(account);
    }
    let list = json!({ "store": store, "store_name": "Laras Batik", "accounts": listed });
    // Before the commit: a shop whose passwords nobody knows would be of no use. An older list belongs to no database any more.
    let _ = fs::remove_file(accounts);
    let text = serde_json::to_string_pretty(&list).map_err(|error| error.to_string())?;
    write_private(accounts, text.as_bytes()).map_err(|error| format!("`{}`: {error}", accounts.display()))?;
    let told = state.db.write(move |tx| tell(tx, store, people, began, &random)).await;
    told.map_err(|error| format!("the demo could not be made: {}", error.code))?;
    state.after(store);
    tracing::info!(%store, accounts = %accounts.display(), "an empty database was filled with the demo shop");
    Ok(())
}

/// The whole history, in one transaction: all of it or nothing.
fn tell(
    tx: &mut dyn Tx,
    store: StoreId,
    people: Vec<AccountRow>,
    began: Time,
    random: &Random,
) -> Result<(), ApiError> {
    for person in &people {
        tx.add_account(person)?;
    }
    let owner = people.first().ok_or_else(|| ApiError::internal("the demo has no owner"))?;
    stores::begin(tx, store, &Name::stored("Batik Laras"), owner, began, random)?;
    let held = Held::clone(&*states::load(tx, store)?);
    let members = vec![held.store.owner().map(|owner| owner.id)];
    let desks = TEAM.iter().map(|_| DeskId::from_uuid(random.id())).collect();
    let mut story = Story { tx, held, random, began, people, members, desks, groups: Vec::new() };
    story.opening()?;
    story.growth()?;
    story.ordinary_days()?;
    story.today()?;
    let Story { tx, held, .. } = story;
    entries::close(tx, held)?;
    Ok(())
}

/// The history as it is being told.
struct Story<'a> {
    tx: &'a mut dyn Tx,
    held: Held,
    random: &'a Random,
    began: Time,
    people: Vec<AccountRow>,
    /// Their places in the store, in the order of `TEAM`, once they have one.
    members: Vec<Option<MemberId>>,
    desks: Vec<DeskId>,
    groups: Vec<GroupId>,
}

impl Story<'_> {
    fn opening(&mut self) -> Result<(), ApiError> {
        self.ask(OWNER, json!({"type": "plan.change", "from": "starter", "to": "team"}))?;
        for group in 0..2 {
            self.create_group(OWNER, group)?;
        }
        self.joins(OWNER, 1)?;
        self.joins(OWNER, 3)?;
        self.joins(ADMIN, 6)?;
        self.joins(ADMIN, 10)?;
        self.ask(OWNER, json!({"type": "plan.change", "from": "team", "to": "business"}))?;
        self.ask(OWNER, json!({"type": "store.rename", "from": "Batik Laras", "to": "Laras Batik"}))?;
        Ok(())
    }

    fn growth(&mut self) -> Result<(), ApiError> {
        for group in 2..GROUPS.len() {
            self.create_group(ADMIN, group)?;
        }
        self.joins(OWNER, 2)?;
        for person in [4, 5, 7, 8, 11] {
            self.joins(ADMIN, person)?;
        }
        for former in FORMER {
            self.came(former)?;
        }
        for person in [9, 12, 13] {
            self.joins(ADMIN_TOO, person)?;
        }
        // The invitation that nobody answered: long enough ago to be over today.
        let expired = self.invite(ADMIN, "sri.mulyani", "viewer", &[4])?;
        self.note(expired, None)?;
        self.ask(OWNER, json!({"type": "store.set_offline_lease", "from": 30, "to": 14}))?;
        for (group, (_, _, inside)) in GROUPS.iter().enumerate() {
            for person in *inside {
                self.regroup(ADMIN, "member.add_to_group", *person, group)?;
            }
        }
        Ok(())
    }

    /// What a shop's weeks are made of: people help out elsewhere, stay away for a while, get something for a campaign. Each
    /// change is taken back after a while, so the team ends as it should.
    fn ordinary_days(&mut self) -> Result<(), ApiError> {
        let until = ENTRIES - 2 * PENDING.len() as u64;
        if (until - self.held.row.seq) % 2 == 1 {
            self.ask(OWNER, json!({"type": "store.set_offline_lease", "from": 14, "to": 21}))?;
        }
        let mut turn = 0;
        while self.held.row.seq < until {
            let pair = self.pair(turn)?;
            let room = (until - self.held.row.seq) / 2;
            // Two changes overlap where there is room, as they do in life.
            let next = if room >= 2 { Some(self.pair(turn + 1)?) } else { None };
            turn += 2;
            self.ask(pair.0, pair.1)?;
            if let Some(next) = &next {
                self.ask(next.0, next.1.clone())?;
            }
            self.ask(pair.0, pair.2)?;
            if let Some(next) = next {
                self.ask(next.0, next.2)?;
            }
        }
        Ok(())
    }

    fn today(&mut self) -> Result<(), ApiError> {
        for (address, role, group, reason) in PENDING {
            let invitation = self.invite(ADMIN, address, role, &[group])?;
            self.note(invitation, reason)?;
        }
        Ok(())
    }

    /// Who does something, what, and how it is taken back.
    fn pair(&self, turn: usize) -> Result<(usize, Value, Value), ApiError> {
        let by = [ADMIN, ADMIN_TOO, OWNER][turn % 3];
        let outside = |group: usize| (3..TEAM.len()).filter(move |person| !GROUPS[group].2.contains(person));
        let group = turn % GROUPS.len();
        Ok(match turn % 5 {
            0 => {
                // Somebody stays away: a different seller each time.
                let member = self.member(6 + (turn / 5) % 4)?;
                let op = |kind: &str| json!({"type": kind, "member": member});
                (by, op("member.suspend"), op("member.restore"))
            }
            1 => {
                let extra =
                    ["orders.download", "product.scan", "channel.delete", "users.view"][(turn / 5) % 4];
                let group = self.group(if extra == "orders.download" { 1 } else { 2 + (turn / 20) % 2 })?;
                // What the group has already cannot be granted anew.
                let extra = if self.grants(group, extra) { "json_api.view" } else { extra };
                let op = |kind: &str| json!({"type": kind, "group": group, "permissions": [extra]});
                (by, op("group.grant"), op("group.revoke"))
            }
            2 if turn % 10 == 7 => {
                // A manager is away and a seller stands in for her.
                let member = self.member(6 + (turn / 10) % 4)?;
                let op = |from: &str, to: &str| json!({"type": "member.change_role", "member": member, "from": from, "to": to});
                (by, op("seller", "manager"), op("manager", "seller"))
            }
            _ => {
                let people: Vec<usize> = outside(group).collect();
                let member = self.member(people[(turn / 5) % people.len()])?;
                let group = self.group(group)?;
                let op = |kind: &str| json!({"type": kind, "member": member, "group": group});
                (by, op("member.add_to_group"), op("member.remove_from_group"))
            }
        })
    }

    fn grants(&self, group: GroupId, permission: &str) -> bool {
        let group = self.held.store.group(group);
        group.is_some_and(|group| group.permissions.iter().any(|held| held.code() == permission))
    }

    fn create_group(&mut self, by: usize, group: usize) -> Result<(), ApiError> {
        let (name, permissions, _) = GROUPS[group];
        let id = GroupId::from_uuid(self.random.id_at(self.next()));
        self.groups.push(id);
        self.ask(by, json!({"type": "group.create", "group": id, "name": name, "permissions": permissions}))
    }

    /// One of the team is invited and accepts.
    fn joins(&mut self, by: usize, person: usize) -> Result<(), ApiError> {
        let (_, role, _) = TEAM[person];
        let account = self.people[person].clone();
        let invitation = self.invite(by, local(&account.email), role, &[])?;
        self.note(invitation, None)?;
        let member = self.accept(invitation, &account)?;
        self.members.resize(self.members.len().max(person + 1), None);
        self.members[person] = Some(member);
        Ok(())
    }

    /// Somebody came, and went again.
    fn came(&mut self, (name, role): (&str, &str)) -> Result<(), ApiError> {
        // No hash fits this: nobody signs in as someone who left long ago.
        let account = account(name, "!".to_owned(), self.next(), self.random);
        self.tx.add_account(&account)?;
        let invitation = self.invite(ADMIN, local(&account.email), role, &[1])?;
        self.note(invitation, None)?;
        let member = self.accept(invitation, &account)?;
        self.ask(ADMIN, json!({"type": "member.suspend", "member": member}))?;
        self.ask(OWNER, json!({"type": "member.remove", "member": member}))
    }

    fn invite(
        &mut self,
        by: usize,
        local: &str,
        role: &str,
        groups: &[usize],
    ) -> Result<InvitationId, ApiError> {
        let invitation = InvitationId::from_uuid(self.random.id_at(self.next()));
        let groups = groups.iter().map(|group| self.group(*group)).collect::<Result<Vec<_>, _>>()?;
        let email = format!("{local}@{DOMAIN}");
        self.ask(
            by,
            json!({"type": "invitation.send", "invitation": invitation, "email": email, "role": role, "groups": groups}),
        )?;
        // Its mail is told below as part of the history; none goes out today.
        let store = self.held.row.store;
        self.tx.drop_mail(&MailRow {
            store,
            invitation,
            sent_count: self.sent_count(invitation),
            attempts: 0,
        })?;
        Ok(invitation)
    }

    fn sent_count(&self, invitation: InvitationId) -> u32 {
        self.held.store.invitation(invitation).map_or(0, |invitation| invitation.sent_count)
    }

    fn note(&mut self, invitation: InvitationId, reason: Option<&str>) -> Result<(), ApiError> {
        let delivery = if reason.is_some() { UNDELIVERED } else { SENT };
        let event = note_delivery(&self.held.store, invitation, delivery, reason).map_err(refused)?;
        self.append(event, None, None)
    }

    fn accept(&mut self, invitation: InvitationId, account: &AccountRow) -> Result<MemberId, ApiError> {
        let now = self.next();
        let member = MemberId::from_uuid(self.random.id_at(now));
        let newcomer = Newcomer {
            account: account.id,
            member,
            name: Name::stored(&account.name),
            email: Email::stored(&account.email, None),
        };
        let event = accept_invitation(&self.held.store, invitation, &newcomer, now).map_err(refused)?;
        self.append(Some(event), Some(member), None)?;
        Ok(member)
    }

    fn regroup(&mut self, by: usize, kind: &str, person: usize, group: usize) -> Result<(), ApiError> {
        let (member, group) = (self.member(person)?, self.group(group)?);
        self.ask(by, json!({"type": kind, "member": member, "group": group}))
    }

    /// One op of one of the team, from her own device.
    fn ask(&mut self, by: usize, op: Value) -> Result<(), ApiError> {
        let op = Op::parse(&op)
            .map_err(|_| ApiError::internal(format_args!("the demo's op cannot be read: {op}")))?;
        let asker = self.member(by)?;
        let event = decide(&self.held.store, Asker::Member(asker), &op, self.next()).map_err(refused)?;
        self.append(event, Some(asker), Some(by))
    }

    fn append(
        &mut self,
        event: Option<Event>,
        by: Option<MemberId>,
        from: Option<usize>,
    ) -> Result<(), ApiError> {
        let event = event.ok_or_else(|| ApiError::internal("a step of the demo changes nothing"))?;
        // What the system notes of a mail follows at once; everything else takes its own time.
        let noted = matches!(event, Event::InvitationDeliveryNoted { .. });
        let now = if noted { self.held.row.at.plus_seconds(20) } else { self.next() };
        let act = Act {
            op: from.map(|_| OpId::from_uuid(self.random.id_at(now))),
            by,
            desk: from.map(|person| self.desks[person]),
            device: from.map(|person| TEAM[person].2),
            made_at: from.map(|_| now),
            event,
        };
        entries::append(self.tx, &mut self.held, act, now, self.random)?;
        Ok(())
    }

    /// When the next entry happens: a few a day, in the shop's opening hours, the last ones yesterday.
    fn next(&self) -> Time {
        let no = i64::try_from(self.held.row.seq).unwrap_or(0);
        let entries = ENTRIES as i64;
        let day = no * DAYS / entries;
        let first_of_day = (day * entries + DAYS - 1) / DAYS;
        // 02:00 UTC is nine in the morning in Yogyakarta.
        let minutes = 2 * 60 + (no - first_of_day) * 170 + no * 37 % 150;
        Time::from_millis(self.began.millis() + day * DAY + minutes * 60_000)
    }

    fn member(&self, person: usize) -> Result<MemberId, ApiError> {
        self.members
            .get(person)
            .copied()
            .flatten()
            .ok_or_else(|| ApiError::internal("she has not joined yet"))
    }

    fn group(&self, group: usize) -> Result<GroupId, ApiError> {
        self.groups.get(group).copied().ok_or_else(|| ApiError::internal("the group is not made yet"))
    }
}

const DOMAIN: &str = "larasbatik.example";

fn account(name: &str, password: String, made_at: Time, random: &Random) -> AccountRow {
    let email = format!("{}@{DOMAIN}", name.to_lowercase().replace(' ', "."));
    AccountRow {
        id: AccountId::from_uuid(random.id_at(made_at)),
        typed: email.clone(),
        email,
        name: name.to_owned(),
        password,
        verified: true,
        made_at,
    }
}

fn local(email: &str) -> &str {
    email.split('@').next().unwrap_or(email)
}

/// Sixteen characters that are not mistaken for one another, in fours: 80 bits.
fn password(random: &Random) -> zeroize::Zeroizing<String> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut password = zeroize::Zeroizing::new(String::with_capacity(19));
    for (at, byte) in random.bytes::<16>().iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            password.push('-');
        }
        password.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    password
}

fn refused(refusal: Refusal) -> ApiError {
    ApiError::internal(format_args!("the rules refuse a step of the demo: {}", refusal.code()))
}
