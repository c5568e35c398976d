//! Completions and manual pages: made by the program from its own command line, so that they cannot fall behind it.

use clap::CommandFactory;
use keyholder_desk::DeskError;
use serde_json::json;

use crate::arguments::{Arguments, CompletionsArguments, ManArguments};
use crate::exit::Problem;
use crate::show::{Shown, Texts};

/// Completions for a shell.
pub fn completions(asked: &CompletionsArguments) -> (Result<Shown, Problem>, Texts) {
    let mut written = Vec::new();
    clap_complete::generate(asked.shell, &mut Arguments::command(), "keyholder", &mut written);
    (Ok(plain(written)), Texts::of(None))
}

/// The first manual page; or all of them, into a folder.
pub fn man(asked: &ManArguments) -> (Result<Shown, Problem>, Texts) {
    let done = match &asked.dir {
        Some(folder) => std::fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(Arguments::command(), folder))
            .map(|()| Shown::nothing()),
        None => {
            let mut written = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut written).map(|()| plain(written))
        }
    };
    (done.map_err(|error| DeskError::from(error).into()), Texts::of(None))
}

fn plain(written: Vec<u8>) -> Shown {
    let text = String::from_utf8_lossy(&written).into_owned();
    Shown::new(json!({ "text": text }), text)
}
