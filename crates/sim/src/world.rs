//! The world: desks, the cloud, what lies between them, and one step after the other.

use std::cell::RefCell;
use std::collections::VecDeque;

use keyholder_cloud::random::Random;
use keyholder_desk::cloud::{Fault, Told};
use keyholder_desk::outbox::State;
use keyholder_desk::sync::Input;
use keyholder_domain::testing::start;
use keyholder_domain::{AccountId, Area, Cell, InvitationStatus, OpId, Time, cell};
use keyholder_sim_vfs::{self as disk, Fault as DiskFault, Image, Kept};
use serde_json::{Map, Value};

use crate::cloud::{self, MACHINE, PEOPLE, Question, SimCloud};
use crate::desk::SimDesk;
use crate::dice::Dice;
use crate::ops;
use crate::step::{Carried, Nudge, Step};
use crate::truth::{Broken, Taken, Truth, broken};

thread_local! {
    /// The shop that every world begins with: made once by the shipped code, then copied.
    static FOUNDED: RefCell<Option<Image>> = const { RefCell::new(None) };
}

/// Everything there is.
pub struct World {
    pub(crate) seed: u64,
    pub(crate) desks: Vec<SimDesk>,
    pub(crate) cloud: Option<SimCloud>,
    pub(crate) cloud_clock: Time,
    pub(crate) truth: Truth,
    late: VecDeque<(AccountId, Question)>,
    backup: Option<Image>,
    restored: u32,
    cloud_kept: Kept,
    desk_kept: Vec<Kept>,
    /// What happened, a line a step, for the replay.
    pub trace: Vec<String>,
}

impl World {
    /// The world of a seed, at its beginning: two to five desks, some of one person, some of somebody who does not see the team.
    pub fn new(seed: u64) -> Result<World, Broken> {
        disk::reset();
        let founded = FOUNDED.with(|founded| -> Result<Image, Broken> {
            if let Some(image) = founded.borrow().as_ref() {
                return Ok(image.clone());
            }
            cloud::found(start())
                .map_err(|error| Broken { rule: "founding", words: format!("{error:?}") })?;
            let image = disk::export(MACHINE);
            *founded.borrow_mut() = Some(image.clone());
            Ok(image)
        })?;
        disk::reset();
        disk::import(MACHINE, &founded);
        let mut dice = Dice::of(seed, 0, 2);
        let count = 2 + dice.below(4);
        let people = [1, 2, 1, 3, 4, 2, 5, 1];
        let offset = dice.below(people.len());
        let mut world = World {
            seed,
            desks: Vec::new(),
            cloud: None,
            cloud_clock: start().plus_seconds(60),
            truth: Truth::new(),
            late: VecDeque::new(),
            backup: None,
            restored: 0,
            cloud_kept: Kept::Nothing,
            desk_kept: Vec::new(),
            trace: Vec::new(),
        };
        for turn in 0..count {
            let person = people[(offset + turn) % people.len()];
            world.add_desk(person);
        }
        world.cloud_starts()?;
        for desk in 0..world.desks.len() {
            world.desk_starts(desk)?;
        }
        Ok(world)
    }

    fn add_desk(&mut self, person: u32) -> usize {
        let turn = self.desks.len();
        self.desks.push(SimDesk::new(turn, person, self.cloud_clock));
        self.desk_kept.push(Kept::Nothing);
        turn
    }

    fn cloud_starts(&mut self) -> Result<(), Broken> {
        if self.cloud.is_some() || disk::is_dead(MACHINE) {
            return Ok(());
        }
        match SimCloud::open() {
            Ok(cloud) => {
                self.truth.follow(&cloud, self.cloud_clock)?;
                self.cloud = Some(cloud);
                Ok(())
            }
            // Its disk may fail while it opens; a start on a sound disk must succeed.
            Err(_) if disk::has_failed(MACHINE) => Ok(()),
            Err(error) => broken("cloud_opens", format!("{error}")),
        }
    }

