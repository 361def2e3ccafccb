//! `kubectl insecure-registry`: the same, where kubectl looks for it.

use std::process::ExitCode;

fn main() -> ExitCode {
    insecure_registry_cli::main()
}
