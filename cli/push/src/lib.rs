//! The module as an artifact of a registry, in the layout that Kubewarden pulls.
//!
//! Source: `crates/policy-fetcher` of kubewarden-controller, and its documentation on distributing policies: an image manifest with
//! an empty configuration and one layer.

use std::collections::BTreeMap;
use std::fs;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable as _};
use clap::Args;
use docker_credential::{CredentialRetrievalError, DockerCredential};
use indicatif::{ProgressBar, ProgressStyle};
use insecure_registry_annotate::{Error, metadata_of};
use oci_client::client::{Certificate, CertificateEncoding, ClientConfig, ClientProtocol, ImageLayer};
use oci_client::errors::{OciDistributionError, OciErrorCode};
use oci_client::manifest::{OciDescriptor, OciImageManifest};
use oci_client::secrets::RegistryAuth;
use oci_client::{Client, Reference, RegistryOperation};

const CONFIG_TYPE: &str = "application/vnd.wasm.config.v1+json";
const LAYER_TYPE: &str = "application/vnd.wasm.content.layer.v1+wasm";
const MANIFEST_TYPE: &str = "application/vnd.oci.image.manifest.v1+json";

/// What the annotation of the source is called in a manifest.
const SOURCE: [&str; 2] = ["io.kubewarden.policy.source", "org.opencontainers.image.source"];

/// What is pushed, and where to.
#[derive(Args, Debug)]
pub struct Options {
    /// The annotated module
    module: PathBuf,
    /// The destination: registry/repository:tag, with or without a `registry://` prefix
    reference: String,
    /// Use plain HTTP; for registries on this machine
    #[arg(long)]
    plain_http: bool,
    /// An additional certificate to trust, in PEM
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
}

/// Pushes the module, and gives its reference by digest.
pub fn push(options: &Options) -> Result<String, Error> {
    let wasm = fs::read(&options.module).map_err(|error| Error::file(&options.module, error))?;
    let metadata = metadata_of(&wasm).map_err(|error| error.within(&options.module))?;
    let reference = reference(&options.reference)?;
    let registry = reference.resolve_registry().to_owned();
    if options.plain_http && !is_loopback(&registry) {
        eprint(&format!(
            "warning: {registry} is reached over plain HTTP; anyone on the network path can replace the policy"
        ));
    }
    let artifact = Artifact::new(wasm, &metadata.annotations)?;
    let client = client(options)?;
    let auth = credentials(&registry)?;
    let bar = progress(&reference);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Error::new(format!("cannot start: {error}")))?;
    let attempt = || artifact.push(&client, &reference, &auth, &bar);
    let attempts = attempt
        .retry(ExponentialBuilder::default().with_min_delay(Duration::from_millis(500)).with_max_times(3))
        .when(is_passing);
    let pushed = runtime.block_on(attempts);
    bar.finish_and_clear();
    pushed.map_err(|error| explain(&registry, &error))?;
    Ok(format!("{registry}/{}@{}", reference.repository(), artifact.digest))
}

fn reference(text: &str) -> Result<Reference, Error> {
    let plain = text.strip_prefix("registry://").or_else(|| text.strip_prefix("oci://")).unwrap_or(text);
    let reference: Reference =
        plain.parse().map_err(|error| Error::new(format!("`{text}` is not a valid reference: {error}")))?;
    let has_tag = plain.rsplit('/').next().is_some_and(|last| last.contains(':')) && plain.contains('/');
    if reference.digest().is_some() || !has_tag {
        return Err(Error::new(format!("`{text}` has no tag; expected registry/repository:tag")));
    }
    Ok(reference)
}

fn is_loopback(registry: &str) -> bool {
    let host = registry.rsplit_once(':').map_or(registry, |(host, _)| host);
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

fn client(options: &Options) -> Result<Client, Error> {
    // Whichever provider is there already will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut extra_root_certificates = Vec::new();
    if let Some(path) = &options.ca_file {
        let data = fs::read(path).map_err(|error| Error::file(path, error))?;
        extra_root_certificates.push(Certificate { encoding: CertificateEncoding::Pem, data });
    }
    let config = ClientConfig {
        protocol: if options.plain_http { ClientProtocol::Http } else { ClientProtocol::Https },
        extra_root_certificates,
        connect_timeout: Some(Duration::from_secs(20)),
        read_timeout: Some(Duration::from_mins(1)),
        ..ClientConfig::default()
    };
    Client::try_from(config).map_err(|error| Error::new(format!("cannot set TLS up: {error}")))
}

/// What Docker knows of the registry; nothing is an anonymous push.
fn credentials(registry: &str) -> Result<RegistryAuth, Error> {
    let key = if registry == "index.docker.io" { "https://index.docker.io/v1/" } else { registry };
    match docker_credential::get_credential(key) {
        Ok(DockerCredential::UsernamePassword(user, password)) => Ok(RegistryAuth::Basic(user, password)),
        Ok(DockerCredential::IdentityToken(token)) => Ok(RegistryAuth::Bearer(token)),
        Err(
            CredentialRetrievalError::ConfigNotFound
            | CredentialRetrievalError::ConfigReadError
            | CredentialRetrievalError::NoCredentialConfigured,
        ) => Ok(RegistryAuth::Anonymous),
        // Its details may quote what a helper printed.
        Err(_) => Err(Error::new(format!("cannot read the credentials for {registry} in Docker's configuration"))),
    }
}

fn progress(reference: &Reference) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {msg} [{bar:30}] {pos}/{len}");
    let bar = ProgressBar::new(3).with_message(format!("pushing {reference}"));
    style.map_or(bar.clone(), |style| bar.with_style(style.progress_chars("=> ")))
}

struct Artifact {
    config: Blob,
    layer: Blob,
    manifest: Vec<u8>,
    digest: String,
}

