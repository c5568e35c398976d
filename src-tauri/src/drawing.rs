//! How the web view draws on this machine. WebKitGTK composes a page through OpenGL also where no graphics card is (a virtual
//! machine, a remote desktop, many an office PC behind one): Mesa then does the card's work on the processor, which takes twice the
//! time of a frame and half as much memory again. There WebKit is told to draw by itself.
//!
//! And what its script may keep. JavaScriptCore collects no garbage before there are 32 MB of it, and compiles what runs often once more for
//! sums that a window never makes: after a minute of scrolling a list held 20 to 30 MB for nothing (`docs/performance.md`).

use std::path::Path;

/// What WebKitGTK asks at its start: <https://webkitgtk.org/reference/webkit2gtk/stable/class.Settings.html> names the policy,
/// this the way to set it before any view is there.
const PLAIN: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// What JavaScriptCore asks at its start: the last of its compilers, and how many bytes a page's heap has before it is first looked
/// through. <https://github.com/WebKit/WebKit/blob/main/Source/JavaScriptCore/runtime/OptionsList.h> lists them; one that a version
/// does not know does nothing.
const SCRIPT: [(&str, &str); 2] = [("JSC_useFTLJIT", "false"), ("JSC_largeHeapSize", "8388608")];

/// Where Linux shows what can draw: a card's render node is in the first, NVIDIA's own driver and a Windows host's show otherwise.
const NODES: &str = "dev/dri";
const OTHERS: [&str; 2] = ["dev/nvidiactl", "dev/dxg"];

/// Has WebKit work in the way that suits this machine and this window. Whoever set a variable knows better. To be called before there is
/// a second thread.
#[allow(
    unsafe_code,
    clippy::disallowed_methods,
    reason = "no test calls this, and WebKit has no other way to be told before it starts"
)]
pub fn suit_this_machine() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let drawing = (!has_graphics(Path::new("/"))).then_some((PLAIN, "1"));
    for (name, value) in drawing.into_iter().chain(SCRIPT) {
        if std::env::var_os(name).is_none() {
            // SAFETY: the program has one thread yet (it is the first thing that `run` does), so nobody reads the environment meanwhile.
            unsafe { std::env::set_var(name, value) };
        }
    }
}

/// Whether WebKit draws by itself.
pub fn is_plain() -> bool {
    std::env::var_os(PLAIN).is_some_and(|plain| plain != "0")
}

/// Whether there is something under `root` that draws.
pub fn has_graphics(root: &Path) -> bool {
    let nodes = std::fs::read_dir(root.join(NODES)).into_iter().flatten().flatten();
    nodes.into_iter().any(|node| node.file_name().as_encoded_bytes().starts_with(b"renderD"))
        || OTHERS.iter().any(|other| root.join(other).exists())
}
