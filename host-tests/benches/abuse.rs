//! Looks for the input that is most expensive for its length, in each class of hostile inputs.
//!
//! `make abuse` runs it, `make abuse TURNS=20` in a hurry, and `make abuse BLESS=1` writes the table of `docs/hardening.md`. From the
//! worst text that is known it changes a piece or two at a time, and goes on from what costs more instructions for each byte at
//! 100 KiB. What it ends with is measured at 2 MiB, which is more than the API server lets through of one object. The seed is
//! fixed, so that a run can be repeated; another one is a second number: `make abuse TURNS="500 7"`.
//!
//! A worse text than the known one is printed as the source that takes its place in `fixtures/src/hostile.rs`, from where tests
//! keep its cost. Instructions decide; the times are for who reads them.

#![allow(clippy::print_stdout)] // a table is what it makes

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use insecure_registry_fixtures::hostile::{CLASSES, Class, NTH, Text};
use insecure_registry_host::guest;
use insecure_registry_host::host::{Call, CallOptions, Policy};

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;
const SMALL: usize = 100 * KIB;
const LARGE: usize = 2 * MIB;
/// Texts that the search goes on from.
const KEPT: usize = 4;
/// As much of a part as the table shows. The source has all of it.
const LONGEST_CELL: usize = 60;
/// More pieces make no worse texts, only longer ones.
const MOST_PIECES: usize = 16;

#[allow(clippy::cast_precision_loss)] // sizes, to be read
fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse::<u64>().ok());
    let turns = numbers.next().unwrap_or(300);
    let mut random = Random(numbers.next().unwrap_or(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let policy = Policy::load(guest::policy()).expect("the guest compiles");
    let mut table = "| class | worst input found | instructions for each byte | at 2 MiB: millions of instructions | ms | memory, KiB (of the payload) |\n\
                     |---|---|--:|--:|--:|--:|\n"
        .to_owned();
    for class in CLASSES {
        eprintln!("{}", class.name);
        let known = cost(&policy, class, &class.worst, SMALL).0;
        let (worst, text) = search(&policy, class, turns, &mut random);
        if worst > known * 1.02 {
            println!("{}: {worst:.1} for each byte, and {known:.1} were known:\n    {}\n", class.name, source(&text));
        }
        let (large, call) = cost(&policy, class, &text, LARGE);
        let payload = (class.carry)(&text, LARGE);
        let size = payload.len();
        let timing = policy.time("validate", &payload);
        let time = timing.answer.map_or_else(|error| error.to_string(), |_| format!("{:.0}", millis(timing.call)));
        writeln!(
            table,
            "| {} | {} | {worst:.0} | {} | {time} | {} ({:.1}×) |",
            class.name,
            shown(&text),
            call.instructions / 1_000_000,
            call.peak_memory / KIB,
            call.peak_memory as f64 / size as f64,
        )
        .expect("a string takes everything");
        let half = cost(&policy, class, &text, LARGE / 2).0;
        if large > half * 1.1 {
            println!(
                "{}: not linear: {half:.1} instructions for each byte of 1 MiB, {large:.1} of 2 MiB\n",
                class.name
            );
        }
    }
    println!("{table}");
    if std::env::var_os("BLESS").is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/hardening.md");
        let page = fs::read_to_string(&file).expect("there is a page");
        let (before, rest) = page.split_once("<!-- abuse -->\n").expect("the first mark");
        let (_, after) = rest.split_once("<!-- end of abuse -->").expect("the last mark");
        fs::write(file, format!("{before}<!-- abuse -->\n{table}<!-- end of abuse -->{after}")).expect("it is written");
    }
}

fn search(policy: &Policy, class: &Class, turns: u64, random: &mut Random) -> (f64, Text<'static>) {
    let mut kept = vec![(cost(policy, class, &class.worst, SMALL).0, class.worst.clone())];
    for _ in 0..turns {
        let mut text = kept[random.below(kept.len())].1.clone();
        for _ in 0..=random.below(3) {
            change(&mut text, class.pieces, random);
        }
        if text.part.is_empty() || kept.iter().any(|(_, known)| *known == text) {
            continue;
        }
        let it = (cost(policy, class, &text, SMALL).0, text);
        kept.push(it);
        kept.sort_by(|a, b| b.0.total_cmp(&a.0));
        kept.truncate(KEPT);
    }
    kept.swap_remove(0)
}

/// Puts a piece in, takes one out, repeats one, or puts another in its place.
fn change(text: &mut Text<'static>, pieces: &'static [&'static str], random: &mut Random) {
    let Text { head, part, close } = text;
    // The part is most of the text.
    let list: &mut Cow<'static, [&'static str]> = match random.below(8) {
        0 => head,
        1 => close,
        _ => part,
    };
    let list = list.to_mut();
    let piece = pieces[random.below(pieces.len())];
    let at = random.below(list.len() + 1);
    match random.below(4) {
        0 if at < list.len() => {
            list.remove(at);
        }
        1 if at < list.len() => list[at] = piece,
        2 if at < list.len() && list.len() < MOST_PIECES => list.insert(at, list[at]),
        _ if list.len() < MOST_PIECES => list.insert(at, piece),
        _ => {}
    }
}

/// Instructions for each byte, and the whole call. A time-out is as bad as it gets.
#[allow(clippy::cast_precision_loss)] // fewer than 2^52
fn cost(policy: &Policy, class: &Class, text: &Text<'_>, size: usize) -> (f64, Call) {
    let payload = (class.carry)(text, size);
    let options = CallOptions { deadline: Duration::from_mins(1), ..CallOptions::default() };
    let call = policy.meter("validate", &payload, &options);
    if let Err(failure) = &call.answer {
        println!("{}: {failure}: {}\n", class.name, shown(text));
    }
    (call.instructions as f64 / payload.len() as f64, call)
}

/// For a cell of a table: `head (part)… close…`
fn shown(text: &Text<'_>) -> String {
    let cell = |pieces: &[&str]| {
        let code = format!("{:?}", pieces.concat().replace(NTH, "N")).trim_matches('"').replace("\\\"", "\"");
        let end = if code.chars().count() > LONGEST_CELL { "…" } else { "" };
        code.chars().take(LONGEST_CELL).collect::<String>().replace('|', "\\|") + end
    };
    let mut shown = if text.head.is_empty() { String::new() } else { format!("`{}` and ", ticked(&cell(&text.head))) };
    write!(shown, "`{}` …", ticked(&cell(&text.part))).expect("a string takes everything");
    if !text.close.is_empty() {
        write!(shown, " and `{}` …", ticked(&cell(&text.close))).expect("a string takes everything");
    }
    shown
}

/// A backquote would end the code that it stands in.
fn ticked(code: &str) -> String {
    code.replace('`', "\u{2018}")
}

fn source(text: &Text<'_>) -> String {
    format!("Text::new(&{:?}, &{:?}, &{:?})", text.head, text.part, text.close)
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Xorshift: the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }
}
