//! Files that say what they are: machine configuration, user data, and objects of Kubernetes. What carries files for a node is
//! read as a node with these files.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use flate2::read::MultiGzDecoder;
use percent_encoding::percent_decode_str;

use super::findings::{Endpoint, Findings, NoPort, host_in, is_http, named};
use super::mirrors;
use super::openshift::Objects;
use super::talos::Machine;
use super::tree::{Entry, Location, Tree, cleaned};
use super::value::{self, Value};
use super::written::{add_file, entry, say_commands};
use super::{Node, containerd, lima};
use crate::error::Error;

/// Base64 with padding or without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// What a file of an object may be long, once it is expanded.
const LARGEST: u64 = 8 * 1024 * 1024;

/// Whether a text looks like one of these.
pub(crate) fn is_one(text: &str) -> bool {
    let words = [
        "#cloud-config",
        "CredentialProviderConfig",
        "ImageContentSourcePolicy",
        "ImageDigestMirrorSet",
        "ImageTagMirrorSet",
        "KubeadmConfig",
        "KubeadmControlPlane",
        "MIME-Version:",
        "NodeConfig",
        "RegistryMirrorConfig",
        "RKE2Config",
        "RKE2ControlPlane",
        "RegistryTLSConfig",
        "container-registry",
        "containerdConfigPatches",
        "ignition",
        "machine:",
        "provision:",
        "registrySources",
        "runtime:",
        "allowedRegistriesForImport",
        "variant:",
        "write_files",
    ];
    words.iter().any(|word| text.contains(word))
}

/// What documents carry beside what they say themselves.
#[derive(Default)]
pub(crate) struct Carried {
    pub(crate) nodes: Vec<Node>,
    pub(crate) objects: Objects,
    /// `MachineConfig`s by role: what a node of that role gets.
    machine_configs: BTreeMap<String, BTreeMap<String, BTreeMap<String, Entry>>>,
    shown: BTreeMap<String, String>,
}

impl Carried {
    /// Reads a document; says whether it is known.
    pub(crate) fn read(
        &mut self,
        location: &Location,
        text: &str,
        root: &Location,
        findings: &mut Findings,
    ) -> Result<bool, Error> {
        let shown = location.shown();
        if let Some(parts) = mime_parts(text) {
            let mut is_known = false;
            for part in parts {
                is_known |= self.read(location, &part, root, findings)?;
            }
            return Ok(is_known);
        }
        if let Ok(table) = value::toml(&shown, text)
            && let Some(registry) = table.path(&["settings", "container-registry"])
        {
            bottlerocket(registry, findings)?;
            return Ok(true);
        }
        let Ok(documents) = value::documents(&shown, text) else { return Ok(false) };
        let mut machine = Machine::default();
        let (mut is_known, mut is_talos) = (false, false);
        for document in &documents {
            if machine.read(document)? {
                is_talos = true;
            } else {
                is_known |= self.read_document(document, location, root, findings)?;
            }
        }
        if is_talos {
            machine.interpret(findings)?;
        }
        Ok(is_known || is_talos)
    }

