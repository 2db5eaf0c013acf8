use chrono::{DateTime, Utc};
use mortise_store::{Tenant, Tenants};

/// What the queue must know of the product, and what jobs are given to work with.
///
/// Cheap to clone: each job gets one.
pub trait JobHost: Clone + Send + Sync + 'static {
    /// The tenants whose jobs are done.
    fn tenants(&self) -> &Tenants;

    /// The product's time, by which things fall due; in a demo it may be moved.
    fn now(&self) -> DateTime<Utc>;

    /// What a visit to a tenant does before its jobs are looked at, such as making jobs of the events in the
    /// outbox; answers when there will next be something to do, however nobody calls.
    fn relay(
        &self,
        _tenant: &Tenant,
        _now: DateTime<Utc>,
    ) -> impl Future<Output = Result<Option<DateTime<Utc>>, mortise_store::Error>> + Send {
        async { Ok(None) }
    }
}
