//! The deb and the rpm. Tauri's CLI lays them out and packs them; what their systems want besides (a history, a manual, a page for
//! software centres, terms) is made here from the project's own files first.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::{
    Done,
    processes::{ask, complete},
    program,
    release::{notes, version},
    root, set_up, target,
    template::filled,
};

/// The profile of what is shipped, and where cargo puts it.
pub const PROFILE: &str = "shipped";
/// What the packages are called, and the program in them.
pub const PACKAGE: &str = "keyholder";
pub const PROGRAM: &str = "keyholder-desktop";
/// What software centres know it by.
const COMPONENT: &str = "app.keyholder.Keyholder";
/// Columns of a Debian changelog.
const COLUMNS: usize = 76;

/// What is asked for besides.
#[derive(Default)]
pub struct Wanted<'a> {
    /// Other kinds than the deb and the rpm, as Tauri calls them.
    pub more_kinds: &'a [String],
    /// Where people look for the project: OWNER/NAME.
    pub repository: Option<&'a str>,
    /// Passed on to Tauri's CLI.
    pub rest: &'a [String],
}

/// What was made.
pub struct Packages {
    pub program: PathBuf,
    pub deb: PathBuf,
    pub rpm: PathBuf,
}

/// Builds the program as it is shipped and packs it.
pub fn make(wanted: &Wanted) -> Result<Packages, String> {
    set_up::to_pack()?;
    let version = version()?;
    let config = lay_out(&version, wanted.repository)?;
    let kinds =
        ["deb", "rpm"].into_iter().chain(wanted.more_kinds.iter().map(String::as_str)).collect::<Vec<_>>();
    let mut tauri = tauri();
    tauri
        .args(["build", "--ci", "--bundles", &kinds.join(","), "--features", "custom-protocol", "--config"])
        .arg(config);
    // Alone: beside the cloud and the command line it would be built with what only they ask of shared libraries, and they with it.
    tauri.args(wanted.rest).args(["--", "--profile", PROFILE, "--package", "keyholder"]);
    complete("tauri build", tauri)?;
    let built = target().join(PROFILE);
    let packages = Packages {
        program: built.join(program(PROGRAM)),
        deb: only(&built.join("bundle/deb"), &version, "deb")?,
        rpm: only(&built.join("bundle/rpm"), &version, "rpm")?,
    };
    pack_smaller(&packages.deb, &version)?;
    for made in [&packages.program, &packages.deb, &packages.rpm] {
        println!("• {} ({:.1} MB)", made.display(), megabytes(made)?);
    }
    Ok(packages)
}

/// Tauri's CLI packs a deb by gzip alone; xz takes a quarter off it. Where it was signed for the updater it is signed again.
fn pack_smaller(deb: &Path, version: &str) -> Done {
    let folder = target().join("packages/deb");
    let _ = fs::remove_dir_all(&folder);
    let mut unpack = Command::new("dpkg-deb");
    unpack.arg("--raw-extract").arg(deb).arg(&folder);
    complete("dpkg-deb", unpack)?;
    let mut pack = Command::new("dpkg-deb");
    pack.args(["--build", "--root-owner-group", "-Zxz"]).arg(&folder).arg(deb).stdout(Stdio::null());
    complete("dpkg-deb", pack)?;
    if deb.with_extension("deb.sig").exists() {
        let mut sign = tauri();
        sign.args(["signer", "sign", "--app-version", version]).arg(deb);
        complete("tauri signer sign", sign)?;
    }
    Ok(())
}

/// Tauri's CLI, which knows its key and password from the environment.
fn tauri() -> Command {
    let mut tauri = Command::new("node");
    tauri.arg(root().join("ui/node_modules/@tauri-apps/cli/tauri.js")).current_dir(root());
    set_up::with_node(&mut tauri);
    tauri
}

/// A file's size as people tell it.
pub fn megabytes(file: &Path) -> Result<f64, String> {
    let known = fs::metadata(file).map_err(|problem| format!("{}: {problem}", file.display()))?;
    Ok(known.len() as f64 / 1e6)
}

