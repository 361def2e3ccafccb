//! `insecure-registry`: judges manifests before they reach a cluster, by the rules of the policy; reads what nodes say of
//! registries; annotates the policy's module and pushes it to a registry.

mod check;
mod error;
mod explain;
mod fix;
mod import;
mod migrate;
mod nodes;
mod read;
mod settings;
mod why;

use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use clap_complete::Shell;

use crate::error::Error;

#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Keeps insecure registries and exposed registry credentials out of Kubernetes clusters.
#[derive(Parser)]
#[command(name = "insecure-registry", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check manifests against the policy before they reach a cluster
    ///
    /// Exits with 1 if there are findings (see --fail-on), else with 2 if a file given by name could not be read (see --unreadable) or
    /// there was nothing to check, and with 0 otherwise. Everything that could be read is checked.
    Check(check::Options),
    /// Print exemptions for what is there today, so that the policy denies only what is new
    ///
    /// Each exemption names rules, kinds, names, namespaces and images exactly, and together they cover nothing that was not found. What
    /// cannot be exempted so is listed, and causes exit code 1.
    Baseline(check::BaselineOptions),
    /// Rewrite images in files, as `rewrites` in the settings says
    ///
    /// Changes only the strings of images, in manifests of any kind, kustomizations, values of charts and compose files; comments and
    /// layout stay. Pod specs get the pull secrets of the entries. What cannot be changed in place is listed.
    ///
    /// Exits with 1 if --check finds something to change, else with 2 if something could not be changed or a file given by name could
    /// not be read, and with 0 otherwise.
    Fix(fix::Options),
    /// Explain what the policy decides about manifests, place by place
    ///
    /// For each place that the policy looks at: which rules run, which entry, exemption or override of the settings matches, and what would
    /// change the answer.
    Why(why::Options),
    /// List the rules
    Rules,
    /// Explain what a rule finds and why, with examples
    Explain {
        /// The rule
        #[arg(value_parser = explain::rules())]
        rule: String,
    },
    /// Print the settings that match a node's configuration
    ///
    /// Reads what dockerd, containerd, CRI-O, Podman, k3s, RKE2, Talos, Bottlerocket and others read. Each entry names the file and
    /// line that it comes from; what settings cannot express is a comment, and so is what was read and what was passed over.
    ///
    /// Exits with 1 if nothing was read, or if --check found a difference, and with 2 if a runtime refuses a file: the rest is
    /// still printed.
    Import(import::Options),
    /// Print the settings that match all nodes of a cluster
    ///
    /// Reads what the Pods of deploy/nodes have logged, one line for each node, with kubectl.
    Nodes(nodes::Options),
    /// Print settings that do what another policy's list of registries does
    ///
    /// Reads settings of Kubewarden's trusted-repos, constraints of Gatekeeper (`K8sAllowedRepos`, `K8sAllowedReposv2`, `K8sDisallowedRepos`) and
    /// policies of Kyverno that compare images with a pattern. Comments say what differs and what was left out, and which patterns match
    /// more than they seem to.
    ///
    /// Exits with 1 if something was left out, and with 2 if something could not be read.
    Migrate(migrate::Options),
    /// Work with settings
    #[command(subcommand)]
    Settings(settings::Command),
    /// Check manifests and settings as they are typed, for editors: a language server
    ///
    /// Speaks the Language Server Protocol on standard input and output. Exits with 1 if the editor goes without a goodbye.
    #[cfg(feature = "lsp")]
    Lsp(insecure_registry_lsp::Options),
    /// Embed metadata and documentation into a module, in Kubewarden's format
    ///
    /// Replaces earlier metadata and leaves out debug sections, so that the same input gives the same bytes.
    Annotate(insecure_registry_annotate::Options),
    /// Push an annotated module to a registry, and print its reference by digest
    ///
    /// Uses the credentials that `docker login` and its helpers store, in `DOCKER_CONFIG` or the home folder.
    #[cfg(feature = "push")]
    Push(insecure_registry_push::Options),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write man pages into a folder
    #[cfg(feature = "man")]
    #[command(hide = true)]
    Man {
        /// The folder
        folder: std::path::PathBuf,
    },
}

/// What the command ends with.
enum Outcome {
    /// All is well.
    Fine,
    /// It did what it should, and found something.
    Found,
    /// It could not do all that it should, and said so.
    Incomplete,
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let name = called_as(std::env::args_os().next().as_deref());
    let arguments = Arguments::command().bin_name(name).get_matches();
    let outcome = Arguments::from_arg_matches(&arguments).map_err(|error| error.exit()).and_then(run);
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Incomplete) => ExitCode::from(2),
        // The reader of a pipe has seen enough.
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

/// What a person types to run this: kubectl runs its plugins as `kubectl-NAME`, which may be a link to the command.
fn called_as(program: Option<&OsStr>) -> &'static str {
    let name = program.map(Path::new).and_then(Path::file_name).unwrap_or_default();
    if name.to_string_lossy().starts_with("kubectl-") { "kubectl insecure-registry" } else { "insecure-registry" }
}

/// Prints what was found, and beside it what went wrong.
fn print(printed: import::Printed) -> Result<Outcome, Error> {
    write!(io::stdout(), "{}", printed.text)?;
    for error in printed.errors {
        writeln!(io::stderr(), "error: {error}")?;
    }
    Ok(printed.outcome)
}

fn run(arguments: Arguments) -> Result<Outcome, Error> {
    match arguments.command {
        Command::Check(options) => return check::check(&options),
        Command::Baseline(options) => return check::baseline(&options),
        Command::Fix(options) => return fix::fix(&options),
        Command::Why(options) => return why::why(&options),
        Command::Rules => explain::list(&mut io::stdout().lock())?,
        Command::Explain { rule } => explain::explain(&rule, &mut io::stdout().lock())?,
        Command::Import(options) => return print(import::import(&options)?),
        Command::Nodes(options) => return print(nodes::nodes(&options)?),
        Command::Migrate(options) => return print(migrate::migrate(&options)?),
        Command::Settings(command) => return settings::run(&command),
        #[cfg(feature = "lsp")]
        Command::Lsp(options) => {
            if let Err(error) = insecure_registry_lsp::serve(&options) {
                writeln!(io::stderr(), "error: {error}")?;
                return Ok(Outcome::Found);
            }
        }
        Command::Annotate(options) => options.run()?,
        #[cfg(feature = "push")]
        Command::Push(options) => writeln!(io::stdout(), "{}", insecure_registry_push::push(&options)?)?,
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "insecure-registry", &mut io::stdout());
        }
        #[cfg(feature = "man")]
        Command::Man { folder } => {
            clap_mangen::generate_to(Arguments::command(), &folder).map_err(|error| Error::file(&folder, error))?;
        }
    }
    Ok(Outcome::Fine)
}
