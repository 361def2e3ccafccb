//! From a built module to a registry and back: a real registry, with TLS and passwords, on this machine.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use assert_cmd::Command as Cli;
use insecure_registry_annotate::{annotate, read_metadata};
use oci_client::client::{Certificate, CertificateEncoding, ClientConfig, ClientProtocol};
use oci_client::secrets::RegistryAuth;
use oci_client::{Client, Reference};
use serde_json::{Value, json};
use tempfile::TempDir;

const USER: &str = "robot";
const PASSWORD: &str = "CANARY-not-a-real-password";
/// bcrypt of the password.
const HASH: &str = "$2b$05$CANARYnotarealsaltCAN.p4t66yitU625NSL4NGlQfoot8stpc7K";

fn cli() -> Cli {
    let mut cli = Cli::cargo_bin("insecure-registry-push").unwrap();
    // Nothing of who runs the tests.
    cli.env("DOCKER_CONFIG", "/nonexistent").env_remove("HTTPS_PROXY").env_remove("HTTP_PROXY");
    cli
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A module with a memory and nothing else.
const MODULE: &[u8] = b"\0asm\x01\0\0\0\x05\x03\x01\0\x01";

/// The module, annotated with the metadata of this repository.
fn annotated(folder: &Path) -> PathBuf {
    let text = |file: &str| fs::read_to_string(root().join(file)).unwrap();
    let metadata = read_metadata(&text("metadata.yml"), &text("README.md")).unwrap();
    let output = folder.join("annotated-policy.wasm");
    fs::write(&output, annotate(MODULE, &metadata).unwrap()).unwrap();
    output
}

/// A registry on loopback, stopped when it is dropped.
struct Registry {
    server: Child,
    address: String,
    folder: TempDir,
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Registry {
    fn start(with_tls: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let mut http = json!({"addr": address, "secret": "CANARY"});
        if with_tls {
            let key = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
            fs::write(at("cert.pem"), key.cert.pem()).unwrap();
            fs::write(at("key.pem"), key.signing_key.serialize_pem()).unwrap();
            http["tls"] = json!({"certificate": at("cert.pem"), "key": at("key.pem")});
        }
        fs::write(at("htpasswd"), format!("{USER}:{HASH}\n")).unwrap();
        let config = json!({
            "version": 0.1,
            "log": {"level": "error"},
            "storage": {"filesystem": {"rootdirectory": at("data")}},
            "http": http,
            "auth": {"htpasswd": {"realm": "test", "path": at("htpasswd")}},
        });
        fs::write(at("config.yml"), config.to_string()).unwrap();
        // Debian has a name of its own for it.
        let serve = |program: &str| {
            let mut command = Command::new(program);
            command.arg("serve").arg(at("config.yml")).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
        };
        let server = serve("docker-registry").or_else(|_| serve("registry"));
        let server = server.expect("there is a registry; `make test` says how to install one");
        let registry = Registry { server, address, folder };
        let begun = Instant::now();
        while TcpStream::connect(&registry.address).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(20), "the registry does not start");
            thread::sleep(Duration::from_millis(50));
        }
        registry
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("cert.pem")
    }

    /// A folder with Docker's configuration for this registry.
    fn docker_config(&self, password: &str) -> TempDir {
        use base64::Engine as _;
        let folder = tempfile::tempdir().unwrap();
        let auth = base64::prelude::BASE64_STANDARD.encode(format!("{USER}:{password}"));
        let config = json!({"auths": {&self.address: {"auth": auth}}});
        fs::write(folder.path().join("config.json"), config.to_string()).unwrap();
        folder
    }

    fn reference(&self, tag: &str) -> String {
        format!("{}/policies/insecure-registry:{tag}", self.address)
    }

    /// The manifest and the layer, pulled as a policy server pulls them.
    fn pull(&self, reference: &str) -> (Value, Vec<u8>, String) {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let certificate =
            Certificate { encoding: CertificateEncoding::Pem, data: fs::read(self.certificate()).unwrap() };
        let client = Client::new(ClientConfig {
            protocol: ClientProtocol::Https,
            extra_root_certificates: vec![certificate],
            ..ClientConfig::default()
        });
        let auth = RegistryAuth::Basic(USER.to_owned(), PASSWORD.to_owned());
        let reference: Reference = reference.parse().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let layer_type = "application/vnd.wasm.content.layer.v1+wasm";
            let image = client.pull(&reference, &auth, vec![layer_type]).await.unwrap();
            let manifest = serde_json::to_value(image.manifest.unwrap()).unwrap();
            assert_eq!(image.layers.len(), 1);
            (manifest, image.layers[0].data.to_vec(), image.digest.unwrap())
        })
    }
}

