//! A text as a QR code, drawn as one path: an invitation's link for the camera of a phone that is at hand.

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;
use ts_rs::TS;

use crate::DeskError;

/// A code as a path over squares of one unit, with the quiet zone of four units that readers want around it (ISO/IEC 18004).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Qr {
    /// Width and height, the quiet zone included.
    pub size: usize,
    /// The dark squares, as the `d` of an SVG path.
    pub path: String,
}

const QUIET: usize = 4;

/// Draws a text.
pub fn drawn(text: &str) -> Result<Qr, DeskError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|_| DeskError::new("too_large", "the text is too long for a code"))?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    Ok(Qr { size: width + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_squares_inside_a_quiet_zone() {
        let qr =
            drawn("https://keys.example/join/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG").expect("it fits");
        assert!((21 + 8..=45 + 8).contains(&qr.size), "{}", qr.size);
        // The first square of the finder pattern, seven wide, and nothing before it.
        assert!(qr.path.starts_with("M4 4h7v1h-7z"), "{}", qr.path);
        assert!(!qr.path.contains("M0 ") && !qr.path.contains("M3 "));
    }

    #[test]
    fn what_fits_no_code_is_an_error() {
        assert_eq!(drawn(&"x".repeat(5_000)).map_err(|error| error.code), Err("too_large".to_owned()));
    }
}
