//! Programs that run another program, and how their arguments lead to it.

use super::{Arguments, Item};
use crate::catalogue::tools::{self, Library, Sieve, Syntax};
use crate::text::words::Argument;

/// What a program runs.
pub(super) enum Inner<'w> {
    /// A command.
    Command(&'w [Argument<'w>]),
    /// Possibly a command: a script or an unknown program may treat it as one.
    Guess(&'w [Argument<'w>]),
    /// A program of this name with these arguments.
    Program(&'w str, &'w [Argument<'w>]),
    /// A container of this image with these arguments.
    Image(&'w str, &'w [Argument<'w>]),
}

/// A program that takes options, so many operands, and then a command.
struct Wrapper {
    names: &'static [&'static str],
    syntax: Syntax,
    operands: usize,
}

const fn row(
    names: &'static [&'static str],
    short: &'static str,
    long: &'static [&'static str],
    operands: usize,
) -> Wrapper {
    Wrapper { names, syntax: Syntax::new(Library::Pflag, short, long), operands }
}

/// The options are those that take a value, which may be the next word.
///
/// Source: the manual of each, as Debian 12 and `BusyBox` 1.37 have it; of tini, dumb-init, catatonit, su-exec, gosu, s6, runit and
/// k3s their own documentation.
static WRAPPERS: [Wrapper; 36] = [
    row(&["env"], "uCa", &["unset", "chdir", "argv0"], 0),
    row(&["exec"], "a", &[], 0),
    row(
        &["sudo"],
        "CDghpRrtTUu",
        &[
            "user",
            "group",
            "host",
            "prompt",
            "chdir",
            "chroot",
            "close-from",
            "command-timeout",
            "other-user",
            "role",
            "type",
        ],
        0,
    ),
    row(&["doas"], "aCu", &[], 0),
    row(&["tini", "tini-static", "docker-init", "catatonit"], "pe", &[], 0),
    row(&["dumb-init"], "r", &["rewrite"], 0),
    row(&["my_init", "catchsegv", "eatmydata", "unbuffer", "chronic", "fakeroot", "fakechroot"], "lsib", &[], 0),
    row(&["xargs"], "adEILnPs", &["arg-file", "delimiter", "max-args", "max-procs", "max-chars"], 0),
    row(&["time"], "fo", &["format", "output"], 0),
    row(&["timeout", "gtimeout"], "ks", &["kill-after", "signal"], 1),
    row(&["nice"], "n", &["adjustment"], 0),
    row(&["ionice"], "cnpPu", &["class", "classdata"], 0),
    row(&["chrt"], "TPD", &["sched-runtime", "sched-period", "sched-deadline"], 1),
    row(&["taskset"], "", &[], 1),
    row(
        &["nohup", "setsid", "command", "builtin", "busybox", "toybox", "with-contenv", "linux32", "linux64"],
        "",
        &[],
        0,
    ),
    row(&["stdbuf"], "ioe", &["input", "output", "error"], 0),
    row(&["chroot"], "", &["userspec", "groups"], 1),
    row(
        &["unshare"],
        "RwSGl",
        &[
            "root",
            "wd",
            "setuid",
            "setgid",
            "propagation",
            "setgroups",
            "map-user",
            "map-group",
            "map-users",
            "map-groups",
        ],
        0,
    ),
    row(&["nsenter"], "tSGNW", &["target", "setuid", "setgid", "net-socket", "wdns"], 0),
    row(
        &["su-exec", "gosu", "s6-setuidgid", "setuidgid", "envuidgid", "s6-envuidgid", "envdir", "s6-envdir"],
        "",
        &[],
        1,
    ),
    row(
        &["setpriv"],
        "",
        &[
            "reuid",
            "regid",
            "ruid",
            "euid",
            "rgid",
            "egid",
            "groups",
            "inh-caps",
            "ambient-caps",
            "bounding-set",
            "securebits",
            "pdeathsig",
            "selinux-label",
            "apparmor-profile",
            "landlock-access",
            "landlock-rule",
            "seccomp-filter",
        ],
        0,
    ),
    row(&["runuser"], "ugG", &["user", "group", "supp-group"], 0),
    row(&["chpst"], "uUbe/CnlLmdopfcrt", &[], 0),
    row(&["softlimit", "s6-softlimit"], "acdflmoprst", &[], 0),
    row(&["flock"], "wEc", &["wait", "timeout", "conflict-exit-code"], 1),
    row(&["watch"], "nq", &["interval", "equexit"], 0),
    row(&["strace", "ltrace"], "aEeIoOpPsSuUXb", &[], 0),
    row(&["proxychains", "proxychains4", "torsocks"], "f", &[], 0),
    row(&["parallel"], "jaIN", &["jobs", "retries", "delay", "timeout", "joblog"], 0),
    row(&["sshpass"], "pfdP", &[], 0),
    row(&["ssh"], "BbcDEeFIiJLlmOopQRSWw", &[], 1),
    row(&["xvfb-run"], "efnpsw", &[], 0),
    row(&["k3s", "k0s", "rke2", "microk8s", "lima", "colima"], "", &[], 0),
    row(&["eval", "call", "start", "coproc"], "", &[], 0),
    row(&["sg", "newgrp"], "", &[], 1),
    row(&["systemd-run"], "pEutHM", &["unit", "property", "setenv", "uid", "gid", "slice", "description"], 0),
];

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
static SIEVE: Sieve = {
    let mut sieve = Sieve::new();
    let mut nth = 0;
    while nth < WRAPPERS.len() {
        sieve = sieve.with(WRAPPERS[nth].names);
        nth += 1;
    }
    sieve
};

