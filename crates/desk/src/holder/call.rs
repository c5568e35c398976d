//! What can be asked of the process that holds a profile: the `Keyholder`'s own methods, as data. A command line that holds the
//! profile itself asks the same way, so that both paths are one.

use std::path::PathBuf;
use std::time::Duration;

use keyholder_domain::id::{AccountId, InvitationId, OpId, StoreId};
use keyholder_domain::op::Op;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::invite_many::List;
use crate::keychain::Secret;
use crate::views::Ask;
use crate::views::settle::SettleOrder;
use crate::{Changed, DeskError, Keyholder};

/// The longest that one [`Call::Wait`] lasts.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// One question or request. Each answers what the method of the same name answers, as JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "call", content = "with", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the methods of `Keyholder` are their documentation")]
pub enum Call {
    Session,
    SignUp {
        cloud: String,
        email: String,
        #[serde(with = "hidden")]
        password: Secret,
        name: String,
    },
    SignIn {
        cloud: String,
        email: String,
        #[serde(with = "hidden")]
        password: Secret,
    },
    SignOut {
        force: bool,
    },
    ChoosePassphrase {
        #[serde(with = "hidden")]
        passphrase: Secret,
    },
    EnterPassphrase {
        #[serde(with = "hidden")]
        passphrase: Secret,
    },
    Lock,
    Unlock {
        #[serde(with = "hidden")]
        password: Secret,
    },
    SwitchPerson {
        account: Option<AccountId>,
    },
    Devices,
    EndDevice {
        id: Uuid,
    },
    RefreshStores,
    OpenStore {
        store: StoreId,
    },
    OpenBeside {
        store: StoreId,
    },
    CreateStore {
        name: String,
    },
    Ask {
        ask: Box<Ask>,
    },
    Preview {
        store: StoreId,
        op: Box<Op>,
    },
    Dispatch {
        store: StoreId,
        op: Box<Op>,
        ask_anyway: bool,
    },
    RehearseList {
        store: StoreId,
        list: Box<List>,
    },
    Settle {
        store: StoreId,
        order: Box<SettleOrder>,
    },
    Retry {
        store: StoreId,
        op: OpId,
    },
    DropOp {
        store: StoreId,
        op: OpId,
    },
    SyncNow {
        store: StoreId,
    },
    InvitationLink {
        store: StoreId,
        invitation: InvitationId,
    },
    SaveUnsent {
        store: StoreId,
        path: PathBuf,
    },
    /// Answers as soon as something changed since the last `wait` of this connection, or since it began; or after so many
    /// milliseconds: `{"changed": bool}`.
    Wait {
        for_ms: u64,
    },
}

impl Call {
    /// Whether asking twice does no more than asking once, so that it may be repeated when the holder went away before it
    /// answered.
    pub const fn may_be_repeated(&self) -> bool {
        match self {
            Self::Session
            | Self::Lock
            | Self::Devices
            | Self::EndDevice { .. }
            | Self::RefreshStores
            | Self::OpenStore { .. }
            | Self::OpenBeside { .. }
            | Self::Ask { .. }
            | Self::Preview { .. }
            | Self::RehearseList { .. }
            | Self::DropOp { .. }
            | Self::SyncNow { .. }
            | Self::InvitationLink { .. }
            | Self::SaveUnsent { .. }
            | Self::Wait { .. } => true,
            Self::SignUp { .. }
            | Self::SignIn { .. }
            | Self::SignOut { .. }
            | Self::ChoosePassphrase { .. }
            | Self::EnterPassphrase { .. }
            | Self::Unlock { .. }
            | Self::SwitchPerson { .. }
            | Self::CreateStore { .. }
            | Self::Dispatch { .. }
            | Self::Settle { .. }
            | Self::Retry { .. } => false,
        }
    }
}

/// Answers one call. `changes` is the caller's own ear, so that nothing that happens between two calls is missed.
pub async fn answer(
    keyholder: &Keyholder,
    changes: &mut broadcast::Receiver<Changed>,
    call: Call,
) -> Result<Value, DeskError> {
    match call {
        Call::Session => told(&keyholder.session().await),
        Call::SignUp { cloud, email, password, name } => {
            told(&keyholder.sign_up(&cloud, &email, password.expose(), &name).await?)
        }
        Call::SignIn { cloud, email, password } => {
            told(&keyholder.sign_in(&cloud, &email, password.expose()).await?)
        }
        Call::SignOut { force } => told(&keyholder.sign_out(force).await?),
        Call::ChoosePassphrase { passphrase } => {
            told(&keyholder.choose_passphrase(Some(passphrase.expose())).await?)
        }
        Call::EnterPassphrase { passphrase } => told(&keyholder.enter_passphrase(passphrase.expose()).await?),
        Call::Lock => told(&keyholder.lock()?),
        Call::Unlock { password } => told(&keyholder.unlock(password.expose()).await?),
        Call::SwitchPerson { account } => told(&keyholder.switch_person(account).await?),
        Call::Devices => told(&keyholder.devices().await?),
        Call::EndDevice { id } => told(&keyholder.end_device(id).await?),
        Call::RefreshStores => told(&keyholder.refresh_stores().await?),
        Call::OpenStore { store } => told(&keyholder.open_store(store).await?),
        Call::OpenBeside { store } => told(&keyholder.open_beside(store).await?),
        Call::CreateStore { name } => told(&keyholder.create_store(&name).await?),
        Call::Ask { ask } => told(&keyholder.ask(*ask).await?),
        Call::Preview { store, op } => told(&keyholder.preview(store, *op).await?),
        Call::Dispatch { store, op, ask_anyway } => told(&keyholder.dispatch(store, *op, ask_anyway).await?),
        Call::RehearseList { store, list } => told(&keyholder.rehearse_list(store, *list).await?),
        Call::Settle { store, order } => told(&keyholder.settle(store, *order).await?),
        Call::Retry { store, op } => told(&keyholder.retry(store, op).await?),
        Call::DropOp { store, op } => told(&keyholder.drop_op(store, op).await?),
        Call::SyncNow { store } => told(&keyholder.sync_now(store).await?),
        Call::InvitationLink { store, invitation } => {
            told(&keyholder.invitation_link(store, invitation).await?)
        }
        Call::SaveUnsent { store, path } => told(&keyholder.save_unsent(store, &path).await?),
        Call::Wait { for_ms } => {
            let patience = Duration::from_millis(for_ms).min(LONGEST_WAIT);
            // Missed news are news too: only silence counts as none.
            let heard = tokio::time::timeout(patience, changes.recv()).await;
            // One look answers for everything that has happened until now.
            while changes.try_recv().is_ok() {}
            Ok(json!({ "changed": heard.is_ok() }))
        }
    }
}

fn told(value: &impl Serialize) -> Result<Value, DeskError> {
    serde_json::to_value(value).map_err(|_| DeskError::new("internal", "an answer cannot be written"))
}

/// A secret on its way through the socket: the only place where one is written out.
mod hidden {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::keychain::Secret;

    pub fn serialize<S: Serializer>(secret: &Secret, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(secret.expose())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
        String::deserialize(deserializer).map(Secret::new)
    }
}
