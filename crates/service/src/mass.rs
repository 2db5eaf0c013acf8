//! Work on many records as one act and one change set: the same steps, at once for a few and as a job for many.
//!
//! Each record passes the door for writing on its own. What is refused of one is told with the result and leaves
//! nothing behind; the others go on, unless the caller wants all of them or none.

mod begin;
mod job;
mod result;

use std::{collections::HashMap, future::Future, sync::Arc};

use mortise_access::Act;
use mortise_model::{Id, Issue, Issues, Key, Pointer, Target};
use mortise_store::WriteTx;

pub use begin::Begun;
pub(crate) use begin::{at_once, begun_as_job};
pub(crate) use job::{Place, work_off};
pub use result::{LeftIssue, LeftRecord, MassResult};

use crate::{
    AppModel, Error, Platform, Result, Session,
    records::Reading,
    titles::write_title,
    write::{Writer, concerns_the_row},
};

/// How many records are done while the caller waits; more are a job.
pub(crate) const AT_ONCE: u64 = 200;
/// How many records of a job share a transaction.
pub(crate) const TOGETHER: u64 = 100;

/// One kind of such work.
pub(crate) trait Mass: Send + Sync {
    /// The word of the audit trail.
    const ACT: &'static str;
    /// A record, and what is known of it.
    type Item: Send + Sync;

    /// How it is done.
    fn manner(&self) -> Manner;

    /// What the person said about it.
    fn reason(&self) -> Option<&str>;

    /// What comes behind where the work has got to, and where that ends; nothing where it is over.
    fn next(&self, tx: &WriteTx, so_far: &MassResult) -> impl Future<Output = Result<Option<Next<Self::Item>>>> + Send;

    /// The form and the record.
    fn subject<'i>(&'i self, item: &'i Self::Item) -> (&'i Key, Id);

    /// Whether the person may know how many records are out of their sight.
    fn tells_of_unseen(&self) -> bool {
        true
    }

    /// Does it with one record.
    fn one(&self, writer: &mut Writer<'_>, item: &Self::Item) -> impl Future<Output = Result<Became>> + Send;

    /// What else is to be written down when it is over, or broken off.
    fn end(&self, tx: &WriteTx, end: End) -> impl Future<Output = Result<()>> + Send;
}

/// How work ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Everything is as wanted now.
    Whole,
    /// Something was left, it was broken off, or nothing was to be done.
    Partial,
}

/// How work is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Manner {
    /// Under which change set.
    pub(crate) set: Id,
    /// Whether all records are changed or none.
    pub(crate) all_or_nothing: bool,
    /// Whether nothing is kept.
    pub(crate) dry_run: bool,
    /// The change set that is taken back.
    pub(crate) undoes: Option<Id>,
}

/// Some records to come.
pub(crate) struct Next<T> {
    pub(crate) items: Vec<T>,
    /// Where they end.
    pub(crate) reached: String,
}

/// What became of one record.
pub(crate) enum Became {
    /// It is another now.
    Changed,
    /// It is as it was: nothing was to be done.
    Unchanged,
    /// Some of it is as wanted, the rest was left for these reasons.
    Partly(Issues),
    /// It was left as it was.
    Left(Issues),
    /// The person may not know of it.
    Unseen,
}

/// Who works, in which app.
#[derive(Clone, Copy)]
pub(crate) struct Hands<'a> {
    pub(crate) platform: &'a Platform,
    pub(crate) session: &'a Session,
    pub(crate) model: &'a Arc<AppModel>,
}

impl<'a> Hands<'a> {
    /// A writer for the work.
    pub(crate) fn writer<'t, M: Mass>(&self, tx: &'t WriteTx, work: &M) -> Writer<'t> {
        let Manner { set, undoes, .. } = work.manner();
        let writer = Writer::new(&self.session.ctx, tx, Arc::clone(self.model), M::ACT);
        let writer = writer.by(&self.session.identity).named(set).because(work.reason());
        match undoes {
            Some(other) => writer.undoing(other),
            None => writer,
        }
    }

    /// Does the next records; whether there were any.
    pub(crate) async fn some<M: Mass>(
        &self,
        work: &M,
        writer: &mut Writer<'_>,
        so_far: &mut MassResult,
    ) -> Result<bool> {
        let Some(Next { items, reached }) = work.next(writer.tx, so_far).await? else {
            so_far.reached = None;
            return Ok(false);
        };
        let mut left = Vec::new();
        for item in &items {
            let mark = writer.mark().await?;
            let became = match work.one(writer, item).await {
                Err(error) if concerns_the_row(&error) => Became::Left(reasons(error)),
                other => other?,
            };
            match &became {
                Became::Left(_) | Became::Unseen => writer.undo(mark).await?,
                Became::Changed | Became::Unchanged | Became::Partly(_) => writer.keep(mark).await?,
            }
            so_far.count(&became, work);
            if let Became::Partly(issues) | Became::Left(issues) = &became {
                let (form, record) = work.subject(item);
                left.push((form.clone(), record, matches!(became, Became::Partly(_)), issues.clone()));
            }
        }
        self.tell(writer.tx, left, so_far).await?;
        so_far.reached = Some(reached);
        Ok(true)
    }

    /// Puts records that were left into the result, with their titles and sentences.
    async fn tell(&self, tx: &WriteTx, left: Vec<(Key, Id, bool, Issues)>, so_far: &mut MassResult) -> Result<()> {
        let locale = self.session.ctx.locale;
        let mut titles: HashMap<Key, mortise_store::Titles> = HashMap::new();
        for (form, ..) in &left {
            if titles.contains_key(form) {
                continue;
            }
            let Ok(permit) = self.model.permit(self.session, form, Act::Read) else { continue };
            let of_form = left.iter().filter(|(of, ..)| of == form);
            let wanted = of_form.map(|(form, record, ..)| (Target::Form(form.clone()), *record));
            let reading = Reading::with(self.model, self.session, permit);
            let found = reading.plan()?.titles_of(tx, wanted, &write_title(self.model, locale)).await?;
            titles.insert(form.clone(), found);
        }
        for (form, record, partly, issues) in left {
            let target = Target::Form(form.clone());
            let title = titles.get(&form).and_then(|titles| titles.get(&target, record)).map(str::to_owned);
            let issues = issues.iter().map(|issue| LeftIssue::of(issue, self.platform.sentence(issue, locale)));
            so_far.leave(LeftRecord { form, record, title, partly, issues: issues.collect() });
        }
        Ok(())
    }
}

/// Why one record was refused.
fn reasons(error: Error) -> Issues {
    match error {
        Error::BadRequest(issues) | Error::Invalid(issues) | Error::Confirm(issues) => issues,
        Error::Conflict { code, params } => {
            let issue = Issue::error(Pointer::root(), code);
            params.into_iter().fold(issue, |issue, (name, value)| issue.with(&name, value)).into()
        }
        error => Issue::error(Pointer::root(), error.code().to_owned()).into(),
    }
}
