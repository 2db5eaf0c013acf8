//! Every route, asked by everybody: who gets which status is written down in `snapshots/access_matrix.snap`.

use std::fmt::Write;

use mortise_tests::{Answer, Guard, TestApp, in_each_database};

use crate::{
    samples::{PUBLIC, Sample, samples},
    things::{Need, Things},
};

/// Who asks; the most powerful last, since whoever may do it changes the thing.
const ACTORS: [&str; 10] =
    ["nobody", "csrf", "rival", "mo.nobody", "luo.sales", "zhou.prod", "qin.legal", "gao.vp", "ada.admin", "admin"];

#[actix_web::test]
async fn every_route_answers_everybody_as_written_down() {
    in_each_database(async |app| {
        let people = people(app).await;
        let mut table = heading();
        for sample in samples() {
            let mut line = format!("{:<65}", sample.name());
            let mut things = Things::make(app, sample.need).await;
            for actor in ACTORS {
                let answer = ask(app, &sample, actor, &things).await;
                check(&sample, actor, &answer, things.ids().chain(people.iter().map(String::as_str)));
                let _ = write!(line, " {:>5}", answer.status.as_u16());
                if sample.writes() && answer.status.is_success() {
                    things = Things::make(app, sample.need).await;
                }
            }
            table.push_str(line.trim_end());
            table.push('\n');
        }
        insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!("access_matrix", table);
        });
    })
    .await;
}

fn heading() -> String {
    let short = |actor: &&str| actor.split('.').next_back().unwrap_or_default().to_owned();
    let mut line = format!("{:<65}", "");
    for actor in ACTORS.iter().map(short) {
        let _ = write!(line, " {actor:>5.5}");
    }
    line + "\n"
}

async fn ask(app: &TestApp, sample: &Sample, actor: &str, things: &Things) -> Answer {
    let client = match actor {
        "nobody" => app.as_nobody(),
        "rival" if sample.need == Need::FreshLogIn => app.rival_anew().await,
        "rival" => app.as_rival().await,
        "csrf" => app.as_user("zhou.prod").await.guarded(Guard::Wrong),
        user if sample.need == Need::FreshLogIn => app.anew(user).await,
        user => app.as_user(user).await,
    };
    sample.ask(&client, things).await
}

/// What holds for every route.
fn check<'t>(sample: &Sample, actor: &str, answer: &Answer, mut secrets: impl Iterator<Item = &'t str>) {
    let (status, told) = (answer.status.as_u16(), format!("as {actor}: {}\n{}", answer.asked, answer.text()));
    let public = PUBLIC.contains(&sample.name().as_str());
    assert!(status < 500, "{status} {told}");
    if !answer.status.is_success() {
        answer.require_problem();
    }
    match actor {
        "nobody" if !public => assert_eq!(status, 401, "{told}"),
        "csrf" if sample.writes() && !public => {
            assert_eq!((status, &answer.json()["type"]), (403, &serde_json::json!("csrf_token")), "{told}");
        }
        "rival" => assert_eq!(secrets.find(|id| !public && answer.text().contains(id)), None, "{told}"),
        _ => {}
    }
}

/// Ids of people of the tenant, which no other tenant may ever see.
async fn people(app: &TestApp) -> Vec<String> {
    let found = app.as_user("admin").await.get("/users").await.must(200);
    let items = found["items"].as_array().expect("people");
    items.iter().filter_map(|user| user["id"].as_str().map(str::to_owned)).collect()
}
