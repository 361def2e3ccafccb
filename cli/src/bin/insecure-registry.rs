//! `insecure-registry`.

use std::process::ExitCode;

fn main() -> ExitCode {
    insecure_registry_cli::main()
}
