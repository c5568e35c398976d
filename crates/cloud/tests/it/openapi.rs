//! `/openapi.json` describes every route there is, and none that there is not.

use std::collections::BTreeSet;

use keyholder_cloud::testing::TestCloud;
use serde_json::Value;

/// `METHOD /path` of each route, read from the one screen that lists them.
fn routed() -> BTreeSet<String> {
    let source = include_str!("../../src/routes.rs").replace(char::is_whitespace, "");
    let mut routes = BTreeSet::new();
    for route in source.split(".route(\"").skip(1) {
        let (path, rest) = route.split_once('"').unwrap();
        let handlers = rest.split(".route(").next().unwrap();
        for method in ["get", "post", "delete"] {
            if handlers.contains(&format!(",{method}(")) || handlers.contains(&format!(").{method}(")) {
                routes.insert(format!("{method} {path}"));
            }
        }
    }
    routes
}

fn described(openapi: &Value) -> BTreeSet<String> {
    let paths = openapi["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().keys().map(move |method| format!("{method} {path}"))
        })
        .collect()
}

#[tokio::test]
async fn every_route_is_described_and_nothing_else() {
    let cloud = TestCloud::new().await;
    let openapi = cloud.get("/openapi.json", "").await;
    assert_eq!(openapi.status, 200);
    let routed = routed();
    assert!(routed.len() >= 18, "{routed:?}");
    assert_eq!(described(&openapi.body), routed);
    assert_eq!(openapi.body["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
}