#[inline(never)] // called in many places
fn wrapper(program: &str) -> Option<&'static Wrapper> {
    SIEVE.may_have(program).then(|| WRAPPERS.iter().find(|wrapper| wrapper.names.contains(&program)))?
}

/// What a shell has before a command.
pub(super) fn is_keyword(word: &str) -> bool {
    matches!(word, "" | "-" | "!" | "{" | "do" | "elif" | "else" | "if" | "then" | "try" | "until" | "while")
}

/// Whether words such as `NAME=value` set variables for a program.
pub(super) fn sets_variables(program: &str) -> bool {
    matches!(
        program,
        "export" | "declare" | "typeset" | "local" | "readonly" | "set" | "setx" | "make" | "buildctl" | "buildx"
    ) || program == super::KANIKO
        || is_runner(program)
}

/// Programs that run containers.
fn is_runner(program: &str) -> bool {
    matches!(
        program,
        "docker"
            | "podman"
            | "podman-remote"
            | "nerdctl"
            | "finch"
            | "buildah"
            | "kubectl"
            | "oc"
            | "docker-compose"
            | "podman-compose"
    )
}

/// Programs that have names of tools among their arguments, and run none of them.
static RUN_NOTHING: &[&str] = &[
    ":", "[", "[[", "alias", "apk", "apt", "apt-get", "asdf", "brew", "cargo", "case", "cat", "cd", "choco", "chmod",
    "chown", "cp", "curl", "dnf", "echo", "for", "function", "git", "go", "grep", "hash", "help", "install", "kill",
    "killall", "ln", "ls", "man", "mkdir", "mv", "npm", "pgrep", "pip", "pkill", "printf", "rg", "rm", "select", "sed",
    "tar", "tee", "test", "touch", "trap", "type", "unalias", "unset", "wget", "whereis", "which", "yum",
];

/// What is in the names of functions of scripts that say what is done: `log_info skopeo copy …`.
static REPORTS: &[&str] = &["log", "echo", "print", "info", "warn", "debug", "error", "msg", "note"];
static RETRIES: &[&str] = &["retry", "retries", "backoff"];
static ENTRY_POINTS: &[&str] = &["entrypoint", "entry-point", "entry_point"];