    pub(crate) fn desk_starts(&mut self, desk: usize) -> Result<(), Broken> {
        let it = &mut self.desks[desk];
        if it.actor.is_some() {
            return Ok(());
        }
        if let Err(error) = it.open() {
            it.close();
            if disk::has_failed(&it.machine) {
                return Ok(());
            }
            return broken("desk_opens", format!("desk {desk}: {error}"));
        }
        self.kept_its_promises(desk)
    }

    /// One step, and what must hold after it.
    pub fn takes(&mut self, place: u64, step: Step) -> Result<(), Broken> {
        let mut dice = Dice::of(self.seed, place, 3);
        for (turn, desk) in self.desks.iter().enumerate() {
            desk.chance.draws_from(Dice::of(self.seed, place, 100 + turn as u64));
        }
        let touched = self.acts(place, step, &mut dice)?;
        self.buries_the_dead(&mut dice)?;
        if let Some(cloud) = &self.cloud {
            self.truth.follow(cloud, self.cloud_clock)?;
        }
        for desk in touched {
            self.desk_holds(desk)?;
        }
        Ok(())
    }

    fn acts(&mut self, place: u64, step: Step, dice: &mut Dice) -> Result<Vec<usize>, Broken> {
        let random = self.random(place);
        let count = self.desks.len();
        let touched = match step {
            Step::Asks(desk) => vec![self.asks(desk % count, dice)],
            Step::TriesAgain(desk) => vec![self.tries_again(desk % count, dice)],
            Step::Drops(desk) => vec![self.drops(desk % count, dice)],
            Step::Carries(desk, how) => vec![self.carries(desk, how, &random, dice)?],
            Step::ArrivesLate(which) => {
                if !self.late.is_empty()
                    && let Some((account, question)) = self.late.remove(which % self.late.len())
                {
                    self.asks_the_cloud(account, &question, &random)?.ok();
                    self.say(place, format!("a question of {account} arrives late"));
                }
                Vec::new()
            }
            Step::Poke(desk, behind) => {
                let seq = self.truth.seq().saturating_sub(behind);
                vec![self.input(desk % count, Input::Poke(seq))]
            }
            Step::Nudged(desk, nudge) => vec![self.nudged(desk % count, nudge)],
            Step::Passes(millis) => {
                self.passes(millis);
                (0..count).collect()
            }
            Step::ClockJumps(desk, millis) => {
                self.desks[desk % count].clock.jumps(millis);
                self.desks[desk % count].runs();
                vec![desk % count]
            }
            Step::CloudClockJumps(millis) => {
                self.cloud_clock = Time::from_millis(self.cloud_clock.millis() + millis);
                Vec::new()
            }
            Step::DeskDies(desk, kept, None) => {
                self.desk_dies(desk % count, kept, dice)?;
                vec![desk % count]
            }
            Step::DeskDies(desk, kept, Some(after)) => {
                self.desk_kept[desk % count] = kept;
                disk::fail_after(&self.desks[desk % count].machine, after, DiskFault::Stops);
                Vec::new()
            }
            Step::DeskDiskFails(desk, after, fault) => {
                disk::fail_after(&self.desks[desk % count].machine, after, fault);
                Vec::new()
            }
            Step::DeskRestarts(desk) => {
                self.desks[desk % count].close();
                self.desk_starts(desk % count)?;
                vec![desk % count]
            }
            Step::DeskCopied(desk) => self.copied(desk % count)?,
            Step::CloudDies(kept, None) => {
                self.cloud_dies(kept, dice)?;
                Vec::new()
            }
            Step::CloudDies(kept, Some(after)) => {
                self.cloud_kept = kept;
                disk::fail_after(MACHINE, after, DiskFault::Stops);
                Vec::new()
            }
            Step::CloudDiskFails(after, fault) => {
                disk::fail_after(MACHINE, after, fault);
                Vec::new()
            }
            Step::BacksUp => {
                if let Some(cloud) = &self.cloud
                    && cloud.db().fold_in().is_ok()
                {
                    self.backup = Some(disk::export(MACHINE));
                }
                Vec::new()
            }
            Step::Restores(openly) => {
                self.restores(openly)?;
                Vec::new()
            }
            Step::Accepts(which, invited, newest) => {
                self.accepts(which, invited, newest, &random, dice);
                Vec::new()
            }
            Step::ForcesPlan(to) => {
                if let Some(cloud) = &self.cloud {
                    // A disk that fails just now is told to the operator, who tries again another day.
                    let _ = cloud.force(to, self.cloud_clock, &random);
                }
                Vec::new()
            }
        };
        if self.trace.last().is_none_or(|line| !line.starts_with(&format!("{place} "))) {
            self.say(place, format!("{step:?}"));
        }
        for desk in 0..self.desks.len() {
            let words = std::mem::take(&mut self.desks[desk].last);
            if !words.is_empty() {
                self.say(place, format!("  {words}"));
            }
        }
        Ok(touched)
    }

