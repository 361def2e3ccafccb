use super::*;
use crate::catalogue::beside::Beside;

/// `robot:CANARY-not-a-real-password`
const AUTH: &str = "cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ=";

fn words_of(text: &str) -> Words {
    Words::of(text.as_bytes()).with_names(text.as_bytes())
}

fn host_of(url: &str) -> &str {
    crate::registry::url::Url::parse(url).map_or("?", |url| url.authority().as_str())
}

/// Reads a text and prints the format in which credentials stand, and the registries.
fn shown(text: &str) -> String {
    let mut shown = "nothing".to_owned();
    let text = text.replace("<auth>", AUTH);
    read(&text, None, words_of(&text), &mut 1000, &mut |seen| {
        if let Seen::Field(format, Meaning::Credential, registry) = seen {
            let registry = registry.map_or(String::new(), |it| format!("`{}`", host_of(it)));
            shown = format!("{}: {registry}", format.name);
        }
    });
    shown
}

/// Reads a text and prints the registries for which TLS is turned off: `!` without verification, `http` without TLS.
fn insecure(text: &str) -> String {
    let mut shown = Vec::new();
    let found = read(text, None, words_of(text), &mut 1000, &mut |seen| {
        let Seen::Field(_, meaning, registry) = seen else { return };
        let how = match meaning {
            Meaning::Credential => return,
            Meaning::Insecure(How::Plaintext) => "http ",
            Meaning::Insecure(_) => "!",
        };
        shown.push(format!("{how}{}", registry.map_or("?", host_of)));
    });
    shown.extend(found.broken.map(|(format, broken)| format!("{} breaks in line {}", format.name, broken.line)));
    shown.join(" ")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shown(text), expected, "{text}");
}

