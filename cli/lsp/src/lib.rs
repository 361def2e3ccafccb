//! The policy in editors: a language server that checks manifests and settings as they are typed.
//!
//! What is found is what `insecure-registry check` finds, through the same crate. The server reads what the editor has open, settings and
//! nothing else, writes no file, and runs no program.

mod abilities;
mod actions;
mod document;
mod lines;
mod server;
mod settings;
mod uri;

use std::fmt;
use std::path::PathBuf;

use clap::Args;
use insecure_registry_check::DEFAULT_NAMESPACE;
use lsp_server::Connection;
use serde_json::json;

use crate::server::Server;

/// How files are checked.
#[derive(Args, Debug)]
pub struct Options {
    /// Settings for all files, instead of the nearest `.insecure-registry.yaml`
    #[arg(short, long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// The namespace for manifests without one; used by exemptions
    #[arg(short, long, value_name = "NAME", default_value = DEFAULT_NAMESPACE)]
    namespace: String,
    /// Standard input and output; the only way there is
    #[arg(long, hide = true)]
    stdio: bool,
}

/// Why the conversation ended.
#[derive(Debug)]
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// Serves one editor on standard input and output until that says goodbye.
pub fn serve(options: &Options) -> Result<(), Error> {
    let (connection, threads) = Connection::stdio();
    converse(connection, options)?;
    threads.join().map_err(|error| Error(error.to_string()))
}

fn converse(connection: Connection, options: &Options) -> Result<(), Error> {
    let failed = |error: &dyn fmt::Display| Error(error.to_string());
    let (id, parameters) = connection.initialize_start().map_err(|error| failed(&error))?;
    let parameters =
        serde_json::from_value(parameters).map_err(|_| Error("expected the parameters of `initialize`".to_owned()))?;
    let answer = json!({
        "capabilities": abilities::capabilities(),
        "serverInfo": {"name": "insecure-registry", "version": env!("CARGO_PKG_VERSION")},
    });
    connection.initialize_finish(id, answer).map_err(|error| failed(&error))?;
    Server::new(connection, options, &parameters).run()
}
