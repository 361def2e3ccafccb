//! `insecure-registry-push`: the same as `insecure-registry push`, without what the rest of that command is built of.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;
use insecure_registry_push::{Options, push};

/// Pushes an annotated module to a registry, and prints its reference by digest.
///
/// Uses the credentials that `docker login` and its helpers store, in `DOCKER_CONFIG` or the home folder.
#[derive(Parser)]
#[command(name = "insecure-registry-push", version)]
struct Arguments {
    #[command(flatten)]
    options: Options,
}

fn main() -> ExitCode {
    let pushed = push(&Arguments::parse().options).map_err(|error| error.to_string());
    let printed = pushed
        .and_then(|reference| writeln!(io::stdout(), "{reference}").map_err(|error| format!("cannot print: {error}")));
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}
