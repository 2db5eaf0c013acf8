//! Answers what pure engines ask, from the transaction in which they work, by the product's own right.

use std::sync::Arc;

use mortise_access::{Act, Permit};
use mortise_expr::{Moment, Scope, reach};
use mortise_model::{Answer, Ctx, Department, Facts, Filter, Id, Key, Need, Person, Question, Value};
use mortise_store::{
    ConnectionTrait, ReadPlan, records,
    repos::{calendar, delegations, departments, users},
};

use crate::{AppModel, Error, Result};

mod related;

/// How often following one path may lead to a further record.
const MOST_STEPS: usize = 16;

/// A transaction as engines see it.
pub(crate) struct World<'a, C> {
    pub(crate) db: &'a C,
    pub(crate) ctx: &'a Ctx,
    pub(crate) model: &'a Arc<AppModel>,
}

impl<C: ConnectionTrait> World<'_, C> {
    /// Answers all questions of a need.
    pub(crate) async fn answer(&self, facts: &mut Facts, need: Need) -> Result<()> {
        for question in need.0 {
            let answer = self.one(&question).await?;
            facts.insert(question, answer);
        }
        Ok(())
    }

    /// The ids of the records that fit, at most `limit`.
    pub(crate) async fn find(&self, form: &Key, filter: Filter, limit: u64) -> Result<Vec<Id>> {
        let permit = Permit::system(form.clone(), Act::Read);
        let plan = ReadPlan::new(&self.model.shape, &permit, Moment::of(self.ctx)).map_err(Error::Invalid)?;
        let plan = plan.params(&self.model.params).filter(filter);
        Ok(plan.ids(self.db, limit).await?)
    }

    async fn one(&self, question: &Question) -> Result<Answer> {
        let db = self.db;
        Ok(match question {
            Question::Reach { form, id, path } => Answer::Value(self.reach(form, *id, path).await?),
            Question::Related { form, filter, aggregate, field, weight } => {
                let asked = related::Asked {
                    form,
                    filter,
                    aggregate: *aggregate,
                    field: field.as_ref(),
                    weight: weight.as_ref(),
                };
                Answer::Value(self.related(&asked).await?)
            }
            Question::Records { form, filter, fields } => Answer::Records(self.records(form, filter, fields).await?),
            Question::Param(name) => Answer::Value(self.model.params.get(name).cloned().unwrap_or_default()),
            Question::Person(id) => Answer::Person(users::user_by_id(db, *id).await?.map(person)),
            Question::Dept(id) => Answer::Dept(departments::department_by_id(db, *id).await?.map(department)),
            Question::PeopleWithRole(role) => {
                let app = self.model.app.key.as_str();
                Answer::People(users::people_with_role(db, app, role).await?.into_iter().map(person).collect())
            }
            Question::PeopleOfDept(dept) => {
                Answer::People(users::people_of_dept(db, *dept).await?.into_iter().map(person).collect())
            }
            Question::StandIn(id) => {
                let place = (&self.model.app.key, &self.model.app.key);
                let deputy = delegations::deputy_of(db, *id, place, self.ctx.now).await?;
                let deputy = match deputy {
                    Some(delegation) => users::user_by_id(db, delegation.deputy).await?,
                    None => None,
                };
                Answer::People(deputy.into_iter().map(person).collect())
            }
            Question::PersonByName(name) => {
                Answer::People(users::user_by_username(db, name).await?.into_iter().map(person).collect())
            }
            Question::Workday(day) => Answer::Value(Value::Bool(calendar::is_workday(db, *day).await?)),
        })
    }

    /// Follows a path from a stored record, also through others.
    async fn reach(&self, form: &Key, id: Id, path: &mortise_model::Path) -> Result<Value> {
        let Ok(published) = self.model.form(form) else { return Ok(Value::Null) };
        let shape = published.shape();
        let Some(stored) = records::load(self.db, &shape, id).await? else { return Ok(Value::Null) };
        let mut facts = Facts::new();
        for _ in 0..MOST_STEPS {
            let scope = Scope {
                app: &self.model.shape,
                form: &shape,
                id: Some(id),
                values: &stored.values,
                system: Some(&stored.system),
                row: None,
                facts: &facts,
                moment: Moment::of(self.ctx),
                me: None,
            };
            match reach(path, &scope) {
                Ok(reached) => return Ok(reached.into_value()),
                Err(need) => Box::pin(self.answer(&mut facts, need)).await?,
            }
        }
        Err(Error::internal(format!("the path `{path}` does not end")))
    }
}

pub(crate) fn person(user: users::User) -> Person {
    Person {
        id: user.id,
        username: user.username,
        name: user.name,
        active: user.active,
        dept: user.main_dept,
        manager: user.manager,
    }
}

fn department(dept: departments::Department) -> Department {
    Department { id: dept.id, name: dept.name, parent: dept.parent, head: dept.head }
}
