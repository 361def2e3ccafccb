//! Which word of a command is a script: `sh -c script`, `su -c script`, `cmd /C script`, `pwsh -Command script`.

use std::borrow::Cow;

use super::{Decode, Dialects, Word};

/// What a shell is given to run.
#[derive(Debug, PartialEq, Eq)]
pub enum Script<'w> {
    /// This text.
    Text(Cow<'w, str>),
    /// What is in this file.
    File(&'w str),
    /// Its input.
    Input,
}

/// A script among the words after a shell.
#[derive(Debug, PartialEq, Eq)]
pub struct Found<'w> {
    /// The script.
    pub script: Script<'w>,
    /// The shells that may read it.
    pub dialects: Dialects,
    /// `$0`, as far as the words say it.
    pub zero: Option<&'w Word>,
    /// `$1` and on.
    pub arguments: &'w [Word],
    /// Which of the words it is in.
    pub position: usize,
}

/// Whether a program may run a script that is among its words.
pub fn may_run_script(program: &str) -> bool {
    Dialects::of_program(program).is_some()
        || matches!(
            program,
            "su" | "runuser" | "sg" | "flock" | "script" | "ssh" | "watch" | "cmd" | "pwsh" | "powershell"
        )
}

/// The script that a program runs, as its arguments say.
pub fn script_of<'w>(program: &str, arguments: &'w [Word], decode: Decode) -> Option<Found<'w>> {
    // How the names below end, and those of files of programs. Each word of each command is looked at.
    if !matches!(
        program.as_bytes(),
        [.., b'd' | b'g' | b'h' | b'k' | b'l' | b'r' | b't' | b'u' | b'e' | b'D' | b'E' | b'T']
    ) {
        return None;
    }
    let program = program_of(program);
    if let Some(dialects) = Dialects::of_program(program) {
        return Some(of_shell(dialects, arguments));
    }
    match program {
        "su" | "runuser" | "sg" | "flock" | "script" => after_c(program, arguments),
        "ssh" | "watch" => last_of(arguments),
        "cmd" => of_cmd(arguments),
        "pwsh" | "powershell" => of_powershell(program, arguments, decode),
        _ => None,
    }
}

/// `sh [-abc] [-o option] [-c script] [file] [arguments]`
fn of_shell(dialects: Dialects, arguments: &[Word]) -> Found<'_> {
    let rest = |position: usize| arguments.get(position..).unwrap_or_default();
    let (mut is_command, mut is_input, mut is_posix) = (false, false, false);
    let mut position: usize = 0;
    while let Some(word) = arguments.get(position) {
        let text = word.text.as_str();
        let mut count: usize = 1;
        match text {
            "-" | "--" => {
                position = position.saturating_add(1);
                break;
            }
            "--rcfile" | "--init-file" => count = 2,
            "--posix" => is_posix = true,
            _ if text.starts_with("--") || (word.expands && text.starts_with('$')) => {}
            _ if text.starts_with(['-', '+']) => {
                is_command |= text.starts_with('-') && text.contains('c');
                is_input |= text.starts_with('-') && text.contains('s');
                count = text.bytes().filter(|byte| matches!(byte, b'o' | b'O')).count().saturating_add(1);
            }
            _ => break,
        }
        position = position.saturating_add(count);
    }
    let dialects = if is_posix { Dialects::Sh } else { dialects };
    let after = rest(position.saturating_add(1));
    match arguments.get(position) {
        Some(script) if is_command => {
            let arguments = after.get(1..).unwrap_or_default();
            Found {
                script: Script::Text(script.text.as_str().into()),
                dialects,
                zero: after.first(),
                arguments,
                position,
            }
        }
        Some(file) if !is_input => {
            Found { script: Script::File(&file.text), dialects, zero: Some(file), arguments: after, position }
        }
        _ => Found { script: Script::Input, dialects, zero: None, arguments: rest(position), position: 0 },
    }
}

/// So many words are looked at for the flag.
const MOST_OPTIONS: usize = 32;

/// `su -c script`, `flock file -c script`, `script -qc script`, `sg group script`.
fn after_c<'w>(program: &str, arguments: &'w [Word]) -> Option<Found<'w>> {
    let found = |text: &'w str, position| {
        Some(Found { script: Script::Text(text.into()), dialects: Dialects::Any, zero: None, arguments: &[], position })
    };
    for (position, word) in arguments.iter().take(MOST_OPTIONS).enumerate() {
        let text = word.text.as_str();
        if let Some(script) = text.strip_prefix("--command=").or_else(|| text.strip_prefix("--session-command=")) {
            return found(script, position);
        }
        let letters = text.strip_prefix('-').filter(|letters| letters.bytes().all(|b| b.is_ascii_alphabetic()));
        if matches!(text, "--command" | "--session-command") || letters.is_some_and(|letters| letters.ends_with('c')) {
            let next = position.saturating_add(1);
            return found(&arguments.get(next)?.text, next);
        }
    }
    match arguments {
        [group, script] if program == "sg" && !group.text.starts_with('-') => found(&script.text, 1),
        _ => None,
    }
}

