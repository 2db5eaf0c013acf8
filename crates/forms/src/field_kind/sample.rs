use serde_json::Value as Json;

/// Examples of one kind with some settings.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The settings.
    pub settings: Json,
    /// Inputs that are taken, and how they read in Chinese.
    pub good: Vec<(Json, &'static str)>,
    /// Inputs that are refused, and with which code.
    pub bad: Vec<(Json, &'static str)>,
}

impl Sample {
    /// Examples for these settings.
    pub(crate) fn of(settings: Json) -> Self {
        Self { settings, good: Vec::new(), bad: Vec::new() }
    }

    /// One more input that is taken, and how it reads.
    pub(crate) fn takes(mut self, input: impl Into<Json>, text: &'static str) -> Self {
        self.good.push((input.into(), text));
        self
    }

    /// One more input that is refused, and why.
    pub(crate) fn refuses(mut self, input: impl Into<Json>, code: &'static str) -> Self {
        self.bad.push((input.into(), code));
        self
    }
}
