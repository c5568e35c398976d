//! The draft of many invitations, as this desk keeps it: changed at once, kept beside the outbox, and sent row by row between
//! other commands, so that a long list can be stopped and nothing else waits for it.

use std::sync::Arc;

use keyholder_domain::id::InvitationId;

use super::Actor;
use crate::DeskError;
use crate::invite_many::draft::{Draft, InviteManyAct, Sending};
use crate::invite_many::rehearse::{self, InviteVerdict, Verdict};
use crate::invite_many::{List, MAX_ROWS, People};
use crate::sync::Ms;
use crate::views;
use crate::views::invite_many::{InviteManyAsk, InviteManyView, Rehearsal};
use crate::views::names::Names;
use crate::views::scene::Scene;
use crate::views::shared::Told;

/// For so long rows are sent before the next command has its turn.
const TURN: Ms = 40;
/// And so many at most, however fast the disk is (or however still the clock stands).
const ROWS: usize = 25;

impl Actor {
    /// Puts people behind those that the draft has.
    pub fn add_people(&mut self, name: &str, read: People) -> Result<(), DeskError> {
        self.still_open()?;
        self.lent()?;
        self.not_while_sending()?;
        let chance = Arc::clone(&self.chance);
        self.draft().add(name, read, || chance.id()).map_err(DeskError::from)?;
        self.keep_draft()
    }

    /// What would become of each row of a list if it were sent now. Nothing of it is kept, and the draft stays as it is.
    pub fn rehearse_list(&mut self, list: List) -> Result<InviteManyView, DeskError> {
        self.still_open()?;
        self.lent()?;
        self.picture.now = self.clock.now();
        self.fresh();
        let chance = Arc::clone(&self.chance);
        let draft = Draft::of(list, || chance.id()).map_err(DeskError::from)?;
        let names = Names::of(&self.picture);
        let kept = self.picture.inviting.replace(Arc::new(draft));
        let scene = Scene { picture: &self.picture, names: &names };
        let all = InviteManyAsk { verdict: None, from: 0, count: MAX_ROWS };
        let view = match scene.may_view() {
            None => Ok(views::invite_many::invite_many(&scene, &mut Rehearsal::default(), &all)),
            Some(told) => Err(told.into()),
        };
        self.picture.inviting = kept;
        view
    }

    /// Does something with the draft.
    pub fn invite_many(&mut self, act: InviteManyAct) -> Result<(), DeskError> {
        self.still_open()?;
        self.lent()?;
        if !matches!(act, InviteManyAct::Stop) {
            self.not_while_sending()?;
        }
        match act {
            InviteManyAct::Edit { row, email, role } => self.draft().edit(row, &email, role),
            InviteManyAct::Include { row } => self.draft().include(row),
            InviteManyAct::Remove { row } => self.draft().keep(|it| it.id != row),
            InviteManyAct::RemoveAll { verdict } => self.take_out(|it| it == verdict),
            InviteManyAct::ClearSent => self.take_out(InviteVerdict::is_asked),
            InviteManyAct::Defaults { role, groups } => {
                let draft = self.draft();
                (draft.role, draft.groups) = (role, groups);
                draft.revision += 1;
            }
            InviteManyAct::Send { partial } => self.begin_sending(partial)?,
            InviteManyAct::Stop => {
                let draft = self.draft();
                draft.sending = None;
                draft.revision += 1;
            }
            InviteManyAct::Clear => self.draft().clear(),
        }
        self.keep_draft()
    }

