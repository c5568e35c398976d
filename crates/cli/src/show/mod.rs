//! How answers are shown: one document for scripts, one text for people.

mod paint;
mod table;
mod texts;

use serde_json::{Map, Value};

pub use paint::Paint;
pub use table::{Table, clean};
pub use texts::Texts;

use crate::exit::Problem;

/// What a command has to say.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The document of `--json`.
    pub document: Value,
    /// The text.
    pub text: String,
    /// An answer that is also a failure: a refusal that came after the edit was kept, for one.
    pub problem: Option<Problem>,
}

impl Shown {
    /// A document and its text.
    pub fn new(document: Value, text: impl Into<String>) -> Self {
        Self { document, text: text.into(), problem: None }
    }

    /// Nothing at all.
    pub fn nothing() -> Self {
        Self::new(Value::Null, "")
    }

    /// The same answer, as a failure.
    pub fn failing(mut self, problem: Problem) -> Self {
        self.problem = Some(problem);
        self
    }

    /// The document as it is printed: indented, one line feed at its end.
    pub fn json(&self) -> String {
        // A `Value` has nothing that could not be written.
        serde_json::to_string_pretty(&self.document).map(|text| text + "\n").unwrap_or_default()
    }
}

/// These fields of an object, and no others: documents are a promise, views are not.
pub fn pick(from: &Value, fields: &[&str]) -> Value {
    let kept = fields.iter().map(|field| ((*field).to_owned(), from[*field].clone()));
    Value::Object(kept.collect::<Map<_, _>>())
}

/// These fields of each object of a list.
pub fn pick_each(from: &Value, fields: &[&str]) -> Value {
    Value::Array(list(from).iter().map(|one| pick(one, fields)).collect())
}

/// The items of a list; of anything else, none.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A text; of anything else, the empty one.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The names of `[{id, name}]`, as one text.
pub fn names(value: &Value) -> String {
    list(value).iter().map(|one| clean(text(&one["name"]))).collect::<Vec<_>>().join(", ")
}

/// A moment for people: the minute, in UTC. Documents keep it whole.
pub fn moment(value: &Value) -> String {
    let whole = text(value);
    match (whole.get(..10), whole.get(11..16)) {
        (Some(day), Some(minute)) => format!("{day} {minute}Z"),
        _ => whole.to_owned(),
    }
}