#[inline(never)] // called in many places
fn has_any(program: &str, parts: &[&str]) -> bool {
    // Names are short: to prepare a search would take longer than this.
    parts.iter().any(|part| program.as_bytes().windows(part.len()).any(|it| it == part.as_bytes()))
}

/// Flags of `docker run`, `create`, `exec`, and of the same commands of its like, that take no value.
///
/// Source: `docker/cli`, `cli/command/container`; `containers/podman`, `cmd/podman/common/create.go`; `containerd/nerdctl`.
static OF_CONTAINERS: Syntax = Syntax::all_but(
    "ditPqTlhs",
    &[
        "detach",
        "interactive",
        "tty",
        "rm",
        "init",
        "privileged",
        "publish-all",
        "read-only",
        "no-healthcheck",
        "oom-kill-disable",
        "sig-proxy",
        "disable-content-trust",
        "use-api-socket",
        "quiet",
        "env-host",
        "http-proxy",
        "no-hosts",
        "no-hostname",
        "passwd",
        "replace",
        "rmi",
        "tls-verify",
        "latest",
        "read-only-tmpfs",
        "unsetenv-all",
        "no-TTY",
        "no-deps",
        "build",
        "service-ports",
        "use-aliases",
        "remove-orphans",
        "help",
        "quiet-pull",
        "no-tty",
        "null-io",
        "net-host",
        "sync",
        "no-pivot",
        "add-history",
    ],
);

/// Options of `docker compose` itself that take a value.
static OF_COMPOSE: Syntax = Syntax::new(
    Library::Pflag,
    "fp",
    &[
        "file",
        "project-name",
        "profile",
        "env-file",
        "project-directory",
        "ansi",
        "parallel",
        "progress",
        "host",
        "context",
    ],
);

/// The flags of Tekton's entry point, which is told the program apart from its arguments.
///
/// Source: `tektoncd/pipeline`, `cmd/entrypoint/main.go`.
static OF_TEKTON: Syntax = Syntax::new(
    Library::Go,
    "",
    &[
        "entrypoint",
        "wait_file",
        "post_file",
        "termination_path",
        "results",
        "timeout",
        "stdout_path",
        "stderr_path",
        "on_error",
        "step_metadata_dir",
        "step_results",
        "result_from",
        "when_expressions",
    ],
);

/// What the program runs with these words goes to `inner`. Gives those that it takes itself.
pub(super) fn find<'w>(program: &str, words: &'w [Argument<'w>], inner: &mut Vec<Inner<'w>>) -> &'w [Argument<'w>] {
    match program {
        // It only says where the program is.
        "command" if words.first().is_some_and(|word| matches!(&*word.text, "-v" | "-V")) => {}
        "docker" | "podman" | "podman-remote" | "nerdctl" | "finch" | "buildah" | "crictl" | "ctr" => {
            return in_container(program, words, inner).unwrap_or(words);
        }
        "docker-compose" | "podman-compose" => inner.extend(in_service(words)),
        "kubectl" | "oc" => return in_pod(program, words, inner),
        "minikube" => {
            let (own, inside) = around_dashes(words);
            inner.extend(inside.map(Inner::Command));
            return own;
        }
        "find" => executed(words, inner),
        "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" => from_shell(words, inner),
        "entrypoint" if let Some(found) = of_tekton(words) => inner.push(found),
        _ => match wrapper(program) {
            Some(wrapper) => inner.extend(operand(&wrapper.syntax, words, wrapper.operands).map(Inner::Command)),
            None => inner.extend(guess(program, words)),
        },
    }
    words
}

