//! What tells the package managers of a release: winget, Homebrew and Flatpak, each from its templates in `packaging/`.
//! Before anything is published the managers' own programs look at them again (`.github/workflows/release.yml`).

use std::path::{Path, PathBuf};

use super::{
    assets::{Asset, Assets, Processor},
    read,
};
use crate::template::filled;

/// Where winget's repository wants what is called `Keyholder.Keyholder`.
const WINGET: &str = "winget/manifests/k/Keyholder/Keyholder";

/// Every manifest: where it belongs in its folder, and its text.
pub fn all(assets: &Assets, date: &str, templates: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let values = values(assets, date)?;
    let winget = |name: &str| format!("{WINGET}/{}/Keyholder.Keyholder{name}.yaml", assets.version);
    let wanted = [
        ("winget/version.yaml", winget("")),
        ("winget/installer.yaml", winget(".installer")),
        ("winget/locale.en-US.yaml", winget(".locale.en-US")),
        ("winget/locale.id-ID.yaml", winget(".locale.id-ID")),
        ("homebrew/keyholder.rb", "homebrew/Casks/keyholder.rb".to_owned()),
        ("flatpak/app.keyholder.Keyholder.yaml", "flatpak/app.keyholder.Keyholder.yaml".to_owned()),
        (
            "linux/app.keyholder.Keyholder.metainfo.xml",
            "flatpak/app.keyholder.Keyholder.metainfo.xml".to_owned(),
        ),
    ];
    wanted
        .into_iter()
        .map(|(template, path)| {
            let text = filled(&read(&templates.join(template))?, &values);
            Ok((PathBuf::from(path), text.map_err(|problem| format!("packaging/{template}: {problem}"))?))
        })
        .collect()
}

