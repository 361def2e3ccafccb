//! Scripts run by real shells, and read by the policy: what a shell was seen to run with words that stand in the script, the policy
//! has to have seen with the same words, and nothing else.
//!
//! Each script of `tests/scripts` is run by bash and by dash, in an empty folder, without an environment, where PATH has nothing
//! but links to the shells and some harmless tools, and scripts in place of the tools that the policy knows, which write down
//! their words. A line at the top says what a script is beyond that:
//!
//! - `# only: bash`: the other shell does not understand it.
//! - `# branches`: the policy takes branches that the shells do not take, so it may have seen more.
//! - `# unknown`: words that only a run can tell; they stand for any.

// They write scripts.
#[allow(clippy::format_push_string, clippy::match_same_arms)]
mod generate;
#[allow(clippy::format_push_string)]
mod real;

use std::fs;
use std::path::Path;

use real::{Room, TOOLS, inner, may_be, read};

#[derive(Debug, Default)]
struct Sums {
    scripts: usize,
    runs: usize,
    commands: usize,
    unknown: usize,
}

/// Compares what a shell runs with what the policy sees.
fn compare(room: &Room, shell: &str, script: &str, sums: &mut Sums) -> Result<(), String> {
    let has =
        |mark: &str| script.lines().take_while(|line| line.starts_with('#')).any(|line| line == format!("# {mark}"));
    let run = room.run(shell, script);
    let seen = read(shell, script);
    sums.runs += 1;
    sums.commands += run.len();
    for words in &run {
        let all = || seen.iter().flat_map(inner);
        let is_literal = all().any(|seen| {
            seen.len() == words.len() && seen.iter().zip(words).all(|(seen, word)| !seen.1 && seen.0 == *word)
        });
        if is_literal {
            continue;
        }
        let is_known = all().any(|seen| may_be(seen, words));
        if !(has("unknown") && is_known) {
            return Err(format!("{shell} ran {words:?}; seen were {seen:?}"));
        }
        sums.unknown += 1;
    }
    for words in &seen {
        let is_tool = words.first().is_some_and(|(program, _)| TOOLS.contains(&program.as_str()));
        let is_run = run.iter().any(|run| may_be(words, run)) || (words.iter().any(|word| word.1) && has("unknown"));
        if is_tool && !is_run && !has("branches") {
            return Err(format!("{shell} did not run {words:?}, but {run:?}"));
        }
    }
    Ok(())
}

#[test]
fn with_shells_scripts_run_what_is_seen() {
    let room = Room::new("corpus");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut sums, mut wrong) = (Sums::default(), Vec::new());
    for path in &paths {
        let script = fs::read_to_string(path).unwrap();
        sums.scripts += 1;
        for shell in ["bash", "dash"] {
            let only = script.lines().find_map(|line| line.strip_prefix("# only: "));
            if only.is_none_or(|only| only == shell)
                && let Err(difference) = compare(&room, shell, &script, &mut sums)
            {
                wrong.push(format!("{}: {difference}", path.file_name().unwrap().display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}\n{sums:?}", wrong.len(), wrong.join("\n"));
    assert!(sums.scripts >= 150, "{sums:?}");
}

/// How many scripts are written at random: `SHELL_SCRIPTS=20000` is for a longer run, `SHELL_SEED=7` for others.
fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |value| value.parse().unwrap())
}

/// Scripts that nobody wrote, of all that the policy reads, by whoever reads them.
#[test]
fn with_shells_random_scripts_run_what_is_seen() {
    const AT_ONCE: u64 = 200;
    let room = Room::new("random");
    let (count, seed) = (from_environment("SHELL_SCRIPTS", 400), from_environment("SHELL_SEED", 3));
    let (mut wrong, mut commands) = (Vec::new(), 0);
    for shell in ["bash", "dash"] {
        for start in (0..count).step_by(usize::try_from(AT_ONCE).unwrap()) {
            let scripts: Vec<_> = (start..count.min(start + AT_ONCE))
                .map(|nth| generate::script(seed.wrapping_mul(1_000_003).wrapping_add(nth), shell == "bash"))
                .collect();
            let texts: Vec<_> = scripts.iter().map(|script| script.text.clone()).collect();
            for (script, run) in scripts.iter().zip(room.run_all(shell, &texts)) {
                commands += run.len();
                wrong.extend(generate::difference(shell, script, &run));
            }
        }
    }
    wrong.sort_by_key(String::len);
    let shown: Vec<_> = wrong.iter().take(4).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} differences among {count} scripts:\n{}", wrong.len(), shown.join("\n\n"));
    assert!(commands as u64 > count, "{commands} commands were run");
}