    pub(crate) fn random(&self, place: u64) -> Random {
        Random::seeded(Dice::of(self.seed, place, 4).draw())
    }

    fn say(&mut self, place: u64, words: String) {
        self.trace.push(format!("{place} {words}"));
    }

    fn asks(&mut self, desk: usize, dice: &mut Dice) -> usize {
        let it = &mut self.desks[desk];
        let Some(actor) = &mut it.actor else { return desk };
        if let Some(op) = ops::drawn(actor.picture(), dice)
            && let Ok(dispatched) = actor.dispatch(&op, dice.percent(50), None)
            && dispatched.queued
        {
            let text = op.to_value().to_string();
            it.last = format!("desk {desk} takes {}: {text}", short(dispatched.id));
            let taken = Taken { desk, op: text };
            self.truth.taken.entry(dispatched.id).or_default().push(taken);
        }
        it.runs();
        desk
    }

    fn an_op(&self, desk: usize, dice: &mut Dice, wanted: impl Fn(State) -> bool) -> Option<OpId> {
        let actor = self.desks[desk].actor.as_ref()?;
        let all: Vec<OpId> =
            actor.outbox().kept().iter().filter(|kept| wanted(kept.state)).map(|kept| kept.id).collect();
        dice.pick(&all).copied()
    }

    fn tries_again(&mut self, desk: usize, dice: &mut Dice) -> usize {
        let Some(old) = self.an_op(desk, dice, |state| !matches!(state, State::Answered(_))) else {
            return desk;
        };
        let it = &mut self.desks[desk];
        let Some(actor) = &mut it.actor else { return desk };
        match actor.retry(old) {
            Ok(dispatched) => {
                it.last = format!("desk {desk} tries {} again as {}", short(old), short(dispatched.id));
                if dispatched.queued && dispatched.id != old {
                    let taken = Taken { desk, op: "again".to_owned() };
                    self.truth.taken.entry(dispatched.id).or_default().push(taken);
                }
                if dispatched.id != old && (dispatched.queued || dispatched.nothing_to_do) {
                    self.truth.given_up.insert(old);
                }
            }
            // A disk that failed in the middle may have the old op or the new one.
            Err(_) => _ = self.truth.given_up.insert(old),
        }
        it.runs();
        desk
    }

    fn drops(&mut self, desk: usize, dice: &mut Dice) -> usize {
        let Some(op) = self.an_op(desk, dice, |_| true) else { return desk };
        // What was dropped while the disk failed may be gone or there.
        let it = &mut self.desks[desk];
        let Some(actor) = &mut it.actor else { return desk };
        let dropped = actor.drop_op(op);
        if dropped.as_ref().err().is_none_or(|error| error.code != "already_sent") {
            self.truth.given_up.insert(op);
        }
        it.runs();
        desk
    }