/// Writes what goes into both packages beside the program, and the configuration that tells Tauri so.
fn lay_out(version: &str, repository: Option<&str>) -> Result<PathBuf, String> {
    let folder = target().join("packages");
    let _ = fs::remove_dir_all(&folder);
    let linux = root().join("packaging/linux");
    let told = When::of_the_last_commit();
    let doc = format!("/usr/share/doc/{PACKAGE}");
    let history = debian_changelog(version, &told.rfc_2822)?;
    let mut both = vec![
        (
            format!("/usr/share/metainfo/{COMPONENT}.metainfo.xml"),
            put(&folder, "metainfo.xml", &metainfo(version, &told.day, repository)?)?,
        ),
        (
            format!("/usr/share/man/man1/{PROGRAM}.1.gz"),
            gzip(&folder, "manual", &read(&linux.join("keyholder-desktop.1"))?)?,
        ),
        (format!("/usr/share/icons/hicolor/scalable/apps/{PROGRAM}.svg"), root().join("icons/icon.svg")),
    ];
    let rpm: Value = both
        .iter()
        .cloned()
        .chain([(format!("/usr/share/licenses/{PACKAGE}/LICENSE"), root().join("LICENSE"))])
        .map(entry)
        .collect();
    both.extend([
        (format!("{doc}/copyright"), linux.join("copyright")),
        (format!("{doc}/changelog.gz"), gzip(&folder, "changelog", &history)?),
        (format!("/usr/share/lintian/overrides/{PACKAGE}"), linux.join("lintian-overrides")),
    ]);
    let deb: Value = both.into_iter().map(entry).collect();
    let config = json!({ "bundle": { "linux": { "deb": { "files": deb }, "rpm": { "files": rpm } } } });
    put(&folder, "tauri.json", &config.to_string())
}

fn entry((there, here): (String, PathBuf)) -> (String, Value) {
    (there, json!(here))
}

/// The page for software centres. Addresses that nobody was told are left out of it.
fn metainfo(version: &str, day: &str, repository: Option<&str>) -> Result<String, String> {
    let template = read(&root().join(format!("packaging/linux/{COMPONENT}.metainfo.xml")))?;
    let values = [
        ("version", version.to_owned()),
        ("day", day.to_owned()),
        ("desktop", "Keyholder.desktop".to_owned()),
        ("repository", repository.unwrap_or_default().to_owned()),
    ];
    let text = filled(&template, &values)?;
    Ok(if repository.is_some() { text } else { without_addresses(&text) })
}

