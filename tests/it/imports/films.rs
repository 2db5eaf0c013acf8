//! The films of vega-datasets: 3,201 rows with the dirt of real data.

use std::{collections::BTreeMap, env, fs, path::PathBuf, time::Instant};

use mortise_tests::{Client, TestApp, in_each_database};
use serde_json::{Value as Json, json};

use super::{Sent, count, counts};

const TO: (&str, &str) = ("film_crm", "market_film");

/// Genre, films, budget, gross, return in tenths of a per mille: of films with a budget and a known gross.
const TABLE: [(&str, i64, &str, &str, &str); 8] = [
    ("剧情", 789, "17817213610.00", "40476168953.00", "1.2717"),
    ("喜剧", 673, "19154462000.00", "50319657798.00", "1.6270"),
    ("动作", 420, "22968181938.00", "60435609765.00", "1.6313"),
    ("冒险", 274, "18862900000.00", "66080959632.00", "2.5032"),
    // One of the 239 in the table has no title and is refused.
    ("悬疑", 238, "7883913700.00", "19257606586.00", "1.4426"),
    ("惊悚", 219, "4057171000.00", "13321678769.00", "2.2835"),
    ("爱情喜剧", 137, "3884225000.00", "11866645522.00", "2.0551"),
    ("演出", 5, "30500000.00", "153622009.00", "4.0368"),
];

#[actix_web::test]
async fn real_films_are_imported_and_their_figures_are_right_to_the_cent() {
    let films = films();
    let mapping = document("market_film.mapping.json");
    let (utf8, gb18030) = (csv(&films), encoding_rs::GB18030.encode(&csv(&films)).0.into_owned());
    in_each_database(async |app| {
        let rival = prepared(app).await;
        let (working, stop) = app.work();
        let file = |bytes, dry_run| Sent { to: TO, name: "movies.csv", bytes, mapping: Some(&mapping), dry_run };

        let rehearsed = file(utf8.as_bytes(), true).done_by(&rival).await;
        assert_eq!(counts(&rehearsed), [3200, 0, 0, 1], "{rehearsed:#}");
        assert_eq!(count(&rival, TO, json!({"and": []})).await, 0, "a rehearsal writes nothing");

        let began = Spent::now();
        let first = file(&gb18030, false).done_by(&rival).await;
        println!("{app:?}: {} new rows", began.rate(3201));
        assert_eq!(counts(&first), [3200, 0, 0, 1]);
        assert_eq!(first["encoding"], "gb18030");
        let refused = [&first["verdicts"][0]["code"], &first["verdicts"][0]["field"]];
        assert_eq!(refused, ["required", "title"], "{:#}", first["verdicts"]);

        let began = Spent::now();
        let second = file(utf8.as_bytes(), false).done_by(&rival).await;
        println!("{app:?}: {} known rows", began.rate(3201));
        assert_eq!(counts(&second), [0, 3200, 0, 1]);
        assert_eq!(second["change_set"], Json::Null, "nothing was changed: {:#}", second["change_set"]);
        assert_eq!(count(&rival, TO, json!({"and": []})).await, 3200);

        figures(&rival).await;
        by_genre_and_year(&rival, &films).await;
        dirt(&rival).await;
        stop.now();
        working.await.expect("the worker ends");
    })
    .await;
}

/// How long something takes, by the clock and by the processor.
struct Spent(Instant, f64);

impl Spent {
    fn now() -> Self {
        Self(Instant::now(), processor_seconds())
    }

    fn rate(&self, rows: u32) -> String {
        let (clock, processor) = (self.0.elapsed().as_secs_f64(), processor_seconds() - self.1);
        let rows = f64::from(rows);
        format!(
            "{:.0} rows a second, {:.0} a second of this process's processor time, for",
            rows / clock,
            rows / processor
        )
    }
}

/// What this process has used of the processor; Linux tells it in hundredths of a second.
fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind = stat.rsplit(") ").next().unwrap_or_default();
    behind.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// An app without films but with genres, and somebody who may import films and look at them.
async fn prepared(app: &TestApp) -> Client<'_> {
    let rival = app.as_rival().await;
    let user = rival.get("/me").await.must(200)["user"]["id"].as_str().expect("an id").to_owned();
    let roles = json!({"roles": ["admin", "ceo"]});
    rival.put(&format!("/apps/film_crm/users/{user}/roles"), roles).await.must(200);
    let genres = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/film-crm/data/genre.jsonl"));
    for line in genres.expect("the genres of the app").lines() {
        let values: Json = serde_json::from_str(line).expect("a line of JSON");
        rival.post("/apps/film_crm/forms/genre/records", json!({"values": values})).await.must(201);
    }
    rival
}

/// Count, budget, gross and return of each genre.
async fn figures(client: &Client<'_>) {
    let known =
        json!({"and": [{"field": "budget", "op": "not_empty"}, {"field": "domestic_gross", "op": "not_empty"}]});
    let pivot = json!({"form": "market_film", "rows": [{"field": "genre"}], "columns": [], "filter": known,
        "measures": [{"key": "n", "agg": "count"}, {"key": "budget", "agg": "sum", "field": "budget"},
            {"key": "gross", "agg": "sum", "field": "worldwide_gross"}, {"key": "roi", "expr": "(gross - budget) / budget"}],
        "totals": {"rows": false, "columns": false, "grand": true}});
    let table = client.post("/apps/film_crm/pivot", pivot).await.must(200);
    let rows = rows(&table);
    for (genre, n, budget, gross, roi) in TABLE {
        let row = rows.get(genre).unwrap_or_else(|| panic!("{genre} is missing: {:?}", rows.keys()));
        assert_eq!((&row[0], &row[1], &row[2]), (&json!(n), &json!(budget), &json!(gross)), "{genre}");
        let return_of = row[3].as_str().and_then(|text| text.parse::<f64>().ok()).expect("a ratio");
        assert_eq!(format!("{return_of:.4}"), roi, "{genre}");
    }
}