    /// A desk's question travels as far as it does.
    fn carries(
        &mut self,
        from: usize,
        how: Carried,
        random: &Random,
        dice: &mut Dice,
    ) -> Result<usize, Broken> {
        let count = self.desks.len();
        // Whoever has something to ask, beginning with the one that was drawn.
        let asking = (0..count)
            .map(|turn| (from + turn) % count)
            .find(|desk| self.desks[*desk].actor.is_some() && !self.desks[*desk].wanted.is_empty());
        let Some(desk) = asking else { return Ok(from % count) };
        let account = self.desks[desk].account;
        let Some(question) = self.desks[desk].wanted.front().cloned() else { return Ok(desk) };
        let unreachable = || Err(Fault::Unreachable("simulated".to_owned()));
        let mut cut = false;
        let answer = match how {
            Carried::Whole => self.asks_the_cloud(account, &question, random)?,
            Carried::Lost => Err(Fault::NotReached("simulated".to_owned())),
            Carried::AnswerLost => {
                self.asks_the_cloud(account, &question, random)?.ok();
                unreachable()
            }
            Carried::AnswerCut => {
                cut = true;
                let answer = self.asks_the_cloud(account, &question, random)?;
                if matches!(question, Question::Rows { .. }) { answer } else { unreachable() }
            }
            Carried::Twice => {
                let answer = self.asks_the_cloud(account, &question, random)?;
                self.asks_the_cloud(account, &question, random)?.ok();
                answer
            }
            Carried::Tampered => {
                self.asks_the_cloud(account, &question, random)?.map(|bytes| tampered(&bytes))
            }
            Carried::HeldUp => {
                self.late.push_back((account, question.clone()));
                unreachable()
            }
            Carried::Page(status) => Err(Fault::NotOurs { status, retry_after: None }),
            Carried::Problem(status, code) => Err(Fault::Problem(Told {
                status,
                code: code.to_owned(),
                with: Map::new(),
                retry_after: None,
            })),
        };
        let answer = if dice.percent(20) { answer.map(|bytes| shuffled(&bytes, dice)) } else { answer };
        self.desks[desk].last =
            format!("desk {desk} asks {}: {how:?}, {}", question.in_words(), in_words(&answer));
        self.desks[desk].hears(answer, cut, dice);
        Ok(desk)
    }

    /// What the cloud answers, if it is there; its word is written down.
    pub(crate) fn asks_the_cloud(
        &mut self,
        account: AccountId,
        question: &Question,
        random: &Random,
    ) -> Result<Result<Vec<u8>, Fault>, Broken> {
        self.cloud_starts()?;
        let Some(cloud) = &self.cloud else { return Ok(Err(Fault::Unreachable("it is down".to_owned()))) };
        let answer = cloud.answer(account, question, self.cloud_clock, random);
        if disk::is_dead(MACHINE) {
            // It stopped on the way: no answer left it.
            return Ok(Err(Fault::Unreachable("it stopped".to_owned())));
        }
        if let (Question::Exchange(_), Ok(bytes)) = (question, &answer) {
            let reply: Value = serde_json::from_slice(bytes).unwrap_or_default();
            self.truth.hears(&reply)?;
        }
        Ok(answer)
    }

    fn input(&mut self, desk: usize, input: Input) -> usize {
        if let Some(actor) = &mut self.desks[desk].actor {
            actor.step(input);
        }
        self.desks[desk].runs();
        desk
    }

    fn nudged(&mut self, desk: usize, nudge: Nudge) -> usize {
        match nudge {
            Nudge::Wake => self.input(desk, Input::Wake),
            Nudge::SignedIn => self.input(desk, Input::SignedIn),
            Nudge::LiveUp => self.input(desk, Input::LiveUp),
            Nudge::LiveDown => self.input(desk, Input::LiveDown),
            Nudge::SyncNow => {
                if let Some(actor) = &mut self.desks[desk].actor {
                    actor.set_free();
                }
                self.input(desk, Input::Wake)
            }
        }
    }

    /// Time passes for everybody.
    pub(crate) fn passes(&mut self, millis: u32) {
        self.cloud_clock = Time::from_millis(self.cloud_clock.millis() + i64::from(millis));
        for desk in &mut self.desks {
            desk.clock.passes(millis);
            desk.runs();
        }
    }

