use mortise_model::Values;

/// What has happened, or is about to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event<'a> {
    /// A record is made.
    Create,
    /// A record is changed.
    Update {
        /// Its values before.
        before: &'a Values,
    },
    /// A record goes to the recycle bin.
    Delete,
    /// A person presses a button of the form.
    Button {
        /// Its key.
        button: &'a str,
    },
    /// The approval flow of a record has moved on.
    Flow(FlowMove<'a>),
    /// The time of a rule has come; it is run for each record that fits.
    Schedule {
        /// The key of the rule.
        rule: &'a str,
    },
}

/// How an approval flow has moved on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowMove<'a> {
    /// The flow.
    pub workflow: &'a str,
    /// The node that was passed; absent where the flow as a whole began or ended.
    pub node: Option<&'a str>,
    /// The state of the flow now, as in `_flow_state`.
    pub state: &'a str,
}
