//! What is said where no window can be opened.

use keyholder::windowless::words;

#[test]
fn a_box_without_a_window_speaks_every_language_in_whole_sentences() {
    for key in ["start-no-web-view", "start-no-window"] {
        let said = words(key);
        let each: Vec<&str> = said.split("\n\n").collect();
        let locales = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/locales")).unwrap();
        assert_eq!(each.len(), locales.count(), "one for each language: {said}");
        for one in each {
            assert!(one.starts_with("Keyholder") && one.ends_with('.') && !one.contains('{'), "{one}");
        }
    }
    assert!(words("start-no-web-view").contains("WebView2"), "it names what is missing");
}
