//! Texts with gaps: `{{name}}` is filled in, and one that is not known, or not closed, is an error and no manifest.

/// Fills every gap.
pub fn filled(template: &str, values: &[(&str, String)]) -> Result<String, String> {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, gap)) = rest.split_once("{{") {
        let (name, after) = gap.split_once("}}").ok_or("a gap is not closed")?;
        let value = values.iter().find(|(known, _)| *known == name.trim());
        let (_, value) = value.ok_or_else(|| format!("nothing is known of `{}`", name.trim()))?;
        text.push_str(before);
        text.push_str(value);
        rest = after;
    }
    text.push_str(rest);
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_or_the_whole_is_refused() {
        let values = [("version", "0.2.0".to_owned())];
        assert_eq!(filled("v{{version}}: {{ version }}.", &values).unwrap(), "v0.2.0: 0.2.0.");
        assert_eq!(filled("#{version} {\"a\": {}}", &values).unwrap(), "#{version} {\"a\": {}}");
        assert_eq!(filled("{{sum}}", &values).unwrap_err(), "nothing is known of `sum`");
        assert!(filled("{{version", &values).is_err());
    }

    #[test]
    fn what_is_filled_in_is_not_read_again() {
        let values = [("a", "{{b}}".to_owned()), ("b", "no".to_owned())];
        assert_eq!(filled("{{a}}", &values).unwrap(), "{{b}}");
    }
}