/// `ssh host 'command'`, `watch 'command'`: a last word that is more than one is for a shell.
fn last_of(arguments: &[Word]) -> Option<Found<'_>> {
    let (script, before) = arguments.split_last()?;
    script.text.contains(' ').then(|| Found {
        script: Script::Text(script.text.as_str().into()),
        dialects: Dialects::Any,
        zero: None,
        arguments: &[],
        position: before.len(),
    })
}

/// What follows `/C` or `/K` is the command, however many words it is.
fn of_cmd(arguments: &[Word]) -> Option<Found<'_>> {
    let is_start = |word: &Word| word.text.eq_ignore_ascii_case("/c") || word.text.eq_ignore_ascii_case("/k");
    let position = arguments.iter().position(is_start)?.saturating_add(1);
    Some(Found {
        script: Script::Text(joined(arguments, position)?),
        dialects: Dialects::Windows,
        zero: None,
        arguments: &[],
        position,
    })
}

fn joined(arguments: &[Word], position: usize) -> Option<Cow<'_, str>> {
    let rest = arguments.get(position..)?;
    if let [script] = rest {
        return Some(script.text.as_str().into());
    }
    Some(rest.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ").into())
}

/// Flags of PowerShell may be cut short, and are read in any case.
fn of_powershell<'w>(program: &str, arguments: &'w [Word], decode: Decode) -> Option<Found<'w>> {
    const WITH_VALUE: [&str; 9] = [
        "executionpolicy",
        "ep",
        "version",
        "windowstyle",
        "inputformat",
        "outputformat",
        "configurationname",
        "psconsolefile",
        "workingdirectory",
    ];
    let mut position: usize = 0;
    while let Some(word) = arguments.get(position) {
        let next = position.saturating_add(1);
        let flag = word.text.strip_prefix(['-', '/']).unwrap_or_default().to_ascii_lowercase();
        let is = |name: &str| !flag.is_empty() && name.starts_with(flag.as_str());
        let script = if flag.is_empty() {
            // `powershell` takes it for a command, `pwsh` for a file.
            let script = joined(arguments, position).filter(|_| program == "powershell")?;
            Some((script, position))
        } else if is("command") {
            Some((joined(arguments, next)?, next))
        } else if flag == "ec" || (is("encodedcommand") && !flag.is_empty()) {
            Some((decoded(&arguments.get(next)?.text, decode)?.into(), next))
        } else if is("file") {
            return None;
        } else {
            None
        };
        if let Some((script, position)) = script {
            return Some(Found {
                script: Script::Text(script),
                dialects: Dialects::Windows,
                zero: None,
                arguments: &[],
                position,
            });
        }
        let takes_value = WITH_VALUE.iter().any(|name| is(name));
        position = next.saturating_add(usize::from(takes_value));
    }
    None
}

/// A script of `cmd` or PowerShell as a shell writes it, as far as it matters here: a backslash is a letter, a backtick goes on in the
/// next line, `$env:NAME = value`, `setx NAME value` and `SetEnvironmentVariable` set a variable, and a string by itself is printed.
pub(super) fn from_windows(script: &str) -> String {
    const VARIABLE: &str = "$env:";
    const SETTER: &str = "Environment]::SetEnvironmentVariable(";
    let script = script.replace('\\', "\\\\").replace("`\r\n", "\\\n").replace("`\n", "\\\n");
    let mut written = String::with_capacity(script.len());
    for line in script.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let quote = trimmed.chars().next().filter(|c| matches!(c, '"' | '\''));
        let after = quote.and_then(|quote| trimmed.get(1..)?.split_once(quote)).map(|(_, after)| after.trim_start());
        if after.is_some_and(|after| after.starts_with('|')) {
            written.push_str("echo ");
        }
        let mut rest = line;
        if let Some(("", name)) = split_in_any_case(trimmed, "setx ")
            && let Some((name, value)) = name.trim_start().split_once(' ')
        {
            written.extend(["export ", name, "="]);
            rest = value.trim_start();
        }
        if let Some((before, arguments)) = split_in_any_case(rest, SETTER)
            && let [name, value, ..] = *arguments.splitn(3, [',', ')']).collect::<Vec<_>>()
        {
            let before = before.trim_end_matches(['.', '[']);
            let name = name.trim().trim_matches(['"', '\'']);
            written.extend([before.strip_suffix("[System").unwrap_or(before), "export ", name, "=", value.trim()]);
            rest = arguments.split_once(')').map_or("", |(_, rest)| rest);
        }
        while let Some((before, after)) = split_in_any_case(rest, VARIABLE) {
            written.push_str(before);
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let (name, end) =
                after.split_at_checked(after.find(|c| !is_name(c)).unwrap_or(after.len())).unwrap_or((after, ""));
            let value = end.trim_start().strip_prefix('=').map(|value| value.trim_start_matches([' ', '\t']));
            // Anything else is computed.
            let is_literal = |value: &&str| {
                value.starts_with(|c: char| matches!(c, '"' | '\'') || c.is_ascii_digit()) || value.starts_with("$true")
            };
            match value.filter(is_literal) {
                Some(value) if !name.is_empty() => {
                    written.extend(["export ", name, "="]);
                    rest = value.strip_prefix('$').unwrap_or(value);
                }
                _ => {
                    written.push_str(VARIABLE);
                    rest = after;
                }
            }
        }
        written.push_str(rest);
    }
    written
}