/// The words from the operand on before which there are so many.
#[inline(never)] // called in many places
fn operand<'w>(syntax: &Syntax, words: &'w [Argument<'w>], nth: usize) -> Option<&'w [Argument<'w>]> {
    let operands = Arguments::new(*syntax, words).filter_map(|item| match item {
        Item::Operand(words) => Some(words),
        Item::Flag(_) => None,
    });
    operands.into_iter().nth(nth)
}

/// The value of a flag.
#[inline(never)] // called in many places
fn value<'w>(syntax: &Syntax, words: &'w [Argument<'w>], flag: &str) -> Option<&'w str> {
    Arguments::new(*syntax, words).find_map(|item| match item {
        Item::Flag(given) if given.is(flag) => given.value,
        _ => None,
    })
}

/// What runs in a container: `docker run IMAGE …`, `docker exec NAME …`. Gives the words before that.
fn in_container<'w>(
    program: &str,
    words: &'w [Argument<'w>],
    inner: &mut Vec<Inner<'w>>,
) -> Option<&'w [Argument<'w>]> {
    let syntax = &tools::find(program)?.1.syntax;
    let command = |words| operand(syntax, words, 0)?.split_first();
    let (mut word, mut rest) = command(words)?;
    if matches!(&*word.text, "container" | "task" | "tasks" | "t") {
        (word, rest) = command(rest)?;
    }
    let operands_before = match (program, &*word.text) {
        (_, "compose") => {
            inner.extend(in_service(rest));
            return None;
        }
        ("docker" | "podman" | "podman-remote" | "nerdctl" | "finch", "run" | "create") => {
            let image = operand(&OF_CONTAINERS, rest, 0)?;
            let (name, arguments) = image.split_first()?;
            let own = words.len().checked_sub(image.len()).and_then(|length| words.get(..length))?;
            let options = rest.len().checked_sub(image.len()).and_then(|length| rest.get(..length))?;
            inner.push(match value(&OF_CONTAINERS, options, "--entrypoint") {
                Some(entry) => Inner::Program(entry, arguments),
                None => Inner::Image(&name.text, arguments),
            });
            return Some(own);
        }
        ("ctr", "run") => 2,
        ("podman" | "buildah", "unshare") => 0,
        ("buildah", "run") | (_, "exec") => 1,
        _ => return None,
    };
    let inside = operand(&OF_CONTAINERS, rest, operands_before)?;
    inner.push(Inner::Command(inside));
    words.len().checked_sub(inside.len()).and_then(|length| words.get(..length))
}

/// What runs in a service: `docker compose exec NAME …`.
fn in_service<'w>(words: &'w [Argument<'w>]) -> Option<Inner<'w>> {
    let (command, rest) = operand(&OF_COMPOSE, words, 0)?.split_first()?;
    let inside = matches!(&*command.text, "run" | "exec").then(|| operand(&OF_CONTAINERS, rest, 1))??;
    Some(Inner::Command(inside))
}

/// What runs in a pod: `kubectl exec NAME -- …`, `kubectl run NAME --image=… -- …`. Gives the words before that.
fn in_pod<'w>(program: &str, words: &'w [Argument<'w>], inner: &mut Vec<Inner<'w>>) -> &'w [Argument<'w>] {
    let Some((_, tool)) = tools::find(program) else { return words };
    let (own, inside) = around_dashes(words);
    let command = operand(&tool.syntax, own, 0).and_then(<[_]>::split_first);
    let is_command = |name: &str| command.is_some_and(|(word, _)| word.text == name);
    if let Some(inside) = inside {
        let has_program = own.iter().any(|word| matches!(&*word.text, "--command" | "--command=true"));
        let image = value(&tool.syntax, own, "--image").filter(|_| is_command("run") && !has_program);
        inner.push(image.map_or(Inner::Command(inside), |image| Inner::Image(image, inside)));
    } else if is_command("rsh") {
        inner.extend(operand(&tool.syntax, own, 2).map(Inner::Command));
    }
    own
}

