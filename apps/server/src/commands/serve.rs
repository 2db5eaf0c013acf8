use std::{net::SocketAddr, sync::Arc};

use actix_web::{HttpServer, web};
use anyhow::{Context, Result, bail};
use mortise_service::{Clock, Platform, demo, jobs};
use mortise_store::Tenants;
use tracing_subscriber::EnvFilter;

use super::{bundle, moment, told};
use crate::{
    config::{Config, Place},
    progress::Progress,
    ui,
};

/// How requests are answered.
#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    /// Address and port.
    #[arg(long)]
    listen: Option<String>,
    /// Serve the demo: tenant `demo` with the bundled apps and their data, on loopback only.
    #[arg(long)]
    demo: bool,
    /// Where the demo's clock starts, such as 2026-06-01T09:00+08:00; its dates then stay as written. On data that is
    /// there it goes on where it stood, unless this is later.
    #[arg(long, requires = "demo")]
    at: Option<String>,
}

/// Answers requests until it is told to stop.
pub(crate) fn serve(place: &Place, serve: &Serve) -> Result<()> {
    let mut config = Config::load(place)?;
    if let Some(listen) = &serve.listen {
        config.listen.clone_from(listen);
    }
    let address: SocketAddr =
        config.listen.parse().with_context(|| format!("`{}` is not an address with a port", config.listen))?;
    if serve.demo && !address.ip().is_loopback() {
        bail!("the demo has known passwords and listens on loopback only, not on `{address}`");
    }
    log(&config)?;
    actix_web::rt::System::new().block_on(run(config, serve, address))
}

async fn run(config: Config, serve: &Serve, address: SocketAddr) -> Result<()> {
    let clock = match &serve.at {
        Some(text) => Clock::starting_at(moment(text)?),
        None => Clock::default(),
    };
    let tenants = Tenants::connect(config.backend()?, config.pools()).await.context("cannot open the data")?;
    let _lock = tenants.lock().context("cannot take the data folder")?;
    let templates = bundle::bundled_apps()?;
    let platform =
        web::Data::new(Platform::new(tenants, clock, templates, serve.demo).speaking(mortise_api::sentence_of));
    if serve.demo {
        set_up_demo(&platform, serve).await?;
    }
    let (worker, stop) = jobs::worker(&platform.clone().into_inner());
    let working = tokio::spawn(worker.run());
    let shared = platform.clone();
    let mut server = HttpServer::new(move || mortise_api::app(shared.clone()).default_service(web::to(ui::serve)))
        .shutdown_timeout(10);
    if config.threads > 0 {
        server = server.workers(config.threads);
    }
    let server = server.bind(address).with_context(|| format!("cannot listen on {address}"))?.run();
    println!("Mortise answers on http://{address}");
    if serve.demo {
        println!(
            "Tenant `{}`; log in as `{}`, `zhou.prod`, `qin.legal`, `gao.vp` … with the password `{}`",
            demo::TENANT,
            demo::OWNER,
            demo::PASSWORD
        );
    }
    let handle = server.handle();
    let closing = platform.clone();
    let ended = async {
        let done = server.await;
        closing.events().close();
        done
    };
    // Pages that listen for news would hold the server open until its patience ends.
    let told_to_stop = async {
        stop_signal().await;
        platform.events().close();
        handle.stop(true).await;
    };
    tokio::select! {
        done = ended => done.context("the server failed")?,
        () = told_to_stop => {}
    }
    stop.now();
    working.await.context("the worker failed")?;
    platform.close().await;
    Ok(())
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut terminate), Ok(mut interrupt)) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        }
        _ => std::future::pending().await,
    }
}

async fn set_up_demo(platform: &Arc<Platform>, serve: &Serve) -> Result<()> {
    let shift = if serve.at.is_some() { demo::Shift::None } else { demo::Shift::ToNow };
    let apps = bundle::bundled_apps()?;
    let progress = Progress::of("demo records");
    let done = demo::set_up(platform, &apps, shift, &|done, total| progress.at(done, total)).await;
    done.map_err(told).context("the demo could not be set up")
}

fn log(config: &Config) -> Result<()> {
    let filter = EnvFilter::try_new(&config.log).with_context(|| format!("`{}` is not a log filter", config.log))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if config.log_format == "json" {
        builder.json().init()
    } else {
        builder.init()
    }
    Ok(())
}
