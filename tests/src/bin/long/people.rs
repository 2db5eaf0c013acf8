//! Who works in the long tests, and on what.

use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::client::Client;

/// The records that everybody works on.
pub(crate) const CONTRACTS: &str = "/apps/film_crm/forms/contract/records";
/// Who makes them.
pub(crate) const PRODUCER: &str = "zhou.prod";

/// What a contract is made of, but for its name.
pub(crate) async fn contract_values(url: &str) -> Result<Json, String> {
    let ceo = Client::log_in(url, "lin.ceo").await?;
    let first = async |form: &str, filter: Json| {
        let path = format!("/apps/film_crm/forms/{form}/records/query");
        let found = ceo.must(Method::POST, &path, json!({"filter": filter, "limit": 1}), 200).await?;
        Ok::<Json, String>(found["records"][0]["id"].clone())
    };
    let project = first("project", json!({"field": "no", "op": "eq", "value": "PJ-2026-001"})).await?;
    let talent = first("talent", json!({"field": "roles", "op": "not_empty"})).await?;
    Ok(json!({"type": "主创聘用合同", "direction": "付款", "project": project, "party_talent": talent,
        "position": "导演", "amount": "120000.5", "risk_level": "低",
        "term": {"start": "2026-06-01", "end": "2026-12-31"},
        "pay_terms": [{"node": "签约", "pct": "100", "amount": "120000.5"}]}))
}

/// What is sent to make a contract of this name.
pub(crate) fn contract(values: &Json, name: &str) -> Json {
    let mut values = values.clone();
    values["name"] = json!(name);
    json!({"values": values, "confirm": ["contract_looks_duplicate"]})
}
