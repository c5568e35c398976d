//! What was measured, drawn as SVG: every work on one axis of time, how long a live edit takes at worst, and how a rebase
//! grows with the store. Nothing is drawn behind the lines, and their colours can be read on a white page and on a dark one.

use std::error::Error;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::SIZES;
use crate::measured::{Line, at, shown};

type Done = Result<(), Box<dyn Error>>;

const WIDTH: u32 = 760;
const INK: RGBColor = RGBColor(0x76, 0x7d, 0x89);
/// Each with a mark of its own: not everybody tells colours apart.
const SERIES: [Series; 5] = [
    Series { name: "floor, plain files", colour: INK, mark: Mark::Ring, of: |line| &line.plain },
    Series { name: "floor, sealed files", colour: INK, mark: Mark::Disc, of: |line| &line.sealed },
    Series {
        name: "Keyholder",
        colour: RGBColor(0x0d, 0x94, 0x88),
        mark: Mark::Square,
        of: |line| &line.ours,
    },
    Series { name: "PouchDB tuned", colour: ORANGE, mark: Mark::Disc, of: |line| &line.tuned.samples },
    Series { name: "PouchDB as it comes", colour: ORANGE, mark: Mark::Ring, of: |line| &line.usual.samples },
];
const ORANGE: RGBColor = RGBColor(0xd9, 0x6a, 0x06);

struct Series {
    name: &'static str,
    colour: RGBColor,
    mark: Mark,
    of: fn(&Line) -> &Vec<f64>,
}

#[derive(Clone, Copy)]
enum Mark {
    Ring,
    Disc,
    Square,
}

/// Draws `sync-works.svg`, `sync-live.svg` and `sync-rebase.svg` into this folder.
pub fn draw(lines: &[Line], folder: &Path) -> Done {
    let (rebases, works): (Vec<&Line>, Vec<&Line>) =
        lines.iter().partition(|line| line.work.starts_with("rebase"));
    self::works(&works, &folder.join("sync-works.svg"))?;
    let lives = works.iter().find(|line| line.work.contains("another desk"));
    lives.map_or(Ok(()), |line| live(line, &folder.join("sync-live.svg")))?;
    rebase(&rebases, &folder.join("sync-rebase.svg"))
}

/// Each work a row: where its marks lie on an axis of time that grows tenfold from line to line.
fn works(lines: &[&Line], file: &Path) -> Done {
    const ROW: u32 = 34;
    let all = lines.iter().flat_map(|line| SERIES.iter().map(|series| at((series.of)(line), 0.5)));
    let (least, most) = all
        .filter(|time| time.is_finite())
        .fold((f64::MAX, 0.0), |(least, most): (f64, f64), time| (least.min(time), most.max(time)));
    let canvas = canvas(file, 96 + ROW * lines.len() as u32)?;
    let time = (decade(least, f64::floor)..decade(most, f64::ceil)).log_scale();
    let mut chart = ChartBuilder::on(&canvas)
        .margin_top(38)
        .margin_bottom(8)
        .margin_left(235)
        .margin_right(34)
        .x_label_area_size(46)
        .build_cartesian_2d(time, lines.len() as f64..0.0)?;
    let mut mesh = chart.configure_mesh();
    mesh.disable_y_mesh()
        .disable_y_axis()
        .x_desc("median time, logarithmic")
        .x_label_formatter(&|time| tick(*time));
    mesh.axis_style(INK)
        .bold_line_style(INK.mix(0.35))
        .light_line_style(TRANSPARENT)
        .label_style(text(13))
        .draw()?;
    for (row, line) in lines.iter().enumerate() {
        let middle = row as f64 + 0.5;
        let (_, height) = chart.backend_coord(&(most, middle));
        canvas.draw_text(&line.work, &text(13).pos(Pos::new(HPos::Right, VPos::Center)), (225, height))?;
        let (across, above) = chart.backend_coord(&(at(&line.ours, 0.5), middle));
        let centred = Pos::new(HPos::Center, VPos::Bottom);
        canvas.draw_text(&shown(at(&line.ours, 0.5)), &text(11).pos(centred), (across, above - 7))?;
        for series in &SERIES {
            let median = at((series.of)(line), 0.5);
            if median.is_finite() {
                let (across, down) = chart.backend_coord(&(median, middle));
                series.mark(&canvas, (across, down))?;
            }
        }
    }
    let drawn = SERIES.iter().filter(|series| lines.iter().any(|line| !(series.of)(line).is_empty()));
    legend(&canvas, drawn, 20)?;
    Ok(canvas.present()?)
}

