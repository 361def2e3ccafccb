//! Talos' machine configuration: `machine.registries`, and the documents that follow it.
//!
//! Source: <https://github.com/siderolabs/talos/blob/main/internal/pkg/containers/cri/containerd/hosts.go> (`GenerateHosts`), which
//! writes hosts.toml, and `internal/pkg/containers/image/resolver.go` for the images that Talos pulls itself.

use std::collections::BTreeMap;

use super::findings::{Endpoint, Findings, HUB, NoPort, host_in, is_http, named};
use super::value::Value;
use crate::error::Error;

/// What the documents of one machine say.
#[derive(Default)]
pub(crate) struct Machine<'v> {
    /// Endpoints by registry, and whether the registry itself is left out.
    mirrors: BTreeMap<String, (Vec<&'v Value>, bool)>,
    tls: BTreeMap<String, &'v Value>,
    /// Where the registry is named.
    named: BTreeMap<String, &'v Value>,
}

impl<'v> Machine<'v> {
    /// Reads a document; says whether it is one of Talos.
    pub(crate) fn read(&mut self, document: &'v Value) -> Result<bool, Error> {
        let kind = document.text_at(&["kind"]).unwrap_or_default();
        let name = document.text_at(&["name"]).unwrap_or_default().to_owned();
        match kind {
            "RegistryMirrorConfig" => {
                let endpoints = Value::items(document.get("endpoints"))?;
                let urls = endpoints.iter().filter_map(|it| it.get("url")).collect();
                let skips = Value::if_true(document.get("skipFallback"))?.is_some();
                self.named.insert(name.clone(), document);
                self.mirrors.insert(name, (urls, skips));
            }
            "RegistryTLSConfig" => {
                self.named.insert(name.clone(), document);
                self.tls.insert(name, document);
            }
            "RegistryAuthConfig" => {}
            _ => {
                let Some(machine) = document.get("machine").filter(|it| it.is_map()) else { return Ok(false) };
                // A patch has no version.
                let is_one = document.text_at(&["version"]) == Some("v1alpha1") || machine.get("registries").is_some();
                if !is_one {
                    return Ok(false);
                }
                self.read_machine(machine)?;
            }
        }
        Ok(true)
    }

    fn read_machine(&mut self, machine: &'v Value) -> Result<(), Error> {
        let Some(registries) = machine.get("registries") else { return Ok(()) };
        for (name, mirror) in Value::members(registries.get("mirrors"))? {
            let urls = Value::items(mirror.get("endpoints"))?.iter().collect();
            let skips = Value::if_true(mirror.get("skipFallback"))?.is_some();
            self.named.insert(name.clone(), mirror);
            self.mirrors.insert(name.clone(), (urls, skips));
        }
        for (name, config) in Value::members(registries.get("config"))? {
            if let Some(tls) = config.get("tls") {
                self.named.insert(name.clone(), config);
                self.tls.insert(name.clone(), tls);
            }
        }
        Ok(())
    }

    pub(crate) fn interpret(&self, findings: &mut Findings) -> Result<(), Error> {
        findings.begin(NoPort::Https);
        for (registry, document) in &self.named {
            let mut endpoints = Vec::new();
            let mirror = self.mirrors.get(registry);
            for item in mirror.iter().flat_map(|(urls, _)| urls) {
                let url = item.text()?;
                let host = host_in(url);
                endpoints.push(self.endpoint(host, is_http(url), item, "endpoint")?);
            }
            if mirror.is_none_or(|(_, skips)| !skips) && registry != "*" {
                let host = if registry == "docker.io" { HUB } else { registry };
                let names = if mirror.is_none() { [registry.as_str(); 2] } else { [host, registry.as_str()] };
                let skips =
                    names.iter().find_map(|name| self.tls.get(*name)).map(|tls| skip(tls)).transpose()?.flatten();
                let note = if mirror.is_some() { ", for the images that Talos pulls itself" } else { "" };
                let mut own = self.endpoint(host, false, document, "the registry itself")?;
                if let Some(skips) = skips {
                    own = Endpoint::new(host, true, skips.source(format!("insecureSkipVerify{}", named("for", host))));
                }
                endpoints.push(own.with_note(note));
            }
            if registry == "*" && self.tls.contains_key("*") {
                return Err(document.at.error("is TLS for `*`, which Talos refuses"));
            }
            if registry == "*" {
                findings.conclude_rest(endpoints);
            } else {
                findings.conclude(registry, endpoints);
            }
        }
        Ok(())
    }

    fn endpoint(&self, host: &str, is_plain: bool, at: &Value, what: &str) -> Result<Endpoint, Error> {
        let tls = self.tls.get(host);
        let skips = tls.map(|tls| skip(tls)).transpose()?.flatten();
        let source = match (skips, tls.and_then(|tls| tls.get("ca"))) {
            (Some(skips), _) => skips.source(format!("insecureSkipVerify{}", named("for", host))),
            (None, Some(ca)) if !is_plain => ca.source("ca"),
            (None, _) => at.source(format!("{what}{}", named("at", host))),
        };
        Ok(Endpoint::new(host, is_plain || skips.is_some(), source))
    }
}

fn skip(tls: &Value) -> Result<Option<&Value>, Error> {
    Value::if_true(tls.get("insecureSkipVerify"))
}
