use serde::Serialize;

/// Sizes and counts that requests keep to; `GET /limits` tells them.
#[derive(Debug, Clone, Serialize)]
pub struct Limits {
    /// Records in one answer of a list.
    pub records_per_page: u64,
    /// Bytes of a JSON body.
    pub body_bytes: u64,
    /// Bytes of an uploaded file.
    pub file_bytes: u64,
    /// Bytes of an app's zip.
    pub app_bytes: u64,
    /// Rows of an imported file.
    pub import_rows: u64,
    /// Records that one batch may name, or may change all or none of.
    pub batch_records: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            records_per_page: 200,
            body_bytes: 2 * 1024 * 1024,
            file_bytes: 50 * 1024 * 1024,
            app_bytes: 32 * 1024 * 1024,
            import_rows: 200_000,
            batch_records: 1_000,
        }
    }
}