    /// Takes the draft up as it was left.
    pub(super) fn take_draft_up(&mut self) {
        match self.outbox.draft() {
            Ok(Some(text)) => match serde_json::from_str::<Draft>(&text) {
                Ok(draft) => self.picture.inviting = Some(Arc::new(draft)),
                Err(error) => tracing::warn!(%error, "a draft of invitations cannot be read"),
            },
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "the draft of invitations cannot be read"),
        }
    }

    /// Sends some more rows, if any are on their way. Each is an ordinary op with a commit of its own.
    pub(super) fn send_some(&mut self) {
        let until = self.elapsed() + TURN;
        for _ in 0..ROWS {
            if self.elapsed() >= until {
                return;
            }
            let Some((id, done, total)) = self.next_to_send() else { return };
            match self.send_row(id) {
                Ok(refused) => {
                    let draft = self.draft();
                    if let (Some(told), Some(row)) = (refused, draft.rows.iter_mut().find(|row| row.id == id))
                    {
                        row.refused = Some(told);
                    }
                    draft.sending = draft.sending.take().map(|it| Sending { done: done + 1, ..it });
                    if done + 1 >= total {
                        self.end_sending(None);
                        return;
                    }
                }
                Err(error) => {
                    self.end_sending(Some(error));
                    return;
                }
            }
            self.changed = true;
        }
    }

    /// Whether rows are on their way.
    pub(super) fn is_sending(&self) -> bool {
        self.picture.inviting.as_ref().is_some_and(|draft| draft.sending.is_some())
    }

    fn next_to_send(&self) -> Option<(InvitationId, usize, usize)> {
        let sending = self.picture.inviting.as_ref()?.sending.as_ref()?;
        Some((*sending.rows.get(sending.done)?, sending.done, sending.rows.len()))
    }

    /// Sends one row; tells why not where it is turned down here.
    fn send_row(&mut self, id: InvitationId) -> Result<Option<Told>, DeskError> {
        self.fresh();
        let Some(draft) = self.picture.inviting.clone() else { return Ok(None) };
        let Some(row) = draft.rows.iter().find(|row| row.id == id) else { return Ok(None) };
        let names = Names::default();
        let scene = Scene { picture: &self.picture, names: &names };
        let op = draft.op(row, rehearse::groups(&draft, row, &scene));
        // Let go of before it is changed, or every row would copy the whole draft.
        drop(draft);
        let dispatched = self.dispatch(&op, false, None)?;
        Ok(dispatched.refusal.filter(|_| !dispatched.queued))
    }

    /// A list that does not fit the seats is held back whole, unless somebody said that the rest may stay behind.
    fn begin_sending(&mut self, partial: bool) -> Result<(), DeskError> {
        let verdicts = self.verdicts();
        let count = |wanted| verdicts.iter().filter(|verdict| verdict.is == wanted).count();
        let (fit, short) = (count(InviteVerdict::Ready), count(InviteVerdict::NoSeat));
        if short > 0 && !partial {
            let error = DeskError::new("list_does_not_fit", "not all of them have a free seat");
            return Err(error.fact("fit", fit).fact("wanted", fit + short));
        }
        let draft = self.draft();
        let ready =
            draft.rows.iter().zip(&verdicts).filter(|(_, verdict)| verdict.is == InviteVerdict::Ready);
        let rows: Vec<InvitationId> = ready.map(|(row, _)| row.id).collect();
        draft.problem = None;
        draft.sending = (!rows.is_empty()).then_some(Sending { rows, done: 0 });
        draft.revision += 1;
        Ok(())
    }

    fn end_sending(&mut self, problem: Option<DeskError>) {
        let draft = self.draft();
        draft.sending = None;
        draft.problem = problem;
        draft.revision += 1;
        self.changed = true;
    }

    /// Rows of some verdicts go.
    fn take_out(&mut self, which: impl Fn(InviteVerdict) -> bool) {
        let verdicts = self.verdicts();
        let mut verdicts = verdicts.iter();
        self.draft().keep(|_| !verdicts.next().is_some_and(|verdict| which(verdict.is)));
    }

    fn verdicts(&mut self) -> Vec<Verdict> {
        self.picture.now = self.clock.now();
        self.fresh();
        let names = Names::of(&self.picture);
        let scene = Scene { picture: &self.picture, names: &names };
        self.picture.inviting.as_ref().map(|draft| rehearse::rehearse(draft, &scene)).unwrap_or_default()
    }

    fn not_while_sending(&self) -> Result<(), DeskError> {
        match self.is_sending() {
            true => Err(DeskError::new("list_sending", "the list is being sent")),
            false => Ok(()),
        }
    }

    fn draft(&mut self) -> &mut Draft {
        Arc::make_mut(self.picture.inviting.get_or_insert_default())
    }

    /// What was typed is kept before anybody is told that it is there.
    fn keep_draft(&mut self) -> Result<(), DeskError> {
        self.changed = true;
        let draft = self.picture.inviting.as_deref().filter(|draft| !draft.is_untouched());
        let text = match draft {
            Some(draft) => {
                Some(serde_json::to_string(draft).map_err(|error| DeskError::storage(error.to_string()))?)
            }
            None => None,
        };
        let kept = self.outbox.keep_draft(text.as_deref());
        self.kept_or(kept)
    }
}
