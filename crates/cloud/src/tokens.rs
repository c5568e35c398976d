//! Invitation tokens: an HMAC, under the cloud's own key, of which invitation and which sending of it the link opens.
//! All that is needed to check one is in it, so nothing of it is stored; a token is a secret and never logged.
//!
//! ```text
//! base64url( key id 1 | door 1 | store 16 | invitation 16 | re-send count 4 | HMAC 32 )
//! ```

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keyholder_domain::{InvitationId, StoreId};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::secrets::Secrets;

const HEAD: usize = 1 + 1 + 16 + 16 + 4;
const WHOLE: usize = HEAD + 32;

/// How a link came to whoever holds it. A mailed one proves the address; a copied one was seen by whoever copied it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Sent to the invited address.
    Mailed,
    /// Copied by an Owner or Admin out of the window.
    Copied,
}

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The store invited to.
    pub store: StoreId,
    /// The invitation.
    pub invitation: InvitationId,
    /// Which sending of it: an older one is dead after a re-send.
    pub sent_count: u32,
    /// How the link came out of the cloud.
    pub door: Door,
}

impl Door {
    fn code(self) -> u8 {
        match self {
            Door::Mailed => b'm',
            Door::Copied => b'c',
        }
    }

    fn label(self) -> &'static [u8] {
        match self {
            Door::Mailed => b"keyholder invitation, mailed, 1\0",
            Door::Copied => b"keyholder invitation, copied, 1\0",
        }
    }
}

/// The token for a claim, under the key that signs now.
pub fn mint(secrets: &Secrets, claim: &Claim) -> String {
    let mut token = Vec::with_capacity(WHOLE);
    token.push(secrets.current());
    token.push(claim.door.code());
    token.extend_from_slice(claim.store.uuid().as_bytes());
    token.extend_from_slice(claim.invitation.uuid().as_bytes());
    token.extend_from_slice(&claim.sent_count.to_be_bytes());
    let mac = sign(secrets, claim.door, &token).unwrap_or_default();
    token.extend_from_slice(&mac);
    URL_SAFE_NO_PAD.encode(token)
}

/// The claim of a token that this cloud made; nothing of any other.
pub fn read(secrets: &Secrets, token: &str) -> Option<Claim> {
    // Checked before decoding, so that a megabyte of path costs nothing.
    if token.len() > 2 * WHOLE {
        return None;
    }
    let bytes: [u8; WHOLE] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
    let (head, mac) = bytes.split_at(HEAD);
    let door = match head[1] {
        b'm' => Door::Mailed,
        b'c' => Door::Copied,
        _ => return None,
    };
    if !bool::from(sign(secrets, door, head)?.ct_eq(mac)) {
        return None;
    }
    Some(Claim {
        store: StoreId::from_uuid(Uuid::from_slice(&head[2..18]).ok()?),
        invitation: InvitationId::from_uuid(Uuid::from_slice(&head[18..34]).ok()?),
        sent_count: u32::from_be_bytes(head[34..38].try_into().ok()?),
        door,
    })
}

/// The label keeps the two doors apart even if the byte that names the door were forged.
fn sign(secrets: &Secrets, door: Door, head: &[u8]) -> Option<[u8; 32]> {
    let message = [door.label(), head].concat();
    secrets.sign(*head.first()?, &message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(door: Door) -> Claim {
        Claim {
            store: StoreId::from_uuid(Uuid::from_u128(1)),
            invitation: InvitationId::from_uuid(Uuid::from_u128(2)),
            sent_count: 3,
            door,
        }
    }

    #[test]
    fn a_token_says_what_was_signed() {
        let secrets = Secrets::in_memory();
        for door in [Door::Mailed, Door::Copied] {
            assert_eq!(read(&secrets, &mint(&secrets, &claim(door))), Some(claim(door)));
        }
    }

    #[test]
    fn one_bit_less_or_another_cloud_is_nothing() {
        let secrets = Secrets::in_memory();
        let token = mint(&secrets, &claim(Door::Mailed));
        assert_eq!(read(&Secrets::in_memory(), &token), None);
        let bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert_eq!(read(&secrets, &URL_SAFE_NO_PAD.encode(other)), None, "byte {at}");
        }
        for other in ["", "x", &token[1..], &format!("{token}A"), &"A".repeat(1 << 20)] {
            assert_eq!(read(&secrets, other), None);
        }
    }

    #[test]
    fn a_copied_token_never_passes_as_a_mailed_one() {
        let secrets = Secrets::in_memory();
        let mut bytes = URL_SAFE_NO_PAD.decode(mint(&secrets, &claim(Door::Copied))).unwrap();
        bytes[1] = b'm';
        assert_eq!(read(&secrets, &URL_SAFE_NO_PAD.encode(bytes)), None);
    }
}
