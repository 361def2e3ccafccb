use super::fields::FIELDS;
use super::files::{FORMATS, Needs};
use super::flags::{FLAGS, PROPERTIES};
use super::kinds::KINDS;
use super::tools::TOOLS;
use super::variables::{VARIABLES, names};
use super::*;
use crate::auth;
use crate::json::{Cursor, Quoted};
use crate::places::CustomResource;
use crate::search;
use crate::shell;
use crate::text::command::{Argument, Invocation};
use crate::text::program::{Deeds, KnownFlag};

/// A text for each form of value that meets the condition.
fn values(when: When) -> Vec<String> {
    let text = |it: &str| vec![it.to_owned()];
    match when {
        When::True => vec![String::new(), "true".to_owned(), "1".to_owned()],
        When::False => vec!["false".to_owned(), "0".to_owned()],
        When::TrueInBase64 => text("dHJ1ZQ=="),
        When::OneOf(values) => values.iter().map(|it| (*it).to_owned()).collect(),
        When::Registry | When::RegistryOrTrue => text("r.example.com"),
        When::Http => vec!["http://r.example.com".to_owned(), "HTTP://r.example.com".to_owned()],
        When::HttpInSmallLetters => text("http://r.example.com"),
        When::Password | When::PasswordOfRegistry => text("CANARY"),
        When::Pair => text("robot:CANARY"),
        When::Auth => text("cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ="),
        When::Header => text("Basic CANARY"),
        When::Userinfo => text("https://robot:CANARY@r"),
        When::Assigned => text("REGISTRY_PASSWORD=CANARY"),
        When::Stdin => vec![String::new()],
        When::Setting(name, when) => values(*when).iter().map(|value| format!("type=image,{name}={value}")).collect(),
        When::Flags(_) => vec!["--insecure-registry=r".to_owned(), "--registry-mirror=http://r".to_owned()],
        When::Properties => text("-DsendCredentialsOverHttp=true"),
        When::Key(when) | When::Under(_, when) | When::Parameter(_, when) => values(*when),
    }
}

#[test]
fn each_path_is_one() {
    let read = |path: &str| path::steps(path).collect::<Result<Vec<_>, _>>().is_ok();
    let begins = |path: &str, start: &str| {
        start.is_empty()
            || (read(start) && path.strip_prefix(start).is_some_and(|rest| rest.starts_with(['.', '[', '{'])))
    };
    for row in KINDS {
        let mut resource = CustomResource::new(row.group, "");
        for (path, shape) in row.places {
            assert_eq!(resource.add(path, *shape), Ok(()), "{}/{:?} {path}", row.group, row.kinds);
        }
    }
    for row in FIELDS {
        for beside in row.only_if {
            assert!(begins(row.path, beside.within), "{}: {}", row.path, beside.within);
        }
        // One mapping at most is looked for on the way.
        assert!(row.only_if.iter().filter(|it| !it.within.is_empty()).count() <= 1, "{}", row.path);
        let others = row.only_if.iter().flat_map(|it| it.any).map(|it| it.path);
        for path in others.chain([row.path]) {
            assert!(read(path), "{path}");
        }
    }
    for format in FORMATS {
        let Needs::Beside(beside) = format.needs else { continue };
        assert!(format.fields.iter().all(|field| begins(field.path, beside.within)), "{}", format.name);
        assert!(beside.any.iter().all(|it| read(it.path)), "{}", format.name);
    }
    for field in FORMATS.iter().flat_map(|format| format.fields) {
        let path = field.path.strip_prefix("**.").unwrap_or(field.path);
        assert!(read(path.strip_suffix(".**").unwrap_or(path)), "{path}");
    }
}

