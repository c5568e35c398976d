//! How single words are read: roles, plans and permissions by their codes (so that completions list them), durations in seconds.

use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use keyholder_domain::{Permission, Plan, Role};

/// One of the six roles.
pub fn role() -> impl TypedValueParser<Value = Role> {
    let known = Role::ALL.iter().map(|role| coded(role.code()));
    PossibleValuesParser::new(known)
        .try_map(|code| Role::from_code(&code.replace('-', "_")).ok_or("not a role"))
}

/// One of the plans.
pub fn plan() -> impl TypedValueParser<Value = Plan> {
    let known = Plan::ALL.iter().map(|plan| coded(plan.code()));
    PossibleValuesParser::new(known).try_map(|code| Plan::from_code(&code).ok_or("not a plan"))
}

/// One of the 25 permissions.
pub fn permission() -> impl TypedValueParser<Value = Permission> {
    let known = Permission::ALL.iter().map(|permission| coded(permission.code()));
    PossibleValuesParser::new(known).try_map(|code| Permission::from_code(&code).ok_or("not a permission"))
}

/// A number of seconds, up to a day.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| format!("`{text}` is not a number of seconds"))?;
    if (0.0..=86_400.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err(format!("`{text}` is not between 0 and 86400 seconds"))
    }
}

/// A code as the wire knows it; the one with a space in its name is understood with a hyphen too.
fn coded(code: &'static str) -> PossibleValue {
    match code {
        "inventory_handler" => PossibleValue::new(code).alias("inventory-handler"),
        _ => PossibleValue::new(code),
    }
}
