//! What a request costs, beside what it costs to do nothing, and beside what it costs to read it.
//!
//! `make bench` runs it, `make bench TURNS=10` in a hurry, and `make bench BLESS=1` writes what it measured into docs/costs.md and its
//! chart. It is a harness of its own, since neither criterion nor divan can do what the figures are made of:
//!
//! - Each call has an instance of its own, as with the policy server, and its start is told from the call.
//! - In each turn all guests get the same request, one after the other, in another order each time. A ratio is the median over the
//!   turns of what two guests took in the same turn. Whatever else the machine does meets both, so that ratios hold on a busy one,
//!   where times mean little.
//!
//! Each request is run twice: by the host of `host-tests/`, and through `wapc` and `wasmtime-provider`, which is what the policy
//! server runs. These crates copy the payload more often, so that everything lies higher there. Instructions and memory are counts
//! and the same everywhere; `suite/budgets.rs` keeps them.

#![allow(clippy::print_stdout)] // a table is what it makes

mod chart;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use insecure_registry_fixtures::inputs;
use insecure_registry_host::guest;
use insecure_registry_host::host::{CallOptions, Policy};
use insecure_registry_kubewarden::KubewardenPolicy;

const KIB: usize = 1024;

/// A guest in both hosts.
struct Guest {
    policy: Policy,
    kubewarden: KubewardenPolicy,
}

impl Guest {
    fn load(wasm: &[u8]) -> Self {
        Guest {
            policy: Policy::load(wasm).expect("the guest compiles"),
            kubewarden: KubewardenPolicy::load(wasm).expect("the guest compiles"),
        }
    }
}

/// What a guest took in a turn.
struct Time {
    start: Duration,
    call: Duration,
    kubewarden: Duration,
}

impl Time {
    fn both(&self) -> Duration {
        self.start + self.call
    }
}

/// What a request costs.
struct Row {
    name: &'static str,
    size: usize,
    instructions: u64,
    memory: usize,
    start: Duration,
    call: Duration,
    kubewarden: Duration,
    /// The policy to the floor.
    floor: f64,
    /// The policy to the guest that skips.
    skip: f64,
    /// The guest that skips to the floor.
    skip_to_floor: f64,
    kubewarden_floor: f64,
    kubewarden_skip: f64,
}

fn main() {
    // `cargo bench` passes `--bench` along.
    let turns = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1000_usize);
    println!("| guest | KiB |\n|---|---|");
    let guests = [("floor", guest::floor()), ("skip", guest::skip()), ("policy", guest::policy())];
    let guests = guests.map(|(name, wasm)| {
        println!("| {name} | {:.0} |", kib(wasm.len()));
        Guest::load(wasm)
    });
    let mut rows = Vec::new();
    for input in inputs::all() {
        eprintln!("{}", input.name);
        rows.push(row(&input, &guests, turns));
    }
    let table = table(&rows);
    let settings = settings_table(&guests[2].policy);
    println!("\n{table}\n{settings}");
    if std::env::var_os("BLESS").is_some() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let bars: Vec<_> =
            rows.iter().map(|row| chart::Bar { name: row.name, policy: row.floor, skip: row.skip_to_floor }).collect();
        fs::write(root.join("docs/benchmark.svg"), chart::svg(&bars)).expect("the chart is written");
        let page = fs::read_to_string(root.join("docs/costs.md")).expect("there is a page of costs");
        fs::write(
            root.join("docs/costs.md"),
            between_marks(&between_marks(&page, "bench", &table), "settings", &settings),
        )
        .expect("the page is written");
    }
}

fn row(input: &inputs::Input, guests: &[Guest; 3], turns: usize) -> Row {
    let payload = &input.payload;
    let turns = if payload.len() > 100 * KIB { turns.div_ceil(10) } else { turns };
    let cost = guests[2].policy.meter("validate", payload, &CallOptions::default());
    let mut times: [Vec<Time>; 3] = Default::default();
    for turn in 0..turns {
        for nth in 0..guests.len() {
            let nth = (nth + turn) % guests.len();
            let timing = guests[nth].policy.time("validate", payload);
            timing.answer.expect("the guest answers");
            let begun = Instant::now();
            guests[nth].kubewarden.call("validate", payload).expect("the guest answers");
            times[nth].push(Time { start: timing.start, call: timing.call, kubewarden: begun.elapsed() });
        }
    }
    let [floor, skip, policy] = &times;
    let time = |part: fn(&Time) -> Duration| median(policy.iter().map(part).collect());
    let ratio = |of: &[Time], to: &[Time], part: fn(&Time) -> Duration| {
        median(of.iter().zip(to).map(|(of, to)| part(of).as_secs_f64() / part(to).as_secs_f64()).collect())
    };
    Row {
        name: input.name,
        size: payload.len(),
        instructions: cost.instructions,
        memory: cost.peak_memory,
        start: time(|it| it.start),
        call: time(|it| it.call),
        kubewarden: time(|it| it.kubewarden),
        floor: ratio(policy, floor, Time::both),
        skip: ratio(policy, skip, Time::both),
        skip_to_floor: ratio(skip, floor, Time::both),
        kubewarden_floor: ratio(policy, floor, |it| it.kubewarden),
        kubewarden_skip: ratio(policy, skip, |it| it.kubewarden),
    }
}

fn table(rows: &[Row]) -> String {
    let columns = [
        "request",
        "KiB",
        "instructions",
        "memory KiB",
        "start + call, µs",
        "to floor",
        "to skip",
        "Kubewarden's crates, µs",
        "to floor",
        "to skip",
    ];
    let mut table = format!("| {} |\n|---|{}\n", columns.join(" | "), "--:|".repeat(columns.len() - 1));
    for row in rows {
        writeln!(
            table,
            "| {} | {:.1} | {} | {:.0} | {:.0} + {:.0} | {:.2} | {:.2} | {:.0} | {:.2} | {:.2} |",
            row.name,
            kib(row.size),
            grouped(row.instructions),
            kib(row.memory),
            micros(row.start),
            micros(row.call),
            row.floor,
            row.skip,
            micros(row.kubewarden),
            row.kubewarden_floor,
            row.kubewarden_skip,
        )
        .expect("a string takes everything");
    }
    table
}

/// What is in the settings, and how many instructions a pod takes with it.
fn settings_table(policy: &Policy) -> String {
    let mut table = "| in the settings | KiB | instructions | more than with none |\n|---|--:|--:|--:|\n".to_owned();
    let mut with_none = None;
    for input in inputs::with_settings() {
        let instructions = policy.meter("validate", &input.payload, &CallOptions::default()).instructions;
        let more = grouped(instructions - *with_none.get_or_insert(instructions));
        writeln!(table, "| {} | {:.1} | {} | {more} |", input.name, kib(input.payload.len()), grouped(instructions))
            .expect("a string takes everything");
    }
    table
}

fn between_marks(page: &str, mark: &str, table: &str) -> String {
    let [begin, end] = [format!("<!-- {mark} -->\n"), format!("<!-- end of {mark} -->")];
    let (before, rest) = page.split_once(&begin).expect("the first mark");
    let (_, after) = rest.split_once(&end).expect("the last mark");
    format!("{before}{begin}{table}{end}{after}")
}

fn median<T: PartialOrd + Copy>(mut values: Vec<T>) -> T {
    values.sort_by(|a, b| a.partial_cmp(b).expect("no time is NaN"));
    values[values.len() / 2]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// `1,234,567`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

#[allow(clippy::cast_precision_loss)] // sizes of memory, to be read
fn kib(bytes: usize) -> f64 {
    bytes as f64 / KIB as f64
}
