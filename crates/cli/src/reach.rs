//! How the profile is reached: held by this process, or through the one that holds it. Whoever gets the lock owns the files; it
//! then answers others too, so that two commands at once do not wait for each other.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use keyholder_desk::holder::{self, Call, Client, Serving};
use keyholder_desk::keyholder::Seams;
use keyholder_desk::unplugged::Unplugged;
use keyholder_desk::{Changed, DeskError, Keyholder, Options};
use serde_json::Value;
use tokio::sync::{Mutex, broadcast};

use crate::arguments::Common;
use crate::secrets::NoKeychain;

/// How long a profile may be neither free nor answered for: its holder is opening it, or just closing.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is tried meanwhile.
const PAUSE: Duration = Duration::from_millis(25);

/// The way to the profile.
pub struct Reach {
    data: PathBuf,
    /// Somebody named the folder, and it has to be there.
    given: bool,
    offline: bool,
    no_keychain: bool,
    way: Mutex<Way>,
}

enum Way {
    Here(Box<Here>),
    Holder(Client),
    Closed,
}

struct Here {
    keyholder: Keyholder,
    changes: broadcast::Receiver<Changed>,
    serving: Option<Serving>,
}

impl Reach {
    /// Opens the profile, or finds whoever holds it.
    pub async fn open(common: &Common) -> Result<Self, DeskError> {
        let reach = Self::to(common)?;
        *reach.way.lock().await = reach.find().await?;
        Ok(reach)
    }

    /// Opens the profile and holds it itself. `profile_in_use`: another process does.
    pub async fn hold(common: &Common) -> Result<Self, DeskError> {
        let reach = Self::to(common)?;
        *reach.way.lock().await = reach.take().await?;
        Ok(reach)
    }

    fn to(common: &Common) -> Result<Self, DeskError> {
        let data = match &common.data {
            Some(data) => data.clone(),
            None => keyholder_desk::keyholder::data_dir()?,
        };
        let way = Mutex::new(Way::Closed);
        let given = common.data.is_some() && !common.new_profile;
        Ok(Self { data, given, offline: common.offline, no_keychain: common.no_keychain, way })
    }

    async fn find(&self) -> Result<Way, DeskError> {
        let until = Instant::now() + PATIENCE;
        loop {
            let held = match self.take().await {
                Err(error) if error.code == "profile_in_use" => error,
                taken => return taken,
            };
            match Client::connect(&self.data).await {
                Ok(client) => return Ok(Way::Holder(client)),
                Err(error) if error.code != "no_holder" && error.code != "holder_gone" => return Err(error),
                Err(_) if Instant::now() >= until => return Err(held),
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    /// Becomes the holder.
    async fn take(&self) -> Result<Way, DeskError> {
        let options = Options::of_this_machine(self.data.clone(), None);
        let mut seams = Seams::default();
        if self.offline {
            seams.connect = Arc::new(|_| Ok(Arc::new(Unplugged)));
        }
        if self.no_keychain {
            seams.keychain = Arc::new(NoKeychain);
        }
        if self.given {
            options.sees_its_place(seams.keychain.clone()).await?;
        }
        let keyholder = Keyholder::open_with(options, seams).await?;
        let changes = keyholder.changes();
        Ok(Way::Here(Box::new(Here { keyholder, changes, serving: None })))
    }

    /// Answers others from now on, where this process holds the profile: not before it is opened, or they would see a program
    /// that nobody is signed in to. One that is cut off on purpose must not cut off others: they wait for the lock instead.
    pub async fn serve(&self) -> Result<(), DeskError> {
        if let Way::Here(here) = &mut *self.way.lock().await
            && here.serving.is_none()
            && !self.offline
        {
            here.serving = Some(holder::serve(&here.keyholder)?);
        }
        Ok(())
    }

    /// The profile's folder.
    pub fn folder(&self) -> &Path {
        &self.data
    }

    /// Asks. `holder_gone`: the holder ended before it answered.
    pub async fn call(&self, call: Call) -> Result<Value, DeskError> {
        match &mut *self.way.lock().await {
            Way::Here(here) => holder::answer(&here.keyholder, &mut here.changes, call).await,
            Way::Holder(client) => client.call(&call).await,
            Way::Closed => Err(DeskError::not_open()),
        }
    }

    /// Looks for the profile once more, after its holder went away.
    pub async fn find_again(&self) -> Result<(), DeskError> {
        *self.way.lock().await = self.find().await?;
        Ok(())
    }

    /// Who holds the profile, where it is another process: its process id and version.
    pub async fn holder(&self) -> Option<(u32, String)> {
        match &*self.way.lock().await {
            Way::Holder(client) => Some((client.greeting().pid, client.greeting().version.clone())),
            Way::Here(_) | Way::Closed => None,
        }
    }

    /// Frees the profile. Whoever asked this process meanwhile is answered first.
    pub async fn close(&self, guests: Duration) {
        if let Way::Here(here) = std::mem::replace(&mut *self.way.lock().await, Way::Closed) {
            let Here { keyholder, serving, .. } = *here;
            if let Some(serving) = serving {
                serving.close(guests).await;
            }
            keyholder.close().await;
        }
    }
}