fn without_addresses(page: &str) -> String {
    let mut inside_pictures = false;
    let kept = page.lines().filter(|line| {
        let line = line.trim_start();
        inside_pictures |= line.starts_with("<screenshots>");
        let left_out = inside_pictures || line.starts_with("<url ");
        inside_pictures &= !line.starts_with("</screenshots>");
        !left_out
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// This version's part of CHANGELOG.md (or what is not released yet) as Debian writes it.
fn debian_changelog(version: &str, when: &str) -> Result<String, String> {
    let changelog = read(&root().join("CHANGELOG.md"))?;
    let notes = notes(&changelog, version).or_else(|_| notes(&changelog, "Unreleased"))?;
    Ok(format!(
        "{PACKAGE} ({version}) stable; urgency=medium\n\n{} -- {}  {when}\n",
        items(&notes),
        maintainer()?
    ))
}

fn items(notes: &str) -> String {
    let mut text = String::new();
    let whole = notes.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    for item in
        whole.split("\n- ").map(|item| item.trim_start_matches("- ")).filter(|item| !item.trim().is_empty())
    {
        let mut line = "  *".to_owned();
        for word in item.split_whitespace() {
            if line.chars().count() + 1 + word.chars().count() > COLUMNS {
                text += &format!("{line}\n");
                line = "   ".to_owned();
            }
            line += &format!(" {word}");
        }
        text += &format!("{line}\n\n");
    }
    text
}

/// Who answers for the packages: the program's authors, as cargo knows them.
fn maintainer() -> Result<String, String> {
    let cargo = read(&root().join("Cargo.toml"))?;
    let authors = cargo.lines().find_map(|line| line.strip_prefix("authors = [\"")?.strip_suffix("\"]"));
    authors.map(str::to_owned).ok_or_else(|| "Cargo.toml names no authors".to_owned())
}

/// When the sources were last changed: the same sources give the same packages.
struct When {
    day: String,
    rfc_2822: String,
}

impl When {
    fn of_the_last_commit() -> When {
        let tell = |git: &str, date: &[&str]| {
            let asked =
                ask("git", &["-C", &root().display().to_string(), "log", "-1", &format!("--format={git}")]);
            asked.or_else(|| ask("date", date)).unwrap_or_default()
        };
        When { day: tell("%cs", &["+%F"]), rfc_2822: tell("%cD", &["-R"]) }
    }
}

fn put(folder: &Path, name: &str, text: &str) -> Result<PathBuf, String> {
    let file = folder.join(name);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&file, text));
    written.map(|()| file.clone()).map_err(|problem| format!("{}: {problem}", file.display()))
}

/// As small as it gets and without a time, as Debian wants it.
fn gzip(folder: &Path, name: &str, text: &str) -> Result<PathBuf, String> {
    let plain = put(folder, name, text)?;
    complete("gzip", {
        let mut gzip = Command::new("gzip");
        gzip.args(["-9", "-n", "--force"]).arg(&plain).stdin(Stdio::null());
        gzip
    })?;
    Ok(plain.with_extension("gz"))
}

fn only(folder: &Path, version: &str, kind: &str) -> Result<PathBuf, String> {
    let all = fs::read_dir(folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
    let is_it = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.contains(version) && file.extension().is_some_and(|it| it == kind)
    };
    all.flatten()
        .map(|entry| entry.path())
        .find(is_it)
        .ok_or_else(|| format!("no {kind} in {}", folder.display()))
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|problem| format!("{}: {problem}", file.display()))
}

/// Both limits of a package that a shop downloads.
pub fn is_small(packages: &Packages) -> Done {
    let (program, deb) = (megabytes(&packages.program)?, megabytes(&packages.deb)?);
    if program > PROGRAM_AT_MOST || deb > DEB_AT_MOST {
        return Err(format!(
            "too large: the program has {program:.1} MB (at most {PROGRAM_AT_MOST}), the deb {deb:.1} MB (at most {DEB_AT_MOST})"
        ));
    }
    Ok(())
}

const PROGRAM_AT_MOST: f64 = 15.0;
const DEB_AT_MOST: f64 = 6.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changelog_is_told_in_debians_columns() {
        let text = items(
            "- one\n- two words and many more of them, so many that no line of eighty columns could take\n  them all\n",
        );
        assert!(text.starts_with("  * one\n\n  * two words"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= COLUMNS), "{text}");
        assert!(text.contains("\n    them all\n") || text.contains(" them all\n"), "{text}");
    }

    #[test]
    fn the_other_systems_are_built_as_this_one() {
        let workflow = read(&root().join(".github/workflows/release.yml")).unwrap();
        let alike = format!("-- --profile {PROFILE} --package keyholder\n");
        assert_eq!(workflow.matches(&alike).count(), workflow.matches(" build --ci ").count());
        assert!(!workflow.contains("/release/bundle"), "that is another profile's");
    }

    #[test]
    fn what_nobody_knows_the_address_of_is_not_told() {
        let page = metainfo("0.2.0", "2026-12-01", None).unwrap();
        assert!(!page.contains("http") && !page.contains("screenshot"), "{page}");
        assert!(page.contains("<launchable type=\"desktop-id\">Keyholder.desktop</launchable>"), "{page}");
        let page = metainfo("0.2.0", "2026-12-01", Some("toko/keyholder")).unwrap();
        assert!(page.contains("https://github.com/toko/keyholder/issues"), "{page}");
    }
}