    fn read_document(
        &mut self,
        document: &Value,
        location: &Location,
        root: &Location,
        findings: &mut Findings,
    ) -> Result<bool, Error> {
        let group = document.text_at(&["apiVersion"]).unwrap_or_default().split('/').next().unwrap_or_default();
        let kind = document.text_at(&["kind"]).unwrap_or_default();
        let shown = format!("{}:", location.shown());
        match (group, kind) {
            ("v1", "List")
            | (_, "MachineConfigList" | "ImageList" | "ImageDigestMirrorSetList" | "ImageTagMirrorSetList") => {
                let mut is_known = false;
                for item in Value::items(document.get("items"))? {
                    is_known |= self.read_document(item, location, root, findings)?;
                }
                return Ok(is_known);
            }
            ("machineconfiguration.openshift.io", "MachineConfig") => {
                let mut files = BTreeMap::new();
                ignition(document.path(&["spec", "config"]), &mut files)?;
                let name = document.text_at(&["metadata", "name"]).unwrap_or_default().to_owned();
                let role = document.text_at(&["metadata", "labels", "machineconfiguration.openshift.io/role"]);
                let role = role.unwrap_or(&name).to_owned();
                self.shown.entry(role.clone()).or_insert(shown);
                self.machine_configs.entry(role).or_default().insert(name, files);
            }
            ("kubelet.config.k8s.io", "CredentialProviderConfig") => {
                for provider in Value::items(document.get("providers"))? {
                    for image in Value::items(provider.get("matchImages"))? {
                        findings.credentials(image.text()?, image.source("matchImages"));
                    }
                }
            }
            ("node.eks.aws", "NodeConfig") => {
                if let Some(config) = document.path(&["spec", "containerd", "config"]) {
                    let table = embedded(config)?;
                    let has_new = ["io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime"]
                        .iter()
                        .any(|plugin| table.path(&["plugins", plugin]).is_some());
                    let plugin = if has_new { "io.containerd.cri.v1.images" } else { "io.containerd.grpc.v1.cri" };
                    // nodeadm lays this over a file of its own.
                    let path = "/etc/containerd/certs.d:/etc/docker/certs.d";
                    let text = format!(
                        "[plugins.\"{plugin}\"]\ndiscard_unpacked_layers = true\n[plugins.\"{plugin}\".registry]\nconfig_path = \"{path}\"\n"
                    );
                    let mut whole = value::toml(&config.source("").file, &text)?;
                    whole.merge(&table);
                    containerd::interpret_table_in(whole, if has_new { 3 } else { 2 }, location, root, findings)?;
                }
            }
            ("kind.x-k8s.io", "Cluster") => {
                for patch in Value::items(document.get("containerdConfigPatches"))? {
                    let table = embedded(patch)?;
                    let has_new = table.path(&["plugins", "io.containerd.cri.v1.images"]).is_some();
                    containerd::interpret_table_in(table, if has_new { 3 } else { 2 }, location, root, findings)?;
                    let what =
                        "is for nodes of kind, which sets config_path since 0.27; containerd refuses mirrors beside it";
                    findings.remark(patch.source("containerdConfigPatches"), what);
                }
            }
            ("bootstrap.cluster.x-k8s.io" | "controlplane.cluster.x-k8s.io", _) => {
                let mut files = BTreeMap::new();
                let is_known = cluster_api(document, &mut files, findings)?;
                self.nodes.push(Node::carried(&Tree::memory(files, shown)));
                return Ok(is_known);
            }
            _ if self.objects.read(document)? => {}
            _ if lima::is_one(document) => {
                let files = lima::read(document, findings)?;
                self.nodes.push(Node::carried(&Tree::memory(files, shown)));
            }
            _ if document.get("ignition").is_some_and(Value::is_map) || is_butane(document) => {
                let mut files = BTreeMap::new();
                ignition(Some(document), &mut files)?;
                self.nodes.push(Node::carried(&Tree::memory(files, shown)));
            }
            _ if document.get("write_files").is_some_and(Value::is_list) => {
                let mut files = BTreeMap::new();
                write_files(document.get("write_files"), &mut files)?;
                for name in ["bootcmd", "runcmd"] {
                    for command in document.get(name).map_or(&[][..], Value::list) {
                        say_commands(command, name, findings);
                    }
                }
                self.nodes.push(Node::carried(&Tree::memory(files, shown)));
            }
            _ => {
                let Some(registry) = document.path(&["settings", "container-registry"]) else { return Ok(false) };
                bottlerocket(registry, findings)?;
            }
        }
        Ok(true)
    }

    /// The nodes that `MachineConfig`s make: of each role all of them, the later name over the earlier one.
    pub(crate) fn nodes(&mut self) -> Vec<Node> {
        let mut nodes = std::mem::take(&mut self.nodes);
        for (role, configs) in std::mem::take(&mut self.machine_configs) {
            let files = configs.into_values().flatten().collect();
            nodes.push(Node::carried(&Tree::memory(files, self.shown.get(&role).cloned().unwrap_or_default())));
        }
        nodes
    }
}