    fn accepts(&mut self, which: usize, invited: bool, newest: bool, random: &Random, dice: &mut Dice) {
        let Some(cloud) = &self.cloud else { return };
        let store = self.truth.store();
        let mut open: Vec<_> = store
            .invitations()
            .filter(|invitation| invitation.status(store.now(self.cloud_clock)) == InvitationStatus::Pending)
            .collect();
        open.sort_by_key(|invitation| invitation.id);
        if open.is_empty() {
            return;
        }
        let invitation = open[which % open.len()];
        let address =
            invitation.email.as_ref().map(|email| email.normalised().to_owned()).unwrap_or_default();
        let her = (1..=PEOPLE)
            .find(|n| keyholder_domain::testing::email(*n).normalised() == address)
            .filter(|_| invited);
        let person = her.unwrap_or_else(|| 1 + u32::try_from(dice.below(PEOPLE as usize)).unwrap_or(0));
        let sent_count =
            if newest { invitation.sent_count } else { invitation.sent_count.saturating_sub(1).max(1) };
        // Whoever holds a dead link is told so; that is an answer like another.
        let _ = cloud.accept(invitation.id, sent_count, person, self.cloud_clock, random);
    }

    /// Machines that stopped in the middle of something lose power now, and are started again.
    fn buries_the_dead(&mut self, dice: &mut Dice) -> Result<(), Broken> {
        if disk::is_dead(MACHINE) {
            self.cloud_dies(self.cloud_kept, dice)?;
        }
        for desk in 0..self.desks.len() {
            if disk::is_dead(&self.desks[desk].machine) {
                self.desk_dies(desk, self.desk_kept[desk], dice)?;
            }
        }
        Ok(())
    }

    fn desk_dies(&mut self, desk: usize, kept: Kept, dice: &mut Dice) -> Result<(), Broken> {
        let it = &mut self.desks[desk];
        let machine = it.machine.clone();
        disk::crash(&machine, kept, || it.close(), |sides| dice.below(sides));
        self.desk_starts(desk)
    }

    fn cloud_dies(&mut self, kept: Kept, dice: &mut Dice) -> Result<(), Broken> {
        disk::crash(MACHINE, kept, || self.cloud = None, |sides| dice.below(sides));
        self.cloud_comes_back()
    }

    /// The cloud is there again, and stands by what it said.
    pub(crate) fn cloud_comes_back(&mut self) -> Result<(), Broken> {
        self.cloud_starts()?;
        self.cloud_remembers()
    }

    /// Questions that were held up for so long arrive before everything is compared.
    pub(crate) fn arrives_at_last(&mut self, place: u64) -> Result<(), Broken> {
        let random = self.random(place);
        while let Some((account, question)) = self.late.pop_front() {
            self.asks_the_cloud(account, &question, &random)?.ok();
        }
        self.cloud_starts()
    }

    /// Whether the cloud was restored from a backup at any time.
    pub(crate) fn was_restored(&self) -> bool {
        self.restored > 0
    }

    /// What must hold of a desk at any time.
    pub(crate) fn looks_at(&mut self, desk: usize) -> Result<(), Broken> {
        if let Some(cloud) = &self.cloud {
            self.truth.follow(cloud, self.cloud_clock)?;
        }
        self.desk_holds(desk)
    }

    /// What the cloud said before it died it must say again.
    fn cloud_remembers(&mut self) -> Result<(), Broken> {
        let last: Vec<(OpId, String)> =
            self.truth.said.iter().map(|(op, line)| (*op, line.clone())).collect();
        for (op, line) in last {
            let said = self.outcome(op)?;
            if said.as_ref() != Some(&line) {
                return broken("cloud_remembers", format!("op {op}: it had said {line}, now {said:?}"));
            }
        }
        Ok(())
    }

    /// The outcome that the cloud has recorded for an op of any of the desks' accounts.
    pub(crate) fn outcome(&self, op: OpId) -> Result<Option<String>, Broken> {
        let Some(cloud) = &self.cloud else { return broken("cloud_is_up", "it is down") };
        let mut accounts: Vec<AccountId> = self.desks.iter().map(|desk| desk.account).collect();
        accounts.sort();
        accounts.dedup();
        for account in accounts {
            let found = cloud.db().read(move |tx| tx.outcomes(cloud::the_store(), account, &[op]));
            match found {
                Ok(found) => {
                    if let Some(row) = found.get(&op) {
                        return Ok(Some(line_of(&row.outcome)));
                    }
                }
                Err(error) => return broken("cloud_reads", format!("{error}")),
            }
        }
        Ok(None)
    }

