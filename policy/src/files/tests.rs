use super::*;

/// `robot:CANARY-not-a-real-password`
const AUTH: &str = "cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ=";

/// Reads a text and prints the format in which credentials stand, and the registries.
fn shown(text: &str) -> String {
    let mut registries = Registries::default();
    let name = credentials_in(text.replace("<auth>", AUTH).as_bytes(), &mut registries);
    name.map_or("nothing".to_owned(), |name| format!("{name}: {registries}"))
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
    check("configs:\n  r:\n    tls: {ca_file: /a.pem}\n    auth: {}\n", "nothing");
    check("oauth:\n  configs:\n    r:\n      auth: {password: CANARY}\n", "nothing");
    check("configs: [\n  auth: {password", "nothing");
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
        "the machine configuration of Talos: `r.example.com`",
    );
    check(
        "apiVersion: v1alpha1\nkind: RegistryAuthConfig\nname: r.example.com\nusername: robot\npassword: CANARY\n",
        "a RegistryAuthConfig of Talos: ",
    );
    check(
        "version: 0.1\nproxy:\n  remoteurl: https://registry-1.docker.io\n  username: robot\n  password: CANARY\n",
        "the configuration of a distribution registry: ",
    );
    check(
        "version: 0.1\nproxy:\n  remoteurl: https://registry-1.docker.io\nauth: {htpasswd: {path: /password}}\n",
        "nothing",
    );
    check("regopts:\n  - name: r\n    username: robot\n    password: CANARY\n", "the configuration of diun: ");
    check("regopts:\n  - name: r\n    usernameFile: /a\n    passwordFile: /b\n", "nothing");
    check(
        "image:\n  auths:\n    r.example.com:\n      auth: <auth>\n",
        "a document of Docker's configuration in YAML: `r.example.com`",
    );
    check("proxy: {url: http://proxy.example.com, username: robot, password: CANARY}\n", "nothing");
}

#[test]
fn keys_and_lists_of_yaml_are_walked() {
    let mut seen = Vec::new();
    let text = "a: [1, {b: 2}]\n? [x]\n: 3\n*a : 4\n? {k: v}\n: {c: 5}\nd: *a\ne: ~\nf: 6\n--- 7\n--- {g: [[8]]}\n";
    yaml::scalars(&text.replace("*a :", "&a z :"), &mut |path, value| {
        let path: Vec<_> = path.iter().map(|step| if let Step::Key(key) = step { key } else { "*" }).collect();
        seen.push(format!("{}={value}", path.join(".")));
    });
    assert_eq!(seen, ["a.*=1", "a.*.b=2", "*=x", "*=3", "z=4", "k=v", "*.c=5", "f=6", "=7", "g.*.*=8"]);
}

#[test]
fn tables_and_arrays_of_toml_are_walked() {
    let mut seen = Vec::new();
    let text = "a = 1\nb.c = [2, [3, {d = 4}], {e.f = 5}]\n[g.\"h.i\"]\nj = { k = '6', l = true }\n[[m]]\nn = \"\"\"\n7\"\"\"\n[m.o]\np = 8 \n= 9\nq = 10";
    toml::scalars(text, &mut |path, value| {
        let path: Vec<_> = path.iter().map(|step| if let Step::Key(key) = step { key } else { "*" }).collect();
        seen.push(format!("{}={value}", path.join("/")));
    });
    assert_eq!(
        seen,
        [
            "a=1",
            "b/c/*=2",
            "b/c/*/*=3",
            "b/c/*/*/d=4",
            "b/c/*/e/f=5",
            "g/h.i/j/k=6",
            "g/h.i/j/l=true",
            "m/*/n=7",
            "m/o/p=8",
            "m/o/=9",
            "m/o/q=10"
        ]
    );
}
