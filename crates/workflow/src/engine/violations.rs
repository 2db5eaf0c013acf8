use std::collections::BTreeSet;

use super::state::{BranchStatus, FlowState, RunStatus, ScopeStatus, State, TaskStatus, Token, TokenStatus};

/// What in a state contradicts what must always hold (I1 to I6 of the design; I7 and I8 are about events).
/// Empty for every state that the engine makes.
pub fn violations(state: &State) -> Vec<String> {
    let mut found = Vec::new();
    liveness(state, &mut found);
    scopes(state, &mut found);
    runs(state, &mut found);
    tasks(state, &mut found);
    found
}

fn liveness(state: &State, found: &mut Vec<String>) {
    let live = state.tokens.values().filter(|token| token.is_live()).count();
    if state.flow_state == FlowState::Running && live == 0 {
        found.push("I1: it runs, and nothing moves".to_owned());
    }
    if state.flow_state.is_final() {
        let tasks = state.tasks.values().filter(|task| task.status.is_live()).count();
        let runs = state.runs.values().filter(|run| run.status == RunStatus::Open).count();
        let scopes = state.scopes.values().filter(|scope| scope.status == ScopeStatus::Open).count();
        if live + tasks + runs + scopes + state.incidents.len() > 0 {
            found.push(format!(
                "I2: it has ended with {live} tokens, {tasks} tasks, {runs} visits, {scopes} scopes open"
            ));
        }
    }
}

fn scopes(state: &State, found: &mut Vec<String>) {
    for (no, scope) in &state.scopes {
        for branch in &scope.branches {
            let live = state.tokens.get(&branch.token).is_some_and(Token::is_live);
            let open = scope.status == ScopeStatus::Open && branch.status == BranchStatus::Open;
            if live != open {
                found.push(format!(
                    "I3: branch `{}` of scope {no} is {:?}, its token live: {live}",
                    branch.key, branch.status
                ));
            }
        }
        let waits = state.tokens.get(&scope.parent).is_some_and(Token::is_live);
        if scope.status == ScopeStatus::Open && !waits {
            found.push(format!("I3: nothing waits for scope {no}"));
        }
        if scope.status == ScopeStatus::Open && scope.branches.iter().all(|b| b.status != BranchStatus::Open) {
            found.push(format!("I3: scope {no} is open without an open branch"));
        }
    }
    for (no, token) in &state.tokens {
        if token.status == TokenStatus::WaitingChild && state.open_scopes(*no).is_empty() {
            found.push(format!("I3: token {no} waits for nothing"));
        }
    }
}

fn runs(state: &State, found: &mut Vec<String>) {
    for (no, run) in state.runs.iter().filter(|(_, run)| run.status == RunStatus::Open) {
        let token = &state.tokens[&run.token];
        let wanted = if token.parked_by.is_some() { TaskStatus::Parked } else { TaskStatus::Pending };
        let asked = state.tasks_of(*no).any(|(_, task)| task.status == wanted);
        if !asked && !state.incidents.contains_key(&run.token) {
            found.push(format!("I4: nobody is asked at `{}`", run.node));
        }
        if !token.is_live() || token.node.as_ref() != Some(&run.node) {
            found.push(format!("I5: the token of the open visit of `{}` is elsewhere", run.node));
        }
    }
    for (no, token) in state.tokens.iter().filter(|(_, token)| token.status == TokenStatus::AtNode) {
        // A token that a straight return came from has no visit while it is parked.
        let waits = state.open_run(*no).is_some() || state.incidents.contains_key(no) || token.parked_by.is_some();
        if token.is_live() && !waits && state.flow_state == FlowState::Running {
            found.push(format!("I1: token {no} at {:?} waits for nobody", token.node));
        }
    }
}

fn tasks(state: &State, found: &mut Vec<String>) {
    let mut seated = BTreeSet::new();
    for (no, task) in state.tasks.iter().filter(|(_, task)| task.status.is_live()) {
        if state.runs.get(&task.run).is_none_or(|run| run.status != RunStatus::Open) {
            found.push(format!("I5: task {no} is live and its visit is not open"));
        }
        let doubled =
            [Some(task.assignee), task.delegator].into_iter().flatten().any(|p| !seated.insert((task.run, p)));
        if doubled {
            found.push(format!("I6: somebody has two live tasks at one visit, the second is {no}"));
        }
    }
}