#[test]
fn with_a_registry_a_policy_goes_there_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let module = annotated(folder.path());
    let registry = Registry::start(true);
    let config = registry.docker_config(PASSWORD);
    let push = |tag: &str| {
        let mut cli = cli();
        cli.env("DOCKER_CONFIG", config.path()).arg(&module).arg(registry.reference(tag));
        cli.arg("--ca-file").arg(registry.certificate());
        let output = cli.assert().success().stderr("").get_output().stdout.clone();
        String::from_utf8(output).unwrap().trim_end().to_owned()
    };

    let by_digest = push("v1");
    assert!(by_digest.starts_with(&format!("{}/policies/insecure-registry@sha256:", registry.address)), "{by_digest}");
    assert_eq!(push("v1"), by_digest, "once more, the same");
    assert_eq!(push("latest"), by_digest, "under another tag, the same");

    let wasm = fs::read(&module).unwrap();
    for reference in [registry.reference("v1"), by_digest.clone()] {
        let (manifest, layer, digest) = registry.pull(&reference);
        assert_eq!(layer, wasm, "{reference}");
        assert!(by_digest.ends_with(&digest), "{digest}");
        assert_eq!(manifest["config"]["mediaType"], "application/vnd.wasm.config.v1+json");
        let annotations = &manifest["annotations"];
        assert_eq!(annotations["io.kubewarden.policy.title"], "insecure-registry");
        assert_eq!(annotations["io.kubewarden.policy.version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(annotations["org.opencontainers.image.source"], annotations["io.kubewarden.policy.source"]);
        assert!(annotations.get("io.kubewarden.policy.usage").is_none(), "the README is no annotation of a manifest");
    }

    // Another program reads the same manifest.
    // A folder of certificates may hold nothing else that looks like one.
    let certificates = tempfile::tempdir().unwrap();
    fs::copy(registry.certificate(), certificates.path().join("ca.crt")).unwrap();
    let mut skopeo = Command::new("skopeo");
    skopeo.args(["inspect", "--raw", "--cert-dir"]).arg(certificates.path());
    skopeo.args(["--creds", &format!("{USER}:{PASSWORD}"), &format!("docker://{}", registry.reference("v1"))]);
    let output = skopeo.output().expect("skopeo is there; `make test` says how to install it");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let manifest: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(manifest["layers"][0]["size"], json!(wasm.len()));
}

/// Runs a push that fails, and gives what it says.
fn refused(registry: &Registry, module: &Path, more: &[&str], config: Option<&TempDir>) -> String {
    let mut cli = cli();
    if let Some(config) = config {
        cli.env("DOCKER_CONFIG", config.path());
    }
    cli.arg(module).arg(registry.reference("v1")).args(more);
    let output = cli.assert().code(2).stdout("").get_output().stderr.clone();
    let said = String::from_utf8(output).unwrap();
    assert!(!said.contains("CANARY"), "{said}");
    said
}

#[test]
fn with_a_registry_what_goes_wrong_is_said_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let module = annotated(folder.path());
    let registry = Registry::start(true);
    let certificate = registry.certificate().display().to_string();
    let with_certificate = ["--ca-file", certificate.as_str()];

    let wrong = registry.docker_config("CANARY-and-wrong");
    let refuses = format!("error: {} rejects the credentials", registry.address);
    let said = refused(&registry, &module, &with_certificate, Some(&wrong));
    assert!(said.starts_with(&refuses), "{said}");
    assert!(refused(&registry, &module, &with_certificate, None).starts_with(&refuses));

    let good = registry.docker_config(PASSWORD);
    let unknown = refused(&registry, &module, &[], Some(&good));
    assert!(unknown.contains("TLS fails") && unknown.contains("--ca-file"), "{unknown}");

    let bare = folder.path().join("policy.wasm");
    fs::write(&bare, MODULE).unwrap();
    let said = refused(&registry, &bare, &with_certificate, Some(&good));
    assert!(said.contains("has no metadata, so policy servers cannot load it"), "{said}");
    let text = folder.path().join("text");
    fs::write(&text, "CANARY").unwrap();
    assert!(refused(&registry, &text, &[], None).contains("is not WebAssembly"));
    assert!(refused(&registry, Path::new("/nonexistent"), &[], None).contains("/nonexistent: No such file"));

    let mut cli = cli();
    cli.arg(&module).arg("127.0.0.1:1/a:v1").arg("--plain-http");
    let output = cli.assert().code(2).get_output().stderr.clone();
    assert!(String::from_utf8(output).unwrap().contains("127.0.0.1:1 cannot be reached"));
}

/// Plain HTTP is used only when it was asked for.
#[test]
fn with_a_registry_plain_http_has_to_be_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let module = annotated(folder.path());
    let registry = Registry::start(false);
    let config = registry.docker_config(PASSWORD);
    assert!(refused(&registry, &module, &[], Some(&config)).contains("TLS fails"));
    let mut cli = cli();
    cli.env("DOCKER_CONFIG", config.path()).arg(&module).arg(registry.reference("v1")).arg("--plain-http");
    cli.assert().success().stderr("");
}
