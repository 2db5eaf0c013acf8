use chrono::TimeDelta;
use mortise_bundles::read_files;
use mortise_service::demo::{self, MoveClock, Shift};

use crate::stage::{Stage, files, morning, on_each_backend};

async fn set_up(stage: &Stage, shift: Shift) {
    let bundle = read_files(&files()).unwrap();
    demo::set_up(&stage.platform, &[bundle], shift, &|_, _| {}).await.unwrap();
}

/// What the clock shows since the morning of the story, in whole hours.
fn hours(stage: &Stage) -> i64 {
    (stage.platform.clock().now() - morning()).num_hours()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_of_the_demo_goes_on_after_a_restart() {
    on_each_backend(async |stage| {
        set_up(stage, Shift::None).await;
        let admin = stage.person_of(demo::TENANT, demo::OWNER, demo::PASSWORD).await;
        let params = MoveClock { advance: Some("P7D".to_owned()), to: None };
        demo::move_clock(&stage.platform, &admin, params).await.unwrap();
        assert_eq!(hours(stage), 168);

        stage.restart_at(morning()).await;
        assert_eq!(hours(stage), 0, "before the demo is set up nothing is known of it");
        set_up(stage, Shift::None).await;
        assert_eq!(hours(stage), 168, "asked to begin earlier, it goes on where it stood");

        stage.restart_at(morning() + TimeDelta::days(400)).await;
        set_up(stage, Shift::ToNow).await;
        assert_eq!(hours(stage), 168, "asked for no time, too");

        stage.restart_at(morning() + TimeDelta::days(8)).await;
        set_up(stage, Shift::None).await;
        assert_eq!(hours(stage), 192, "a later beginning is taken");
        stage.restart_at(morning()).await;
        set_up(stage, Shift::None).await;
        assert_eq!(hours(stage), 192, "and kept");
    })
    .await;
}
