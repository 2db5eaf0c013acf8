/// Something that a template reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The whole way from the root, with dots; inside `{{#each items}}` the field `price` is `items.price`.
    pub path: String,
    /// The line where it stands first, from 1.
    pub line: usize,
    /// The column.
    pub column: usize,
}
