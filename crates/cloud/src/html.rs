//! The one thing that every piece of HTML needs: a text made harmless.

/// A text as it may stand in HTML, between tags or in a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_in_it_can_open_a_tag_or_end_an_attribute() {
        assert_eq!(
            super::escape(r#"<a href="x" o='y'>&"#),
            "&lt;a href=&quot;x&quot; o=&#39;y&#39;&gt;&amp;"
        );
    }
}