    fn restores(&mut self, openly: bool) -> Result<(), Broken> {
        let Some(image) = &self.backup else { return Ok(()) };
        if self.restored >= 2 {
            return Ok(());
        }
        self.restored += 1;
        let image = image.clone();
        disk::crash(MACHINE, Kept::Everything, || self.cloud = None, |_| 0);
        disk::import(MACHINE, &image);
        if openly {
            let name = format!("life {}", self.restored);
            if let Err(error) = cloud::begin_another_life(&name) {
                return broken("restoring", format!("{error}"));
            }
        }
        self.truth.forget_the_cloud();
        self.cloud_starts()
    }

    /// The whole profile is copied while its program is closed: two machines then count under one desk id.
    fn copied(&mut self, desk: usize) -> Result<Vec<usize>, Broken> {
        if self.desks.len() >= 6 {
            return Ok(Vec::new());
        }
        self.desks[desk].close();
        let image = disk::export(&self.desks[desk].machine);
        let person = self.desks[desk].person;
        let copy = self.add_desk(person);
        self.desks[copy].wiped = self.desks[desk].wiped;
        disk::import(&self.desks[copy].machine, &image);
        for taken in self.truth.taken.values_mut() {
            if taken.iter().any(|taken| taken.desk == desk) {
                taken.push(Taken { desk: copy, op: "copied".to_owned() });
            }
        }
        self.desk_starts(copy)?;
        self.desk_starts(desk)?;
        Ok(vec![desk, copy])
    }

    /// Whose a desk is, for stories.
    pub fn person_of(&self, desk: usize) -> u32 {
        self.desks[desk].person
    }

    /// The Owner changes somebody's role from a desk that is not simulated, for stories.
    pub fn the_owner_changes(&mut self, person: u32, from: &str, to: &str) -> Result<(), Broken> {
        let account = keyholder_domain::testing::account_id(person);
        let Some(member) = self.truth.store().member_by_account(account).map(|member| member.id) else {
            return broken("story", "nobody of that number");
        };
        let op = serde_json::json!({"type": "member.change_role", "member": member, "from": from, "to": to});
        let id = uuid::Uuid::from_u128(0x5107_0000 | u128::from(person));
        let ops = serde_json::json!([{"id": id, "made_at": self.cloud_clock, "op": op}]);
        let body = serde_json::json!({"wire": 1, "cursor": 0, "ops": ops}).to_string();
        let owner = keyholder_domain::testing::account_id(1);
        let random = self.random(u64::MAX);
        self.asks_the_cloud(owner, &Question::Exchange(body.into_bytes()), &random)?.ok();
        Ok(())
    }

    /// Whether a desk's person sees the team, as the cloud has it.
    pub(crate) fn sees_team(&self, desk: usize) -> bool {
        let member = self.truth.store().member_by_account(self.desks[desk].account);
        member.is_some_and(|member| member.is_active() && cell(member.role, Area::ViewTeam) != Cell::None)
    }

    /// Every op that was taken here is here, or was given up by her.
    fn kept_its_promises(&self, desk: usize) -> Result<(), Broken> {
        let Some(actor) = &self.desks[desk].actor else { return Ok(()) };
        // A machine that stopped in the middle of this step reads nothing; it is asked again once it runs.
        if actor.standing().closed || self.desks[desk].wiped || disk::is_dead(&self.desks[desk].machine) {
            return Ok(());
        }
        for (op, taken) in &self.truth.taken {
            if self.truth.given_up.contains(op) || !taken.iter().any(|taken| taken.desk == desk) {
                continue;
            }
            match actor.outbox().stands(*op) {
                Ok(Some(_)) => {}
                Ok(None) => {
                    return broken("taken_is_kept", format!("desk {desk} has lost op {op}: {}", taken[0].op));
                }
                Err(error) => return broken("outbox_reads", format!("desk {desk}: {error}")),
            }
        }
        Ok(())
    }