fn is_butane(document: &Value) -> bool {
    let variants = ["fcos", "fiot", "flatcar", "openshift", "r4e"];
    document.text_at(&["variant"]).is_some_and(|variant| variants.contains(&variant))
}

/// The files of cloud-init, and of Cluster API, which makes user data of them.
fn write_files(list: Option<&Value>, files: &mut BTreeMap<String, Entry>) -> Result<(), Error> {
    for file in Value::items(list)? {
        let Some(path) = file.text_at(&["path"]) else { continue };
        let encoding = file.text_at(&["encoding"]).unwrap_or_default();
        let content = file.text_at(&["content"]).unwrap_or_default();
        // Its content is in a Secret.
        let is_elsewhere = file.get("contentFrom").is_some_and(Value::is_map);
        let content = if is_elsewhere { None } else { decoded(content, encoding) };
        add_file(files, path, content, Value::if_true(file.get("append"))?.is_some());
    }
    Ok(())
}

/// The files of a machine of Cluster API, in whichever object they stand; for RKE2 the registries, too.
///
/// Source: <https://github.com/kubernetes-sigs/cluster-api/blob/main/api/bootstrap/kubeadm/v1beta1/kubeadmconfig_types.go>,
/// <https://github.com/rancher/cluster-api-provider-rke2/blob/main/bootstrap/api/v1beta1/rke2config_types.go>.
fn cluster_api(document: &Value, files: &mut BTreeMap<String, Entry>, findings: &mut Findings) -> Result<bool, Error> {
    let mut is_known = false;
    for path in [&["spec"][..], &["spec", "template", "spec"]] {
        let Some(spec) = document.path(path) else { continue };
        for spec in [Some(spec), spec.get("kubeadmConfigSpec")].into_iter().flatten() {
            write_files(spec.get("files"), files)?;
            for name in
                ["bootCommands", "preKubeadmCommands", "postKubeadmCommands", "preRKE2Commands", "postRKE2Commands"]
            {
                for command in spec.get(name).map_or(&[][..], Value::list) {
                    say_commands(command, name, findings);
                }
            }
            if let Some(registries) = spec.get("privateRegistriesConfig") {
                findings.begin(NoPort::Https);
                mirrors::interpret(registries, mirrors::Runtime::Rke2Object, findings)?;
            }
            is_known |=
                ["files", "privateRegistriesConfig", "clusterConfiguration", "joinConfiguration", "agentConfig"]
                    .iter()
                    .any(|name| spec.get(name).is_some());
        }
    }
    Ok(is_known)
}

/// TOML in YAML, with lines counted from its own first.
fn embedded(text: &Value) -> Result<Value, Error> {
    let source = text.source("");
    let name: Rc<str> = format!("{}:{}", source.file, source.line).into();
    value::toml(&name, text.text()?)
}

/// `mirrors` of Bottlerocket, which writes them into containerd's configuration.
///
/// Source: <https://github.com/bottlerocket-os/bottlerocket-core-kit>, `packages/containerd/containerd-config-toml_k8s_containerd_sock`.
fn bottlerocket(registry: &Value, findings: &mut Findings) -> Result<(), Error> {
    findings.begin(NoPort::Https);
    let Some(mirrors) = registry.get("mirrors") else { return Ok(()) };
    let mut all: Vec<(String, &Value)> = Vec::new();
    if mirrors.is_list() {
        for mirror in mirrors.list() {
            let name = mirror.get("registry").ok_or_else(|| mirror.at.error("has no `registry`"))?;
            all.push((name.text()?.to_owned(), mirror));
        }
    } else {
        all.extend(Value::members(Some(mirrors))?.iter().map(|(name, mirror)| (name.clone(), mirror)));
    }
    for (name, mirror) in all {
        let mut endpoints = Vec::new();
        for item in Value::items(mirror.get("endpoint"))? {
            let url = item.text()?;
            let host = host_in(url);
            endpoints.push(Endpoint::new(host, is_http(url), item.source(format!("endpoint{}", named("at", host)))));
        }
        if name == "*" {
            findings.conclude_rest(endpoints);
        } else {
            endpoints.push(Endpoint::new(&name, false, mirror.source("the registry itself")));
            findings.conclude(&name, endpoints);
        }
    }
    Ok(())
}

