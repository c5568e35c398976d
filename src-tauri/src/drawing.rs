//! How the web view draws on this machine. WebKitGTK composes a page through OpenGL also where no graphics card is (a virtual
//! machine, a remote desktop, many an office PC behind one): Mesa then does the card's work on the processor, which takes twice the
//! time of a frame and half as much memory again. There WebKit is told to draw by itself, and the program to keep OpenGL out: GTK and WebKit
//! would look at it all the same, which loads Mesa and LLVM for nothing (12 MB, and a tenth of the start).
//!
//! And what its script may keep. JavaScriptCore collects no garbage before there are 32 MB of it, and compiles what runs often once more for
//! sums that a window never makes: after a minute of scrolling a list held 20 to 30 MB for nothing (`docs/performance.md`).

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What WebKitGTK asks at its start: <https://webkitgtk.org/reference/webkit2gtk/stable/class.Settings.html> names the policy,
/// this the way to set it before any view is there.
const PLAIN: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Keeps GTK from looking at OpenGL: <https://docs.gtk.org/gtk3/running.html>.
#[cfg(target_os = "linux")]
const GTK: (&str, &str) = ("GDK_GL", "disable");

/// Which drivers libEGL knows, in the place of all that the system has. It is read once, when the first display is asked for:
/// <https://github.com/NVIDIA/libglvnd/blob/master/src/EGL/icd_enumeration.md>.
#[cfg(target_os = "linux")]
const DRIVERS: (&str, &str) = ("__EGL_VENDOR_LIBRARY_FILENAMES", "/dev/null");

/// What JavaScriptCore asks at its start: the last of its compilers, and how many bytes a page's heap has before it is first looked
/// through. <https://github.com/WebKit/WebKit/blob/main/Source/JavaScriptCore/runtime/OptionsList.h> lists them; one that a version
/// does not know does nothing.
const SCRIPT: [(&str, &str); 2] = [("JSC_useFTLJIT", "false"), ("JSC_largeHeapSize", "8388608")];

/// Where Linux shows what can draw: a card's render node is in the first, NVIDIA's own driver and a Windows host's show otherwise.
const NODES: &str = "dev/dri";
const OTHERS: [&str; 2] = ["dev/nvidiactl", "dev/dxg"];

/// Has WebKit work in the way that suits this machine and this window. Whoever set a variable knows better. To be called before there is
/// a second thread.
pub fn suit_this_machine() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let has_graphics = has_graphics(Path::new("/"));
    let drawing = (!has_graphics).then_some((PLAIN, "1"));
    for (name, value) in drawing.into_iter().chain(SCRIPT) {
        set(name, Some(value));
    }
    #[cfg(target_os = "linux")]
    if !has_graphics && is_plain() {
        keep_opengl_out();
    }
}

/// This process finds no driver of OpenGL. Those that it starts find all: the page's ends without one.
#[cfg(target_os = "linux")]
fn keep_opengl_out() {
    set(GTK.0, Some(GTK.1));
    if set(DRIVERS.0, Some(DRIVERS.1)) {
        ask_for_a_display();
        set(DRIVERS.0, None);
    }
}

/// Has libEGL read which drivers there are. Where it is another's than glvnd's it may find one all the same, which costs what it did before.
#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "there is no other way to have a library read its list now")]
fn ask_for_a_display() {
    use std::{ffi::c_void, mem::forget, ptr::null_mut};
    type GetDisplay = unsafe extern "C" fn(*mut c_void) -> *mut c_void;
    // SAFETY: WebKit brings the library along, so all that runs when it is loaded has run already.
    let Ok(egl) = (unsafe { libloading::Library::new("libEGL.so.1") }) else { return };
    // SAFETY: the signature is that of <https://registry.khronos.org/EGL/sdk/docs/man/html/eglGetDisplay.xhtml>, which takes null for
    // "the default display" and may be asked at any time.
    if let Ok(get_display) = unsafe { egl.get::<GetDisplay>("eglGetDisplay") } {
        unsafe { get_display(null_mut()) };
    }
    // Loaded anew, it would read its list anew.
    forget(egl);
}

/// Sets a variable that nobody set, or takes it back; tells whether it did.
#[allow(
    unsafe_code,
    clippy::disallowed_methods,
    reason = "no test calls this, and WebKit has no other way to be told before it starts"
)]
fn set(name: &'static str, value: Option<&str>) -> bool {
    // SAFETY: the program has one thread yet (this is the first thing that `run` does), so nobody reads the environment meanwhile.
    match value {
        Some(_) if std::env::var_os(name).is_some() => return false,
        Some(value) => unsafe { std::env::set_var(name, value) },
        None => unsafe { std::env::remove_var(name) },
    }
    names().retain(|known| *known != name);
    names().extend(value.map(|_| name));
    true
}

/// The variables that were set here: for the page's processes, and for no other program that is started.
pub fn set_here() -> Vec<&'static str> {
    names().clone()
}

fn names() -> MutexGuard<'static, Vec<&'static str>> {
    static NAMES: Mutex<Vec<&str>> = Mutex::new(Vec::new());
    NAMES.lock().unwrap_or_else(PoisonError::into_inner)
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