/// The words before `--` and those after that.
#[inline(never)] // called in many places
fn around_dashes<'w>(words: &'w [Argument<'w>]) -> (&'w [Argument<'w>], Option<&'w [Argument<'w>]>) {
    let dashes = words.iter().position(|word| word.text == "--").unwrap_or(words.len());
    let (before, rest) = words.split_at_checked(dashes).unwrap_or((words, &[]));
    (before, rest.split_first().map(|(_, after)| after))
}

/// What `find` runs for each file.
fn executed<'w>(mut words: &'w [Argument<'w>], inner: &mut Vec<Inner<'w>>) {
    let is_action = |word: &Argument<'_>| matches!(&*word.text, "-exec" | "-execdir" | "-ok" | "-okdir");
    while let Some(at) = words.iter().position(is_action) {
        let after = words.get(at.saturating_add(1)..).unwrap_or_default();
        let end = after.iter().position(|word| matches!(&*word.text, ";" | "+")).unwrap_or(after.len());
        let (command, rest) = after.split_at_checked(end).unwrap_or((after, &[]));
        inner.push(Inner::Command(command));
        words = rest;
    }
}

/// What a shell runs of its arguments: those of a script that is an entry point, or those that the script after `-c` runs.
fn from_shell<'w>(words: &'w [Argument<'w>], inner: &mut Vec<Inner<'w>>) {
    static SYNTAX: Syntax = Syntax::new(Library::Pflag, "oO", &["rcfile", "init-file"]);
    let has_script = Arguments::new(SYNTAX, words).any(|item| matches!(item, Item::Flag(given) if given.is("-c")));
    let Some((script, rest)) = operand(&SYNTAX, words, 0).and_then(<[_]>::split_first) else { return };
    if !has_script {
        inner.extend(guess(script.program(), rest));
    } else if script.text.contains("$@") || script.text.contains("$*") {
        // The first is the name of the script.
        inner.extend(rest.split_first().map(|(_, rest)| Inner::Guess(rest)));
    }
}

/// The program that Tekton's entry point runs.
fn of_tekton<'w>(words: &'w [Argument<'w>]) -> Option<Inner<'w>> {
    let entry = value(&OF_TEKTON, words, "--entrypoint")?;
    Some(Inner::Program(entry, operand(&OF_TEKTON, words, 0).unwrap_or_default()))
}

/// What a program runs that nothing is known of: what stands after `--`, or its first argument if that is a known program. Of
/// entry points it is certain.
fn guess<'w>(program: &str, words: &'w [Argument<'w>]) -> Option<Inner<'w>> {
    let (own, inside) = around_dashes(words);
    let mut words = inside.unwrap_or(own);
    let starts_with =
        |words: &[Argument<'_>], is: fn(char) -> bool| words.first().is_some_and(|word| word.text.starts_with(is));
    while starts_with(words, |c| c == '-') {
        words = words.get(1..)?;
    }
    // retry 5 skopeo copy …, retry --delay 10s skopeo copy …
    if starts_with(words, |c| c.is_ascii_digit()) && has_any(program, RETRIES) {
        while starts_with(words, |c| c == '-' || c.is_ascii_digit()) {
            words = words.get(1..)?;
        }
    }
    let name = words.first()?.program();
    // A daemon has no subcommand to be known by: `journalctl -u dockerd`.
    let is_first = words.len() == inside.unwrap_or(own).len();
    let is_tool = |tool: &tools::Tool| is_first || !tool.commands.is_empty();
    let is_program = tools::find(name).is_some_and(|(_, tool)| is_tool(tool))
        || wrapper(name).is_some()
        || matches!(name, "sh" | "bash" | "ash" | "dash" | "executor");
    if !is_program || tools::find(program).is_some() || RUN_NOTHING.contains(&program) || has_any(program, REPORTS) {
        return None;
    }
    let is_entry_point = has_any(program, ENTRY_POINTS) || matches!(program, "init" | "launcher" | "entry");
    Some(if is_entry_point { Inner::Command(words) } else { Inner::Guess(words) })
}
