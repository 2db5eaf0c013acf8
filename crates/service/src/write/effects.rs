//! What rules want done outside the record that set them off: other records made and changed, people told.

use std::{collections::BTreeMap, sync::Arc};

use mortise_access::{Act, Permit};
use mortise_forms::sendable;
use mortise_model::{I18n, Id, Key, Locale, Path, Values};
use mortise_rules::{Effect, Which, fill};
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use super::{Audience, Terms, Writer};
use crate::{
    Error, Identity, Result,
    auth::identify,
    events::News,
    notices::{self, Notice},
    records::Sight,
    world,
};

/// How many records one action may change.
const MOST_AT_ONCE: u64 = 1_000;

/// A notice of a rule before a save, and the record that it is about.
pub(super) struct Pending {
    form: Key,
    record: Id,
    effect: Effect,
}

/// What came of the effects of a rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Carried {
    /// How many records were made.
    pub(crate) created: u64,
    /// How many records were changed.
    pub(crate) updated: u64,
    /// How many people were told something new.
    pub(crate) told: u64,
    /// How many people were not told, because they may not see the record.
    pub(crate) unsighted: u64,
}

/// What one person is told.
struct Sentence<'e> {
    title: &'e I18n,
    text: &'e I18n,
    params: &'e Map<String, Json>,
    reads: &'e [Path],
}

impl Writer<'_> {
    /// Does what a rule wants about a record, by the product's own right.
    pub(crate) async fn carry_out(
        &mut self,
        (form, record): (&Key, Id),
        effect: Effect,
        done: &mut Carried,
    ) -> Result<()> {
        match effect {
            Effect::Create { form, values, .. } => {
                let permit = Permit::system(form.clone(), Act::Create);
                let sent = sendable(self.model.form(&form)?, &values, &values);
                self.create(&form, &sent, &Terms::of_product(&permit)).await?;
                done.created += 1;
                Ok(())
            }
            Effect::Update { form, which, values, .. } => {
                done.updated += self.update_all(&form, which, &values).await?;
                Ok(())
            }
            Effect::Notify { rule, to, title, text, params, reads, once } => {
                let name = self.model.rules.iter().find(|known| known.spec().key == rule);
                let name = name.map(|known| known.spec().name.clone()).unwrap_or_default();
                let sentence =
                    Sentence { title: title.as_ref().unwrap_or(&name), text: &text, params: &params, reads: &reads };
                let once = once.map(|mark| self.once_key(&rule, (form, record), &mark));
                for person in to {
                    self.notify(person, (form, record), (&rule, &sentence), once.as_deref(), done).await?;
                }
                Ok(())
            }
        }
    }

    /// Gives a record the values that a rule or a flow has computed, read like those that a person sends.
    pub(crate) async fn set_computed(&mut self, form: &Key, record: Id, values: &Values) -> Result<()> {
        let permit = Permit::system(form.clone(), Act::Update);
        let terms = Terms::of_product(&permit);
        let published = Arc::clone(self.model.form(form)?);
        let stored = self.load(form, record).await?;
        let sent = sendable(&published, values, &stored.values);
        let changed = self.normalise(&published, &sent, Some(&stored), &terms).await?;
        self.rewrite(&stored, form, changed, &terms).await.map(drop)
    }

    async fn update_all(&mut self, form: &Key, which: Which, values: &Values) -> Result<u64> {
        let ids = match which {
            Which::Records(ids) => ids,
            Which::Where(filter) => {
                let world = world::World { db: self.tx, ctx: &self.ctx, model: &self.model };
                world.find(form, filter, MOST_AT_ONCE + 1).await?
            }
        };
        if ids.len() as u64 > MOST_AT_ONCE {
            return Err(Error::conflict("rule_writes_too_much"));
        }
        let mut updated = 0;
        for id in ids {
            match self.set_computed(form, id, values).await {
                Ok(()) => updated += 1,
                // What a link points at may lie in the recycle bin.
                Err(Error::NotFound(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(updated)
    }

    /// Keeps what rules before a save want to tell, until the record is written.
    pub(super) fn notices_to_be(&mut self, effects: Vec<Effect>) {
        self.wanted = effects;
    }

    /// Says which record the notices of the last save are about.
    pub(super) fn notices_about(&mut self, form: &Key, record: Id) {
        let wanted = std::mem::take(&mut self.wanted).into_iter();
        self.notices.extend(wanted.map(|effect| Pending { form: form.clone(), record, effect }));
    }

    /// Tells what rules before saves wanted told.
    pub(super) async fn send_notices(&mut self) -> Result<()> {
        let pending = std::mem::take(&mut self.notices);
        if self.audience == Audience::Nobody {
            return Ok(());
        }
        for Pending { form, record, effect } in pending {
            self.carry_out((&form, record), effect, &mut Carried::default()).await?;
        }
        Ok(())
    }

    /// Tells one person as much of a sentence as that person may read; nothing about a record out of sight.
    async fn notify(
        &mut self,
        user: Id,
        (form, record): (&Key, Id),
        (rule, sentence): (&Key, &Sentence<'_>),
        once: Option<&str>,
        done: &mut Carried,
    ) -> Result<()> {
        let Ok(person) = identify(self.tx, user, None).await else { return Ok(()) };
        let Some((title, body)) = self.written_for(&person, (form, record), sentence).await? else {
            done.unsighted += 1;
            return Ok(());
        };
        let app = &self.model.app.key;
        let notice = Notice {
            kind: "rule".to_owned(),
            title,
            body: Some(body),
            target: Some(json!({"app": app, "form": form, "record": record, "rule": rule})),
            once: once.map(str::to_owned),
        };
        let told = notices::tell(self.tx, &self.ctx, &[user], &notice).await?;
        done.told += told.len() as u64;
        self.news.extend(told.into_iter().map(|user| (user, News::Notification)));
        Ok(())
    }

    async fn written_for(
        &self,
        person: &Identity,
        (form, record): (&Key, Id),
        sentence: &Sentence<'_>,
    ) -> Result<Option<(I18n, I18n)>> {
        let sight = Sight { model: &self.model, person, ctx: &self.ctx, db: self.tx };
        if !sight.sees(form, record).await? {
            return Ok(None);
        }
        let mut known: BTreeMap<String, [Option<String>; 2]> = BTreeMap::new();
        let mut all = true;
        for path in sentence.reads {
            let zh = sight.text(form, record, path, Locale::ZhCn).await?;
            all &= zh.is_some();
            let en = sight.text(form, record, path, Locale::En).await?;
            known.insert(path.to_string(), [zh, en]);
        }
        // What was computed out of fields is told to those who may read all of them.
        for (name, value) in sentence.params.iter().filter(|_| all) {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let text = Some(if value.is_null() { String::new() } else { text });
            known.insert(name.clone(), [text.clone(), text]);
        }
        let write = |text: &I18n| {
            let at = |locale: usize| {
                let known = &known;
                move |path: &Path| known.get(&path.to_string()).and_then(|texts| texts[locale].clone())
            };
            I18n { zh_cn: fill(&text.zh_cn, &mut at(0)), en: fill(&text.en, &mut at(1)) }
        };
        Ok(Some((write(sentence.title), write(sentence.text))))
    }

    fn once_key(&self, rule: &Key, (form, record): (&Key, Id), mark: &str) -> String {
        let app = &self.model.app.key;
        let mark = hex::encode(&Sha256::digest(mark.as_bytes())[..16]);
        format!("rule/{app}/{rule}/{form}/{record}/{mark}")
    }
}
