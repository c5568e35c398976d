//! A passphrase chosen or entered: what rested in memory moves under it, or what rests on disk is opened by it.

use std::sync::Arc;

use super::Rest;
use crate::DeskError;
use crate::keychain::{Secret, passphrase, sealed::SealedKeychain};
use crate::profile::set_aside;
use crate::storage::Storage;
use crate::views::program::{PassphraseAsk, RestKind};

impl Rest {
    /// Seals everything under a passphrase from now on. What this run held in memory moves to the disk; desks must be closed.
    /// Where another passphrase was to be entered, and is forgotten, its files are set aside and kept.
    ///
    /// # Errors
    /// `weak_passphrase`. `keychain` where the files here were sealed by a keychain that is away: they wait for it. A machine
    /// whose keychain works asks for none: then this is `not_found`.
    pub async fn choose(&self, chosen: Secret) -> Result<(), DeskError> {
        passphrase::strong_enough(&chosen)?;
        match self.stands() {
            (_, PassphraseAsk::Enter) => self.give_up_vault().await?,
            (RestKind::Memory, _) if self.file().exists() => {
                return Err(DeskError::new(
                    "keychain",
                    "what is kept here waits for this machine's keychain",
                ));
            }
            (RestKind::Memory, _) => {}
            (RestKind::Encrypted | RestKind::Passphrase, _) => {
                return Err(DeskError::new("not_found", "no passphrase is asked for"));
            }
        }
        let folder = self.profile.data().to_owned();
        let made = tokio::task::spawn_blocking(move || SealedKeychain::make(&folder, &chosen)).await;
        let sealed = made.map_err(|error| DeskError::storage(error.to_string()))??;
        self.vault.move_to(Arc::new(sealed)).await.map_err(|problem| DeskError::new("keychain", problem))?;
        self.lock().kind = RestKind::Passphrase;
        self.lock().ask = PassphraseAsk::None;
        self.open_notes().await?;
        let held = self.lock().accounts.clone();
        for (whose, (folder, memory)) in held {
            let key = self.key(&crate::keychain::name("data key", &whose)).await?;
            memory.seal_to_disk(&key, self.clock.now())?;
            self.lock().accounts.insert(whose, (folder, Storage::disk(Some(key))));
        }
        Ok(())
    }

    /// Nothing is to be kept on this machine: this run works in memory.
    pub fn decline(&self) {
        let mut state = self.lock();
        if state.ask != PassphraseAsk::None {
            (state.kind, state.ask) = (RestKind::Memory, PassphraseAsk::None);
        }
    }

    /// Opens what a passphrase seals. Wrong ones cost nothing but time, more with every one.
    ///
    /// # Errors
    /// `bad_passphrase`.
    pub async fn enter(&self, typed: Secret) -> Result<(), DeskError> {
        if !self.is_closed() {
            return Ok(());
        }
        let mut wrong = self.wrong.lock().await;
        tokio::time::sleep(passphrase::patience(*wrong)).await;
        let folder = self.profile.data().to_owned();
        let opened = tokio::task::spawn_blocking(move || SealedKeychain::open(&folder, &typed)).await;
        match opened.map_err(|error| DeskError::storage(error.to_string()))? {
            Ok(sealed) => {
                *wrong = 0;
                self.vault.replace(Arc::new(sealed));
                self.lock().ask = PassphraseAsk::None;
                self.open_notes().await
            }
            Err(error) => {
                *wrong += u32::from(error.code == "bad_passphrase");
                Err(error)
            }
        }
    }

    /// The passphrase is forgotten: what it seals is kept under other names, and this profile begins anew.
    async fn give_up_vault(&self) -> Result<(), DeskError> {
        self.vault.begin_anew().await;
        for file in SealedKeychain::files(self.profile.data()).into_iter().chain([self.file()]) {
            if file.exists() {
                let kept = set_aside(&file, self.clock.now())?;
                self.lock().aside.push(kept);
            }
        }
        Ok(())
    }
}