/// The files and units of Ignition and of Butane.
///
/// Source: <https://coreos.github.io/ignition/specs/>, <https://coreos.github.io/butane/specs/>.
fn ignition(config: Option<&Value>, files: &mut BTreeMap<String, Entry>) -> Result<(), Error> {
    let Some(config) = config else { return Ok(()) };
    for file in Value::items(config.path(&["storage", "files"]))? {
        let Some(path) = file.text_at(&["path"]) else { continue };
        let contents = file.get("contents");
        let text = |name: &str| contents.and_then(|it| it.text_at(&[name]));
        let content = match (text("inline"), text("source")) {
            (Some(inline), _) => Some(inline.as_bytes().to_vec()),
            (None, Some(source)) => of_data_url(source),
            (None, None) => Some(Vec::new()),
        };
        let content =
            content.and_then(|bytes| if text("compression") == Some("gzip") { expanded(&bytes) } else { Some(bytes) });
        files.insert(cleaned(path), entry(content));
    }
    for unit in Value::items(config.path(&["systemd", "units"]))? {
        let Some(name) = unit.text_at(&["name"]) else { continue };
        let folder = format!("etc/systemd/system/{name}");
        if let Some(contents) = unit.text_at(&["contents"]) {
            files.insert(cleaned(&folder), entry(Some(contents.into())));
        }
        for drop_in in Value::items(unit.get("dropins"))? {
            if let (Some(name), Some(contents)) = (drop_in.text_at(&["name"]), drop_in.text_at(&["contents"])) {
                files.insert(cleaned(&format!("{folder}.d/{name}")), entry(Some(contents.into())));
            }
        }
    }
    Ok(())
}

/// What a data URL holds.
fn of_data_url(url: &str) -> Option<Vec<u8>> {
    let (kind, data) = url.strip_prefix("data:")?.split_once(',')?;
    let bytes: Vec<u8> = percent_decode_str(data).collect();
    if kind.ends_with(";base64") { BASE64.decode(bytes).ok() } else { Some(bytes) }
}

/// The content of a file of cloud-init.
fn decoded(content: &str, encoding: &str) -> Option<Vec<u8>> {
    let compact = || content.split_whitespace().collect::<String>();
    match encoding {
        "" | "text/plain" => Some(content.into()),
        "b64" | "base64" => BASE64.decode(compact()).ok(),
        "gz+base64" | "gzip+base64" | "gz+b64" | "gzip+b64" => expanded(&BASE64.decode(compact()).ok()?),
        _ => None,
    }
}

fn expanded(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut expanded = Vec::new();
    MultiGzDecoder::new(bytes).take(LARGEST + 1).read_to_end(&mut expanded).ok()?;
    (expanded.len() as u64 <= LARGEST).then_some(expanded)
}

/// The parts of user data in MIME; nothing where it is none.
fn mime_parts(text: &str) -> Option<Vec<String>> {
    let (head, body) = text.split_once("\n\n").or_else(|| text.split_once("\r\n\r\n"))?;
    let is_mime = head.lines().any(|line| line.to_ascii_lowercase().starts_with("content-type: multipart/"));
    let (_, boundary) = head.split_once("boundary=").filter(|_| is_mime)?;
    let boundary = boundary.lines().next()?.trim().trim_matches('"');
    let body = body.replace("\r\n", "\n");
    let mark = format!("--{boundary}");
    let parts = body.split(mark.as_str()).skip(1);
    Some(parts.filter_map(|part| part.split_once("\n\n").map(|(_, content)| content.to_owned())).collect())
}
