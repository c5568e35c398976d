//! Help, completions and manual pages come from the program itself, hold together, and fit what the documents say.

use crate::world::Machine;

#[tokio::test]
async fn completions_are_made_for_every_shell_and_read_by_bash() {
    let machine = Machine::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = machine.runs(&["completions", shell]).await.ok().out;
        assert!(text.contains("add-to-group") && text.contains("remove-from-group"), "{shell}: {text}");
    }
    assert!(!machine.profile().exists(), "nothing is opened for it");
    let Ok(bash) = std::process::Command::new("bash").arg("--version").output() else { return };
    assert!(bash.status.success());
    let file = machine.path().join("keyholder.bash");
    std::fs::write(&file, machine.runs(&["completions", "bash"]).await.ok().out).unwrap();
    let checked = std::process::Command::new("bash").arg("-n").arg(&file).output().unwrap();
    assert!(checked.status.success(), "{checked:?}");
    // Completed for real: what begins with "susp" is one command.
    let script = format!(
        ". '{}'; COMP_WORDS=(keyholder susp); COMP_CWORD=1; _keyholder keyholder susp keyholder; echo ${{COMPREPLY[*]}}",
        file.display()
    );
    let completed = std::process::Command::new("bash").args(["-c", &script]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&completed.stdout).trim(), "suspend", "{completed:?}");
}

#[tokio::test]
async fn there_is_a_manual_page_for_every_command() {
    let machine = Machine::new();
    let page = machine.runs(&["man"]).await.ok().out;
    assert!(page.starts_with(".ie") || page.starts_with(".TH") || page.contains(".TH keyholder 1"), "{page}");
    for section in [".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS", ".SH SUBCOMMANDS"] {
        assert!(page.contains(section), "{section}");
    }
    assert!(page.contains("Exit codes"), "{page}");
    let folder = machine.path().join("man");
    machine.runs(&["man", "--dir", folder.to_str().unwrap()]).await.ok();
    let mut pages: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .flatten()
        .map(|it| it.file_name().to_string_lossy().into_owned())
        .collect();
    pages.sort();
    for expected in
        ["keyholder.1", "keyholder-team.1", "keyholder-group-create.1", "keyholder-outbox-retry.1"]
    {
        assert!(pages.iter().any(|page| page == expected), "{expected} is missing in {pages:?}");
    }
    // Where there is a formatter, it has nothing to complain about.
    let Ok(formatted) = std::process::Command::new("groff")
        .args(["-man", "-Tutf8", "-ww", "-z"])
        .arg(folder.join("keyholder.1"))
        .output()
    else {
        return;
    };
    assert_eq!(String::from_utf8_lossy(&formatted.stderr), "");
}

#[tokio::test]
async fn the_documents_name_every_command_and_every_exit_code() {
    let documents = include_str!("../../../../docs/cli.md");
    let help = Machine::new().runs(&["--help"]).await.ok().out;
    let commands = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let commands = commands
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    for command in commands.filter_map(|line| line.split_whitespace().next()) {
        let named = command == "help" || documents.contains(&format!("keyholder {command}"));
        assert!(named, "docs/cli.md does not say how to use `{command}`");
    }
    for code in ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "130"] {
        assert!(documents.contains(&format!("| {code} |")), "docs/cli.md does not say what {code} means");
    }
}

#[tokio::test]
async fn a_slip_of_the_keyboard_is_a_usage_error_with_a_hint() {
    let machine = Machine::new();
    let slip = machine.runs(&["supsend", "Dewi"]).await.ends(2);
    assert!(slip.err.contains("suspend"), "{}", slip.err);
    machine.runs(&[]).await.ends(2);
    machine.runs(&["group"]).await.ends(2);
    assert!(machine.runs(&["--version"]).await.ok().out.starts_with("keyholder "));
}
