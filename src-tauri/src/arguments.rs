//! What the program is told when it is started. A person starts it without any of these.

use std::ffi::OsString;
use std::path::PathBuf;

/// The command line, and its names in the environment.
#[derive(Clone, Debug, clap::Parser)]
#[command(name = "keyholder-desktop", version, about = "Who in your shop holds which keys")]
pub struct Arguments {
    /// The profile's folder, instead of the one that this system keeps for programs
    #[arg(long, env = "KEYHOLDER_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Begin an empty profile in `--data`, although its folder is not there or held another one before
    #[arg(long, requires = "data")]
    pub new_profile: bool,
    /// The cloud's address that the sign-in begins with
    #[arg(long, env = "KEYHOLDER_CLOUD", value_name = "URL")]
    pub cloud: Option<String>,
    /// A `keyholder://` link, as the system hands it over when one is opened
    // Read by the deep-link plugin; named here so that it is no mistake, whatever bytes it is made of.
    #[arg(value_name = "LINK")]
    pub link: Option<OsString>,
}
