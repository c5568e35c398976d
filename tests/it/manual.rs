//! The manual page that the Linux packages carry is written by hand; what the program can be told is in `src-tauri/src/arguments.rs`.

use clap::CommandFactory;
use keyholder::Arguments;

#[test]
fn the_manual_tells_all_that_the_program_can_be_told() {
    let source = include_str!("../../packaging/linux/keyholder-desktop.1");
    // A hyphen that is one is written `\-` there, and a word in bold has a line of its own.
    let manual = source.replace("\\-", "-");
    let running = manual.replace("\n.B ", "\n").replace('\n', " ");
    for argument in Arguments::command().get_arguments() {
        let named = argument
            .get_long()
            .map_or_else(|| argument.get_id().as_str().to_uppercase(), |long| format!("--{long}"));
        assert!(manual.contains(&named), "{named}");
        if let Some(variable) = argument.get_env() {
            assert!(manual.contains(&format!(".B {}", variable.display())), "{}", variable.display());
        }
        if let Some(help) = argument.get_help() {
            let told = help.to_string().replace('`', "");
            assert!(running.contains(told.split(',').next().unwrap_or_default()), "{help}");
        }
    }
}
