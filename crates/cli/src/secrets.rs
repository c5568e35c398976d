//! Passwords and passphrases: asked for without an echo, or read from standard input or a file; never an argument, and never
//! kept longer than the call that needs them.

use std::io::{BufRead, IsTerminal};
use std::path::Path;

use keyholder_desk::keychain::{Keychain, Secret};

use crate::exit::Problem;
use crate::show::Texts;

/// How often a person at the terminal may try what she has to type twice.
pub const TRIES: usize = 3;

/// One line of standard input.
pub fn from_stdin() -> Result<Secret, Problem> {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    secret_of(read.map(|_| line))
}

/// The first line of a file.
pub fn from_file(file: &Path) -> Result<Secret, Problem> {
    secret_of(std::fs::read_to_string(file))
}

/// Asks the person at the terminal; somebody has to be there.
pub fn from_terminal(texts: &Texts, question: &str) -> Result<Secret, Problem> {
    if !std::io::stdin().is_terminal() {
        return Err(Problem::new(
            "no_password",
            "there is no terminal to ask for it; pass it on standard input",
        ));
    }
    let typed = rpassword::prompt_password(format!("{}: ", texts.say(question, &[])));
    secret_of(typed)
}

/// Has the person at the terminal choose a password or a passphrase: typed twice, as nobody can look it up later. Two that differ
/// are asked for anew.
pub fn chosen_at_terminal(texts: &Texts, question: &str) -> Result<Secret, Problem> {
    for _ in 0..TRIES {
        let chosen = from_terminal(texts, question)?;
        if from_terminal(texts, "cli-ask-again")? == chosen {
            return Ok(chosen);
        }
        eprintln!("{}", texts.say("passphrase-differs", &[]));
    }
    Err(Problem::new("not_the_same", "what was typed twice was not the same"))
}

/// Asks the person at the terminal for something that is no secret; none where nobody is there.
pub fn asked_at_terminal(texts: &Texts, question: &str) -> Option<String> {
    typed_at_terminal(&texts.say(question, &[]))
}

/// The same of a question that is in words already.
pub fn typed_at_terminal(question: &str) -> Option<String> {
    if !std::io::stdin().is_terminal() {
        return None;
    }
    eprint!("{question}: ");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).ok()?;
    Some(line.trim().to_owned()).filter(|typed| !typed.is_empty())
}

fn secret_of(read: std::io::Result<String>) -> Result<Secret, Problem> {
    match read {
        Ok(text) => {
            let secret = Secret::new(text.lines().next().unwrap_or_default());
            match secret.expose().is_empty() {
                false => Ok(secret),
                true => Err(Problem::new("no_password", "nothing was typed")),
            }
        }
        Err(error) => Err(keyholder_desk::DeskError::from(error).into()),
    }
}

/// Stands in for the system's keychain where a person wants none of it: every secret then rests behind the passphrase.
pub struct NoKeychain;

const NONE: &str = "asked not to use the system's keychain";

impl Keychain for NoKeychain {
    fn get(&self, _: &str) -> Result<Option<Secret>, String> {
        Err(NONE.to_owned())
    }

    fn set(&self, _: &str, _: &Secret) -> Result<(), String> {
        Err(NONE.to_owned())
    }

    fn delete(&self, _: &str) -> Result<(), String> {
        Err(NONE.to_owned())
    }

    fn forgets(&self) -> bool {
        false
    }
}
