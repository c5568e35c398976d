//! latest.json: what Tauri's updater asks for to learn whether there is a newer version, and which file is whose.

use serde_json::{Map, Value, json};

use super::assets::{Asset, Assets, Processor};

/// Which file each installed program is offered. It asks for its own kind first (`linux-x86_64-deb`) and for the plain name
/// after that; whoever cannot tell how it was installed gets what needs no administrator.
const OFFERED: [(&str, Asset); 14] = [
    ("windows-x86_64", Asset::Nsis(Processor::X64)),
    ("windows-x86_64-nsis", Asset::Nsis(Processor::X64)),
    ("windows-x86_64-msi", Asset::Msi(Processor::X64)),
    ("windows-aarch64", Asset::Nsis(Processor::Arm64)),
    ("windows-aarch64-nsis", Asset::Nsis(Processor::Arm64)),
    ("windows-aarch64-msi", Asset::Msi(Processor::Arm64)),
    ("darwin-x86_64", Asset::MacApp),
    ("darwin-x86_64-app", Asset::MacApp),
    ("darwin-aarch64", Asset::MacApp),
    ("darwin-aarch64-app", Asset::MacApp),
    ("linux-x86_64", Asset::AppImage),
    ("linux-x86_64-appimage", Asset::AppImage),
    ("linux-x86_64-deb", Asset::Deb),
    ("linux-x86_64-rpm", Asset::Rpm),
];

/// The whole document. Each signature stands in it: the updater believes no file without one.
pub fn latest(assets: &Assets, notes: &str, date: &str) -> Result<String, String> {
    let mut platforms = Map::new();
    for (platform, asset) in OFFERED {
        let file = json!({ "signature": assets.signature(asset)?, "url": assets.url(asset) });
        platforms.insert(platform.to_owned(), file);
    }
    let latest: Value =
        json!({ "version": assets.version, "notes": notes, "pub_date": date, "platforms": platforms });
    serde_json::to_string_pretty(&latest).map(|text| text + "\n").map_err(|problem| problem.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::assets::testing::built;

    #[test]
    fn every_installed_program_is_offered_its_own_file_with_its_signature() {
        let (_folder, assets) = built("0.2.0");
        let latest: Value =
            serde_json::from_str(&latest(&assets, "- one", "2026-12-01T08:00:00Z").unwrap()).unwrap();
        assert_eq!(latest["version"], "0.2.0");
        assert_eq!(latest["pub_date"], "2026-12-01T08:00:00Z");
        let platforms = latest["platforms"].as_object().unwrap();
        assert_eq!(platforms.len(), OFFERED.len());
        for (platform, file) in platforms {
            let url = file["url"].as_str().unwrap();
            let name = url.strip_prefix("https://github.com/toko/keyholder/releases/download/v0.2.0/");
            let signature = format!("signature of {}", name.expect("a file of this release"));
            assert_eq!(file["signature"], signature.as_str(), "{platform}");
        }
        assert_eq!(platforms["linux-x86_64"], platforms["linux-x86_64-appimage"]);
        assert_eq!(platforms["windows-aarch64"], platforms["windows-aarch64-nsis"]);
        assert_ne!(platforms["windows-x86_64"], platforms["windows-aarch64"]);
    }

    #[test]
    fn whatever_the_updater_can_take_is_offered_to_somebody() {
        for asset in Asset::ALL.into_iter().filter(|asset| asset.is_for_the_updater()) {
            assert!(OFFERED.iter().any(|(_, offered)| *offered == asset), "{asset:?}");
        }
    }

    #[test]
    fn every_released_build_is_given_the_key_and_the_place_where_this_document_is_found() {
        let workflow = crate::release::read(&crate::root().join(".github/workflows/release.yml")).unwrap();
        let builds = ["tauri.js build --ci ", "tauri build --ci ", "cargo xtask package "]
            .map(|build| workflow.matches(build).count())
            .iter()
            .sum::<usize>();
        let given = r#"\"updater\": {\"pubkey\": \"$UPDATER_PUBLIC_KEY\", \"endpoints\": [\"https://github.com/$GITHUB_REPOSITORY/releases/latest/download/latest.json\"]}"#;
        assert!(builds == 3 && workflow.matches(given).count() == builds, "{builds}");
        let config = crate::release::read(&crate::root().join("tauri.conf.json")).unwrap();
        let config: Value = serde_json::from_str(&config).unwrap();
        let shipped = json!({ "pubkey": "", "endpoints": [], "requireSignedVersion": true });
        assert_eq!(config["plugins"]["updater"], shipped, "no other build has either");
    }

    #[test]
    fn a_file_without_a_signature_is_offered_to_nobody() {
        let (folder, assets) = built("0.2.0");
        let signature = format!("{}.sig", assets.file_name(Asset::Deb));
        std::fs::write(folder.path().join(signature), "\n").unwrap();
        assert!(latest(&assets, "- one", "2026-12-01T08:00:00Z").is_err());
    }
}