/// How many of the live edits have arrived after how long.
fn live(line: &Line, file: &Path) -> Done {
    let canvas = canvas(file, 320)?;
    let series: Vec<&Series> = SERIES.iter().filter(|series| !(series.of)(line).is_empty()).collect();
    let least = series.iter().map(|series| at((series.of)(line), 0.0)).fold(f64::MAX, f64::min);
    let most = series.iter().map(|series| at((series.of)(line), 1.0)).fold(0.0, f64::max);
    let mut chart = ChartBuilder::on(&canvas)
        .margin_top(38)
        .margin_bottom(8)
        .margin_left(8)
        .margin_right(34)
        .x_label_area_size(46)
        .y_label_area_size(60)
        .build_cartesian_2d((decade(least, f64::floor)..decade(most, f64::ceil)).log_scale(), 0.0..100.0)?;
    let mut mesh = chart.configure_mesh();
    mesh.x_desc("time until it is on the other desk's disk, logarithmic").y_desc("edits that arrived, %");
    mesh.x_label_formatter(&|time| tick(*time)).y_label_formatter(&|share| format!("{share:.0}")).y_labels(5);
    mesh.axis_style(INK)
        .bold_line_style(INK.mix(0.35))
        .light_line_style(TRANSPARENT)
        .label_style(text(13))
        .draw()?;
    for series in &series {
        let steps = (0..=200).map(|step| f64::from(step) / 200.0);
        let path = steps.map(|part| (at((series.of)(line), part), part * 100.0)).collect::<Vec<_>>();
        let width = if matches!(series.mark, Mark::Ring) { 1 } else { 2 };
        chart.draw_series([PathElement::new(path, series.colour.stroke_width(width))])?;
        for part in [0.5, 0.99] {
            let place = chart.backend_coord(&(at((series.of)(line), part), part * 100.0));
            series.mark(&canvas, place)?;
        }
    }
    legend(&canvas, series, 60)?;
    Ok(canvas.present()?)
}

/// What a rebase takes in a small store and in a large one.
fn rebase(lines: &[&Line], file: &Path) -> Done {
    let canvas = canvas(file, 280)?;
    let series: Vec<&Series> =
        SERIES.iter().filter(|series| lines.iter().any(|line| !(series.of)(line).is_empty())).collect();
    let most = series
        .iter()
        .flat_map(|series| lines.iter().map(|line| at((series.of)(line), 0.5)))
        .fold(50.0, f64::max);
    let mut chart = ChartBuilder::on(&canvas)
        .margin_top(38)
        .margin_bottom(8)
        .margin_left(8)
        .margin_right(34)
        .x_label_area_size(46)
        .y_label_area_size(60)
        .build_cartesian_2d((800.0..125_000.0).log_scale(), 0.0..most * 1.15)?;
    let mut mesh = chart.configure_mesh();
    mesh.x_desc("members in the store, logarithmic").y_desc("median time, ms");
    mesh.x_label_formatter(&|members| format!("{},000", members / 1_000.0))
        .y_label_formatter(&|time| format!("{time:.0}"))
        .y_labels(6);
    mesh.axis_style(INK)
        .bold_line_style(INK.mix(0.35))
        .light_line_style(TRANSPARENT)
        .label_style(text(13))
        .draw()?;
    for series in &series {
        let points =
            lines.iter().zip(SIZES).map(|(line, members)| (members as f64, at((series.of)(line), 0.5)));
        let points: Vec<(f64, f64)> = points.collect();
        chart.draw_series([PathElement::new(points.clone(), series.colour.stroke_width(1))])?;
        for point in points {
            series.mark(&canvas, chart.backend_coord(&point))?;
        }
    }
    legend(&canvas, series, 60)?;
    Ok(canvas.present()?)
}

type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;

fn canvas(file: &Path, height: u32) -> Result<Canvas<'_>, Box<dyn Error>> {
    Ok(SVGBackend::new(file, (WIDTH, height)).into_drawing_area())
}

fn text(size: u32) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&INK)
}

fn legend<'a>(canvas: &Canvas<'_>, series: impl IntoIterator<Item = &'a Series>, left: i32) -> Done {
    for (series, place) in series.into_iter().zip(0..) {
        let left = left + place * 145;
        series.mark(canvas, (left, 18))?;
        canvas.draw_text(series.name, &text(13).pos(Pos::new(HPos::Left, VPos::Center)), (left + 10, 18))?;
    }
    Ok(())
}

impl Series {
    fn mark(&self, canvas: &Canvas<'_>, at: (i32, i32)) -> Done {
        match self.mark {
            Mark::Ring => canvas.draw(&Circle::new(at, 5, self.colour.stroke_width(2)))?,
            Mark::Disc => canvas.draw(&Circle::new(at, 5, self.colour.filled()))?,
            Mark::Square => {
                let corners = [(at.0 - 5, at.1 - 5), (at.0 + 5, at.1 + 5)];
                canvas.draw(&Rectangle::new(corners, self.colour.filled()))?;
            }
        }
        Ok(())
    }
}

/// The power of ten next to a time.
fn decade(time: f64, round: fn(f64) -> f64) -> f64 {
    10_f64.powf(round(time.log10()))
}

/// A power of ten of milliseconds, as short as it goes.
fn tick(time: f64) -> String {
    if time >= 1_000.0 { format!("{} s", time / 1_000.0) } else { format!("{time} ms") }
}
