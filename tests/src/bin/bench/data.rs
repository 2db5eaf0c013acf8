//! The same deals every time, for the form in `tests/bench-app`: from a small generator with a fixed seed.

use serde_json::{Value, json};

const GENRES: [&str; 8] = ["purchase", "sale", "lease", "service", "labor", "loan", "nda", "framework"];
const STATES: [&str; 6] = ["draft", "pending", "approved", "rejected", "executing", "done"];
const CURRENCIES: [&str; 3] = ["CNY", "USD", "EUR"];
const DEPTS: [&str; 8] = ["legal", "finance", "sales", "rnd", "ops", "hr", "it", "admin"];
const RATES: [&str; 4] = ["3", "6", "9", "13"];
const PARTIES: [&str; 5] =
    ["华东电力设备有限公司", "北辰信息技术股份公司", "南海物流集团", "中和建筑工程公司", "远景新能源科技"];

/// A xorshift generator: fast, seeded, good enough to spread values.
struct Spread(u64);

impl Spread {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// The values of the i-th record.
pub(crate) fn record(i: usize) -> Value {
    let mut spread = Spread(0x9E37_79B9_7F4A_7C15 ^ ((i as u64 + 1) * 0x2545_F491_4F6C_DD1D));
    let days = spread.below(2192);
    let (year, day) = (2019 + days / 366, days % 366);
    let date = |offset: u64| {
        let day = (day + offset) % 336;
        format!("{:04}-{:02}-{:02}", year + (days + offset) / 4000, 1 + day / 28, 1 + day % 28)
    };
    let cents = 100_000 + spread.below(499_900_000);
    let party = |spread: &mut Spread| PARTIES[spread.below(5) as usize];
    json!({
        "code": format!("HT-{year}-{i:07}"),
        "title": format!("{}{}号项目合同", party(&mut spread), spread.below(999)),
        "genre": GENRES[spread.below(8) as usize],
        "status": STATES[spread.below(6) as usize],
        "amount": format!("{}.{:02}", cents / 100, cents % 100),
        "paid": format!("{}.00", cents / 300),
        "tax_rate": RATES[spread.below(4) as usize],
        "currency": CURRENCIES[spread.below(3) as usize],
        "sign_date": date(0),
        "start_date": date(7),
        "end_date": date(100),
        "party_a": party(&mut spread),
        "party_b": party(&mut spread),
        "contact_email": format!("u{}@example.com", i % 9973),
        "phone": format!("138{:08}", i % 100_000_000),
        "member_no": spread.below(50),
        "dept": DEPTS[spread.below(8) as usize],
        "is_framework": spread.below(10) == 0,
        "remark": "按合同约定分期付款，验收合格后支付尾款。".repeat(1 + spread.below(3) as usize),
    })
}

/// All records as a CSV with a header, as an importer takes it.
pub(crate) fn csv(from: usize, rows: usize) -> String {
    let first = record(0);
    let columns: Vec<&String> = first.as_object().expect("a record is an object").keys().collect();
    let mut text = columns.iter().map(|c| c.as_str()).collect::<Vec<_>>().join(",");
    text.push('\n');
    for i in from..from + rows {
        let record = record(i);
        let line: Vec<String> = columns.iter().map(|column| plain(&record[column.as_str()])).collect();
        text.push_str(&line.join(","));
        text.push('\n');
    }
    text
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
