//! What rests in the keychain, asked over D-Bus as any other program of this person could: names only, never a secret.

use std::process::Command;

/// The names (label and attributes) of every entry whose attributes or label mention `what`.
pub fn entries(what: &str) -> Vec<String> {
    items().into_iter().map(|path| about(&path)).filter(|about| about.contains(what)).collect()
}

fn items() -> Vec<String> {
    let answer = call("/org/freedesktop/secrets", &["org.freedesktop.Secret.Service.SearchItems", "{}"]);
    // Two lists of object paths, the unlocked and the locked ones, each path in single quotes.
    answer
        .split('\'')
        .filter(|part| part.starts_with("/org/freedesktop/secrets/"))
        .map(str::to_owned)
        .collect()
}

fn about(path: &str) -> String {
    let get = |property: &str| {
        call(path, &["org.freedesktop.DBus.Properties.Get", "org.freedesktop.Secret.Item", property])
    };
    format!("{} {}", get("Label"), get("Attributes"))
}

fn call(path: &str, method: &[&str]) -> String {
    let mut gdbus = Command::new("gdbus");
    gdbus
        .args(["call", "--session", "--dest", "org.freedesktop.secrets", "--object-path", path, "--method"])
        .args(method);
    let output = gdbus.output().expect("gdbus is installed");
    assert!(output.status.success(), "asking the keychain: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
