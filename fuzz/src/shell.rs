//! Scripts of shells: words that were quoted are read back, and what real shells run of a random script was seen.

use std::sync::{LazyLock, Mutex};

use arbitrary::Arbitrary;
use insecure_registry_policy::json::Raw;
use insecure_registry_policy::text::command::{CommandLine, WordList};
use serde_json::{Value, json};

use crate::generate;
use crate::judged::found;
use crate::real::Room;
use crate::secret::Secret;
use crate::written::Chance;

/// Where real shells run.
static ROOM: LazyLock<Mutex<Room>> = LazyLock::new(|| Mutex::new(Room::new("fuzz")));

/// Commands, and a script that no one wrote.
#[derive(Arbitrary, Debug)]
pub struct Case {
    commands: Vec<Vec<String>>,
    secret: Secret,
    script: String,
    seed: u64,
}

impl Case {
    /// Words come out of a script as they were quoted into it, and a password in it is found.
    pub fn check(&self) {
        let mut chance = Chance::new(self.seed);
        let mut commands: Vec<Vec<String>> = Vec::new();
        for words in self.commands.iter().take(6) {
            let words = words.iter().take(12).map(|word| word.replace('\0', ""));
            // A shell among the words, or `echo`, means more.
            let words = words.filter(|word| {
                !["sh", "bash", "ash", "dash", "zsh", "ksh", "pwsh", "powershell", "cmd"]
                    .iter()
                    .any(|shell| word.contains(shell))
            });
            commands.push(["tool".to_owned()].into_iter().chain(words).collect());
        }
        let login = ["docker", "login", "-u", "robot", "-p", &self.secret.0].map(str::to_owned).to_vec();
        commands.insert(chance.below(commands.len() + 1), login);

        let script = script(&commands, &mut chance);
        let seen = words_of(&script);
        for words in &commands {
            assert!(seen.contains(words), "{words:?} is not in {seen:?}, of {script:?}");
        }
        // More than once where shells may read it otherwise.
        assert!(seen.iter().all(|words| commands.contains(words)), "{seen:?} of {script:?}");

        let room = ROOM.lock().unwrap();
        for shell in ["bash", "dash"] {
            let script = generate::script(self.seed, shell == "bash");
            let runs = room.run_all(shell, std::slice::from_ref(&script.text));
            let difference = runs.first().and_then(|run| generate::difference(shell, &script, run));
            assert!(difference.is_none(), "{}", difference.unwrap());
        }

        let _ = words_of(&self.script);
        let _ = words_of(&format!("{}\n{script}", self.script));

        // A search looks for the words of a login as they are mostly written.
        let mut script = format!("{script}\ndocker login -u robot -p ");
        quote(&self.secret.0, &mut chance, &mut script);
        for container in [
            json!({"command": ["sh", "-c", script]}),
            json!({"args": ["/bin/bash", "-ec", script]}),
            json!({"script": script}),
            json!({"lifecycle": {"preStop": {"exec": {"command": ["sh", "-c", script]}}}}),
        ] {
            let object = json!({"spec": {"containers": [container]}});
            let request = json!({"kind": {"kind": "Pod"}, "operation": "CREATE", "object": object});
            let payload = json!({"request": request, "settings": {}}).to_string();
            let (found, _) = found(payload.as_bytes()).unwrap();
            assert!(found.iter().any(|it| it.rule == "credentials-in-args"), "{payload}");
        }
    }
}

/// The commands of a script, as words that do not expand.
fn words_of(script: &str) -> Vec<Vec<String>> {
    let json = Value::from(script).to_string();
    let list = WordList { path: &["script"], words: Raw::new(json.as_bytes()).unwrap(), is_script: true };
    let line = CommandLine {
        lists: vec![list],
        has_program: true,
        image: None,
        env: [None; 2],
        is_of_anyone: false,
        is_text: false,
    };
    let mut seen = Vec::new();
    line.each_invocation(&mut |it| {
        seen.push(
            it.words.iter().map(|word| if word.expands { "$".to_owned() } else { word.text.to_string() }).collect(),
        );
    });
    seen
}

fn script(commands: &[Vec<String>], chance: &mut Chance) -> String {
    let mut script = String::new();
    for (nth, words) in commands.iter().enumerate() {
        if nth > 0 {
            script.push_str(chance.pick(&[
                ";",
                "\n",
                " && ",
                "||",
                " & ",
                "\n\n",
                " # it's \"a\" $(comment\n",
                "|",
                "; \\\n",
            ]));
        }
        for (nth, word) in words.iter().enumerate() {
            if nth > 0 {
                script.push_str(chance.pick(&[" ", "  ", "\t", " \\\n ", " >/dev/null ", " 2>&1 "]));
            }
            quote(word, chance, &mut script);
        }
    }
    script
}

/// A word in pieces, each quoted in one of the ways that it can be.
fn quote(word: &str, chance: &mut Chance, to: &mut String) {
    if word.is_empty() {
        return to.push_str(chance.pick(&["''", "\"\"", "''\"\""]));
    }
    let is_bare = |c: char| c.is_ascii_alphanumeric() || "-_./=:,@%+".contains(c);
    let mut rest = word;
    while !rest.is_empty() {
        let count = 1 + chance.below(rest.chars().count());
        let end = rest.char_indices().nth(count).map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(end);
        rest = after;
        match chance.below(4) {
            0 if piece.chars().all(is_bare) => {
                // Digits before a `>` would be the number of a file.
                to.push_str(piece);
                if after.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) {
                    to.push_str("''");
                }
            }
            1 if !piece.contains('\n') => {
                for c in piece.chars() {
                    to.push('\\');
                    to.push(c);
                }
                if after.is_empty() {
                    to.push_str("\"\"");
                }
            }
            2 if !piece.contains('\'') => {
                to.push('\'');
                to.push_str(piece);
                to.push('\'');
            }
            _ => {
                to.push('"');
                for c in piece.chars() {
                    if "$`\"\\".contains(c) {
                        to.push('\\');
                    }
                    to.push(c);
                }
                to.push('"');
            }
        }
    }
}
