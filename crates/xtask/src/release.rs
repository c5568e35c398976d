//! `cargo xtask release`: what a release is made of besides its installers. The workflow (`.github/workflows/release.yml`)
//! builds those, then asks here; `docs/releasing.md` tells the whole way.

mod assets;
mod manifests;
mod updater;

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{Done, root};
use assets::Assets;

/// How `release` is asked.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    step: Step,
}

#[derive(clap::Subcommand)]
enum Step {
    /// Say whether every file that names the version names this one, and whether CHANGELOG.md has a section for it
    Check {
        /// The version, without a `v`: 0.2.0
        version: String,
    },
    /// Print CHANGELOG.md's section of a version
    Notes {
        /// The version, without a `v`
        version: String,
    },
    /// Write latest.json, SHA256SUMS and the manifests for winget, Homebrew and Flatpak, from the built installers
    Manifests(Manifests),
}

#[derive(clap::Args)]
struct Manifests {
    /// The version, without a `v`
    version: String,
    /// The folder with the installers and their signatures; latest.json and SHA256SUMS are put beside them
    #[arg(long, value_name = "FOLDER")]
    from: PathBuf,
    /// The folder for the manifests
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
    /// The repository whose releases they will be downloaded from: OWNER/NAME
    #[arg(long, value_name = "OWNER/NAME")]
    repository: String,
    /// When it was built, as 2026-11-22T14:00:00Z
    #[arg(long, value_name = "TIME")]
    date: String,
}

/// Does one step.
pub fn release(arguments: &Arguments) -> Done {
    match &arguments.step {
        Step::Check { version } => check(version),
        Step::Notes { version } => {
            println!("{}", notes(&read(&root().join("CHANGELOG.md"))?, version)?);
            Ok(())
        }
        Step::Manifests(wanted) => write(wanted),
    }
}

fn check(version: &str) -> Done {
    let mut wrong: Vec<String> = named_versions()?
        .into_iter()
        .filter(|(_, named)| named != version)
        .map(|(file, named)| format!("{file} says {named}"))
        .collect();
    wrong.extend(notes(&read(&root().join("CHANGELOG.md"))?, version).err());
    if wrong.is_empty() { Ok(()) } else { Err(format!("this is not yet {version}: {}", wrong.join("; "))) }
}

/// Every file that names the program's version, and the one it names.
fn named_versions() -> Result<Vec<(&'static str, String)>, String> {
    let cargo = read(&root().join("Cargo.toml"))?;
    let workspace = cargo.split_once("[workspace.package]").map_or("", |(_, rest)| rest);
    let line = workspace.lines().find_map(|line| line.strip_prefix("version = "));
    let mut named = vec![("Cargo.toml", line.unwrap_or("no version").trim_matches('"').to_owned())];
    for file in ["tauri.conf.json", "ui/package.json"] {
        let json: serde_json::Value = serde_json::from_str(&read(&root().join(file))?)
            .map_err(|problem| format!("{file}: {problem}"))?;
        named.push((file, json["version"].as_str().unwrap_or("no version").to_owned()));
    }
    Ok(named)
}

/// The program's version, as everything names it.
pub fn version() -> Result<String, String> {
    named_versions()?.pop().map(|(_, version)| version).ok_or_else(|| "nothing names a version".to_owned())
}

/// A version's section of the changelog, without its heading.
pub fn notes(changelog: &str, version: &str) -> Result<String, String> {
    let missing = || format!("CHANGELOG.md has nothing under \"## {version}\"");
    let is_ours = |line: &&str| {
        line.strip_prefix("## ").is_some_and(|heading| heading.split_whitespace().next() == Some(version))
    };
    let lines: Vec<&str> = changelog.lines().collect();
    let start = lines.iter().position(is_ours).ok_or_else(missing)?;
    let section: Vec<&str> =
        lines[start + 1..].iter().take_while(|line| !line.starts_with("## ")).copied().collect();
    match section.join("\n").trim() {
        "" => Err(missing()),
        text => Ok(text.to_owned()),
    }
}

fn write(wanted: &Manifests) -> Done {
    let assets = Assets::found(&wanted.from, &wanted.version, &wanted.repository)?;
    let notes = notes(&read(&root().join("CHANGELOG.md"))?, &wanted.version)?;
    let latest = updater::latest(&assets, &notes, &wanted.date)?;
    put(&wanted.from.join("latest.json"), &latest)?;
    for (path, text) in manifests::all(&assets, &wanted.date, &root().join("packaging"))? {
        put(&wanted.to.join(path), &text)?;
    }
    // Last: it counts latest.json too.
    put(&wanted.from.join(assets::SUMS), &assets::sums(&wanted.from)?)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|problem| format!("{}: {problem}", path.display()))
}

fn put(path: &Path, text: &str) -> Done {
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
    written.map_err(|problem| format!("{}: {problem}", path.display()))?;
    println!("• {}", path.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_name_one_version() {
        let named = named_versions().unwrap();
        assert_eq!(named.len(), 3);
        let first = named[0].1.clone();
        assert!(named.iter().all(|(_, version)| *version == first), "{named:?}");
        let parts: Vec<&str> = first.split('.').collect();
        assert!(parts.len() == 3 && parts.iter().all(|part| part.parse::<u32>().is_ok()), "{first}");
    }

    #[test]
    fn notes_are_the_section_of_that_version_alone() {
        let changelog = "# Changelog\n\n## Unreleased\n\n- later\n\n## 0.2.0 (2026-12-01)\n\n- one\n- two\n\n## 0.1.0\n\n- first\n";
        assert_eq!(notes(changelog, "0.2.0").unwrap(), "- one\n- two");
        assert_eq!(notes(changelog, "0.1.0").unwrap(), "- first");
        assert!(notes(changelog, "0.2").is_err(), "a part of a version is not it");
        assert!(notes("## 0.3.0\n\n## 0.2.0\n- one\n", "0.3.0").is_err(), "nothing to tell is not a release");
    }
}
