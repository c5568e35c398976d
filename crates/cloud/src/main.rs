//! `keyholder-cloud serve | plan`: arguments and environment become a [`Config`], and the service runs until it is told to end.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use keyholder_cloud::clock::Clock;
use keyholder_cloud::config::Config;
use keyholder_cloud::db::Database;
use keyholder_cloud::db::sqlite::Sqlite;
use keyholder_cloud::limits::{LimitRates, Rate};
use keyholder_cloud::mail::{self, sink::Sink};
use keyholder_cloud::random::Random;
use keyholder_cloud::secrets::Secrets;
use keyholder_cloud::texts::Language;
use keyholder_cloud::{AppState, demo, plan, serve};
use keyholder_domain::{Plan, StoreId};
use lettre::message::Mailbox;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;

/// How long one mail may take.
const MAIL_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a mail that is being sent may go on after the server has ended.
const GRACE: Duration = Duration::from_secs(10);
/// States of stores kept in memory.
const STATES: usize = 1_000;

#[derive(Parser)]
#[command(name = "keyholder-cloud", version, about = "Keyholder's cloud: where many desks agree")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves desks and invitation pages.
    Serve(Box<Serve>),
    /// Forces a store's plan, as the operator; safe beside a running server.
    Plan(ForcePlan),
}

#[derive(Args)]
struct Serve {
    /// Where to listen; port 0 takes a free one. The line `listening on http://ADDR` on stdout tells which.
    #[arg(long, env = "KEYHOLDER_CLOUD_LISTEN", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,
    /// The database: `sqlite:PATH`. It is made and migrated as needed.
    #[arg(long, env = "KEYHOLDER_CLOUD_DATABASE", default_value = "sqlite:keyholder-cloud.db")]
    database: String,
    /// The file with the key of invitation links; made beside the database if there is none.
    #[arg(long, env = "KEYHOLDER_CLOUD_SECRETS")]
    secrets: Option<PathBuf>,
    /// Where mails go: `smtp://…`, `smtps://…` or `folder:PATH`. On loopback a folder `mail` beside the database by default.
    #[arg(long, env = "KEYHOLDER_CLOUD_MAIL", hide_env_values = true)]
    mail: Option<String>,
    /// Who mails are from; by default `keyholder` at the public URL's host.
    #[arg(long, env = "KEYHOLDER_CLOUD_MAIL_FROM")]
    mail_from: Option<Mailbox>,
    /// The language of mails.
    #[arg(long, env = "KEYHOLDER_CLOUD_MAIL_LANGUAGE", value_enum, default_value = "id")]
    mail_language: MailLanguage,
    /// Where people reach this cloud, for links; by default the address it listens on.
    #[arg(long, env = "KEYHOLDER_CLOUD_PUBLIC_URL")]
    public_url: Option<Url>,
    /// The header in which a proxy in front names the client, such as `x-forwarded-for`. Only if there is such a proxy.
    #[arg(long, env = "KEYHOLDER_CLOUD_CLIENT_HEADER")]
    client_header: Option<String>,
    /// Limits of sign-up and sign-in; `off` is for tests, on loopback.
    #[arg(long, env = "KEYHOLDER_CLOUD_LIMITS", value_enum, default_value = "on")]
    limits: Switch,
    /// Sign-ins for one address: tries at once / seconds until one more.
    #[arg(long, env = "KEYHOLDER_CLOUD_SIGN_IN_ADDRESS", value_name = "BURST/SECONDS")]
    sign_in_address: Option<Rate>,
    /// Sign-ins from one client; a shop behind one router counts as one.
    #[arg(long, env = "KEYHOLDER_CLOUD_SIGN_IN_CLIENT", value_name = "BURST/SECONDS")]
    sign_in_client: Option<Rate>,
    /// Sign-ups with one address.
    #[arg(long, env = "KEYHOLDER_CLOUD_SIGN_UP_ADDRESS", value_name = "BURST/SECONDS")]
    sign_up_address: Option<Rate>,
    /// Sign-ups from one client.
    #[arg(long, env = "KEYHOLDER_CLOUD_SIGN_UP_CLIENT", value_name = "BURST/SECONDS")]
    sign_up_client: Option<Rate>,
    /// Exchanges under way at once; beyond that desks are told to come back a little later.
    #[arg(long, env = "KEYHOLDER_CLOUD_EXCHANGES", value_name = "COUNT", default_value_t = Config::default().exchanges)]
    exchanges: usize,
    /// Fills an empty database once with a shop to look at; on loopback.
    #[arg(long)]
    demo: bool,
    /// Logs, on stderr, as text or as lines of JSON.
    #[arg(long, env = "KEYHOLDER_CLOUD_LOG", value_enum, default_value = "text")]
    log: Log,
}

