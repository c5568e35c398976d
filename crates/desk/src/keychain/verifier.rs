//! What tells, on this machine and without the cloud, whether a password is hers: an argon2id hash (RFC 9106) with a salt of its
//! own, made at sign-in and kept in the keychain. It costs what the cloud's own hash of the same password costs (19 MiB and 2
//! passes, which OWASP names as the least), so that finding it is worth no more than finding that.

use argon2::{Argon2, Params, PasswordHasher, PasswordVerifier};

use super::Secret;
use crate::DeskError;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Nobody has a longer password, and hashing a giant would only cost time.
const LONGEST: usize = 4 * 1024;

/// Makes one. Takes some hundredths of a second, on purpose: never on a thread that something waits for.
pub async fn make(password: &Secret) -> Result<Secret, DeskError> {
    let password = password.clone();
    in_the_background(move || {
        let failed =
            |error: String| DeskError::new("keychain", format!("the password has no verifier: {error}"));
        let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|error| failed(error.to_string()))?;
        let hash = Argon2::from(params).hash_password(password.expose().as_bytes());
        Ok(Secret::new(hash.map_err(|error| failed(error.to_string()))?.to_string()))
    })
    .await?
}

/// Whether the password belongs to the verifier; never, if that cannot be read.
pub async fn fits(verifier: &Secret, typed: &Secret) -> Result<bool, DeskError> {
    let (verifier, typed) = (verifier.clone(), typed.clone());
    in_the_background(move || {
        // The cost is the verifier's own: one of an older version goes on working.
        let short = typed.expose().len() <= LONGEST;
        short && Argon2::default().verify_password(typed.expose().as_bytes(), verifier.expose()).is_ok()
    })
    .await
}

async fn in_the_background<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, DeskError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| DeskError::storage(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_verifier_and_two_verifiers_tell_nothing_of_each_other() {
        let hers = Secret::new("correct horse battery");
        let (one, two) = (make(&hers).await.unwrap(), make(&hers).await.unwrap());
        assert!(one.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", one.expose());
        assert_ne!(one, two, "each has its own salt");
        assert!(fits(&one, &hers).await.unwrap() && fits(&two, &hers).await.unwrap());
        for wrong in ["", "correct horse", "Correct horse battery", &"x".repeat(100_000)] {
            assert!(!fits(&one, &Secret::new(wrong)).await.unwrap(), "{}", wrong.len());
        }
        assert!(!fits(&Secret::new("rubbish"), &hers).await.unwrap());
    }
}