#[test]
fn tools_read_their_flags_as_rows_need_it() {
    let mut wrong = Vec::new();
    for flag in FLAGS {
        for (tool, name) in flag.tools.iter().flat_map(|tool| flag.names.iter().map(move |name| (tool, name))) {
            let takes_value = tools::find(tool).map(|(_, it)| it.syntax.takes_value(name.trim_start_matches('-')));
            if takes_value != Some(!flag.when.is_switch()) {
                wrong.push(format!("{name} of {tool}: {takes_value:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn names_of_tools_are_unique() {
    let mut names: Vec<_> = TOOLS.iter().flat_map(|tool| tool.names).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn patterns_of_names_stand_for_names() {
    let is_one = |name: &str| variables::of(name).next().is_some();
    for row in VARIABLES {
        for name in names(row.name) {
            let image = row.images.first().copied();
            assert!(variables::in_container(&name, image).any(|it| std::ptr::eq(it, row)), "{name}");
            assert_eq!(variables::of(&name).any(|it| std::ptr::eq(it, row)), image.is_none(), "{name}");
            for other in [format!("{name}_FILE"), format!("X{name}"), name.to_ascii_lowercase()] {
                assert!(
                    !variables::in_container(&other, image).any(|it| std::ptr::eq(it, row)),
                    "{other} is {}",
                    row.name
                );
            }
        }
    }
    assert!(
        is_one("DIUN_REGOPTS_12_PASSWORD") && !is_one("DIUN_REGOPTS__PASSWORD") && !is_one("DIUN_REGOPTS_A_PASSWORD")
    );
    assert_eq!(names("{A,B}_{C,}#"), ["A_C0", "A_0", "B_C0", "B_0"]);
    let is_of = |image| variables::in_container("PLUGIN_PASSWORD", Some(image)).next().is_some();
    for image in ["plugins/docker", "plugins/docker:20", "registry.example.com:5000/mirror/plugins/docker:20@sha256:0"]
    {
        assert!(is_of(image), "{image}");
    }
    for image in ["plugins/docker-hub", "myplugins/docker", "plugins/slack:1", "registry:5000/docker", ""] {
        assert!(!is_of(image), "{image}");
    }
}

/// The search before the walk never says no to what a row is about.
mod searched {
    use super::*;

    /// Texts that a search does not find, wherever they are planted.
    #[derive(Default)]
    struct Missed(Vec<String>);

    impl Missed {
        fn check(&mut self, text: &str, may_hold: fn(&[u8]) -> bool) {
            let missed = search::planted(text).find(|json| !may_hold(json));
            self.0.extend(missed.map(|json| String::from_utf8(json).unwrap()));
        }
    }

    impl Drop for Missed {
        fn drop(&mut self) {
            if !std::thread::panicking() {
                assert!(self.0.is_empty(), "{} are not found:\n{}", self.0.len(), self.0.join("\n"));
            }
        }
    }

    fn search_of(when: When) -> fn(&[u8]) -> bool {
        if when.is_credential() { |json| words::may_hold_command(json, &[], &[]) } else { words::may_run_command }
    }

    #[test]
    fn flags_and_properties_in_words() {
        let mut missed = Missed::default();
        for flag in FLAGS {
            // A flag stands after its command.
            let commands: Vec<_> = flag.commands.split(' ').filter_map(|level| level.split('|').next()).collect();
            let lines = flag.tools.iter().map(|tool| format!("{tool} {}", commands.join(" ")));
            for (line, name) in lines.flat_map(|line| flag.names.iter().map(move |name| (line.clone(), name))) {
                for value in values(flag.when) {
                    if value.is_empty() {
                        missed.check(&format!("{line} {name}"), search_of(flag.when));
                        continue;
                    }
                    for separator in ["=", " ", "\\t"] {
                        missed.check(&format!("{line} {name}{separator}{value}"), search_of(flag.when));
                    }
                    if *name == "-p" {
                        missed.check(&format!("{line} {name}{value}"), search_of(flag.when));
                    }
                }
            }
        }
        for property in PROPERTIES {
            for value in values(property.when) {
                missed.check(&format!("{}={value}", property.name), search_of(property.when));
            }
        }
    }

    #[test]
    fn variables_in_words() {
        let mut missed = Missed::default();
        for row in VARIABLES {
            for (name, value) in
                names(row.name).iter().flat_map(|name| values(row.when).into_iter().map(move |it| (name, it)))
            {
                if !value.is_empty() {
                    missed.check(&format!("{name}={value}"), search_of(row.when));
                }
            }
        }
        for token in credentials::TOKENS {
            missed.check(&format!("{}CANARY", token.start), words::may_run_command);
        }
    }

    fn quoted(json: &str) -> Quoted<'_> {
        Cursor::new(json.as_bytes()).string().unwrap()
    }

    #[test]
    fn variables_of_containers() {
        let mut missed = Missed::default();
        let mut rows: Vec<_> =
            VARIABLES.iter().flat_map(|row| names(row.name).into_iter().map(|name| (name, row.when))).collect();
        rows.sort_by(|(a, _), (b, _)| a.cmp(b));
        let rows =
            rows.iter().flat_map(|(name, when)| values(*when).into_iter().map(move |value| (name.clone(), value)));
        let tokens = credentials::TOKENS.iter().map(|it| ("ANY".to_owned(), format!("{}CANARY-of-a-token", it.start)));
        for (name, value) in rows.chain(tokens).filter(|(_, value)| !value.is_empty()) {
            for before in 0..40 {
                let json = format!(
                    r#"[{{"name":"{}","value":"x"}},{{"name":"{name}","value":"{value}"}}]"#,
                    "A".repeat(before)
                );
                if !words::may_hold_variable(json.as_bytes()) {
                    missed.0.push(json);
                    break;
                }
            }
            assert!(variables::may_concern(quoted(&format!("\"{name}\"")), quoted(&format!("\"{value}\""))), "{name}");
        }
    }
}

/// Which rows of flags a command line meets.
fn met_by(line: &str) -> Vec<&'static flags::Flag> {
    let mut met = Vec::new();
    shell::each_command(line, auth::decoded, &mut |command| {
        let words = Argument::of(command.words, (0, 0));
        let assignments = Argument::of(command.assignments, (0, 0));
        let input = command.input.map(|input| Argument::new(input, (0, 0)));
        let invocation = Invocation {
            words: &words,
            image_names: &[],
            is_of_anyone: false,
            branch: None,
            input,
            assignments: &assignments,
        };
        for program in Deeds::of(&invocation).programs() {
            let mut test = |flag: &KnownFlag<'_, '_>| {
                let (row, given) = (flag.row, flag.given);
                let is_literal =
                    |it: &Argument<'_>| Value { expands: it.expands, ..Value::of(&it.text) }.is_literal(&it.text);
                let is_piped = row.when == When::Stdin && invocation.input.as_ref().is_some_and(is_literal);
                let value = Value { expands: given.value_word.expands, ..Value::of_flag(given.value) };
                if is_piped || row.when.test(value) == Outcome::Met {
                    met.push(row);
                }
            };
            program.each_flag(|row| row.when.is_credential(), &mut test);
            program.each_flag(|row| !row.when.is_credential(), &mut test);
        }
    });
    met
}

#[test]
fn examples_of_flags_are_read_as_their_rows_say() {
    let mut wrong = Vec::new();
    for flag in FLAGS {
        let is_met = |line: &&&str| met_by(line).iter().any(|it| std::ptr::eq(*it, flag));
        wrong.extend(flag.proof.refused.iter().filter(|line| !is_met(line)).map(|line| format!("refused: {line}")));
        wrong.extend(
            flag.proof.passes.iter().filter(|line| !met_by(line).is_empty()).map(|line| format!("passes: {line}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
