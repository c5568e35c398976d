//! Prints the window's TypeScript types: `cargo run -p keyholder-desk --example bindings > ui/src/lib/bindings.ts`.

fn main() {
    print!("{}", keyholder_desk::views::bindings::typescript());
}
