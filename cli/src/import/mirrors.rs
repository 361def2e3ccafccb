//! `mirrors` and `configs`, which containerd's `config.toml` and the `registries.yaml` of k3s and RKE2 have in common.

use std::collections::BTreeSet;

use insecure_registry_policy::registry::Registry;

use super::findings::{Endpoint, Findings, HUB, Source, host_in, is_http, is_loopback, named};
use super::value::Value;
use crate::error::Error;

/// What the readers of these tables do not have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runtime {
    Containerd,
    K3s,
    /// k3s and RKE2, whose settings an object of Cluster API has.
    Rke2Object,
}

pub(crate) fn interpret(table: &Value, runtime: Runtime, findings: &mut Findings) -> Result<(), Error> {
    let mirrors = Value::members(table.get("mirrors"))?;
    let configs = Value::members(table.get("configs"))?;
    let mut registries: BTreeSet<&str> = mirrors.iter().chain(configs).map(|(name, _)| name.as_str()).collect();
    if runtime == Runtime::Containerd && registries.contains(HUB) {
        registries.insert("docker.io");
    }
    let all = Tables { mirrors, configs, runtime };
    for registry in registries {
        let mut endpoints = all.endpoints(registry, findings)?;
        if all.has_only_defaults(registry) {
            let rest = all.endpoints("*", findings)?;
            // There, `*` is the registry itself.
            endpoints.extend(rest.into_iter().map(|it| if it.host == "*" { it.at(registry) } else { it }));
        }
        if registry == "*" {
            findings.conclude_rest(endpoints);
        } else {
            findings.conclude(registry, endpoints);
        }
    }
    Ok(())
}

struct Tables<'v> {
    mirrors: &'v [(String, Value)],
    configs: &'v [(String, Value)],
    runtime: Runtime,
}

impl<'v> Tables<'v> {
    /// The mirrors of a registry, then the registry itself.
    fn endpoints(&self, registry: &str, findings: &mut Findings) -> Result<Vec<Endpoint>, Error> {
        let mirror = find(self.mirrors, registry)
            .or_else(|| find(self.mirrors, "*").filter(|_| self.runtime == Runtime::Containerd));
        let mut endpoints = Vec::new();
        for item in Value::items(mirror.and_then(|mirror| mirror.get("endpoint")))? {
            let url = item.text()?;
            // k3s goes on without what is no URL; containerd fails each pull.
            let Some(host) = Some(host_in(url)).filter(|host| !host.is_empty()) else {
                findings.remark(item.source("endpoint"), "is not a valid URL, so nothing is pulled from there");
                continue;
            };
            let is_plain = is_http(url) || (!url.contains("://") && self.is_plain_by_default(host));
            let source = item.source(format!("endpoint{}", named("at", host)));
            endpoints.push(self.endpoint(host, is_plain, source)?);
        }
        let is_there = self.runtime == Runtime::Containerd && endpoints.iter().any(|it| it.host == registry);
        let own = find(self.configs, registry).or(find(self.mirrors, registry)).or(find(self.configs, HUB));
        if let Some(own) = own.filter(|_| !is_there) {
            let host = if registry == "docker.io" { HUB } else { registry };
            endpoints.push(self.endpoint(host, self.is_plain_by_default(host), own.source("the registry itself"))?);
        }
        Ok(endpoints)
    }

    /// k3s writes no file for a registry that would have nothing in it, so that the file for all others counts there.
    fn has_only_defaults(&self, registry: &str) -> bool {
        let config = find(self.configs, registry);
        let endpoints = find(self.mirrors, registry).map(|mirror| Value::items(mirror.get("endpoint")));
        let is_own = |url: &Value| url.text().is_ok_and(|url| !is_http(url) && host_in(url) == registry);
        self.runtime != Runtime::Containerd
            && registry != "*"
            && config.is_none_or(|config| config.get("tls").or(config.get("auth")).is_none())
            && endpoints.is_none_or(|endpoints| endpoints.is_ok_and(|endpoints| endpoints.iter().all(is_own)))
    }

    fn endpoint(&self, host: &str, is_plain: bool, source: Source) -> Result<Endpoint, Error> {
        let tls = self.config(host).and_then(|config| config.get("tls"));
        let skip = if self.runtime == Runtime::Rke2Object { "insecureSkipVerify" } else { "insecure_skip_verify" };
        let skips = Value::if_true(tls.and_then(|tls| tls.get(skip)))?;
        let source = match (skips, tls.and_then(|tls| tls.get("ca_file"))) {
            (Some(skips), _) => skips.source(format!("{skip}{}", named("for", host))),
            (None, Some(ca)) if !is_plain => ca.source("ca_file"),
            (None, _) => source,
        };
        Ok(Endpoint::new(host, is_plain || skips.is_some(), source))
    }

    /// k3s takes docker.io for the host that it stands for, containerd does not; for it `*` is no host at all.
    fn config(&self, host: &str) -> Option<&'v Value> {
        if self.runtime == Runtime::Containerd && host == "*" {
            return None;
        }
        let is_hub = self.runtime != Runtime::Containerd && matches!(host, HUB | "docker.io");
        let names = if is_hub { [HUB, "docker.io"] } else { [host, host] };
        names.iter().find_map(|name| find(self.configs, name))
    }

    /// Where neither says a scheme: containerd speaks HTTP to loopback hosts, k3s if their port is not that of HTTPS.
    fn is_plain_by_default(&self, host: &str) -> bool {
        let has_odd_port = !matches!(Registry::parse(host).port, None | Some(443));
        is_loopback(host) && (self.runtime == Runtime::Containerd || has_odd_port)
    }
}

fn find<'v>(members: &'v [(String, Value)], name: &str) -> Option<&'v Value> {
    members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}
