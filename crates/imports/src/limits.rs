/// How much a file may hold. Each limit has the code of its issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows below the header: `too_many_rows`.
    pub rows: usize,
    /// Columns: `too_many_columns`.
    pub columns: usize,
    /// Characters of one cell: `cell_too_long`.
    pub cell_chars: usize,
    /// Bytes of a workbook, unpacked: `workbook_too_large`.
    pub unpacked_bytes: u64,
    /// Files inside a workbook: `workbook_too_large`.
    pub entries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rows: 200_000, columns: 500, cell_chars: 100_000, unpacked_bytes: 200 << 20, entries: 2_000 }
    }
}
