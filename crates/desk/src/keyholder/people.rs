//! Several people on one machine, and the devices of each. Whoever leaves the program to somebody else loses nothing: her files
//! are closed, her keys and tokens leave this run's memory, and what she asked waits in her own outbox until she is back.

use keyholder_domain::id::AccountId;
use uuid::Uuid;

use super::Keyholder;
use crate::DeskError;
use crate::lock::Shut;
use crate::views::program::{Device, Person, SessionView};

impl Keyholder {
    /// Gives the program to somebody else who is signed in here, or (none) to whoever signs in next. Nothing is wiped. A person
    /// who comes back proves herself with [`Keyholder::unlock`] before her stores are opened.
    ///
    /// # Errors
    /// `not_found`: nobody of that account is signed in here; then nothing changed.
    pub async fn switch_person(&self, account: Option<AccountId>) -> Result<SessionView, DeskError> {
        let _one_at_a_time = self.0.coming.lock().await;
        let session = &self.0.session;
        if let Some(account) = account {
            let here = session.remembered().is_some_and(|hers| hers.account.id == account);
            if here && !session.knows(account) {
                return Ok(self.session().await);
            }
            if !session.knows(account) {
                return Err(DeskError::new("not_found", "nobody of that account is signed in here"));
            }
        }
        self.leave().await?;
        if let Some(account) = account {
            session.return_to(account).await?;
            self.take_lock_up();
            self.shut(Shut::Away)?;
        }
        self.changed();
        Ok(self.session().await)
    }

    /// Closes everything of hers who has the program, and wipes nothing.
    pub(super) async fn leave(&self) -> Result<(), DeskError> {
        let inner = &self.0;
        let Some(hers) = inner.session.remembered() else { return Ok(()) };
        let shut = self.lock_state().shut();
        let waiting = match shut {
            // Her stores were not open: what waited still waits.
            Some(Shut::Away) => hers.waiting,
            _ => self.waiting().await?,
        };
        for (_, open) in inner.desks.lock().await.drain() {
            open.close().await;
        }
        inner
            .session
            .leave(|hers| {
                hers.waiting = waiting;
                hers.lock = Some(Shut::Away);
            })
            .await?;
        inner.rest.let_go(&hers.cloud, hers.account.id);
        self.take_lock_up();
        Ok(())
    }

    /// Whoever has the program is there again: her lock as it was left and, behind it, the store that was open last, in sync.
    pub(super) async fn begin(&self) {
        self.take_lock_up();
        if self.0.session.remembered().is_some() && self.lock_state().shut() != Some(Shut::Away) {
            self.open_last().await;
            self.look_at_stores();
        }
    }

    /// Opens what she had open, or the only store that she has.
    pub(super) async fn open_remembered(&self) {
        self.open_last().await;
        self.open_the_only_store().await;
    }

    async fn open_last(&self) {
        let last = self.0.session.remembered().and_then(|hers| hers.open);
        if let Some(store) = last
            && let Err(error) = self.open_desk(store).await
        {
            tracing::warn!(%error, %store, "the store that was open last cannot be opened");
            *self.0.unopened.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some((store, error));
        }
    }

    /// Everybody who is signed in here, as the window lists them.
    pub(super) fn people_view(&self, waiting: usize) -> Vec<Person> {
        let session = &self.0.session;
        let current = session.who();
        let away = self.lock_state().shut() == Some(Shut::Away);
        let person = |hers: crate::session::Remembered| {
            let here = current.as_ref() == Some(&hers.who());
            Person {
                id: hers.account.id,
                cloud: hers.cloud.origin().ascii_serialization(),
                current: here,
                waiting: if here && !away { waiting } else { hers.waiting },
                name: hers.account.name,
                email: hers.account.email,
            }
        };
        session.people().into_iter().map(person).collect()
    }

    /// Where she is signed in, this machine included. Needs the cloud.
    pub async fn devices(&self) -> Result<Vec<Device>, DeskError> {
        self.gate()?;
        Ok(self.0.session.with(|cloud, access| cloud.devices(access)).await?)
    }

    /// Ends one of her sign-ins: that device has to sign in again before it can sync. Needs the cloud.
    ///
    /// # Errors
    /// `not_found`: none of hers.
    pub async fn end_device(&self, device: Uuid) -> Result<(), DeskError> {
        self.gate()?;
        self.0.session.with(|cloud, access| cloud.end_device(access, device)).await?;
        self.changed();
        Ok(())
    }
}
