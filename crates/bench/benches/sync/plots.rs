//! What was measured, drawn: one SVG for each work, bars from the floor up, with the figure at its end.

use std::error::Error;
use std::path::Path;

use plotters::prelude::*;

use crate::{Line, at, shown};

const SIZE: (u32, u32) = (720, 190);
/// Readable on a white page and on a dark one alike.
const INK: RGBColor = RGBColor(0x6b, 0x72, 0x80);

/// Draws every line into this folder as `sync-WORK.svg`.
pub fn draw(lines: &[Line], folder: &Path) -> Result<(), Box<dyn Error>> {
    for line in lines {
        let name: String = line.work.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
        bars(line, &folder.join(format!("sync-{}.svg", name.replace(' ', "-"))))?;
    }
    Ok(())
}

fn bars(line: &Line, file: &Path) -> Result<(), Box<dyn Error>> {
    let named = [
        ("floor, plain", &line.plain, RGBColor(0x9c, 0xa3, 0xaf)),
        ("floor, sealed", &line.sealed, RGBColor(0x9c, 0xa3, 0xaf)),
        ("Keyholder", &line.ours, RGBColor(0x0f, 0x76, 0x6e)),
        ("PouchDB", &line.peer, RGBColor(0xb4, 0x53, 0x09)),
    ];
    let bars: Vec<_> = named.into_iter().filter(|(_, samples, _)| !samples.is_empty()).collect();
    let most = bars.iter().map(|(_, samples, _)| at(samples, 0.5)).fold(0.0, f64::max);
    let canvas = SVGBackend::new(file, SIZE).into_drawing_area();
    canvas.draw_text(line.work, &("sans-serif", 15).into_font().color(&INK), (8, 8))?;
    for (row, (name, samples, colour)) in (0_i32..).zip(&bars) {
        let (top, median) = (40 + row * 36, at(samples, 0.5));
        let width = 1 + (median / most * 420.0) as i32;
        let label = ("sans-serif", 13).into_font().color(&INK);
        canvas.draw_text(name, &label, (8, top + 5))?;
        canvas.draw(&Rectangle::new([(120, top), (120 + width, top + 24)], colour.filled()))?;
        canvas.draw_text(&shown(median), &label, (128 + width, top + 5))?;
    }
    canvas.present()?;
    Ok(())
}