/// What is before and after a word in small letters, in whatever case it is written.
fn split_in_any_case<'t>(text: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    let at = text.as_bytes().windows(word.len()).position(|it| it.eq_ignore_ascii_case(word.as_bytes()))?;
    Some((text.get(..at)?, text.get(at.saturating_add(word.len())..)?))
}

/// The script of `-EncodedCommand`: base64 of UTF-16.
fn decoded(text: &str, decode: Decode) -> Option<String> {
    let bytes = decode(text.as_bytes())?;
    let (pairs, _) = bytes.as_chunks();
    let units: Vec<_> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    Some(String::from_utf16_lossy(&units))
}

/// The name of the program that a word is a path of.
pub fn program_of(word: &str) -> &str {
    let start = word.bytes().rposition(|byte| matches!(byte, b'/' | b'\\')).map_or(0, |at| at.saturating_add(1));
    let name = word.get(start..).unwrap_or_default();
    let Some((stem, ending)) = name.len().checked_sub(4).and_then(|at| name.split_at_checked(at)) else { return name };
    let is_program =
        ending.starts_with('.') && [".exe", ".cmd", ".bat"].iter().any(|it| ending.eq_ignore_ascii_case(it));
    if is_program { stem } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_that_run_scripts_are_known() {
        let word = |text: &str| Word { text: text.to_owned(), expands: false };
        for (line, expected) in [
            ("bash -c a", true),
            ("/bin/dash -c a", true),
            ("su -c a", true),
            ("runuser -c a", true),
            ("sg wheel a", true),
            ("flock /a -c b", true),
            ("script -qc a", true),
            ("ssh a b c", false),
            ("cmd /c a", true),
            ("CMD.EXE /c a", false),
            ("cmd.EXE /c a", true),
            ("powershell.exe -Command a", true),
            ("pwsh -Command a", true),
            ("sh.bat -c a", true),
            ("shell -c a", false),
            ("echo -c a", false),
        ] {
            let words: Vec<_> = line.split(' ').map(word).collect();
            let found = script_of(&words[0].text, &words[1..], |_| None);
            assert_eq!(found.is_some(), expected, "{line}");
            assert!(!expected || may_run_script(program_of(&words[0].text)), "{line}");
        }
    }

    #[test]
    fn scripts_of_windows_are_written_as_a_shell_has_them() {
        for (script, expected) in [
            ("a \\b `\r\n c", "a \\\\b \\\n c"),
            ("$Env:A_1 = \"b\"; c $env:D", "export A_1=\"b\"; c $env:D"),
            ("if ($env:A == 'b') { $ENV:C='d' }", "if ($env:A == 'b') { export C='d' }"),
            ("$env:A = (Get-Content a); $env:B = $true", "$env:A = (Get-Content a); export B=true"),
            (" \"a\" | b -c", "echo  \"a\" | b -c"),
            ("\"a\" -eq $b", "\"a\" -eq $b"),
            ("SETX A b /M", "export A=b /M"),
            ("[Environment]::SetEnvironmentVariable('A', \"b\", 'Machine'); c", "export A=\"b\"; c"),
            ("x; [System.Environment]::SetEnvironmentVariable(\"A\",\"b\")", "x; export A=\"b\""),
        ] {
            assert_eq!(from_windows(script), expected);
        }
    }
}
