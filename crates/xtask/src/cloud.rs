//! A cloud of this machine: started, and waited for until it answers.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use crate::{
    processes::{Group, until},
    set_up,
};

/// Starts `serve` and gives its address. What it logs goes to a file `log` in the folder.
pub fn start(mut serve: Command, log: &Path) -> Result<(Group, String), String> {
    let file = fs::File::create(log).map_err(|problem| format!("{}: {problem}", log.display()))?;
    serve.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(file);
    let mut cloud = Group::start("keyholder-cloud", serve)?;
    let out = cloud.child().stdout.take().ok_or("the cloud has no output")?;
    let mut lines = BufReader::new(out).lines().map_while(Result::ok);
    let url = lines
        .by_ref()
        .find_map(|line| line.trim().strip_prefix("listening on ").map(str::to_owned))
        .ok_or_else(|| format!("the cloud did not start: see {}", log.display()))?;
    thread::spawn(move || lines.for_each(drop));
    until("the cloud", set_up::PATIENCE, || is_ready(&url).then_some(()))?;
    Ok((cloud, url))
}

/// Asks `/readyz` in the plainest HTTP, so that this program needs no client.
pub fn is_ready(url: &str) -> bool {
    let Some(address) = url.trim_end_matches('/').strip_prefix("http://") else { return false };
    let Ok(mut stream) = std::net::TcpStream::connect(address) else { return false };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
    let asked = write!(stream, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut status = String::new();
    asked.is_ok() && BufReader::new(stream).read_line(&mut status).is_ok() && status.contains(" 200 ")
}
