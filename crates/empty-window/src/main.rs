//! A Tauri window with one heading and nothing else: no state, no command, no script. How long it takes from its start to its
//! first picture is what no window of Tauri's can be faster than on the same machine (`cargo xtask bench window`).

fn main() {
    let done = tauri::Builder::default().run(tauri::generate_context!());
    if let Err(problem) = done {
        eprintln!("the empty window cannot be opened: {problem}");
        std::process::exit(1);
    }
}
