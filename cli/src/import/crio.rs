//! CRI-O's own list of insecure registries: `crio.conf` with drop-ins, and the flag.
//!
//! Source: <https://github.com/cri-o/cri-o/blob/main/pkg/config/config.go> (`UpdateFromPath`), `internal/storage/image.go` of 1.34
//! (`isSecureIndex`), which 1.35 does not have any more.

use super::docker::{self, Runtime};
use super::findings::{Findings, NoPort, Source};
use super::flags::Flag;
use super::value::Value;
use crate::error::Error;

const UNTIL: &str = ", until CRI-O 1.34";

/// What one CRI-O is told.
#[derive(Default)]
pub(crate) struct Config {
    insecure: Vec<(String, Source)>,
}

impl Config {
    /// Reads a file; a list in it replaces that of an earlier one.
    pub(crate) fn read_file(&mut self, file: &Value) -> Result<(), Error> {
        if let Some(list) = file.path(&["crio", "image", "insecure_registries"]) {
            self.insecure.clear();
            for item in Value::items(Some(list))? {
                self.insecure.push((item.text()?.to_owned(), item.source("insecure_registries")));
            }
        }
        Ok(())
    }

    pub(crate) fn read_flags(&mut self, flags: &[Flag]) {
        let values: Vec<_> = flags
            .iter()
            .flat_map(|flag| flag.value.split(',').map(|value| (value.to_owned(), flag.source.clone())))
            .collect();
        if !values.is_empty() {
            self.insecure = values;
        }
    }

    pub(crate) fn interpret(&self, findings: &mut Findings) {
        findings.begin(NoPort::Https);
        let list: Vec<_> = self
            .insecure
            .iter()
            .map(|(entry, source)| (entry.clone(), Source { why: format!("{}{UNTIL}", source.why), ..source.clone() }))
            .collect();
        docker::entries(&list, Runtime::Crio, findings);
    }
}
