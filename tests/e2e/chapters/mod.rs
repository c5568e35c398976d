//! More chapters of pictures, by what they show.

mod away;
mod dialogs;
mod ends;
mod larger;
mod links;
mod paper;
mod readme;
mod seats;
mod updates;
