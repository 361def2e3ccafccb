//! `insecure-registry-annotate`: the same as `insecure-registry annotate`, without what the rest of that command is built of.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;
use insecure_registry_annotate::Options;

/// Embeds metadata and documentation into a module, in Kubewarden's format.
///
/// Replaces earlier metadata and leaves out debug sections, so that the same input gives the same bytes.
#[derive(Parser)]
#[command(name = "insecure-registry-annotate", version)]
struct Arguments {
    #[command(flatten)]
    options: Options,
}

fn main() -> ExitCode {
    match Arguments::parse().options.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}
