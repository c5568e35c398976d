//! What the end-to-end tests are made of: a cloud as a process, people who talk to it over HTTP, windows driven through
//! WebDriver, and the keychain. Nothing here links Keyholder: a test that cannot call into the program cannot cheat.

pub mod bus;
pub mod cloud;
mod corner;
pub mod display;
pub mod http;
pub mod keychain;
pub mod mouse;
pub mod namespace;
pub mod notified;
pub mod people;
pub mod portal;
pub mod process;
pub mod save_dialog;
pub mod shop;
pub mod wait;
pub mod window;

pub use shop::Shop;
pub use wait::eventually;
pub use window::Window;
