//! Colours: only where a person looks and has not asked for none.

/// A brush, or none.
#[derive(Clone, Copy, Debug)]
pub struct Paint(bool);

impl Paint {
    /// With or without colours.
    pub fn new(colours: bool) -> Self {
        Self(colours)
    }

    /// A heading.
    pub fn bold(self, text: &str) -> String {
        self.code(text, "1")
    }

    /// What matters less.
    pub fn dim(self, text: &str) -> String {
        self.code(text, "2")
    }

    /// What went well.
    pub fn good(self, text: &str) -> String {
        self.code(text, "32")
    }

    /// What waits.
    pub fn waits(self, text: &str) -> String {
        self.code(text, "33")
    }

    /// What was turned down.
    pub fn bad(self, text: &str) -> String {
        self.code(text, "31")
    }

    fn code(self, text: &str, code: &str) -> String {
        match self.0 && !text.is_empty() {
            true => format!("\x1b[{code}m{text}\x1b[0m"),
            false => text.to_owned(),
        }
    }
}
