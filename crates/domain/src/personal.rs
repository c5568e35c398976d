//! Personal values in events: a person's name or address can be erased later without breaking the chain of hashes.
//!
//! In an entry such a value is `{"personal": V, "salt": hex}` or, once erased, `{"sealed": H}`. What `decide` returns is
//! bare; whoever writes the entry salts it, because the domain has no dice.

use serde::{Deserialize, Serialize};

/// A personal value in one of its three forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Personal<T = String> {
    /// As it stands in an entry.
    Salted {
        /// The value.
        personal: T,
        /// The salt's text, so that the hash of a short value cannot be guessed.
        salt: String,
    },
    /// As it stands in an entry once erased.
    Sealed {
        /// Hex SHA-256 of the salt's text and the RFC 8785 bytes of the value.
        sealed: String,
    },
    /// As `decide` returns it.
    Bare(T),
}

impl<T> Personal<T> {
    /// The value, unless it was erased.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Bare(value) | Self::Salted { personal: value, .. } => Some(value),
            Self::Sealed { .. } => None,
        }
    }

    /// The same with a salt, if it was bare.
    pub fn salted(self, salt: &mut dyn FnMut() -> String) -> Self {
        match self {
            Self::Bare(personal) => Self::Salted { personal, salt: salt() },
            done @ (Self::Salted { .. } | Self::Sealed { .. }) => done,
        }
    }
}

impl Personal<String> {
    /// The text, unless it was erased.
    pub fn text(&self) -> Option<&str> {
        self.value().map(String::as_str)
    }
}

impl<T> From<T> for Personal<T> {
    fn from(value: T) -> Self {
        Self::Bare(value)
    }
}
