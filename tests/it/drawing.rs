//! Whether a machine draws by a graphics card, told from what Linux shows of it.

use std::fs;

use keyholder::drawing::has_graphics;

#[test]
fn a_render_node_draws_and_a_screen_without_one_does_not() {
    let root = tempfile::tempdir().unwrap();
    assert!(!has_graphics(root.path()));
    fs::create_dir_all(root.path().join("dev/dri")).unwrap();
    fs::write(root.path().join("dev/dri/card0"), "").unwrap();
    assert!(!has_graphics(root.path()), "a virtual machine's screen shows pictures and makes none");
    fs::write(root.path().join("dev/dri/renderD128"), "").unwrap();
    assert!(has_graphics(root.path()));
}

#[test]
fn so_do_the_cards_that_show_otherwise() {
    for node in ["nvidiactl", "dxg"] {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("dev")).unwrap();
        fs::write(root.path().join("dev").join(node), "").unwrap();
        assert!(has_graphics(root.path()), "{node}");
    }
}
