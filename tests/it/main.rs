//! The one integration binary: the HTTP interface as its users meet it, on both databases.

mod smoke;
