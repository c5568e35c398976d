//! What stands around an update: what waits is sent first, the stores are kept as they are, and the version before can go back.

use std::path::Path;
use std::time::{Duration, Instant};

use tokio::sync::broadcast::error::RecvError;

use super::Keyholder;
use crate::DeskError;
use crate::before::{self, Kept};
use crate::views::frame;
use crate::views::program::{Badge, BadgeState};
use crate::views::updates::{Unsendable, WaitsFor};

/// How long the cloud is given to answer what waits.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long one try may take to show that the cloud is not there.
const TRY: Duration = Duration::from_secs(3);

impl Keyholder {
    /// Sends what waits, in every store of whoever has the program, as far as the cloud can be reached; tells what is left.
    pub async fn send_what_waits(&self) -> Result<Unsendable, DeskError> {
        self.gate()?;
        self.open_what_waits().await;
        let mut changes = self.changes();
        for desk in self.open_desks().await {
            desk.sync_now();
        }
        let started = Instant::now();
        loop {
            let hers = self.waiting().await?;
            let given_up =
                started.elapsed() > PATIENCE || started.elapsed() > TRY && self.is_hindered().await;
            if hers == 0 || given_up {
                return Ok(Unsendable { hers, others: self.others_wait() });
            }
            if let Ok(Err(RecvError::Closed)) = tokio::time::timeout(TRY, changes.recv()).await {
                return Ok(Unsendable { hers, others: self.others_wait() });
            }
        }
    }

    /// Whether the cloud of an open store no longer understands this version.
    pub async fn is_too_old(&self) -> bool {
        self.badges()
            .await
            .into_iter()
            .any(|badge| badge.problem.is_some_and(|problem| problem.code == "outdated"))
    }

    /// Keeps the stores as they are, for this version to go back to; with the program's one file, if it has one. Everything is
    /// closed by then.
    pub fn keep_before_update(&self, version: &str, program: Option<&Path>) -> Result<(), DeskError> {
        before::keep(self.folder(), version, self.0.clock.now(), program)
    }

    /// What was kept before the last update.
    pub fn kept_before(&self) -> Option<Kept> {
        before::kept(self.folder())
    }

    /// Goes back to what this version kept before an update. Everything is closed by then.
    pub fn go_back(&self, version: &str) -> Result<(), DeskError> {
        self.gate()?;
        before::go_back(self.folder(), version, self.0.clock.now())
    }

    /// Opens every store of hers that is here: what waits in one that nobody looked at is sent too.
    async fn open_what_waits(&self) {
        let Some(hers) = self.0.session.remembered() else { return };
        for listed in &hers.stores {
            let folder = self.0.profile.store(&hers.cloud, hers.account.id, listed.store);
            if folder.exists()
                && let Err(error) = self.open_desk(listed.store).await
            {
                tracing::warn!(%error, store = %listed.store, "what waits there is not sent before the update");
            }
        }
    }

    async fn is_hindered(&self) -> bool {
        let hindered = |badge: &Badge| {
            badge.state == BadgeState::Offline
                || badge.problem.is_some() && badge.state != BadgeState::Syncing
        };
        self.badges().await.iter().any(hindered)
    }

    async fn badges(&self) -> Vec<Badge> {
        let mut badges = Vec::new();
        for desk in self.open_desks().await {
            badges.extend(desk.picture().await.ok().map(|picture| frame::badge(&picture)));
        }
        badges
    }

    fn others_wait(&self) -> Vec<WaitsFor> {
        let people = self.people_view(0).into_iter().filter(|person| !person.current && person.waiting > 0);
        people.map(|person| WaitsFor { name: person.name, waiting: person.waiting }).collect()
    }
}
