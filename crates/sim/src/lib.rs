//! Desks, a cloud and everything between them, driven by one seed: no thread, no runtime, no real time.
