//! What a request costs, beside what it costs to do nothing: the policy and the floor guest, in turn, in one run.
//!
//! `make bench` runs it. Each call has an instance of its own, as with the policy server. Times are medians of pairs; on a
//! busy machine only their ratio means anything. Instructions are counts and the same everywhere.
//!
//! The last two columns are the same calls through `wapc` and `wasmtime-provider`, which is what the policy server runs:
//! these crates copy the payload more often, so that the floor lies higher there.

#![allow(clippy::print_stdout)] // a table is what it makes

use std::time::{Duration, Instant};

use insecure_registry_host::guest;
use insecure_registry_host::host::{CallOptions, Policy};
use insecure_registry_host::kubewarden::KubewardenPolicy;
use insecure_registry_manifests::request::{create, payload};
use serde_json::{Value, json};

const KIB: usize = 1024;

fn main() {
    // `cargo bench` passes `--bench` along.
    let turns = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1000_usize);
    let guests = [("policy", guest::policy()), ("floor", guest::floor())];
    println!("| guest | KiB |\n|---|---|");
    for (name, wasm) in guests {
        println!("| {name} | {:.1} |", kib(wasm.len()));
    }
    let [policy, floor] = guests.map(|(_, wasm)| Policy::load(wasm).expect("the guest compiles"));
    let kubewarden = guests.map(|(_, wasm)| KubewardenPolicy::load(wasm).expect("the guest compiles"));

    let columns = [
        "request",
        "KiB",
        "instructions (floor)",
        "memory KiB (floor)",
        "start µs (floor)",
        "call µs (floor)",
        "ratio, both",
        "Kubewarden's crates µs (floor)",
        "ratio",
    ];
    println!("\n| {} |\n|{}", columns.join(" | "), "---|".repeat(columns.len()));
    for (name, payload) in requests() {
        let turns = if payload.len() > 100 * KIB { turns.div_ceil(10) } else { turns };
        let cost = [&policy, &floor].map(|guest| guest.meter("validate", &payload, &CallOptions::default()));
        let mut times = [const { Vec::new() }; 2];
        let mut through = [const { Vec::new() }; 2];
        for _ in 0..turns {
            for (guest, times) in [&policy, &floor].into_iter().zip(&mut times) {
                let timing = guest.time("validate", &payload);
                timing.answer.expect("the guest answers");
                times.push((timing.start, timing.call));
            }
            for (guest, times) in kubewarden.iter().zip(&mut through) {
                let begun = Instant::now();
                guest.call("validate", &payload).expect("the guest answers");
                times.push(begun.elapsed());
            }
        }
        let median_of = |part: fn(&(Duration, Duration)) -> Duration| {
            times.each_ref().map(|times| median(times.iter().map(part).collect()))
        };
        let through = through.map(median);
        let (start, call, both) = (median_of(|it| it.0), median_of(|it| it.1), median_of(|it| it.0 + it.1));
        println!(
            "| {name} | {:.1} | {} ({}) | {:.0} ({:.0}) | {:.1} ({:.1}) | {:.1} ({:.1}) | {:.2} | {:.1} ({:.1}) | {:.2} |",
            kib(payload.len()),
            cost[0].instructions,
            cost[1].instructions,
            kib(cost[0].peak_memory),
            kib(cost[1].peak_memory),
            micros(start[0]),
            micros(start[1]),
            micros(call[0]),
            micros(call[1]),
            both[0].as_secs_f64() / both[1].as_secs_f64(),
            micros(through[0]),
            micros(through[1]),
            through[0].as_secs_f64() / through[1].as_secs_f64(),
        );
    }
}

fn requests() -> Vec<(&'static str, Vec<u8>)> {
    let plain = json!({});
    let entries: Vec<_> = (0..1000).map(|nth| format!("registry-{nth}.example.com:5000")).collect();
    let of = |object: Value, settings: &Value| {
        let Value::Object(object) = object else { unreachable!("a manifest is a mapping") };
        payload(&create(object), settings)
    };
    vec![
        ("pod, 0.5 KB", of(pod(0), &plain)),
        ("pod, 5 KB", of(pod(6), &plain)),
        ("pod, 25 KB", of(pod(34), &plain)),
        ("pod, 5 KB, 1,000 insecureRegistries", of(pod(6), &json!({"insecureRegistries": entries}))),
        ("ConfigMap, 1 MiB of text", of(config_map(), &plain)),
    ]
}

/// A pod with so many containers as people write them, beside one that has an image only.
fn pod(containers: usize) -> Value {
    let mut list = vec![json!({"name": "app", "image": "registry.example.com/team/app:1.4.2"})];
    list.extend((0..containers).map(|nth| {
        json!({
            "name": format!("container-{nth}"),
            "image": format!("registry.example.com/team/app-{nth}:1.4.2"),
            "imagePullPolicy": "IfNotPresent",
            "args": ["--listen=:8080", "--log-level=info"],
            "env": [
                {"name": "POD_IP", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "status.podIP"}}},
                {"name": "MODE", "value": "production"},
            ],
            "ports": [{"containerPort": 8080, "name": "http", "protocol": "TCP"}],
            "livenessProbe": {
                "failureThreshold": 3, "httpGet": {"path": "/healthz", "port": "http", "scheme": "HTTP"}, "periodSeconds": 10,
            },
            "resources": {"limits": {"cpu": "500m", "memory": "256Mi"}, "requests": {"cpu": "100m", "memory": "128Mi"}},
            "volumeMounts": [
                {"mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "name": "token", "readOnly": true},
            ],
        })
    }));
    json!({
        "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app", "namespace": "default"}, "spec": {"containers": list},
    })
}

/// Files of configuration, as long as a `ConfigMap` may be.
fn config_map() -> Value {
    let file = "server {\n\tlisten 8080;\n\tserver_name \"www.example.com\";\n\tlocation / { root /usr/share/nginx/html; }\n}\n";
    let data: Value =
        (0..64).map(|nth| (format!("site-{nth}.conf"), json!(file.repeat(16 * KIB / file.len())))).collect();
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "sites"}, "data": data})
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

#[allow(clippy::cast_precision_loss)] // sizes of memory, to be read
fn kib(bytes: usize) -> f64 {
    bytes as f64 / KIB as f64
}
