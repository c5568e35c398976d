//! How the web view draws on this machine. WebKitGTK composes a page through OpenGL also where no graphics card is (a virtual
//! machine, a remote desktop, many an office PC behind one): Mesa then does the card's work on the processor, which takes twice the
//! time of a frame and half as much memory again. There WebKit is told to draw by itself.

use std::path::Path;

/// What WebKitGTK asks at its start: <https://webkitgtk.org/reference/webkit2gtk/stable/class.Settings.html> names the policy,
/// this the way to set it before any view is there.
const PLAIN: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Where Linux shows what can draw: a card's render node is in the first, NVIDIA's own driver and a Windows host's show otherwise.
const NODES: &str = "dev/dri";
const OTHERS: [&str; 2] = ["dev/nvidiactl", "dev/dxg"];

/// Has WebKit draw in the way that suits this machine. Whoever set the variable knows better. To be called before there is a second
/// thread.
#[allow(
    unsafe_code,
    clippy::disallowed_methods,
    reason = "no test calls this, and WebKit has no other way to be told before it starts"
)]
pub fn suit_this_machine() {
    if !cfg!(target_os = "linux") || std::env::var_os(PLAIN).is_some() || has_graphics(Path::new("/")) {
        return;
    }
    // SAFETY: the program has one thread yet (it is the first thing that `run` does), so nobody reads the environment meanwhile.
    unsafe { std::env::set_var(PLAIN, "1") };
}

/// Whether there is something under `root` that draws.
pub fn has_graphics(root: &Path) -> bool {
    let nodes = std::fs::read_dir(root.join(NODES)).into_iter().flatten().flatten();
    nodes.into_iter().any(|node| node.file_name().as_encoded_bytes().starts_with(b"renderD"))
        || OTHERS.iter().any(|other| root.join(other).exists())
}
