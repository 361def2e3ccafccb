//! The `registries.yaml` of k3s and RKE2, which write hosts.toml files from it, and where it is.
//!
//! Source: <https://github.com/k3s-io/k3s/blob/master/pkg/agent/containerd/config.go> (`getHostConfigs`),
//! <https://github.com/rancher/wharfie/blob/master/pkg/registries/types.go>.

use super::findings::{Findings, NoPort};
use super::mirrors::{self, Runtime};
use super::value::Value;
use crate::error::Error;

pub(crate) fn interpret(file: &Value, findings: &mut Findings) -> Result<(), Error> {
    findings.begin(NoPort::Https);
    mirrors::interpret(file, Runtime::K3s, findings)
}

/// Where `config.yaml` says that registries.yaml is.
pub(crate) fn private_registry(file: &Value) -> Option<&Value> {
    file.get("private-registry")
}