#[derive(Args)]
struct ForcePlan {
    /// The database: `sqlite:PATH`.
    #[arg(long, env = "KEYHOLDER_CLOUD_DATABASE")]
    database: String,
    /// The store's id.
    store: StoreId,
    /// starter, team, business or enterprise.
    #[arg(value_parser = read_plan)]
    plan: Plan,
}

#[derive(Clone, Copy, ValueEnum)]
enum MailLanguage {
    Id,
    En,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

#[derive(Clone, Copy, ValueEnum)]
enum Log {
    Text,
    Json,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Serve(asked) => {
            log_to_stderr(asked.log);
            run(*asked).await
        }
        Command::Plan(asked) => {
            log_to_stderr(Log::Text);
            force(asked).await
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("keyholder-cloud: {why}");
            ExitCode::FAILURE
        }
    }
}

async fn run(asked: Serve) -> Result<(), String> {
    let here = asked.listen.ip().is_loopback();
    only_on_loopback(&asked, here)?;
    let file = sqlite_file(&asked.database)?;
    let beside = file.parent().unwrap_or(Path::new("")).to_owned();
    let sink = sink(asked.mail.as_deref(), here, &beside)?;
    let secrets = asked.secrets.clone().unwrap_or_else(|| file.with_extension("secrets.json"));
    let secrets = Secrets::open_or_make(&secrets).map_err(|error| error.to_string())?;
    let db =
        Sqlite::open(&file, STATES).map_err(|error| format!("database `{}`: {error}", file.display()))?;

    let listener = TcpListener::bind(asked.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", asked.listen))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let config = config(&asked, address)?;
    let state = AppState::new(config, db, Clock::System, Random::System, secrets)
        .map_err(|error| format!("these settings cannot be used: {}", error.code))?;
    if asked.demo {
        demo::fill(&state, &beside.join("demo-accounts.json")).await?;
    }

    let shutdown = CancellationToken::new();
    tokio::spawn(cancel_when_told(shutdown.clone()));
    let mails = tokio::spawn(mail::run(state.clone(), sink, shutdown.clone()));
    println!("listening on http://{address}");
    tracing::info!(%address, "listening");
    serve(state, listener, shutdown).await.map_err(|error| error.to_string())?;
    // It ends with the same token; a mail in the middle of being sent is bounded by its own timeout and tried again.
    let _ = tokio::time::timeout(GRACE, mails).await;
    tracing::info!("ended");
    Ok(())
}

fn only_on_loopback(asked: &Serve, here: bool) -> Result<(), String> {
    let refused =
        |what: &str| Err(format!("{what} is for this machine alone: `--listen` must be a loopback address"));
    match here {
        true => Ok(()),
        false if asked.demo => refused("`--demo`"),
        false if asked.limits == Switch::Off => refused("`--limits off`"),
        false => Ok(()),
    }
}

fn sink(mail: Option<&str>, here: bool, beside: &Path) -> Result<Sink, String> {
    match mail {
        Some(route) => Sink::of(route, MAIL_TIMEOUT).map_err(|error| error.to_string()),
        None if here => Ok(Sink::Folder(beside.join("mail"))),
        None => Err("invitations need a way out: say `--mail smtps://user:password@host` (only on a loopback address \
                     a folder will do)"
            .to_owned()),
    }
}

fn rates(asked: &Serve) -> LimitRates {
    let usual = LimitRates::default();
    LimitRates {
        sign_in_address: asked.sign_in_address.unwrap_or(usual.sign_in_address),
        sign_in_client: asked.sign_in_client.unwrap_or(usual.sign_in_client),
        sign_up_address: asked.sign_up_address.unwrap_or(usual.sign_up_address),
        sign_up_client: asked.sign_up_client.unwrap_or(usual.sign_up_client),
    }
}

fn config(asked: &Serve, address: SocketAddr) -> Result<Config, String> {
    let public_url = match &asked.public_url {
        Some(url) if matches!(url.scheme(), "http" | "https") => url.clone(),
        Some(_) => return Err("`--public-url` takes a web address, `https://…`".to_owned()),
        None => Url::parse(&format!("http://{address}/")).map_err(|error| error.to_string())?,
    };
    if asked.public_url.is_none() && !address.ip().is_loopback() {
        tracing::warn!(%public_url, "links in mails point here: `--public-url` says where people really reach this cloud");
    }
    Ok(Config {
        limits: (asked.limits == Switch::On).then(|| rates(asked)),
        exchanges: asked.exchanges,
        client_header: asked.client_header.clone(),
        mail_from: match &asked.mail_from {
            Some(from) => from.to_string(),
            None => format!("Keyholder <keyholder@{}>", public_url.domain().unwrap_or("localhost")),
        },
        mail_language: match asked.mail_language {
            MailLanguage::Id => Language::Indonesian,
            MailLanguage::En => Language::English,
        },
        public_url,
        ..Config::default()
    })
}

async fn force(asked: ForcePlan) -> Result<(), String> {
    let file = sqlite_file(&asked.database)?;
    if !file.is_file() {
        return Err(format!("there is no database `{}`", file.display()));
    }
    let db: Database =
        Sqlite::open(&file, 1).map_err(|error| format!("database `{}`: {error}", file.display()))?;
    let forced = plan::force(&db, asked.store, asked.plan, Clock::System.now(), Random::System).await;
    db.close();
    let forced = forced.map_err(|error| match error.code.as_str() {
        "not_found" => format!("there is no store {}", asked.store),
        code => format!("the plan was not set: {code}"),
    })?;
    if forced.from == forced.to {
        println!("`{}` has plan {} already", forced.name, forced.to.code());
    } else {
        println!(
            "`{}`: plan {} is now {}; {} seats are used",
            forced.name,
            forced.from.code(),
            forced.to.code(),
            forced.used
        );
    }
    Ok(())
}

fn sqlite_file(database: &str) -> Result<PathBuf, String> {
    match database.strip_prefix("sqlite:") {
        Some(path) if !path.is_empty() => Ok(PathBuf::from(path)),
        _ => Err("`--database` takes `sqlite:PATH`".to_owned()),
    }
}

fn read_plan(code: &str) -> Result<Plan, String> {
    Plan::from_code(code).ok_or_else(|| "expected starter, team, business or enterprise".to_owned())
}

fn log_to_stderr(log: Log) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let logs = logs.with_ansi(std::io::stderr().is_terminal());
    match log {
        Log::Text => logs.init(),
        Log::Json => logs.json().init(),
    }
}

async fn cancel_when_told(shutdown: CancellationToken) {
    told_to_end().await;
    tracing::info!("told to end: finishing what was begun");
    shutdown.cancel();
}

#[cfg(unix)]
async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        },
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

#[cfg(not(unix))]
async fn told_to_end() {
    let _ = tokio::signal::ctrl_c().await;
}
