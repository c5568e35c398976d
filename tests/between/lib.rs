//! A line between a desk and its cloud that passes everything on until it is told to do harm: delay, cut, lose a reply after
//! the commit, answer in the cloud's place, fall silent, hold a stream back. Three test worlds use it: desks in process,
//! programs as processes, and the real window.
//!
//! It speaks just enough HTTP/1.1 to tell one request from the next: each is read whole, and each answer ends its connection,
//! so that a harm meets exactly the requests that it is meant for.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

mod carry;

/// What the line does to a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Harm {
    /// Nothing: it is passed on.
    None,
    /// It is passed on after this pause, and so is each piece of the answer.
    Delay(Duration),
    /// It is answered 500 by something that is broken.
    Broken,
    /// It is answered with this status by something that is not our cloud.
    Status(u16),
    /// It is turned away in our cloud's own words (`application/problem+json`): status, code, seconds of `Retry-After`.
    Problem(u16, &'static str, Option<u32>),
    /// It is answered by a hotel's sign-in page.
    Garbage,
    /// It is sent on to the hotel's sign-in page (302).
    Redirect,
    /// The answer breaks off in the middle, and the cloud has heard nothing.
    Half,
    /// The line is closed without a word.
    Nothing,
    /// So many bytes of the request reach the cloud, then the line is closed.
    CutUp(usize),
    /// So many bytes of the cloud's answer come back, then the line is closed.
    CutDown(usize),
    /// So many percent of the cloud's answer come back, then the line is closed.
    CutDownAt(usize),
    /// The cloud gets the request and answers; nothing of the answer comes back.
    ReplyLost,
    /// The cloud gets the request and answers; the answer waits until this harm ends.
    Hold,
    /// A half-open line, as after sleep: whatever is sent disappears, nothing comes, nobody closes. Also on open lines, and on
    /// those for ever.
    Silence,
    /// A proxy that gathers: of an answer that has no end (a live stream) nothing comes through. Others pass.
    HoldBack,
}

/// The line; it ends when it is dropped.
pub struct Between {
    address: String,
    state: Arc<State>,
    accepting: JoinHandle<()>,
}

#[derive(Clone)]
struct Rule {
    /// Requests that hold this text, in head or body.
    only: String,
    harm: Harm,
    /// How many requests are still to be harmed; `None`: all.
    left: Option<usize>,
}

struct State {
    cloud: Mutex<String>,
    rules: watch::Sender<Vec<Rule>>,
    harmed: watch::Sender<usize>,
    seen: watch::Sender<Vec<String>>,
}

impl Between {
    /// A line to a cloud's address (`http://127.0.0.1:PORT`), on a free port of this machine.
    pub async fn before(cloud: &str) -> Between {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound").to_string();
        let state = Arc::new(State {
            cloud: Mutex::new(host_of(cloud)),
            rules: watch::channel(Vec::new()).0,
            harmed: watch::channel(0).0,
            seen: watch::channel(Vec::new()).0,
        });
        let shared = Arc::clone(&state);
        let accepting = tokio::spawn(async move {
            // The connections end with the line: they are this task's own.
            let mut open = tokio::task::JoinSet::new();
            while let Ok((desk, _)) = listener.accept().await {
                open.spawn(carry::carry(desk, Arc::clone(&shared)));
                while open.try_join_next().is_some() {}
            }
        });
        Between { address, state, accepting }
    }

    /// Where a desk finds it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The cloud is at another address now.
    pub fn leads_to(&self, cloud: &str) {
        *lock(&self.state.cloud) = host_of(cloud);
    }

    /// From now on this happens to every request, and to connections that are open: they are cut, or fall silent.
    pub fn does(&self, harm: Harm) {
        self.set(Vec::new(), String::new(), None, harm);
    }

    /// From now on this happens to requests that hold `text` in head or body, beside what happens to others.
    pub fn does_to(&self, text: &str, harm: Harm) {
        self.set(self.others(text), text.to_owned(), None, harm);
    }

    /// The same, for the next so many of them.
    pub fn does_next(&self, text: &str, times: usize, harm: Harm) {
        self.set(self.others(text), text.to_owned(), Some(times), harm);
    }

    /// Everything passes again.
    pub fn heals(&self) {
        self.state.rules.send_replace(Vec::new());
    }

    /// How many requests were harmed so far. One whose answer is lost or held counts when the cloud has answered it, and an
    /// open line that falls silent counts too.
    pub fn harmed(&self) -> usize {
        *self.state.harmed.borrow()
    }

    /// Waits until so many requests were harmed.
    pub async fn until_harmed(&self, times: usize) {
        // The sender lives as long as the line.
        let _ = self.state.harmed.subscribe().wait_for(|harmed| *harmed >= times).await;
    }

    /// The first lines (`POST /v1/… HTTP/1.1`) of all requests so far that hold `text`.
    pub fn requests(&self, text: &str) -> Vec<String> {
        self.state.seen.borrow().iter().filter(|line| line.contains(text)).cloned().collect()
    }

    /// Waits until so many requests came whose first line holds `text`.
    pub async fn until_requests(&self, text: &str, times: usize) {
        let enough = |seen: &Vec<String>| seen.iter().filter(|line| line.contains(text)).count() >= times;
        let _ = self.state.seen.subscribe().wait_for(enough).await;
    }

    fn others(&self, text: &str) -> Vec<Rule> {
        self.state.rules.borrow().iter().filter(|rule| rule.only != text).cloned().collect()
    }

    fn set(&self, mut rules: Vec<Rule>, only: String, left: Option<usize>, harm: Harm) {
        if harm != Harm::None {
            rules.push(Rule { only, harm, left });
        }
        self.state.rules.send_replace(rules);
    }
}

impl Drop for Between {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl fmt::Debug for Between {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Between({}, {} harmed)", self.address, self.harmed())
    }
}

impl State {
    /// What happens to a new request.
    fn meets(&self, request: &str) -> Harm {
        let first = request.lines().next().unwrap_or_default().to_owned();
        self.seen.send_modify(|seen| seen.push(first));
        let mut met = Harm::None;
        self.rules.send_if_modified(|rules| {
            let rule = rules.iter_mut().find(|rule| request.contains(&rule.only) && rule.left != Some(0));
            let Some(rule) = rule else { return false };
            met = rule.harm.clone();
            if let Some(left) = &mut rule.left {
                *left -= 1;
            }
            // Open lines need not look: a rule that counts is for those that come.
            false
        });
        met
    }

    fn count(&self) {
        self.harmed.send_modify(|harmed| *harmed += 1);
    }

    /// What happens to a request that is already under way.
    fn now(&self, request: &str) -> Harm {
        let rules = self.rules.borrow();
        let rule = rules.iter().find(|rule| rule.left.is_none() && request.contains(&rule.only));
        rule.map_or(Harm::None, |rule| rule.harm.clone())
    }
}

fn host_of(address: &str) -> String {
    address.trim_start_matches("http://").trim_end_matches('/').to_owned()
}

/// Single steps under the lock: whoever panicked left it whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
