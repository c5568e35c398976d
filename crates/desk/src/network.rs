//! Whether this machine has a way to its cloud, as the system's routes tell: nobody is asked and nothing is sent.
//!
//! An exchange alone tells whether a desk is online. But one that backs off would hear of a network's return up to a minute
//! late; this tells it at once, whatever the system, and without a window.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use tokio::time::sleep;
use url::{Host, Url};

/// How often the routes are looked at while there is no line to the cloud.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Waits until there is a way out that was not there before: after none, or another one (another network).
pub async fn returns(cloud: &Url) {
    let mut before = way_out(cloud);
    loop {
        sleep(LOOK_EVERY).await;
        let now = way_out(cloud);
        if returned(before, now) {
            return;
        }
        before = now;
    }
}

fn returned(before: Option<IpAddr>, now: Option<IpAddr>) -> bool {
    now.is_some() && now != before
}

/// The address of this machine from which something for the cloud would leave. Connecting a datagram socket looks up the route
/// and sends nothing. A name is not resolved, which would be a question to the network: an address that is reserved for
/// documents (RFC 5737, RFC 3849) stands for everything outside.
fn way_out(cloud: &Url) -> Option<IpAddr> {
    let outside =
        [IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1))];
    let there: Vec<IpAddr> = match cloud.host() {
        Some(Host::Ipv4(address)) => vec![address.into()],
        Some(Host::Ipv6(address)) => vec![address.into()],
        Some(Host::Domain("localhost")) => vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
        Some(Host::Domain(_)) | None => outside.to_vec(),
    };
    there.into_iter().find_map(|address| {
        let here: IpAddr =
            if address.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
        let socket = UdpSocket::bind(SocketAddr::new(here, 0)).ok()?;
        socket.connect(SocketAddr::new(address, 9)).ok()?;
        Some(socket.local_addr().ok()?.ip())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_returns_when_there_is_a_way_out_that_was_not_there_before() {
        let (home, train) = (IpAddr::from([192, 168, 1, 5]), IpAddr::from([10, 0, 0, 7]));
        assert!(returned(None, Some(home)) && returned(Some(home), Some(train)));
        assert!(!returned(Some(home), Some(home)) && !returned(Some(home), None) && !returned(None, None));
    }

    #[test]
    fn the_way_to_this_machine_itself_is_its_own() {
        for address in ["http://127.0.0.1:8787", "http://localhost:8787"] {
            let way = way_out(&Url::parse(address).unwrap());
            assert!(way.is_some_and(|way| way.is_loopback()), "{address}: {way:?}");
        }
    }
}
