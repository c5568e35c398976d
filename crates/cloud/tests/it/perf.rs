use keyholder_cloud::testing::TestCloud;
use serde_json::json;
use std::time::Instant;
#[tokio::test]
async fn drain() {
    let cloud = TestCloud::new().await;
    let ana = cloud.person("Ana").await;
    let store = cloud.store(&ana, "0").await;
    let t = Instant::now();
    for b in 0..10 {
        let ops: Vec<_> = (0..1000).map(|n| cloud.asked(json!({"type":"group.create","group":uuid::Uuid::now_v7(),"name":format!("G{}", b*1000+n),"permissions":[]}))).collect();
        let r = cloud.sync(&ana, store, json!({"wire":1,"cursor":b*1000+1,"ops":ops})).await;
        assert_eq!(r.status.as_u16(), 200);
        eprintln!("batch {b} {:?}", t.elapsed());
    }
    let t = Instant::now();
    let futs = (0..1000).map(|n| { let op = json!({"type":"group.create","group":uuid::Uuid::now_v7(),"name":format!("H{n}"),"permissions":[]}); let (c,a)=(&cloud,&ana); async move { c.sync(a, store, json!({"wire":1,"cursor":10001,"ops":[c.asked(op)]})).await }});
    let all = futures_util::future::join_all(futs).await;
    eprintln!("1000 single-op exchanges at once {:?} {}", t.elapsed(), all.len());
    let t = Instant::now();
    let r = cloud.sync(&ana, store, json!({"wire":1,"cursor":0,"ops":[]})).await;
    eprintln!("snapshot {:?} {}", t.elapsed(), r.body.to_string().len());
    let cloud = cloud.restarted();
    let t = Instant::now();
    cloud.held(store).await;
    eprintln!("load cold {:?}", t.elapsed());
}
