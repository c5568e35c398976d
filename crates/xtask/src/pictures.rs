//! `cargo xtask pictures`: the real window, photographed. Every screen and every state worth a look, in light and dark, in
//! English and Indonesian, small and large, into target/pictures/. A name after `--` takes only those chapters.

use std::fs;

use crate::{
    Done,
    driven::{self, cargo_with_world},
    processes::complete,
    set_up,
};

/// How `pictures` is asked.
#[derive(clap::Args)]
pub struct Arguments {
    /// Take the pictures of the programs as they were built last
    #[arg(long)]
    no_build: bool,
    /// Only the chapters with this in their name
    #[arg(last = true)]
    rest: Vec<String>,
}

/// Builds the UI and the programs, then takes the pictures, one window at a time.
pub fn take(arguments: &Arguments) -> Done {
    if !arguments.no_build {
        set_up::everything()?;
        complete("npm run build", set_up::npm(&["run", "--silent", "build"]))?;
        complete("cargo build", cargo_with_world("build", &["--bins"]))?;
    }
    let mut all = vec!["--test-threads=1".to_owned()];
    all.extend(arguments.rest.iter().cloned());
    let pictures = crate::target().join("pictures");
    fs::create_dir_all(&pictures).map_err(|problem| format!("{}: {problem}", pictures.display()))?;
    driven::run("pictures", "1700x1100", &all, Some(&pictures))?;
    println!("the pictures are in {}", pictures.display());
    Ok(())
}
