//! Locking the program, and opening it again. The gate is one: whatever shows or changes something of a store asks
//! [`Keyholder::gate`] first. What carries a desk's questions to the cloud does not: a locked program stays in sync.

use std::sync::{MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;

use super::{Inner, Keyholder};
use crate::DeskError;
use crate::keychain::{Secret, verifier};
use crate::lock::{Lock, Shut};
use crate::session::Remembered;
use crate::sync::{Input, Ms};
use crate::views::program::{Locked, LockedWhy, SessionView};

/// Idle time is looked at no less often than this: settings change, and machines sleep.
const LOOK: Duration = Duration::from_secs(30);
/// That she was there is kept so often, for a program that is started anew.
const TOUCH_KEPT: i64 = 60_000;
/// How long the cloud may take to say whether a password is hers.
const SECOND_OPINION: Duration = Duration::from_secs(10);
/// How long a store whose lease ended is given to hear the cloud.
const CONTACT: Duration = Duration::from_secs(10);

impl Keyholder {
    /// Locks the program: nothing is shown until [`Keyholder::unlock`]; syncing goes on.
    pub fn lock(&self) -> Result<(), DeskError> {
        if self.0.session.remembered().is_none() {
            return Err(DeskError::signed_out());
        }
        self.shut(Shut::Asked)
    }

    /// Somebody is at the machine. To be told at most every half minute.
    pub fn touch(&self) {
        self.look_at_lock();
        let now = self.0.clock.monotonic();
        let mut lock = self.lock_state();
        if lock.shut().is_some() {
            return;
        }
        lock.touched(now);
        drop(lock);
        if self.settings().lock_after.is_some() {
            let wall = self.0.clock.now();
            let kept = self.0.session.note(|hers| {
                let lately =
                    |kept: keyholder_domain::Time| (0..TOUCH_KEPT).contains(&(wall.millis() - kept.millis()));
                if !hers.touched.is_some_and(lately) {
                    hers.touched = Some(wall);
                }
            });
            if let Err(error) = kept {
                tracing::warn!(%error, "that somebody is here was not kept: a start may lock sooner");
            }
        }
    }

    /// Opens the program with the password of whoever has it. The cloud is asked where this machine does not know better: a
    /// password that was changed there, or none that was kept here.
    ///
    /// # Errors
    /// `bad_password`; `slow_down{retry_after}` in seconds, after several of those; `offline` where only the cloud could tell;
    /// `locked` where the store's lease has ended and the cloud was not heard.
    pub async fn unlock(&self, password: &str) -> Result<SessionView, DeskError> {
        let inner = &self.0;
        let _one_at_a_time = inner.coming.lock().await;
        let Some(hers) = inner.session.remembered() else { return Err(DeskError::signed_out()) };
        self.look_at_lock();
        let wait = self.lock_state().patience(inner.clock.monotonic());
        if wait > 0 {
            let error = DeskError::new("slow_down", "wait before the next try");
            return Err(error.fact("retry_after", wait.div_ceil(1_000)));
        }
        let password = Secret::new(password);
        self.prove(&hers, &password).await?;
        let away = self.lock_state().shut() == Some(Shut::Away);
        self.opens()?;
        if away {
            self.open_remembered().await;
            self.look_at_stores();
        }
        self.changed();
        self.contact(&hers, &password).await?;
        self.follow_link().await;
        Ok(self.session().await)
    }

    /// She is there, and proved it.
    pub(super) fn opens(&self) -> Result<(), DeskError> {
        self.lock_state().opens(self.0.clock.monotonic());
        self.0.session.note(|hers| (hers.lock, hers.wrong) = (None, 0))?;
        self.touch();
        Ok(())
    }

    /// Whether the password is hers: by what this machine kept, else by the cloud.
    async fn prove(&self, hers: &Remembered, password: &Secret) -> Result<(), DeskError> {
        let known = match self.0.session.verifier() {
            Some(known) => Some(verifier::fits(&known, password).await?),
            None => None,
        };
        if known == Some(true) {
            return Ok(());
        }
        let asked = tokio::time::timeout(SECOND_OPINION, self.sign_in_again(hers, password)).await;
        match asked.unwrap_or_else(|_| Err(DeskError::offline("the cloud does not answer"))) {
            Ok(()) => Ok(()),
            // Without the cloud, this machine's word stands.
            Err(error) if error.code == "bad_credentials" || known == Some(false) => Err(self.missed()),
            Err(error) => Err(error),
        }
    }

    async fn sign_in_again(&self, hers: &Remembered, password: &Secret) -> Result<(), DeskError> {
        let (session, device) = (&self.0.session, &self.0.options.device_name);
        let (connected, tokens) =
            session.authenticate(&hers.cloud, &hers.account.email, password, device).await?;
        if tokens.account.id != hers.account.id {
            // Her address is another account's by now. These tokens are used by nobody.
            let _ = connected.sign_out(&tokens.access).await;
            return Err(DeskError::new("bad_credentials", "this address has another account now"));
        }
        session.adopt(&hers.cloud, connected, tokens).await?;
        session.keep_verifier(&hers.who(), verifier::make(password).await?).await;
        for desk in self.open_desks().await {
            desk.input(Input::SignedIn);
        }
        Ok(())
    }

    fn missed(&self) -> DeskError {
        let now = self.0.clock.monotonic();
        let mut lock = self.lock_state();
        let (wrong, wait) = (lock.missed(now), lock.patience(now));
        drop(lock);
        if let Err(error) = self.0.session.note(|hers| hers.wrong = wrong) {
            tracing::warn!(%error, "a wrong try was not kept: a start forgets it");
        }
        DeskError::new("bad_password", "this is not the password").fact("retry_after", wait.div_ceil(1_000))
    }

    /// Where the lease of the store that is shown has ended, the cloud is tried at once, and waited for a while. A session that
    /// has ended meanwhile begins anew with the password that she just typed.
    async fn contact(&self, hers: &Remembered, password: &Secret) -> Result<(), DeskError> {
        let mut changes = self.changes();
        let Some(why) = self.lease_locked().await else { return Ok(()) };
        match self.refresh_stores().await {
            Err(error) if error.code == "signed_out" => match self.sign_in_again(hers, password).await {
                Err(error) if error.code == "bad_credentials" => return Err(self.missed()),
                signed_in => signed_in?,
            },
            reached => reached?,
        }
        for desk in self.open_desks().await {
            desk.sync_now();
        }
        let heard = async {
            while self.lease_locked().await.is_some() {
                if let Err(RecvError::Closed) = changes.recv().await {
                    return;
                }
            }
        };
        match tokio::time::timeout(CONTACT, heard).await {
            Ok(()) => Ok(()),
            Err(_) => Err(DeskError::locked(why_code(why))),
        }
    }

    /// Refuses while the program is locked.
    pub(super) fn gate(&self) -> Result<(), DeskError> {
        self.look_at_lock().map_or(Ok(()), |shut| Err(DeskError::locked(why_code(why(shut)))))
    }

    /// Why it is shut by now, if it is.
    pub(super) fn look_at_lock(&self) -> Option<Shut> {
        let after = self.settings().lock_after;
        let signed_in = self.0.session.remembered().is_some();
        let mut lock = self.lock_state();
        let newly = signed_in && lock.look(after, self.0.clock.monotonic());
        let shut = lock.shut().filter(|_| signed_in);
        drop(lock);
        if newly {
            tracing::info!("nobody was here: locked");
            self.keep_shut(Some(Shut::Idle));
        }
        shut
    }

    pub(super) fn shut(&self, why: Shut) -> Result<(), DeskError> {
        self.lock_state().shuts(why);
        let shut = self.lock_state().shut();
        self.keep_shut(shut);
        Ok(())
    }

    fn keep_shut(&self, shut: Option<Shut>) {
        if let Err(error) = self.0.session.note(|hers| hers.lock = shut) {
            tracing::warn!(%error, "that it is locked was not kept: a start opens it");
        }
        self.changed();
    }

    /// Takes up the lock as it was left, for whoever has the program.
    pub(super) fn take_lock_up(&self) {
        let now = self.0.clock.monotonic();
        let restored = match self.0.session.remembered() {
            None => Lock::restored(None, 0, None, None, now),
            Some(hers) => {
                let since = |kept: keyholder_domain::Time| self.0.clock.now().millis() - kept.millis();
                let idle = hers.touched.and_then(|kept| Ms::try_from(since(kept)).ok());
                Lock::restored(hers.lock, hers.wrong, idle, self.settings().lock_after, now)
            }
        };
        *self.lock_state() = restored;
    }

    /// Why nothing is shown, as the window says it.
    pub(super) async fn locked_view(&self, waiting: usize) -> Option<Locked> {
        let hers = self.0.session.remembered()?;
        let (why, offline_possible) = match self.look_at_lock() {
            Some(shut) => (why(shut), self.0.session.verifier().is_some()),
            None => (self.lease_locked().await?, false),
        };
        let waiting = if self.look_at_lock() == Some(Shut::Away) { hers.waiting } else { waiting };
        Some(Locked { why, name: hers.account.name, email: hers.account.email, waiting, offline_possible })
    }

    /// Whether the lease of the store that is shown has ended.
    async fn lease_locked(&self) -> Option<LockedWhy> {
        let shown = self.0.session.remembered()?.open?;
        let desk = self.0.desks.lock().await.get(&shown).map(|open| open.desk.clone())?;
        let ended = desk.standing().await.ok()?.lease_ended?;
        Some(match ended {
            crate::lease::Ended::LeaseEnded => LockedWhy::LeaseEnded,
            crate::lease::Ended::ClockJumped => LockedWhy::ClockJumped,
        })
    }

    pub(super) fn lock_state(&self) -> MutexGuard<'_, Lock> {
        self.0.lock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks at idle time as long as the program lives, so that a window nobody touches locks without being asked.
pub(super) async fn watch(inner: Weak<Inner>) {
    loop {
        let Some(keyholder) = inner.upgrade().map(Keyholder) else { return };
        keyholder.look_at_lock();
        let after = keyholder.settings().lock_after;
        let idle_in = keyholder.lock_state().idle_in(after, keyholder.0.clock.monotonic());
        let idle_in = idle_in.filter(|_| keyholder.lock_state().shut().is_none());
        drop(keyholder);
        let pause =
            idle_in.map_or(LOOK, |left| Duration::from_millis(left).clamp(Duration::from_secs(1), LOOK));
        tokio::time::sleep(pause).await;
    }
}

fn why(shut: Shut) -> LockedWhy {
    match shut {
        Shut::Asked | Shut::Away => LockedWhy::Asked,
        Shut::Idle => LockedWhy::Idle,
    }
}

fn why_code(why: LockedWhy) -> &'static str {
    match why {
        LockedWhy::Asked => "asked",
        LockedWhy::Idle => "idle",
        LockedWhy::LeaseEnded => "lease_ended",
        LockedWhy::ClockJumped => "clock_jumped",
    }
}
