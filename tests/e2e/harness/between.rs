//! What stands between a window and its cloud: a line that passes everything on, until it is told to do harm.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// What the line does to a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Harm {
    /// Nothing: it is passed on.
    None,
    /// It is answered 500 by something that is broken.
    Broken,
    /// It is answered by a hotel's sign-in page.
    Garbage,
    /// The answer breaks off in the middle.
    Half,
    /// The line is closed without a word.
    Nothing,
}

/// The line; it ends with the test.
pub struct Between {
    address: String,
    harm: watch::Sender<Harm>,
}

impl Between {
    /// A line to a cloud's address.
    pub async fn before(cloud: &str) -> Between {
        let cloud = cloud.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound").to_string();
        let (harm, told) = watch::channel(Harm::None);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(carry(stream, cloud.clone(), told.clone()));
            }
        });
        Between { address, harm }
    }

    /// Where a window finds it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on, also for connections that are open: they are cut.
    pub fn does(&self, harm: Harm) {
        self.harm.send_replace(harm);
    }
}

async fn carry(mut desk: TcpStream, cloud: String, mut told: watch::Receiver<Harm>) {
    let harm = *told.borrow_and_update();
    let answer = match harm {
        Harm::None => {
            let Ok(mut cloud) = TcpStream::connect(&cloud).await else { return };
            tokio::select! {
                _ = copy_bidirectional(&mut desk, &mut cloud) => {}
                _ = told.changed() => {}
            }
            return;
        }
        Harm::Nothing => return,
        Harm::Broken => {
            "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 5\r\nconnection: close\r\n\r\noops!"
        }
        Harm::Garbage => {
            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 22\r\nconnection: close\r\n\r\n<h1>Hotel Mawar</h1>\r\n"
        }
        Harm::Half => {
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\nconnection: close\r\n\r\n{\"outcomes\":[{\"id\":"
        }
    };
    // The request is read first, as far as it comes at once: an answer before the question would be another fault.
    let mut request = vec![0; 64 * 1024];
    let _ = tokio::time::timeout(Duration::from_secs(5), desk.read(&mut request)).await;
    let _ = desk.write_all(answer.as_bytes()).await;
    let _ = desk.shutdown().await;
}
