use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use mortise_model::{Issue, Issues, Pointer};
use mortise_store::repos::Secret;
use tokio::sync::Semaphore;

use crate::{Error, Result};

/// Hashing takes 19 MiB and some 20 ms each: more at once would be a way to exhaust the server.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

const SHORTEST: usize = 8;
const LONGEST: usize = 256;

/// The argon2id hash of a password.
pub(crate) async fn hash(password: String) -> Result<Secret> {
    let hashed = run(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())).await?;
    hashed.map(Secret::new).map_err(|error| Error::internal(error.to_string()))
}

/// Whether a password fits a hash. Without a hash it takes as long and never fits.
pub(crate) async fn fits(password: String, hash: Option<Secret>) -> Result<bool> {
    run(move || match hash {
        Some(hash) => PasswordHash::new(hash.reveal())
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()),
        None => {
            // The answer must not tell by its time whether the name exists.
            let _ = Argon2::default().hash_password(password.as_bytes());
            false
        }
    })
    .await
}

/// Refuses a password that is too short or too long.
pub(crate) fn check(password: &str, pointer: Pointer) -> Result<()> {
    let length = password.chars().count();
    if (SHORTEST..=LONGEST).contains(&length) {
        return Ok(());
    }
    let issue = Issue::error(pointer, "password_length").with("min", SHORTEST).with("max", LONGEST);
    Err(Error::Invalid(Issues::from(issue)))
}

async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _turn = AT_ONCE.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}
