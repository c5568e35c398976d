//! What is said where no window can be opened: in a plain box of the system, for nobody reads the error output of a program that
//! was started by a click. Whose language it should be is not known yet, so it speaks all of ours.

const LOCALES: [&str; 2] = [include_str!("../../locales/en.ftl"), include_str!("../../locales/id.ftl")];

/// Whether there is nothing to draw the window with. Windows 10 may come without WebView2; elsewhere the web view is a part of
/// the system, or the package brings it along.
pub fn has_no_web_view() -> bool {
    cfg!(windows) && tauri::webview_version().is_err()
}

/// Says this, and ends the program; `problem` is for whoever helps.
pub fn end_with(key: &str, problem: &str) -> ! {
    eprintln!("keyholder: the window cannot be opened: {problem}");
    tell(&format!("{}\n\n{problem}", words(key)));
    std::process::exit(1)
}

/// A text in every language, one after the other. These texts stand on one line and have no values, so nothing has to read Fluent.
pub fn words(key: &str) -> String {
    let of = |locale: &'static str| {
        locale.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = ")).unwrap_or_default()
    };
    LOCALES.map(of).join("\n\n")
}

#[cfg(any(windows, target_os = "macos"))]
fn tell(words: &str) {
    let mut told = rfd::MessageDialog::new().set_title("Keyholder").set_description(words);
    told = told.set_level(rfd::MessageLevel::Error);
    told.show();
}

/// Where the web view's library draws the system's boxes too, there is none without it.
#[cfg(not(any(windows, target_os = "macos")))]
fn tell(_: &str) {}
