//! `keyholder`: the desk on a command line, for people in a terminal and for scripts. It knows no rule, no SQL and no HTTP: it
//! asks the same `Keyholder` that the window asks, its own or, where another process holds the profile, that one's.
//!
//! ```text
//!  arguments ─▶ Program ── Reach ──▶ Keyholder (this process)  or  the holder's socket
//!      commands: account, look, edit, invite_list, outbox, serve, export ─▶ Shown { JSON document, text, exit code }
//! ```
//!
//! Every command makes one [`Shown`](show::Shown): one document for `--json` and one text for people, from the same answer.

mod account;
mod arguments;
mod carry;
mod devices;
mod edit;
mod exit;
mod explain;
mod export;
mod find;
mod invite_list;
mod look;
mod outbox;
mod pages;
mod program;
mod reach;
mod secrets;
mod serve;
mod show;

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use crate::arguments::{Arguments, Command, Common};
use crate::exit::{Exit, Problem};
use crate::program::Program;
use crate::reach::Reach;
use crate::show::{Shown, Texts};

fn main() -> ExitCode {
    let Arguments { common, command } = Arguments::parse();
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("KEYHOLDER_LOG").unwrap_or_else(|_| "off".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    // These two are about the program itself, and need neither profile nor runtime.
    let (done, texts) = match &command {
        Command::Completions(asked) => pages::completions(asked),
        Command::Man(asked) => pages::man(asked),
        _ => work(&common, command),
    };
    let exit = match done {
        Ok(shown) => print(&common, &shown, &texts),
        Err(problem) => complain(&common, &problem, &texts),
    };
    ExitCode::from(exit.code())
}

/// The same for whoever was told to end: enough to tidy up.
const FAREWELL: Duration = Duration::from_millis(250);
/// How long threads may still take when everything is closed.
const LAST: Duration = Duration::from_secs(2);
/// How long those who asked this process may still take when its own work is done.
const GUESTS: Duration = Duration::from_secs(120);

/// How a command ended, and the language to say it in.
type Done = (Result<Shown, Problem>, Texts);

/// Runs one command against the profile.
fn work(common: &Common, command: Command) -> Done {
    let texts = Texts::of(common.language);
    let stays = matches!(command, Command::Serve(_));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return (Err(keyholder_desk::DeskError::from(error).into()), texts),
    };
    let done = runtime.block_on(async {
        // Heard from the beginning: opening a profile may wait for a person.
        let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
        let opening = async { if stays { Reach::hold(common).await } else { Reach::open(common).await } };
        let reach = tokio::select! {
            reach = opening => reach.map_err(Problem::from),
            _ = &mut interrupted => Err(Problem::interrupted()),
        };
        let mut program = match reach {
            Ok(reach) => Program::new(common, reach),
            Err(problem) => return (Err(problem), texts),
        };
        let done = tokio::select! {
            done = obey(&mut program, command) => done,
            // What stays has no other end. Every edit that was acknowledged is on the disk already; there is nothing to undo.
            _ = &mut interrupted => if stays { Ok(Shown::nothing()) } else { Err(Problem::interrupted()) },
        };
        let ended = stays || matches!(&done, Err(problem) if problem.exit() == Exit::Interrupted);
        let guests = if ended { FAREWELL } else { GUESTS };
        let texts = program.close(guests).await;
        (done, texts)
    });
    // No thread may be inside SQLCipher when the process ends; nor may an address that is still looked up keep a finished command
    // alive.
    runtime.shutdown_timeout(LAST);
    done
}

async fn obey(program: &mut Program, command: Command) -> Result<Shown, Problem> {
    program.set_up().await?;
    run(program, command).await
}

async fn run(program: &Program, command: Command) -> Result<Shown, Problem> {
    match command {
        Command::SignUp(asked) => account::sign_up(program, &asked).await,
        Command::SignIn(asked) => account::sign_in(program, &asked).await,
        Command::SignOut(asked) => account::sign_out(program, &asked).await,
        Command::Stores => account::stores(program).await,
        Command::CreateStore { name } => account::create_store(program, &name).await,
        Command::Use { store } => account::use_store(program, &store).await,
        Command::Status => account::status(program).await,
        Command::Lock => devices::lock(program).await,
        Command::Unlock(asked) => devices::unlock(program, &asked).await,
        Command::People => devices::people(program).await,
        Command::Switch { person } => devices::switch(program, person.as_deref()).await,
        Command::Devices => devices::devices(program).await,
        Command::EndDevice { device } => devices::end_device(program, &device).await,
        Command::Team(asked) => look::team(program, &asked).await,
        Command::Member { member } => look::member(program, &member).await,
        Command::Invitations(asked) => look::invitations(program, &asked).await,
        Command::Groups => look::groups(program).await,
        Command::Group(asked) => match asked.command {
            Some(edit) => edit::carry_out(program, edit.into()).await,
            // clap asks for the name where no subcommand stands.
            None => look::group(program, asked.group.as_deref().unwrap_or_default()).await,
        },
        Command::Roles => look::roles(program).await,
        Command::Plan(asked) => match asked.command {
            Some(edit) => edit::carry_out(program, edit.into()).await,
            None => look::plan(program).await,
        },
        Command::Activity(asked) => look::activity(program, &asked).await,
        Command::MyAccess => explain::my_access(program).await,
        Command::Explain(asked) => explain::explain(program, &asked).await,
        Command::Edit(edit) => edit::carry_out(program, edit).await,
        Command::Preview(asked) => edit::preview(program, asked.edit.into()).await,
        Command::Link { invitation } => look::link(program, &invitation).await,
        Command::Sync(asked) => outbox::sync(program, &asked).await,
        Command::Serve(asked) => serve::serve(program, &asked).await,
        Command::Outbox(asked) => outbox::outbox(program, &asked).await,
        Command::Export(asked) => export::export(program, &asked).await,
        // Answered before anything is opened.
        Command::Completions(_) | Command::Man(_) => Ok(Shown::nothing()),
    }
}

/// One document, or one text, on standard output.
fn print(common: &Common, shown: &Shown, texts: &Texts) -> Exit {
    let text = if common.json && !shown.document.is_null() { shown.json() } else { shown.text.clone() };
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    if let Err(error) = written
        // Whoever reads only the beginning (`head`) has what she wanted.
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        let problem = Problem::from(keyholder_desk::DeskError::from(error));
        eprintln!("keyholder: {}", problem.say(texts));
        return problem.exit();
    }
    if let Some(problem) = &shown.problem {
        eprintln!(
            "{}",
            if common.json { problem.json() } else { format!("keyholder: {}", problem.say(texts)) }
        );
        return problem.exit();
    }
    Exit::Ok
}

/// What went wrong, on standard error: a sentence, or a document.
fn complain(common: &Common, problem: &Problem, texts: &Texts) -> Exit {
    match common.json {
        true => eprintln!("{}", problem.json()),
        false => eprintln!("keyholder: {}", problem.say(texts)),
    }
    problem.exit()
}
