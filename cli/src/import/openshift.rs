//! `OpenShift`'s own objects, from which the machine config operator writes registries.conf.
//!
//! Source: <https://github.com/openshift/runtime-utils/blob/master/pkg/registries/registries.go> (`EditRegistriesConfig`).

use std::collections::BTreeMap;

use super::findings::{Endpoint, Findings, Source, named};
use super::registries_conf::{self, Registries, Registry, host_of};
use super::value::Value;
use crate::error::Error;

/// What the objects of a cluster say.
#[derive(Default)]
pub(crate) struct Objects {
    insecure: Vec<(String, Source)>,
    blocked: Vec<(String, Source)>,
    mirrors: Vec<Mirrors>,
    remarks: Vec<(Source, &'static str)>,
}

#[allow(clippy::struct_field_names)] // as the objects name them
struct Mirrors {
    source: String,
    mirrors: Vec<(String, Source)>,
    by_digest: bool,
    /// `NeverContactSource`.
    blocked: Option<Source>,
}

impl Objects {
    /// Reads an object; says whether it is one of these.
    pub(crate) fn read(&mut self, object: &Value) -> Result<bool, Error> {
        let group = object.text_at(&["apiVersion"]).and_then(|it| it.split_once('/')).map_or("", |(group, _)| group);
        match (group, object.text_at(&["kind"]).unwrap_or_default()) {
            ("config.openshift.io", "Image") => self.read_image(object)?,
            ("config.openshift.io", "ImageDigestMirrorSet") => self.read_mirrors(object, "imageDigestMirrors", true)?,
            ("config.openshift.io", "ImageTagMirrorSet") => self.read_mirrors(object, "imageTagMirrors", false)?,
            ("operator.openshift.io", "ImageContentSourcePolicy") => {
                self.read_mirrors(object, "repositoryDigestMirrors", true)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn read_image(&mut self, object: &Value) -> Result<(), Error> {
        let sources = object.path(&["spec", "registrySources"]);
        let list = |name: &str| Value::items(sources.and_then(|it| it.get(name)));
        for item in list("insecureRegistries")? {
            self.insecure.push((item.text()?.to_owned(), item.source("insecureRegistries")));
        }
        for item in list("blockedRegistries")? {
            self.blocked.push((item.text()?.to_owned(), item.source("blockedRegistries")));
        }
        if let Some(first) = list("allowedRegistries")?.first() {
            let what =
                "are the only ones that nodes pull from; list them in allowedRegistries to say so in the policy too";
            self.remarks.push((first.source("allowedRegistries"), what));
        }
        for item in Value::items(object.path(&["spec", "allowedRegistriesForImport"]))? {
            if let Some(insecure) = Value::if_true(item.get("insecure"))? {
                let host = item.text_at(&["domainName"]).unwrap_or_default();
                let what = "is for imports into image streams alone; list the registry in insecureRegistries if images are \
                            pulled from it";
                self.remarks.push((insecure.source(format!("allowedRegistriesForImport{}", named("of", host))), what));
            }
        }
        Ok(())
    }

    fn read_mirrors(&mut self, object: &Value, list: &str, by_digest: bool) -> Result<(), Error> {
        for set in Value::items(object.path(&["spec", list]))? {
            let Some(source) = set.get("source") else { return Err(set.at.error("has no `source`")) };
            let mut mirrors = Vec::new();
            for mirror in Value::items(set.get("mirrors"))? {
                let location = mirror.text()?;
                mirrors.push((location.to_owned(), mirror.source(format!("mirror{}", named("at", host_of(location))))));
            }
            let source = source.text()?.to_owned();
            // What has no mirror but itself is none.
            if mirrors.iter().all(|(mirror, _)| *mirror == source) {
                continue;
            }
            let policy = set.get("mirrorSourcePolicy");
            let blocked = policy.filter(|it| it.text().is_ok_and(|text| text == "NeverContactSource"));
            let blocked = blocked.map(|it| it.source("NeverContactSource"));
            self.mirrors.push(Mirrors { source, mirrors, by_digest, blocked });
        }
        Ok(())
    }

    pub(crate) fn interpret(self, findings: &mut Findings) {
        let insecure_for = |scope: &str| self.insecure.iter().find(|(entry, _)| is_nested(scope, entry));
        let mut registries: BTreeMap<String, Registry> = BTreeMap::new();
        let mut sources: BTreeMap<String, Source> = BTreeMap::new();
        for set in &self.mirrors {
            let registry =
                registries.entry(set.source.clone()).or_insert_with(|| Registry { endpoints: vec![], blocked: None });
            for (location, source) in &set.mirrors {
                let insecure = insecure_for(location);
                let mut source = source.clone();
                if insecure.is_some() {
                    source.why += " is insecure";
                }
                registry.endpoints.push(registries_conf::mirror(location, insecure.is_some(), set.by_digest, source));
            }
            registry.blocked = registry.blocked.take().or_else(|| set.blocked.clone());
            if let Some((_, source)) = set.mirrors.first() {
                sources
                    .entry(set.source.clone())
                    .or_insert_with(|| Source { why: "the source".to_owned(), ..source.clone() });
            }
        }
        for (scope, source) in self.blocked.iter().chain(&self.insecure) {
            registries.entry(scope.clone()).or_insert_with(|| Registry { endpoints: vec![], blocked: None });
            sources.entry(scope.clone()).or_insert_with(|| source.clone());
        }
        for (scope, registry) in &mut registries {
            if let Some((_, source)) = self.blocked.iter().find(|(entry, _)| is_nested(scope, entry)) {
                registry.blocked = Some(source.clone());
            }
            let insecure = insecure_for(scope);
            let Some(source) = insecure.map(|(_, source)| source).or_else(|| sources.get(scope)) else { continue };
            registry.endpoints.push(Endpoint::new(host_of(scope), insecure.is_some(), source.clone()));
        }
        for (source, what) in self.remarks {
            findings.remark(source, what);
        }
        registries_conf::interpret(Registries { registries, ..Registries::default() }, true, findings);
    }
}

/// Whether a scope lies within another, as `ScopeIsNestedInsideScope` has it.
fn is_nested(scope: &str, within: &str) -> bool {
    if let Some(suffix) = within.strip_prefix('*').filter(|suffix| suffix.starts_with('.')) {
        let host = scope.split([':', '/']).next().unwrap_or_default();
        return scope == within || host.ends_with(suffix);
    }
    scope == within || scope.strip_prefix(within).is_some_and(|rest| rest.starts_with('/'))
}
