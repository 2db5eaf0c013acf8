use std::{fmt, fs, io};

use chrono::Utc;

use crate::Plan;

/// How many faults of one part are told.
const MOST_FAULTS: usize = 20;

/// What came of one part.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) name: &'static str,
    /// What was measured.
    pub(crate) figures: Vec<(String, String)>,
    /// What should not have been; none where it passed.
    pub(crate) faults: Vec<String>,
}

impl Part {
    /// What a part has found; where it could not go on, that is its fault.
    pub(crate) fn of(name: &'static str, done: Result<Self, String>) -> Self {
        let mut part = done.unwrap_or_else(|error| Self { faults: vec![error], ..Self::default() });
        part.name = name;
        part
    }

    pub(crate) fn figure(&mut self, name: &str, value: impl fmt::Display) {
        self.figures.push((name.to_owned(), value.to_string()));
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "── {}: {}", self.name, if self.faults.is_empty() { "passed" } else { "FAILED" })?;
        for (name, value) in &self.figures {
            writeln!(f, "   {name}: {value}")?;
        }
        for fault in self.faults.iter().take(MOST_FAULTS) {
            writeln!(f, "   FAULT {fault}")?;
        }
        Ok(())
    }
}

/// Writes the dated result as a page.
pub(crate) fn write(path: &str, plan: &Plan, parts: &[Part]) -> io::Result<()> {
    let build = if cfg!(debug_assertions) { "debug build, with its checks of arithmetic" } else { "optimised build" };
    let mut page = format!(
        "# Long tests\n\nRun on {} by the program that `cargo xtask test --long` runs ({build}, SQLite at full synchronisation, {} cores \
         that the client and other work share, so that times say little; seed {}).\n\n\
         | part | result | what was done |\n|---|---|---|\n",
        Utc::now().format("%Y-%m-%d"),
        std::thread::available_parallelism().map_or(1, usize::from),
        plan.seed,
    );
    for part in parts {
        let result = if part.faults.is_empty() { "passed".to_owned() } else { format!("{} faults", part.faults.len()) };
        let figures: Vec<String> = part.figures.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        page += &format!("| {} | {result} | {} |\n", part.name, figures.join("; "));
    }
    page += "\n- **soak**: people make, change, list, comment, submit, sum up and print contracts of the film CRM side by \
        side. No request may fail, the memory may not double behind the first quarter, and the server ends by itself \
        when it is told to.\n\
        - **random requests**: every route with bodies made from its schema, broken ones and plain bytes, by people of \
        different rights; left out are those that end log-ins, listen for news, install templates, or move and reset \
        the demo. No answer may be a fault of the server, every refusal is problem+json.\n\
        - **crash**: the server is killed (`SIGKILL`) under writes and started again. Every record and change that it \
        had acknowledged is there, what it had not is there once after it is sent again with its `Idempotency-Key`.\n\n\
        After each part `mortise verify` finds the data sound, and the log tells of no error.\n";
    fs::write(path, page)
}