#[test]
fn registries_yaml() {
    let name = "`registries.yaml` of k3s and RKE2: `r.example.com:5000`";
    check("configs:\n  r.example.com:5000:\n    auth:\n      username: robot\n      password: CANARY\n", name);
    check("configs:\n  \"r.example.com:5000\": {auth: {token: CANARY}}", name);
    check("---\nconfigs:\n  r.example.com:5000:\n    auth: &a\n      auth: <auth>\n", name);
    check(r#"{"configs":{"r.example.com:5000":{"auth":{"password":"CANARY"}}}}"#, name);
    check("configs:\n  r:\n    auth: {username: robot, password: }\n", "nothing");
    check("configs:\n  r:\n    auth: {username: robot, password: \"{{ .password }}\"}\n", "nothing");
    check("configs:\n  r:\n    auth: {username: robot, password: $PASSWORD}\n", "nothing");
    check("configs:\n  r:\n    auth: {auth: cm9ib3Q6}\n", "nothing"); // robot:
    check("configs:\n  r:\n    tls: {ca_file: /a.pem}\n    auth: {}\n", "nothing");
    check("oauth:\n  configs:\n    r:\n      auth: {password: CANARY}\n", "nothing");
    check("configs: [\n  auth: {password", "nothing");
    assert_eq!(insecure("configs: [\n  auth: {password"), "");
    // Broken in either syntax: it is told where the first one breaks.
    let broken = insecure("configs:\n  a: {tls: [{insecure_skip_verify: true}\n[host.a]\n");
    assert!(broken.starts_with("`registries.yaml` of k3s and RKE2 breaks in line "), "{broken}");
}

#[test]
fn config_toml() {
    let name = "`config.toml` of containerd: `r.example.com`";
    let of = |plugin: &str, rest: &str| {
        format!("version = 2\n[plugins.{plugin}.registry.configs.\"r.example.com\".auth]\n{rest}")
    };
    for plugin in ["cri", "\"io.containerd.grpc.v1.cri\"", "'io.containerd.cri.v1.images'"] {
        check(&of(plugin, "  username = \"robot\"\n  password = 'CANARY' # why\n"), name);
        check(&of(plugin, "  auth = \"<auth>\"\n"), name);
        check(&of(plugin, "identitytoken = \"\"\"CANARY\"\"\"\n"), name);
        check(&of(plugin, "  username = \"robot\"\n  password = \"\"\n"), "nothing");
        check(&of(plugin, "  username = \"robot\"\n# password = \"CANARY\"\n"), "nothing");
    }
    check("[plugins.cri.registry.auths.\"https://r.example.com\"]\npassword = \"CANARY\"\n", name);
    check("[plugins.cri.registry]\nconfigs = { \"r.example.com\" = { auth = { password = \"CANARY\" } } }\n", name);
    check("plugins.cri.registry.configs.\"r.example.com\".auth.password = \"CANARY\"\n", name);
    check("broken = = [\n]\n[plugins.cri.registry.configs.\"r.example.com\".auth]\npassword = \"CANARY\"\n", name);
    check("[plugins.other]\n[registry.configs.r.auth]\npassword = \"CANARY\"\n", "nothing");
}

#[test]
fn hosts_toml() {
    let name = "`hosts.toml` of containerd: `r.example.com`";
    check(
        "server = \"https://r.example.com\"\n[host.\"https://r.example.com\".header]\n  authorization = \"Basic <auth>\"\n",
        name,
    );
    check("[host.\"https://r.example.com\"]\n  header = {Authorization = [\"Bearer CANARY\"]}\n", name);
    check("[header]\nAuthorization = \"Basic <auth>\"\n", "`hosts.toml` of containerd: ");
    check(
        "[host.\"https://r.example.com\".header]\n  authorization = \"Basic ${AUTH}\"\n  x-meta-source = \"r\"\n",
        "nothing",
    );
    check("[proxy.header]\nauthorization = \"Basic <auth>\"\n", "nothing");
}

#[test]
fn other_files() {
    check(
        "version: v1alpha1\nmachine:\n  type: worker\n  registries:\n    config:\n      r.example.com:\n        auth:\n          username: robot\n          password: CANARY\n",
        "the Talos machine configuration: `r.example.com`",
    );
    check(
        "apiVersion: v1alpha1\nkind: RegistryAuthConfig\nname: r.example.com\nusername: robot\npassword: CANARY\n",
        "a Talos RegistryAuthConfig: ",
    );
    check(
        "version: 0.1\nproxy:\n  remoteurl: https://registry-1.docker.io\n  username: robot\n  password: CANARY\n",
        "a distribution registry's configuration: ",
    );
    check(
        "version: 0.1\nproxy:\n  remoteurl: https://registry-1.docker.io\nauth: {htpasswd: {path: /password}}\n",
        "nothing",
    );
    check("regopts:\n  - name: r\n    username: robot\n    password: CANARY\n", "the diun configuration: ");
    check("regopts:\n  - name: r\n    usernameFile: /a\n    passwordFile: /b\n", "nothing");
    check("image:\n  auths:\n    r.example.com:\n      auth: <auth>\n", "a Docker configuration file: `r.example.com`");
    check("proxy: {url: http://proxy.example.com, username: robot, password: CANARY}\n", "nothing");
}

#[test]
fn keys_and_lists_of_yaml_are_walked() {
    let mut seen = Vec::new();
    let text = "a: [1, {b: 2}]\n? [x]\n: 3\n*a : 4\n? {k: v}\n: {c: 5}\nd: *a\ne: ~\nf: 6\n--- 7\n--- {g: [[8]]}\n";
    let walked = yaml::scalars(&text.replace("*a :", "&a z :"), &mut 1000, &mut |path, value| {
        let path: Vec<_> = path.iter().map(|step| if let Step::Key(key) = step { key } else { "*" }).collect();
        seen.push(format!("{}={value}", path.join(".")));
    });
    assert_eq!(walked, Ok(()));
    assert_eq!(
        seen,
        ["a.*=1", "a.*.b=2", "*=x", "*=3", "z=4", "k=v", "*.c=5", "d=z", "f=6", "=", "=7", "=", "g.*.*=8"]
    );
}

#[test]
fn tables_and_arrays_of_toml_are_walked() {
    let mut seen = Vec::new();
    let text = "a = 1\nb.c = [2, [3, {d = 4}], {e.f = 5}]\n[g.\"h.i\"]\nj = { k = '6', l = true }\n[[m]]\nn = \"\"\"\n7\"\"\"\n[m.o]\np = 8 \n= 9\nq = 10";
    let walked = toml::scalars(text, &mut |path, value| {
        let path: Vec<_> = path.iter().map(|step| if let Step::Key(key) = step { key } else { "*" }).collect();
        seen.push(format!("{}={value}", path.join("/")));
    });
    assert_eq!(walked, Ok(()));
    assert_eq!(
        seen,
        [
            "a=1",
            "b/c/*=2",
            "b/c/*/*=3",
            "b/c/*/*/d=4",
            "b/c/*/e/f=5",
            "g/h.i=",
            "g/h.i/j/k=6",
            "g/h.i/j/l=true",
            "m/*=",
            "m/*/n=7",
            "m/*/o=",
            "m/*/o/p=8",
            "m/*/o/=9",
            "m/*/o/q=10"
        ]
    );
}

#[test]
fn tls_is_turned_off_in_each_format() {
    for (text, expected) in [
        // k3s
        ("configs:\n  r.io:\n    tls: {insecure_skip_verify: true}\n", "!r.io"),
        ("configs: {r.io: {tls: {insecure_skip_verify: \"yes\"}}}", "!r.io"),
        ("mirrors:\n  docker.io:\n    endpoint:\n      - http://r.io:5000\n      - https://r.io\n", "http r.io:5000"),
        (r#"{"configs":{"r.io":{"tls":{"insecure_skip_verify":true}}}}"#, "!r.io"),
        // containerd
        ("[plugins.cri.registry.configs.\"r.io\".tls]\ninsecure_skip_verify = true\n", "!r.io"),
        (
            "version = 2\n[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"docker.io\"]\n  endpoint = [\"https://a.io\", \"http://r.io\"]\n",
            "http r.io",
        ),
        (
            "version = 3\n[plugins.'io.containerd.cri.v1.images'.registry.configs.'r.io'.tls]\n  insecure_skip_verify = true\n",
            "!r.io",
        ),
        ("server = \"https://r.io\"\n[host.\"https://r.io\"]\n  skip_verify = true\n", "!r.io"),
        ("[host.\"https://r.io\"]\n  SKIP_VERIFY = true\n", "!r.io"),
        ("[host.\"http://r.io:80\"]\n", "http r.io:80"),
        ("server = \"http://r.io\"\n[host.\"https://a.io\"]\ncapabilities = [\"pull\"]\n", "http r.io"),
        // Podman and CRI-O
        ("[[registry]]\nlocation = \"r.io\"\ninsecure = true\n", "!?"),
        ("[[registry]]\nlocation = \"r.io\"\n[[registry.mirror]]\nlocation = \"m.io\"\ninsecure = true\n", "!?"),
        (
            "[registries.search]\nregistries = ['a.io']\n[registries.insecure]\nregistries = ['r.io', 'localhost:5000']\n",
            "!r.io",
        ),
        ("[crio.image]\ninsecure_registries = [\"r.io\"]\n", "!r.io"),
        // Others
        ("[registry.\"r.io\"]\n  http = true\n  insecure = true\n", "http r.io !r.io"),
        ("debug = true\ninsecure_registry = true\n", "!?"),
        ("[[resolver.host.\"r.io\".mirrors]]\nhost = \"m.io\"\ninsecure = true\n", "http r.io"),
        ("machine:\n  registries:\n    config:\n      r.io:\n        tls: {insecureSkipVerify: true}\n", "!r.io"),
        ("machine:\n  registries:\n    mirrors:\n      docker.io:\n        endpoints: [http://r.io]\n", "http r.io"),
        ("kind: RegistryTLSConfig\nname: r.io\ninsecureSkipVerify: true\n", "!?"),
        ("kind: RegistryMirrorConfig\nname: r.io\nendpoints:\n- url: http://r.io\n", "http r.io"),
        ("proxy:\n  remoteurl: http://r.io:5000\n", "http r.io:5000"),
        (r#"{"extensions":{"sync":{"registries":[{"urls":["http://r.io"],"tlsVerify":false}]}}}"#, "http r.io !?"),
        ("regopts:\n  - name: r.io\n    insecureTLS: true\n", "!?"),
        ("registries:\n- name: r\n  api_url: http://r.io\n  insecure: yes\n", "http r.io !?"),
        ("r.io:\n  images: {app: []}\n  tls-verify: false\n", "!r.io"),
        ("creds:\n  - registry: r.io\n    tls: disabled\n", "http ?"),
        (r#"{"device":{"backend":{"type":"registry","config":{"skip_verify":true}}}}"#, "!?"),
        ("apiVersion: skaffold/v4beta11\nbuild:\n  insecureRegistries: [r.io]\n", "http r.io"),
    ] {
        assert_eq!(insecure(text), expected, "{text}");
    }
}

#[test]
fn what_stays_verified_is_none() {
    for text in [
        "configs:\n  r.io:\n    tls: {insecure_skip_verify: false}\n",
        "mirrors:\n  docker.io:\n    endpoint: [\"https://r.io\", \"http://127.0.0.1:65001\", \"http://localhost:5000\"]\n",
        "mirrors:\n  docker.io:\n    endpoint: [\"http://${NODE_IP}:30020\"]\n",
        "[plugins.cri.registry.configs.\"r.io\".tls]\ninsecure_skip_verify = false\n",
        "[plugins.cri.registry.configs.\"localhost:5000\".tls]\ninsecure_skip_verify = true\n",
        "[host.\"https://r.io\"]\n  skip_verify = false\n",
        "[host.\"HTTP://r.io\"]\n  capabilities = [\"pull\"]\n# http://\n",
        "[host.\"http://127.0.0.1:65001\"]\n  capabilities = [\"pull\"]\n",
        "skip_verify = true\nhost = \"https://r.io\"\n",
        "server = \"http://r.io\"\nhost = \"a\"\n",
        "[[registry]]\nlocation = \"r.io\"\ninsecure = false\n",
        "[registries.insecure]\nregistries = []\n",
        "insecure = true\n[registry]\nhttp = true\n",
        "[registry.\"localhost:5000\"]\n  http = true\n",
        "[[inputs.http]]\n  insecure_skip_verify = true\n  urls = [\"http://r.io\"]\n",
        "scrape_configs:\n- tls_config: {insecure_skip_verify: true}\n  static_configs: [{targets: [registry]}]\n",
        "registries:\n- name: r\n  api_url: https://r.io\n  insecure: no\n",
        "machine:\n  registries:\n    config: {r.io: {tls: {insecureSkipVerify: false}}}\n",
        "proxy:\n  remoteurl: https://registry-1.docker.io\n",
        "exporters: {otlp: {endpoint: \"http://o.io\", tls: {insecure: true, insecure_skip_verify: true}}}\nmirrors: []\n",
    ] {
        assert_eq!(insecure(text), "", "{text}");
    }
}

#[test]
fn files_that_break_off_are_reported_if_they_plainly_are_such_files() {
    assert_eq!(
        insecure("configs:\n  r.io:\n    tls:\n      insecure_skip_verify: {{ .skip }}\n  a: [\n"),
        "`registries.yaml` of k3s and RKE2 breaks in line 5"
    );
    assert_eq!(
        insecure("[plugins.cri.registry.configs.\"r.io\".tls]\n  insecure_skip_verify = {{ .skip }}\n"),
        "`config.toml` of containerd breaks in line 2"
    );
    assert_eq!(insecure("#!/bin/sh\ncat <<E\n[plugins.a]\nregistry.insecure_skip_verify=x y\nE\n"), "");
    assert_eq!(insecure("a: {{ .insecure_skip_verify }}\nb: configs"), "");
}

#[test]
fn parameters_may_have_their_value_first() {
    let config =
        |env: &str| format!("kind: CredentialProviderConfig\nproviders:\n- defaultCacheDuration: 1h\n  env:\n{env}");
    let name = "a kubelet CredentialProviderConfig: ";
    check(&config("  - name: AWS_SESSION_TOKEN\n    value: CANARY\n"), name);
    check(&config("  - value: CANARY\n    name: AWS_SESSION_TOKEN\n"), name);
    check(&config("  - {name: AWS_PROFILE, value: a}\n  - {value: CANARY, name: AWS_SESSION_TOKEN}\n"), name);
    check(&config("  - {name: AWS_SESSION_TOKEN}\n  - {name: AWS_PROFILE, value: a}\n"), "nothing");
    check(&config("  - {value: a, name: AWS_PROFILE}\n  - {name: AWS_SESSION_TOKEN, value: \"\"}\n"), "nothing");
}

#[test]
fn keys_are_found_wherever_they_stand() {
    let paths = FORMATS.iter().flat_map(|format| format.fields).map(|field| field.path);
    let steps = paths.flat_map(table::steps);
    let keys = steps.filter_map(|step| if let path::Step::Key(key) = step { Some(key) } else { None });
    let keys: Vec<_> = keys.collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    let has = |text: &str, keys: &[&str], nth: usize| {
        let mut has = false;
        search::each_key(text.as_bytes(), keys, |found| has |= found == nth);
        has
    };
    for keys in keys.chunks(search::MOST_KEYS) {
        for (nth, key) in keys.iter().enumerate() {
            for (before, sign) in
                (0..40).flat_map(|before| ["\\n", " ", "%0A", "\\u000a", "\"", "["].map(|sign| (before, sign)))
            {
                let text = format!("{}{sign}{}{sign}: ", "x".repeat(before), key.to_uppercase());
                assert!(has(&text, keys, nth), "{text}");
                assert!(search::contains_key(text.as_bytes(), key), "{text}");
                let text = format!("{}{sign}{key}x y{key}", "x".repeat(before));
                assert!(!has(&text, keys, nth), "{text}");
            }
        }
    }
}

#[test]
fn each_file_of_a_format_has_an_extension() {
    for file in FORMATS.iter().filter_map(|format| format.file) {
        assert!(has_format(file) && has_format(&format!("/etc/{file}.gz")), "{file}");
    }
    assert!(!has_format("hosts") && !has_format("a.toml"));
}

/// By construction: a text in which a field matters has first words that are a reason to look for the others.
#[test]
fn each_field_has_a_word_that_is_searched_for() {
    let mut missing = Vec::new();
    for format in FORMATS.iter().filter(|format| !matches!(format.needs, Needs::Name)) {
        for field in format.fields {
            let beside = match format.needs {
                Needs::Beside(Beside { any: [one], .. }) => one.words,
                _ => Words::default(),
            };
            // Flags have such words themselves.
            let is_of_flags = matches!(field.when, When::Flags(_));
            if !is_of_flags && !field.words.and(beside).has_any(Words::FIRST) {
                missing.push(format!("{} of {}", field.path, format.name));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    for flag in
        ["--insecure-registry r", "--registry-mirror=http://r", "--registry-mirror http://r", "--tls-verify=false"]
    {
        for text in [format!("a = [\"{}\"]", flag.replace(' ', "\", \"")), format!("A={flag}")] {
            assert!(Words::of(text.as_bytes()).has_any(Words::FIRST), "{text}");
        }
    }
}
