//! The Windows installer: `packaging/windows/installer.nsi`, its gaps filled as Tauri's bundler fills them, and Debian's
//! makensis over it. The bundler itself would download plugins of its own, which this script has no use for.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::{processes::complete, root, template};

/// A 64-bit installer, the only kind that wine64 can run. The toolset of Tauri's bundler makes 32-bit ones, which run on every Windows.
const FOR_WINE: &str = "-XTarget amd64-unicode";

/// What is packed, and what it calls itself.
pub struct Contents<'a> {
    /// The window's program.
    pub program: &'a Path,
    /// WebView2's loader, for a program that mingw has linked.
    pub loader: Option<&'a Path>,
    /// Three numbers.
    pub version: &'a str,
}

/// Makes the installer below `folder`, under the name that Tauri gives it.
pub fn make(contents: &Contents, folder: &Path) -> Result<PathBuf, String> {
    fs::create_dir_all(folder).map_err(|problem| at(folder, &problem))?;
    let installer = folder.join(format!("Keyholder_{}_x64-setup.exe", contents.version));
    let script = folder.join("installer.nsi");
    let text = template::filled(&read("packaging/windows/installer.nsi")?, &gaps(contents, &installer)?)?;
    fs::write(&script, text).map_err(|problem| at(&script, &problem))?;
    let mut makensis = Command::new("makensis");
    makensis.args(["-V2", "-WX", "-INPUTCHARSET", "UTF8"]);
    makensis.arg(FOR_WINE);
    if let Some(loader) = contents.loader {
        makensis.arg(format!("-DLOADER_FROM={}", loader.display()));
    }
    makensis.arg(&script);
    complete("makensis", makensis)?;
    Ok(installer)
}

/// What the bundler tells of `tauri.conf.json` and of the program, by the bundler's names.
fn gaps(contents: &Contents, installer: &Path) -> Result<Vec<(&'static str, String)>, String> {
    let config: Value = serde_json::from_str(&read("tauri.conf.json")?)
        .map_err(|problem| format!("tauri.conf.json: {problem}"))?;
    let told = |pointer: &str| {
        let text = config.pointer(pointer).and_then(Value::as_str);
        text.map(str::to_owned).ok_or_else(|| format!("tauri.conf.json has no {pointer}"))
    };
    let picture = |name: &str| {
        told(&format!("/bundle/windows/nsis/{name}")).map(|file| root().join(file).display().to_string())
    };
    let gaps = vec![
        ("product_name", told("/productName")?),
        ("version", contents.version.to_owned()),
        ("version_with_build", format!("{}.0", contents.version)),
        ("manufacturer", told("/bundle/publisher")?),
        ("copyright", told("/bundle/copyright")?),
        ("bundle_id", told("/identifier")?),
        ("main_binary_name", told("/mainBinaryName")?),
        ("main_binary_path", contents.program.display().to_string()),
        ("deep_link_protocols.[0]", told("/plugins/deep-link/desktop/schemes/0")?),
        ("install_webview2_mode", told("/bundle/windows/webviewInstallMode/type")?),
        ("webview2_installer_args", "/silent".to_owned()),
        ("installer_icon", picture("installerIcon")?),
        ("sidebar_image", picture("sidebarImage")?),
        ("out_file", installer.display().to_string()),
        // Nothing is signed here.
        ("uninstaller_sign_cmd", String::new()),
        ("signed_plugins_path", String::new()),
    ];
    Ok(gaps.into_iter().map(|(name, value)| (name, quoted(&value))).collect())
}

/// A value between NSIS' quotes, as the bundler escapes it.
fn quoted(value: &str) -> String {
    value.replace('$', "$$").replace('"', "$\\\"").replace('`', "$\\`")
}

fn read(file: &str) -> Result<String, String> {
    fs::read_to_string(root().join(file)).map_err(|problem| format!("{file}: {problem}"))
}

fn at(path: &Path, problem: &std::io::Error) -> String {
    format!("{}: {problem}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gap_of_the_script_is_one_that_is_filled() {
        let contents = Contents { program: Path::new("it.exe"), loader: None, version: "1.2.3" };
        let gaps = gaps(&contents, Path::new("setup.exe")).unwrap();
        let script = template::filled(&read("packaging/windows/installer.nsi").unwrap(), &gaps).unwrap();
        for line in [
            "!define NAME \"Keyholder\"",
            "!define PROGRAM \"keyholder-desktop.exe\"",
            "!define SCHEME \"keyholder\"",
            "OutFile \"setup.exe\"",
            "VIProductVersion \"1.2.3.0\"",
        ] {
            assert!(script.lines().any(|it| it == line), "{line}");
        }
    }

    #[test]
    fn a_value_stays_between_its_quotes() {
        assert_eq!(quoted("A \"$5\" `shop`"), "A $\\\"$$5$\\\" $\\`shop$\\`");
    }
}
