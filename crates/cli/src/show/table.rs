//! Tables whose columns align in any script: widths are counted in cells of the terminal, not in bytes or characters.

use unicode_width::UnicodeWidthStr;

use super::Paint;

/// Between two columns.
const GAP: &str = "  ";

/// Rows under headings.
#[derive(Clone, Debug)]
pub struct Table {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings.
    pub fn new(heads: impl IntoIterator<Item = String>) -> Self {
        Self { heads: heads.into_iter().collect(), rows: Vec::new() }
    }

    /// One more row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| clean(&cell)).collect());
    }

    /// The whole table, or nothing where it has no row.
    pub fn draw(&self, paint: Paint) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.chain(self.heads.get(column)).map(|cell| cell.width()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..self.heads.len()).map(width).collect();
        let line = |cells: &[String]| {
            let padded = cells
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width()))));
            padded.collect::<Vec<_>>().join(GAP).trim_end().to_owned()
        };
        let mut text = paint.bold(&line(&self.heads));
        for row in &self.rows {
            text.push('\n');
            text.push_str(&line(row));
        }
        text.push('\n');
        text
    }
}

/// Without anything that could move a terminal's cursor or change its colours: names come from other people.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[[&str; 2]]) -> String {
        let mut table = Table::new(["NAME".to_owned(), "ROLE".to_owned()]);
        for row in rows {
            table.row(row.iter().map(|cell| (*cell).to_owned()));
        }
        table.draw(Paint::new(false))
    }

    #[test]
    fn columns_align_in_any_script() {
        assert_eq!(
            table(&[["山田太郎", "Owner"], ["Jö", "Seller"]]),
            "NAME      ROLE\n山田太郎  Owner\nJö        Seller\n"
        );
        assert_eq!(table(&[]), "");
    }

    #[test]
    fn a_name_cannot_paint_the_terminal() {
        assert_eq!(table(&[["a\x1b[31mb\n", "x"]]), "NAME      ROLE\na\u{fffd}[31mb\u{fffd}  x\n");
    }

    #[test]
    fn headings_are_bold_only_where_colours_are_wanted() {
        let mut table = Table::new(["A".to_owned()]);
        table.row(["b".to_owned()]);
        assert_eq!(table.draw(Paint::new(true)), "\x1b[1mA\x1b[0m\nb\n");
    }
}
