//! Mail: what an accepted op queued in its own transaction goes out here, later and as often as it takes.
//!
//! The queue names an invitation and which sending of it; text and link are made at the last moment, so that no link is
//! stored. What became of it is noted as the system's own act. A mail may go out twice when a crash comes between sending
//! and noting; never not at all.

pub mod compose;
pub mod sink;

use std::time::Duration;

use futures_util::{StreamExt, stream};
use keyholder_domain::{InvitationStatus, Role, Time, note_delivery};
use lettre::message::Mailbox;
use tokio_util::sync::CancellationToken;

use crate::AppState;
use crate::act::act;
use crate::db::people::MailRow;
use crate::error::ApiError;
use crate::invitations::inviter;
use crate::states;
use crate::tokens::{self, Claim, Door};
use compose::{Letter, compose};
use sink::{Sink, Undelivered};

/// Mails taken from the queue at a time, and how many of them go out at once.
const BATCH: u32 = 16;
const AT_ONCE: usize = 4;
/// For how long a taken mail is nobody else's: well beyond any timeout, since after it another node tries.
const LEASE_SECS: i64 = 300;
/// The queue is looked at this often even if nobody rings: another process may have written to it.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Sends what is queued until `shutdown`.
pub async fn run(state: AppState, sink: Sink, shutdown: CancellationToken) {
    loop {
        let wait = match deliver_due(&state, &sink).await {
            Ok(_) => until_next(&state).await,
            Err(error) => {
                tracing::warn!(code = %error.code, "the mail queue could not be read");
                LOOK_EVERY
            }
        };
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = state.mail_wake.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Sends everything that is due now; how many mails were tried.
pub async fn deliver_due(state: &AppState, sink: &Sink) -> Result<usize, ApiError> {
    let mut tried = 0;
    loop {
        let now = state.clock.now();
        let taken = state
            .db
            .write(move |tx| tx.take_mail(now, now.plus_seconds(LEASE_SECS), BATCH).map_err(ApiError::from))
            .await?;
        if taken.is_empty() {
            return Ok(tried);
        }
        tried += taken.len();
        stream::iter(taken).for_each_concurrent(AT_ONCE, |mail| deliver(state, sink, mail)).await;
    }
}

/// One mail, from composing to noting. What goes wrong on our own side leaves it queued until its lease ends.
async fn deliver(state: &AppState, sink: &Sink, mail: MailRow) {
    if let Err(error) = try_deliver(state, sink, mail).await {
        tracing::warn!(store = %mail.store, invitation = %mail.invitation, code = %error.code, "a mail was put off");
    }
}

async fn try_deliver(state: &AppState, sink: &Sink, mail: MailRow) -> Result<(), ApiError> {
    let Some(wanted) = wanted(state, mail).await? else {
        return state.db.write(move |tx| tx.drop_mail(&mail).map_err(ApiError::from)).await;
    };
    let sent = match state.config.mail_from.parse::<Mailbox>() {
        Ok(from) => send(state, sink, mail, &wanted, &from).await,
        Err(_) => Err(Undelivered { reason: "bad_sender".to_owned(), for_good: false }),
    };
    let (store, invitation, attempts) = (mail.store, mail.invitation, mail.attempts);
    match &sent {
        Ok(()) => tracing::info!(%store, %invitation, attempts, "mail sent"),
        Err(why) => {
            tracing::warn!(%store, %invitation, attempts, reason = %why.reason, again = !why.for_good, "mail not sent");
        }
    }
    note(state, mail, sent).await
}

/// What a mail still has to tell.
struct Wanted {
    to: String,
    store: String,
    inviter: String,
    role: Role,
    until: Time,
}

/// Nothing, if the invitation is no longer pending or a newer sending took this one's place.
async fn wanted(state: &AppState, mail: MailRow) -> Result<Option<Wanted>, ApiError> {
    let clock = state.clock.now();
    state
        .db
        .read(move |tx| {
            let held = states::load(tx, mail.store)?;
            let Some(invitation) = held.store.invitation(mail.invitation) else { return Ok(None) };
            let pending = invitation.status(held.now(clock)) == InvitationStatus::Pending;
            let Some(email) = invitation.email.as_ref() else { return Ok(None) };
            if !pending || invitation.sent_count != mail.sent_count {
                return Ok(None);
            }
            Ok(Some(Wanted {
                to: email.normalised().to_owned(),
                store: held.store.name().to_owned(),
                inviter: inviter(&held, invitation),
                role: invitation.role,
                until: invitation.expires_at,
            }))
        })
        .await
}

async fn send(
    state: &AppState,
    sink: &Sink,
    mail: MailRow,
    wanted: &Wanted,
    from: &Mailbox,
) -> Result<(), Undelivered> {
    let MailRow { store, invitation, sent_count, .. } = mail;
    let token = tokens::mint(&state.secrets, &Claim { store, invitation, sent_count, door: Door::Mailed });
    let letter = Letter {
        language: state.config.mail_language,
        from,
        to: &wanted.to,
        store: &wanted.store,
        inviter: &wanted.inviter,
        role: wanted.role,
        until: wanted.until,
        url: &state.config.join_url(&token),
        at: state.clock.now(),
    };
    let Some(message) = compose(&letter) else {
        return Err(Undelivered { reason: "bad_address".to_owned(), for_good: true });
    };
    sink.send(&format!("{invitation}-{sent_count}"), &message).await
}

/// Notes what became of it, once for each change, and settles the queue, in one transaction.
async fn note(state: &AppState, mail: MailRow, sent: Result<(), Undelivered>) -> Result<(), ApiError> {
    let (clock, random) = (state.clock.now(), state.random.clone());
    state
        .db
        .write(move |tx| {
            let (delivery, reason) = match &sent {
                Ok(()) => (keyholder_domain::invitation::SENT, None),
                Err(why) => (keyholder_domain::invitation::UNDELIVERED, Some(why.reason.as_str())),
            };
            act(tx, &random, mail.store, clock, |_, held, _| {
                let same = held
                    .store
                    .invitation(mail.invitation)
                    .is_some_and(|now| now.sent_count == mail.sent_count);
                let noted = if same {
                    note_delivery(&held.store, mail.invitation, delivery, reason).ok().flatten()
                } else {
                    None
                };
                Ok((noted.map(|event| (event, None)), ()))
            })?;
            match &sent {
                Err(why) if !why.for_good => {
                    tx.put_off_mail(&mail, clock.plus_seconds(pause_secs(mail.attempts)))?;
                }
                _ => tx.drop_mail(&mail)?,
            }
            Ok::<_, ApiError>(())
        })
        .await?;
    state.after(mail.store);
    Ok(())
}

/// 30 s, 2 min, 10 min, 30 min, then hourly: the invitation's own end ends the trying.
fn pause_secs(attempts: u32) -> i64 {
    match attempts {
        0 | 1 => 30,
        2 => 120,
        3 => 600,
        4 => 1_800,
        _ => 3_600,
    }
}

async fn until_next(state: &AppState) -> Duration {
    let next = state.db.read(|tx| tx.next_mail().map_err(ApiError::from)).await.ok().flatten();
    let millis = next.map_or(i64::MAX, |next| next.millis() - state.clock.now().millis());
    Duration::from_millis(u64::try_from(millis).unwrap_or(0)).clamp(Duration::from_millis(100), LOOK_EVERY)
}
