//! The manual page that the Linux packages carry is written by hand; what the program can be told is in `src-tauri/src/arguments.rs`.

use clap::CommandFactory;
use keyholder::Arguments;

#[test]
fn the_manual_tells_all_that_the_program_can_be_told() {
    // A hyphen that is one is written `\-` there.
    let manual = include_str!("../../packaging/linux/keyholder-desktop.1").replace("\\-", "-");
    for argument in Arguments::command().get_arguments() {
        let named = argument
            .get_long()
            .map_or_else(|| argument.get_id().as_str().to_uppercase(), |long| format!("--{long}"));
        assert!(manual.contains(&named), "{named}");
        if let Some(variable) = argument.get_env() {
            assert!(manual.contains(&format!(".B {}", variable.display())), "{}", variable.display());
        }
        if let Some(help) = argument.get_help() {
            assert!(manual.contains(help.to_string().split(',').next().unwrap_or_default()), "{help}");
        }
    }
}