    /// The desk's base is the history up to its cursor, and what was accepted beyond it stays in the picture.
    fn desk_holds(&mut self, desk: usize) -> Result<(), Broken> {
        let it = &mut self.desks[desk];
        let Some(actor) = &mut it.actor else { return Ok(()) };
        if actor.standing().closed {
            it.wiped = true;
            return Ok(());
        }
        let (cursor, head) = actor.position();
        let head = head.map(str::to_owned);
        let picture = actor.picture();
        let now = picture.base.now(self.truth.store().now(self.cloud_clock));
        if let (Some(head), true) = (&head, cursor > 0 && picture.has_team)
            && let Some(truth) = self.truth.state_at(cursor, head)
            && truth.to_snapshot(now) != picture.base.to_snapshot(now)
        {
            return broken("base_is_the_fold", format!("desk {desk} at entry {cursor} holds something else"));
        }
        if !actor.picture().has_team {
            return Ok(());
        }
        if cursor == 0 {
            return broken("shown_is_held", format!("desk {desk} shows a team that it does not hold"));
        }
        for (op, taken) in &self.truth.taken {
            if !taken.iter().any(|taken| taken.desk == desk) || self.truth.given_up.contains(op) {
                continue;
            }
            let stands = actor.outbox().stands(*op);
            if let Ok(Some(State::Answered(seq))) = stands
                && seq > cursor
                && actor.outbox().get(*op).is_none()
            {
                return broken("accepted_stays", format!("desk {desk}: op {op} of entry {seq} is not shown"));
            }
        }
        Ok(())
    }
}

/// The reply with its outcomes in another order: the wire names each op, and promises no order.
fn shuffled(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let Ok(mut reply) = serde_json::from_slice::<Value>(bytes) else { return bytes.to_vec() };
    match reply["outcomes"].as_array_mut() {
        Some(outcomes) if outcomes.len() > 1 => {
            for place in 1..outcomes.len() {
                outcomes.swap(place, dice.below(place + 1));
            }
            serde_json::to_vec(&reply).unwrap_or_default()
        }
        _ => bytes.to_vec(),
    }
}

/// The reply with a name, a role or a status in its last entry changed; a reply without entries stays as it is.
fn tampered(bytes: &[u8]) -> Vec<u8> {
    let Ok(mut reply) = serde_json::from_slice::<Value>(bytes) else { return bytes.to_vec() };
    let last = reply["entries"].as_array_mut().and_then(|entries| entries.last_mut());
    let Some(event) = last.and_then(|entry| entry.get_mut("event")).and_then(Value::as_object_mut) else {
        return bytes.to_vec();
    };
    let changed = [("name", "Forged"), ("to", "enterprise"), ("role", "viewer")];
    for (field, value) in changed {
        if event.get(field).is_some_and(Value::is_string) {
            event.insert(field.to_owned(), Value::String(value.to_owned()));
            return serde_json::to_vec(&reply).unwrap_or_default();
        }
    }
    bytes.to_vec()
}

fn short(op: OpId) -> String {
    op.to_string().chars().take(8).collect()
}

pub(crate) fn in_words(answer: &Result<Vec<u8>, Fault>) -> String {
    match answer {
        Err(Fault::Problem(told)) => format!("told {} {}", told.status, told.code),
        Err(fault) => format!("{fault:?}"),
        Ok(bytes) => {
            let reply: Value = serde_json::from_slice(bytes).unwrap_or_default();
            let outcomes = reply["outcomes"].as_array().into_iter().flatten().map(|outcome| {
                let op: String = outcome["id"].as_str().unwrap_or_default().chars().take(8).collect();
                format!("{op} {}", cloud::in_a_line(outcome))
            });
            let outcomes: Vec<String> = outcomes.collect();
            let entries = reply["entries"].as_array().map_or(0, Vec::len);
            let whole = ["snapshot", "snapshot_at"].iter().any(|field| !reply[*field].is_null());
            format!(
                "answered cursor {}, {entries} entries, whole {whole}, more {}, {outcomes:?}",
                reply["cursor"], reply["more"]
            )
        }
    }
}

/// A recorded outcome as it is told.
fn line_of(outcome: &Result<u64, String>) -> String {
    match outcome {
        Ok(seq) => serde_json::json!({"accepted": {"seq": seq}}).to_string(),
        Err(told) => {
            let told: Value = serde_json::from_str(told).unwrap_or_default();
            serde_json::json!({ "refused": told }).to_string()
        }
    }
}
