//! The window's kept place, mended for the screens that are there now.

use keyholder::place::{FILE, Screen, mend, mended};
use proptest::prelude::*;
use serde_json::{Value, json};

const LAPTOP: Screen = Screen { x: 0, y: 0, width: 1366, height: 768 };
const BESIDE: Screen = Screen { x: 1366, y: -200, width: 2560, height: 1440 };

fn kept(x: i64, y: i64, width: i64, height: i64, maximized: bool) -> String {
    let window = json!({ "width": width, "height": height, "x": x, "y": y, "prev_x": x, "prev_y": y,
        "maximized": maximized, "visible": true, "decorated": true, "fullscreen": false });
    json!({ "main": window }).to_string()
}

fn place(kept: &str) -> [i64; 4] {
    let all: Value = serde_json::from_str(kept).unwrap();
    ["x", "y", "width", "height"].map(|name| all["main"][name].as_i64().unwrap())
}

fn put(kept: &str, screens: &[Screen]) -> [i64; 4] {
    place(&mended(kept, screens).expect("a place"))
}

#[test]
fn a_window_in_sight_stays_where_it_was() {
    for window in
        [kept(20, 30, 1200, 700, false), kept(1400, -150, 1200, 800, false), kept(20, 30, 1200, 700, true)]
    {
        assert_eq!(mended(&window, &[LAPTOP, BESIDE]), Some(window));
    }
}

#[test]
fn a_window_on_a_screen_that_is_gone_comes_to_the_middle_of_another() {
    let window = kept(1400, -150, 1200, 700, false);
    assert_eq!(put(&window, &[LAPTOP]), [83, 34, 1200, 700]);
    assert_eq!(put(&kept(5_000, 40, 3000, 2000, false), &[LAPTOP]), [0, 0, 1366, 768], "and fits into it");
}

#[test]
fn a_window_whose_upper_edge_cannot_be_held_counts_as_out_of_sight() {
    for (x, y) in [(1_300, 40), (-1_150, 40), (40, 760), (40, -300)] {
        assert_ne!(put(&kept(x, y, 1200, 700, false), &[LAPTOP])[..2], [x, y]);
    }
}

#[test]
fn what_is_damaged_or_fits_no_screen_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    mend(folder.path(), &[LAPTOP]);
    for odd in ["", "garbage", "[]", r#"{"main":7}"#, r#"{"main":{}}"#, &kept(i64::MAX, 0, 1, 1, false)] {
        std::fs::write(&file, odd).unwrap();
        mend(folder.path(), &[LAPTOP]);
        assert!(!file.exists(), "{odd}");
    }
    std::fs::write(&file, kept(0, 0, 1200, 700, false)).unwrap();
    mend(folder.path(), &[]);
    assert!(!file.exists(), "no screen is known: the system places it");
}

proptest! {
    #[test]
    fn wherever_it_was_it_can_be_held_and_is_no_larger_than_its_screen(
        x in -9_000_i64..9_000, y in -9_000_i64..9_000, width in 1_i64..9_000, height in 1_i64..9_000,
        maximized in any::<bool>(), both in any::<bool>(),
    ) {
        let screens: &[Screen] = if both { &[LAPTOP, BESIDE] } else { &[LAPTOP] };
        let once = mended(&kept(x, y, width, height, maximized), screens).expect("a place");
        let [x, y, width, height] = place(&once);
        let holds = |screen: &Screen| {
            let across = (x + width).min(screen.x + screen.width) - x.max(screen.x);
            across >= 160.min(width) && y >= screen.y && y <= screen.y + screen.height - 24
                && width <= screen.width && height <= screen.height
        };
        prop_assert!(screens.iter().any(holds), "{once}");
        prop_assert_eq!(mended(&once, screens), Some(once.clone()), "mended once is mended");
    }
}
