cask "keyholder" do
  version "{{version}}"
  sha256 "{{dmg_sum}}"

  url "https://github.com/{{repository}}/releases/download/v#{version}/Keyholder_#{version}_universal.dmg"
  name "Keyholder"
  desc "Staff permissions of a shop, also without a network"
  homepage "https://github.com/{{repository}}"

  livecheck do
    url :url
    strategy :github_latest
  end

  auto_updates true
  depends_on macos: ">= :ventura"

  app "Keyholder.app"

  uninstall quit: "app.keyholder.desktop"

  zap trash: [
    "~/Library/Application Support/app.keyholder.desktop",
    "~/Library/Caches/app.keyholder.desktop",
    "~/Library/Logs/app.keyholder.desktop",
    "~/Library/Preferences/app.keyholder.desktop.plist",
    "~/Library/Saved Application State/app.keyholder.desktop.savedState",
    "~/Library/WebKit/app.keyholder.desktop",
  ]
end
