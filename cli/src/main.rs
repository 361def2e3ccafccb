//! `insecure-registry`: annotates the policy's module and pushes it to a registry.

mod annotate;
mod error;
mod metadata;
mod push;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};
use clap_complete::Shell;

use crate::error::Error;

/// Annotates and publishes the Insecure Registry policy.
#[derive(Parser)]
#[command(name = "insecure-registry", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Embed metadata and documentation into a module, as Kubewarden reads them
    ///
    /// Metadata of an earlier call is replaced, and debug sections are left out, so that the same input gives the same bytes.
    Annotate {
        /// The module
        module: PathBuf,
        /// The metadata
        #[arg(short, long, default_value = "metadata.yml", value_name = "FILE")]
        metadata: PathBuf,
        /// The documentation, in Markdown
        #[arg(short, long, default_value = "README.md", value_name = "FILE")]
        usage: PathBuf,
        /// Where the annotated module goes
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Push an annotated module to a registry, and print its reference by digest
    ///
    /// Credentials are those that `docker login` and its helpers keep. They are looked for where `DOCKER_CONFIG` says, or in the
    /// home folder.
    Push(push::Options),
    /// Print a script that completes this command in a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Error> {
    match arguments.command {
        Command::Annotate { module, metadata, usage, output } => {
            let read = |path: &PathBuf| std::fs::read(path).map_err(|error| Error::file(path, error));
            let text = |path: &PathBuf| std::fs::read_to_string(path).map_err(|error| Error::file(path, error));
            let metadata =
                metadata::read(&text(&metadata)?, &text(&usage)?).map_err(|error| error.within(&metadata))?;
            let annotated = annotate::annotate(&read(&module)?, &metadata).map_err(|error| error.within(&module))?;
            std::fs::write(&output, annotated).map_err(|error| Error::file(&output, error))
        }
        Command::Push(options) => {
            let reference = push::push(&options)?;
            writeln!(io::stdout(), "{reference}").map_err(|error| Error::new(format!("cannot print: {error}")))
        }
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "insecure-registry", &mut io::stdout());
            Ok(())
        }
    }
}