/// Count and gross of each genre in each year, against the file itself.
async fn by_genre_and_year(client: &Client<'_>, films: &[Json]) {
    let mut expected: BTreeMap<(String, i64), (i64, i64)> = BTreeMap::new();
    for film in films.iter().filter(|film| !film["Title"].is_null()) {
        let genre = film["Major Genre"].as_str().unwrap_or_default().to_owned();
        let cell = expected.entry((genre, year(film))).or_default();
        cell.0 += 1;
        cell.1 += film["Worldwide Gross"].as_i64().unwrap_or(0);
    }
    let pivot = json!({"form": "market_film", "rows": [{"field": "genre_raw"}, {"field": "year"}], "columns": [],
        "measures": [{"key": "n", "agg": "count"}, {"key": "gross", "agg": "sum", "field": "worldwide_gross"}],
        "totals": {"rows": false, "columns": false, "grand": false}});
    let table = client.post("/apps/film_crm/pivot", pivot).await.must(200);
    let mut found: BTreeMap<(String, i64), (i64, i64)> = BTreeMap::new();
    for (row, cells) in table["rows"].as_array().expect("rows").iter().zip(table["cells"].as_array().expect("cells")) {
        let year = &row["keys"][1];
        let year = year.as_i64().or_else(|| year.as_str()?.parse().ok()).unwrap_or_else(|| panic!("a year: {row}"));
        let genre = row["keys"][0].as_str().unwrap_or_default().to_owned();
        let gross = cells[1].as_str().map_or(0, |text| text.trim_end_matches(".00").parse().expect("whole dollars"));
        found.insert((genre, year), (cells[0].as_i64().expect("a count"), gross));
    }
    assert_eq!(found, expected);
}

/// What was wrong with the file, and how it stands now.
async fn dirt(client: &Client<'_>) {
    let doubtful = json!({"field": "data_quality", "op": "eq", "value": "日期存疑"});
    assert_eq!(count(client, TO, doubtful.clone()).await, 22);
    let late = json!({"and": [doubtful, {"field": "year", "op": "gt", "value": 2012}]});
    assert_eq!(count(client, TO, late).await, 0);
    let no_gross = json!({"field": "worldwide_gross", "op": "is_empty"});
    assert_eq!(count(client, TO, no_gross).await, 47 + 7);
    for (title, year) in [("Gone with the Wind", 1939), ("Léon", 1994), ("300", 2007), ("Alien³", 1992)] {
        let one = json!({"and": [{"field": "title", "op": "eq", "value": title}, {"field": "year", "op": "eq", "value": year}]});
        assert_eq!(count(client, TO, one).await, 1, "{title}");
    }
}

/// The cells of a pivot by the title of its one row field.
fn rows(table: &Json) -> BTreeMap<String, Vec<Json>> {
    let rows = table["rows"].as_array().expect("rows").iter();
    let cells = table["cells"].as_array().expect("cells").iter();
    let name = |row: &Json| row["keys"][0]["title"].as_str().unwrap_or_default().to_owned();
    rows.zip(cells).map(|(row, cells)| (name(row), cells.as_array().cloned().unwrap_or_default())).collect()
}

/// The films as they are published; `cargo xtask test` fetches the package.
fn films() -> Vec<Json> {
    let cached =
        || PathBuf::from(env::var_os("HOME").unwrap_or_default()).join(".cache/mortise/npm/node_modules/vega-datasets");
    let package = env::var_os("MORTISE_TEST_FILMS").map_or_else(cached, PathBuf::from);
    let path = package.join("data/movies.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; MORTISE_TEST_FILMS names the folder of the npm package vega-datasets", path.display())
    });
    let films: Vec<Json> = serde_json::from_str(&text).expect("a list of films");
    assert_eq!(films.len(), 3201);
    films
}

/// The films as a CSV, as a spreadsheet would write it.
fn csv(films: &[Json]) -> String {
    let names: Vec<&String> = films[0].as_object().expect("an object").keys().collect();
    let quoted = |text: &str| {
        if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    };
    let mut text = names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(",") + "\n";
    for film in films {
        let cell = |name: &&String| match &film[name.as_str()] {
            Json::Null => String::new(),
            Json::String(text) => quoted(text),
            other => other.to_string(),
        };
        text += &names.iter().map(cell).collect::<Vec<_>>().join(",");
        text.push('\n');
    }
    text
}

/// The year of a film; one that lies ahead is a slip of two digits.
fn year(film: &Json) -> i64 {
    let date = film["Release Date"].as_str().expect("every film has a date");
    let year: i64 = date[date.len() - 4..].parse().expect("it ends with a year");
    if year > 2012 { year - 100 } else { year }
}

fn document(name: &str) -> Json {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/cases/imports")).join(name);
    serde_json::from_str(&fs::read_to_string(path).expect("a case")).expect("a document")
}
