//! dockerd's `daemon.json`.
//!
//! Source: <https://github.com/moby/moby/blob/master/daemon/pkg/registry/config.go> (`loadInsecureRegistries`,
//! `isSecureIndex`), `service_v2.go` there and `daemon/hosts.go` for what is done with mirrors.

use std::net::IpAddr;

use super::findings::{Endpoint, Findings, NoPort, block, covers, host_in, is_http, named};
use super::mirrors::HUB;
use super::value::Value;
use crate::error::Error;

pub(crate) fn judge(file: &Value, findings: &mut Findings) -> Result<(), Error> {
    findings.begin(NoPort::Https);
    let mut insecure: Vec<String> = Vec::new();
    for item in Value::items(file.get("insecure-registries"))? {
        let source = item.source("insecure-registries");
        let entry = without_scheme(item.text()?);
        match (block(entry), entry) {
            (Some((address, _)), _) if address.to_canonical() != address => {
                findings.remark(
                    source,
                    "has no effect, since dockerd compares IPv4 addresses as such; write the block as IPv4",
                );
                continue;
            }
            (Some((address, length)), _) => {
                let entry = masked(address, length);
                if !address.is_loopback() {
                    let what = "also covers host names that resolve into this block, which the policy does not resolve; list \
                                them in insecureRegistries";
                    findings.remark(item.source(format!("insecure-registries `{entry}`")), what);
                }
                findings.insecure(&entry, vec![source]);
                insecure.push(entry);
                continue;
            }
            (None, "docker.io" | "index.docker.io") => {
                findings.remark(source, "has no effect for docker.io, which dockerd always verifies");
            }
            (None, _) => {
                if entry == HUB {
                    let why = format!("insecure-registries `{HUB}`, where docker.io comes from");
                    findings.insecure("docker.io", vec![item.source(why)]);
                }
                findings.insecure(entry, vec![source]);
            }
        }
        insecure.push(entry.to_owned());
    }
    let is_insecure = |url: &str| {
        let host = host_in(url);
        let is_in = |entry: &String| entry == host || (block(entry).is_some() && covers(entry, host));
        is_http(url) || insecure.iter().any(is_in)
    };
    let mut endpoints = Vec::new();
    for mirror in Value::items(file.get("registry-mirrors"))? {
        let url = mirror.text()?;
        let why = format!("registry-mirrors{} for docker.io", named("at", host_in(url)));
        let endpoint =
            Endpoint { host: host_in(url).to_owned(), is_insecure: is_insecure(url), source: mirror.source(why) };
        endpoints.push(endpoint);
    }
    findings.conclude("docker.io", endpoints);
    Ok(())
}

/// dockerd strips `http://` and `https://`, in any case; nothing else is left of an entry with a scheme.
fn without_scheme(entry: &str) -> &str {
    match entry.split_once("://") {
        Some((scheme, host)) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => host,
        _ => entry,
    }
}

/// A block as the policy writes it: without bits beyond its length.
fn masked(address: IpAddr, length: u8) -> String {
    let address = match address {
        IpAddr::V4(it) => IpAddr::V4((it.to_bits() & u32::MAX.checked_shl(32 - u32::from(length)).unwrap_or(0)).into()),
        IpAddr::V6(it) => {
            IpAddr::V6((it.to_bits() & u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0)).into())
        }
    };
    format!("{address}/{length}")
}
