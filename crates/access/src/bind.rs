//! What a filter means for somebody of whom a variable is unknown.

use mortise_model::{Filter, Operand, Variable};

use crate::{
    Subject,
    scopes::{everything, nothing},
};

/// Which way an unknown comparison is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// It does not fit: right for what opens.
    Misses,
    /// It fits: right for what closes.
    Fits,
}

/// The filter, with every comparison with something that the subject does not have (a
/// department, say) decided so that the whole opens nothing. Without this, `_dept eq my_dept`
/// would open the records of nobody to everybody who has no department.
pub(crate) fn bind(filter: &Filter, subject: &Subject, unknown: Unknown) -> Filter {
    match filter {
        Filter::And(parts) => Filter::And(parts.iter().map(|part| bind(part, subject, unknown)).collect()),
        Filter::Or(parts) => Filter::Or(parts.iter().map(|part| bind(part, subject, unknown)).collect()),
        Filter::Not(part) => Filter::Not(Box::new(bind(part, subject, unknown.turned()))),
        Filter::Exists(exists) => {
            let mut exists = exists.clone();
            exists.filter = exists.filter.map(|filter| bind(&filter, subject, unknown));
            Filter::Exists(exists)
        }
        Filter::Compare { value: Operand::Var(variable), .. } if !known(*variable, subject) => match unknown {
            Unknown::Misses => nothing(),
            Unknown::Fits => everything(),
        },
        Filter::Compare { .. } => filter.clone(),
    }
}

impl Unknown {
    fn turned(self) -> Self {
        match self {
            Self::Misses => Self::Fits,
            Self::Fits => Self::Misses,
        }
    }
}

fn known(variable: Variable, subject: &Subject) -> bool {
    match variable {
        Variable::Me => subject.user.is_some(),
        Variable::MyDept => subject.dept.is_some(),
        Variable::MyDepts => !subject.depts.is_empty(),
        Variable::Today | Variable::Now => true,
    }
}

#[cfg(test)]
mod tests;