fn values(assets: &Assets, date: &str) -> Result<Vec<(&'static str, String)>, String> {
    let day = date
        .split_once('T')
        .map(|(day, _)| day.to_owned())
        .ok_or("a date looks like 2026-11-22T14:00:00Z")?;
    let x64 = Asset::Nsis(Processor::X64);
    let arm64 = Asset::Nsis(Processor::Arm64);
    Ok(vec![
        ("version", assets.version.clone()),
        ("repository", assets.repository.clone()),
        ("day", day),
        // What flatpak-builder renames it to.
        ("desktop", "app.keyholder.Keyholder.desktop".to_owned()),
        ("nsis_x64_url", assets.url(x64)),
        // The way winget's own tools write it.
        ("nsis_x64_sum", assets.sum(x64)?.to_uppercase()),
        ("nsis_arm64_url", assets.url(arm64)),
        ("nsis_arm64_sum", assets.sum(arm64)?.to_uppercase()),
        ("dmg_sum", assets.sum(Asset::Dmg)?),
        ("deb_url", assets.url(Asset::Deb)),
        ("deb_sum", assets.sum(Asset::Deb)?),
    ])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Serialize, de::DeserializeOwned};
    use serde_json::Value;
    use winget_types::{
        DefaultLocaleManifest, InstallerManifest, LocaleManifest, VersionManifest, installer::Architecture,
    };

    use super::*;
    use crate::{release::assets::testing::built, root};

    const NSIS: &str = "https://github.com/toko/keyholder/releases/download/v0.2.0/Keyholder_0.2.0_";

    fn rendered() -> BTreeMap<String, String> {
        let (_folder, assets) = built("0.2.0");
        let all = all(&assets, "2026-12-01T08:00:00Z", &root().join("packaging")).unwrap();
        all.into_iter().map(|(path, text)| (path.display().to_string().replace('\\', "/"), text)).collect()
    }

    /// A manifest as winget's types read it. Written again it must say the same, or something in it is not winget's.
    fn as_winget<M: DeserializeOwned + Serialize>(name: &str) -> M {
        let path = format!("{WINGET}/0.2.0/Keyholder.Keyholder{name}.yaml");
        let text = rendered().remove(&path).unwrap_or_else(|| panic!("{path}"));
        let manifest: M = yaml_serde::from_str(&text).unwrap_or_else(|problem| panic!("{path}: {problem}"));
        let ours: Value = yaml_serde::from_str(&text).unwrap();
        assert_eq!(ours, serde_json::to_value(&manifest).unwrap(), "{path}");
        manifest
    }

    #[test]
    fn winget_reads_its_manifests_and_finds_nothing_that_is_not_its_own() {
        let version: VersionManifest = as_winget("");
        let installer: InstallerManifest = as_winget(".installer");
        let english: DefaultLocaleManifest = as_winget(".locale.en-US");
        let indonesian: LocaleManifest = as_winget(".locale.id-ID");
        assert_eq!(version.package_identifier.as_str(), "Keyholder.Keyholder");
        assert!(
            [&installer.package_identifier, &english.package_identifier, &indonesian.package_identifier]
                .into_iter()
                .all(|identifier| *identifier == version.package_identifier)
        );
        let offered: Vec<(Architecture, &str)> =
            installer.installers.iter().map(|one| (one.architecture, one.url.as_str())).collect();
        let x64 = format!("{NSIS}x64-setup.exe");
        let arm64 = format!("{NSIS}arm64-setup.exe");
        assert_eq!(offered, [(Architecture::X64, x64.as_str()), (Architecture::Arm64, arm64.as_str())]);
    }

    #[test]
    fn the_cask_has_every_stanza_that_homebrew_asks_for_in_its_order() {
        let cask = &rendered()["homebrew/Casks/keyholder.rb"];
        assert!(cask.starts_with("cask \"keyholder\" do\n") && cask.ends_with("\nend\n"));
        let stanzas = [
            "version \"0.2.0\"",
            "sha256 \"",
            "url \"https://github.com/toko/keyholder/releases/download/v#{version}/Keyholder_#{version}_universal.dmg\"",
            "name \"Keyholder\"",
            "desc \"",
            "homepage \"https://",
            "livecheck do",
            "auto_updates true",
            "depends_on macos: ",
            "app \"Keyholder.app\"",
            "uninstall quit: ",
            "zap trash: [",
        ];
        let places: Vec<usize> = stanzas
            .iter()
            .map(|stanza| cask.find(&format!("\n  {stanza}")).unwrap_or_else(|| panic!("{stanza}")))
            .collect();
        assert!(places.is_sorted(), "{places:?}");
        let sum = quoted(cask, "sha256");
        assert!(
            sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        );
        // `brew audit` wants a short description that names neither the program nor begins with an article.
        let description = quoted(cask, "desc");
        assert!(description.len() <= 80 && !description.ends_with('.') && !description.contains("Keyholder"));
    }

    fn quoted<'a>(cask: &'a str, stanza: &str) -> &'a str {
        let rest = cask.split_once(&format!("\n  {stanza} \"")).expect("a stanza with a text").1;
        rest.split('"').next().unwrap_or_default()
    }

    #[test]
    fn the_flatpak_takes_the_deb_of_this_release_and_no_more_of_the_system_than_it_needs() {
        let rendered = rendered();
        let manifest: Value =
            yaml_serde::from_str(&rendered["flatpak/app.keyholder.Keyholder.yaml"]).unwrap();
        assert_eq!(manifest["id"], "app.keyholder.Keyholder");
        let source = &manifest["modules"][0]["sources"][0];
        assert_eq!(source["url"], format!("{NSIS}amd64.deb").as_str());
        assert_eq!(source["sha256"].as_str().map(str::len), Some(64));
        let arguments: Vec<&str> =
            manifest["finish-args"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(arguments.contains(&"--talk-name=org.freedesktop.secrets"), "secrets rest in the keychain");
        assert!(!arguments.iter().any(|one| one.starts_with("--filesystem")), "files are chosen in a dialog");
    }

    #[test]
    fn every_gap_of_every_template_is_filled() {
        for (path, text) in rendered() {
            assert!(!text.contains("{{") && !text.contains("}}"), "{path}");
            assert!(text.ends_with('\n') && !text.contains("\r"), "{path}");
        }
    }

    #[test]
    fn the_manifests_call_the_program_what_tauri_calls_it() {
        let config: Value = serde_json::from_str(&read(&root().join("tauri.conf.json")).unwrap()).unwrap();
        let (identifier, minimum) =
            (&config["identifier"], &config["bundle"]["macOS"]["minimumSystemVersion"]);
        let rendered = rendered();
        let cask = &rendered["homebrew/Casks/keyholder.rb"];
        assert!(cask.contains(&format!("uninstall quit: {identifier}")));
        // Homebrew counts by names: Ventura is 13.
        assert!(*minimum == "13.0" && cask.contains("\">= :ventura\""), "{minimum}");
        let flatpak = &rendered["flatpak/app.keyholder.Keyholder.yaml"];
        let own = format!("--own-name={}.SingleInstance", identifier.as_str().unwrap());
        assert!(flatpak.contains(&own), "a second start finds the first by its identifier");
        let locale = &rendered[&format!("{WINGET}/0.2.0/Keyholder.Keyholder.locale.en-US.yaml")];
        for word in ["publisher", "license", "shortDescription", "copyright"] {
            assert!(locale.contains(config["bundle"][word].as_str().unwrap()), "{word}");
        }
    }
    #[test]
    fn a_link_that_is_opened_on_linux_reaches_the_program() {
        let config: Value = serde_json::from_str(&read(&root().join("tauri.conf.json")).unwrap()).unwrap();
        for package in ["deb", "rpm"] {
            let template =
                config["bundle"]["linux"][package]["desktopTemplate"].as_str().expect("a template");
            let entry = read(&root().join(template)).unwrap();
            // Without the `%u`, which Tauri's own template lacks, the program starts and is told nothing.
            assert!(entry.contains("\nExec={{exec}} %u\n"), "{template}");
            for scheme in config["plugins"]["deep-link"]["desktop"]["schemes"].as_array().unwrap() {
                let handled = format!("x-scheme-handler/{};", scheme.as_str().unwrap());
                assert!(entry.contains(&handled), "{template}: {handled}");
            }
        }
    }
}
