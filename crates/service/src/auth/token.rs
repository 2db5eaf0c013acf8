use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use mortise_model::Key;
use rand::RngCore;
use sha2::{Digest, Sha256};

const BYTES: usize = 32;

/// A new secret that begins with the tenant's key: `demo.…`.
pub(crate) fn new(tenant: &Key) -> String {
    format!("{tenant}.{}", random())
}

/// A new secret without a tenant.
pub(crate) fn random() -> String {
    let mut bytes = [0u8; BYTES];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What is kept of a secret.
pub fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// The secret that every write carries besides the cookie. It follows from the session's own, so that a page that
/// was loaded anew can be told it again; nothing follows back from it.
pub fn csrf(token: &str) -> String {
    hash(&format!("csrf:{token}"))
}

/// The tenant that a secret begins with.
pub(crate) fn tenant(token: &str) -> Option<Key> {
    let (tenant, rest) = token.split_once('.')?;
    if rest.len() < BYTES { None } else { Key::new(tenant).ok() }
}