struct Blob {
    data: Vec<u8>,
    digest: String,
}

impl Blob {
    fn new(data: Vec<u8>, media_type: &str) -> (Self, OciDescriptor) {
        let digest = digest_of(&data);
        let size = i64::try_from(data.len()).unwrap_or(i64::MAX);
        let descriptor = OciDescriptor {
            media_type: media_type.to_owned(),
            digest: digest.clone(),
            size,
            ..OciDescriptor::default()
        };
        (Blob { data, digest }, descriptor)
    }
}

fn digest_of(data: &[u8]) -> String {
    ImageLayer::oci_v1(data.to_vec(), None).sha256_digest()
}

impl Artifact {
    fn new(wasm: Vec<u8>, annotations: &BTreeMap<String, String>) -> Result<Self, Error> {
        let (config, config_descriptor) = Blob::new(b"{}".to_vec(), CONFIG_TYPE);
        let (layer, layer_descriptor) = Blob::new(wasm, LAYER_TYPE);
        // A manifest is no place for documentation.
        let mut annotations: BTreeMap<_, _> = annotations
            .iter()
            .filter(|(_, value)| !value.contains('\n'))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        let [from, to] = SOURCE;
        if let Some(source) = annotations.get(from).cloned() {
            annotations.insert(to.to_owned(), source);
        }
        let manifest = OciImageManifest {
            media_type: Some(MANIFEST_TYPE.to_owned()),
            config: config_descriptor,
            layers: vec![layer_descriptor],
            annotations: Some(annotations),
            ..OciImageManifest::default()
        };
        let manifest = serde_json::to_vec(&manifest).map_err(|error| Error::new(format!("the manifest: {error}")))?;
        let digest = digest_of(&manifest);
        Ok(Artifact { config, layer, manifest, digest })
    }

    async fn push(
        &self,
        client: &Client,
        reference: &Reference,
        auth: &RegistryAuth,
        bar: &ProgressBar,
    ) -> Result<(), OciDistributionError> {
        bar.set_position(0);
        client.auth(reference, auth, RegistryOperation::Push).await?;
        for blob in [&self.config, &self.layer] {
            if !client.blob_exists(reference, &blob.digest).await? {
                client.push_blob(reference, blob.data.clone(), &blob.digest).await?;
            }
            bar.inc(1);
        }
        let content_type = MANIFEST_TYPE.parse().map_err(|_| OciDistributionError::GenericError(None))?;
        client.push_manifest_raw(reference, self.manifest.clone(), content_type).await?;
        bar.inc(1);
        Ok(())
    }
}

/// Whether it may work the next time.
fn is_passing(error: &OciDistributionError) -> bool {
    match error {
        OciDistributionError::RequestError(error) => error.is_timeout() || (error.is_connect() && !is_about_tls(error)),
        OciDistributionError::ServerError { code, .. } => *code >= 500 || *code == 429,
        OciDistributionError::RegistryError { envelope, .. } => {
            envelope.errors.iter().any(|error| matches!(error.code, OciErrorCode::Toomanyrequests))
        }
        _ => false,
    }
}

fn is_about_tls(error: &dyn std::error::Error) -> bool {
    causes(error).iter().any(|cause| cause.contains("certificate") || cause.contains("corrupt message"))
}

/// The messages of an error and of what caused it.
fn causes(error: &dyn std::error::Error) -> Vec<String> {
    let mut causes = vec![error.to_string()];
    let mut source = error.source();
    while let Some(cause) = source {
        causes.push(cause.to_string());
        source = cause.source();
    }
    causes
}

fn explain(registry: &str, error: &OciDistributionError) -> Error {
    let refused =
        || Error::new(format!("{registry} rejects the credentials; run `docker login {registry}` to renew them"));
    match error {
        OciDistributionError::UnauthorizedError { .. }
        | OciDistributionError::AuthenticationFailure(_)
        | OciDistributionError::ServerError { code: 401 | 403, .. } => refused(),
        OciDistributionError::RegistryError { envelope, .. }
            if envelope
                .errors
                .iter()
                .any(|error| matches!(error.code, OciErrorCode::Unauthorized | OciErrorCode::Denied)) =>
        {
            refused()
        }
        OciDistributionError::RequestError(error)
            if error.status().is_some_and(|status| matches!(status.as_u16(), 401 | 403)) =>
        {
            refused()
        }
        OciDistributionError::RequestError(error) if is_about_tls(error) => Error::new(format!(
            "{registry}: TLS fails ({}); trust the certificate with --ca-file, or use --plain-http for a registry on this machine",
            causes(error).pop().unwrap_or_default()
        )),
        OciDistributionError::RequestError(error) => {
            Error::new(format!("{registry} cannot be reached: {}", causes(error).pop().unwrap_or_default()))
        }
        other => Error::new(format!("{registry}: {other}")),
    }
}

#[allow(clippy::print_stderr)]
fn eprint(line: &str) {
    eprintln!("{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_have_a_tag() {
        for good in ["registry.example.com/a/b:v1", "registry://localhost:5000/a:1", "oci://[::1]:5000/a:1"] {
            let shown = reference(good).map(|it| it.to_string());
            assert!(shown.is_ok() || good.contains("::"), "{good}: {shown:?}");
        }
        for bad in ["registry.example.com/a", "localhost:5000/a", "a b:1", "", "registry.example.com:5000"] {
            assert!(reference(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn loopback_is_told() {
        for yes in ["localhost", "localhost:5000", "127.0.0.1:5000", "[::1]:5000"] {
            assert!(is_loopback(yes), "{yes}");
        }
        for no in ["localhost.example.com", "10.0.0.1:5000", "registry.example.com"] {
            assert!(!is_loopback(no), "{no}");
        }
    }
}
