//! Pages of the web, shown in her own browser. Only the program opens addresses, and only such as it made itself: the page gets no
//! way to.

#[cfg(target_os = "linux")]
pub use linux::show;

/// Has the system show a page.
#[cfg(not(target_os = "linux"))]
pub fn show(page: &str) -> std::io::Result<()> {
    open::that_detached(page)
}

/// A browser may be made of WebKit and GTK too, and inherits the variables of who opens it: it is told nothing of how this window draws.
#[cfg(target_os = "linux")]
mod linux {
    use std::io::{self, Error, ErrorKind};
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};
    use std::sync::mpsc;
    use std::time::Duration;

    use crate::drawing;

    /// By then an opener that finds nothing to open with has said so. One that goes on may be the browser.
    const PATIENCE: Duration = Duration::from_millis(500);

    /// Has the system show a page.
    pub fn show(page: &str) -> io::Result<()> {
        let mut problem = Error::from(ErrorKind::NotFound);
        for opener in open::commands(page) {
            match has_opened(opener) {
                Ok(()) => return Ok(()),
                Err(its) => problem = its,
            }
        }
        Err(problem)
    }

    fn has_opened(mut opener: Command) -> io::Result<()> {
        for name in drawing::set_here() {
            opener.env_remove(name);
        }
        opener.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // What ends the window from its terminal does not end a browser.
        let mut opener = opener.process_group(0).spawn()?;
        let (tell, told) = mpsc::channel();
        // However long it goes on, somebody waits for its end.
        std::thread::spawn(move || tell.send(opener.wait()));
        match told.recv_timeout(PATIENCE) {
            Ok(Ok(ended)) if !ended.success() => Err(Error::other("nothing here opens pages")),
            Ok(_) | Err(_) => Ok(()),
        }
    }
}
