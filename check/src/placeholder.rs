//! What stands in a repository until somebody, or a tool, puts something else there: `ko://…`, `{{ image }}`, `$IMAGE`, `PROJECT_ID`.
//!
//! In a cluster each is a mistake, and the policy says so; in a repository it is not.

/// What begins a placeholder, and what ends it.
const MARKS: [(&str, &str); 13] = [
    ("{{", "}}"),
    ("{%", "%}"),
    ("${", "}"),
    ("$(", ")"),
    ("#{", "}"),
    ("[[", "]]"),
    ("((", "))"),
    ("<", ">"),
    ("###", "###"),
    ("%%", "%%"),
    ("{", "}"),
    // DevSpace: https://www.devspace.sh/docs/configuration/images/
    ("image(", ")"),
    ("tag(", ")"),
];

/// How references begin that a tool resolves before they reach a cluster: ko's, and Jenkins X's.
///
/// Sources: <https://ko.build/features/k8s/> and <https://jenkins-x.io/v3/develop/reference/pipelines/#uses>.
const RESOLVED: [&str; 2] = ["ko://", "uses:"];

/// The placeholder in a text, as it may be shown: without defaults and literals, which may be secret.
pub(crate) fn in_text(text: &str) -> Option<String> {
    if let Some(start) = RESOLVED.iter().find(|start| text.starts_with(**start)) {
        return Some(format!("{start}…"));
    }
    // Before an `@` may be a password, which may look like anything. A digest is written out.
    let (before, after) = text.split_once('@').unwrap_or((text, ""));
    if !before.is_empty() && !after.is_empty() && !after.starts_with("sha256:") {
        return text.split(['/', ':']).any(is_between_signs).then(|| "@…@".to_owned());
    }
    marked(text)
        .or_else(|| variable(text))
        // Nothing marks it, so it is not shown.
        .or_else(|| text.split(['/', ':', '@']).any(is_in_capitals).then(|| "…".to_owned()))
        .or_else(|| is_unfilled(text).then(|| "…".to_owned()))
}

/// `{{ … }}` and its like.
fn marked(text: &str) -> Option<String> {
    MARKS.iter().find_map(|(begin, end)| {
        let at = text.find(begin)? + begin.len();
        let inner = &text[at..];
        let inner = &inner[..inner.find(end)?];
        let words = inner.trim();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-' | '$' | '/');
        // `${NAME:-default}`, `{{ "literal" }}`.
        let name_ends = words.find(|c: char| !is_name(c)).unwrap_or(words.len());
        if words.is_empty() || (["<", "{"].contains(begin) && name_ends < words.len()) {
            return None;
        }
        let is_whole = name_ends == words.len() && words.len() <= 60 && !words.contains(char::is_control);
        let is_variable = begin.starts_with('$') && name_ends > 0;
        Some(if is_whole {
            format!("{begin}{inner}{end}")
        } else if is_variable && name_ends <= 60 {
            format!("{begin}{}…{end}", &words[..name_ends])
        } else if begin.len() == 2 && begin.starts_with(['{', '[']) {
            format!("{begin} … {end}")
        } else {
            format!("{begin}…{end}")
        })
    })
}

/// `$IMAGE`, `@IMAGE@`, `__IMAGE__`, `%IMAGE%`.
fn variable(text: &str) -> Option<String> {
    let name = |rest: &str| -> Option<usize> {
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        (length > 0 && length <= 60 && !rest.starts_with(|c: char| c.is_ascii_digit())).then_some(length)
    };
    let dollar = text.match_indices('$').find_map(|(at, _)| Some(text[at..=at + name(&text[at + 1..])?].to_owned()));
    dollar.or_else(|| {
        ["@", "__", "%"].iter().find_map(|mark| {
            let at = text.find(mark)? + mark.len();
            let rest = &text[at..];
            let end = rest.find(mark)?;
            let is_name =
                end > 1 && rest[..end].bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
            is_name.then(|| format!("{mark}{}{mark}", &rest[..end]))
        })
    })
}

/// `PROJECT_ID`, `YOUR_IMAGE`: no repository is called so.
fn is_in_capitals(part: &str) -> bool {
    (3..=60).contains(&part.len())
        && part.contains('_')
        && part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-'))
        && part.bytes().filter(u8::is_ascii_uppercase).count() >= 3
}

/// `@IMAGE@`, as autoconf and Maven write variables.
fn is_between_signs(part: &str) -> bool {
    let name = part.strip_prefix('@').and_then(|rest| rest.strip_suffix('@')).unwrap_or_default();
    name.len() > 1 && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// What is left of a reference whose parts are still to come: `app:`, `app@`, `:`, `/app:1`, `//app:1`, `registry.example.com//app`.
fn is_unfilled(text: &str) -> bool {
    let is_host = |part: &str| part.contains(['.', ':']) && !part.contains('/') && !part.ends_with(':');
    // What follows `//` may be a registry without its scheme.
    let lacks_part = |(before, after): (&str, &str)| is_host(before) || (before.is_empty() && !after.contains('/'));
    text.ends_with([':', '@'])
        || (text.starts_with([':', '/']) && !text.starts_with("//"))
        || text.split_once("//").is_some_and(lacks_part)
}

#[cfg(test)]
mod tests {
    use super::in_text;

    #[test]
    fn placeholders_are_told_from_mistakes() {
        for (text, expected) in [
            ("ko://github.com/example/app/cmd/web", "ko://…"),
            ("uses:jenkins-x/jx3-pipeline-catalog/tasks/go/release.yaml@versionStream", "uses:…"),
            ("{{ .Values.image }}", "{{ .Values.image }}"),
            ("registry.example.com/{{image}}:1", "{{image}}"),
            ("{{ \"hunter2\" | quote }}", "{{ … }}"),
            ("${IMAGE}", "${IMAGE}"),
            ("${IMAGE:-hunter2}", "${IMAGE…}"),
            ("$(params.image)", "$(params.image)"),
            ("$IMAGE", "$IMAGE"),
            ("docker.io/{username}/app", "{username}"),
            ("registry.example.com/$REPOSITORY/app:1", "$REPOSITORY"),
            ("gcr.io/PROJECT_ID/app", "…"),
            ("<your-image>", "<your-image>"),
            ("###IMAGE###", "###IMAGE###"),
            ("image(app):tag(app)", "image(app)"),
            ("gcr.io/@PROJECT@/app", "@…@"),
            ("registry.example.com/app:@TAG@", "@…@"),
            ("registry.example.com/app:tag(app)", "tag(app)"),
            ("@IMAGE@", "@IMAGE@"),
            ("registry.example.com/app:", "…"),
            ("registry.example.com/app@", "…"),
            (":", "…"),
            ("/app:1", "…"),
            ("//app:1", "…"),
            ("registry.example.com//app:1", "…"),
            ("localhost:5000//app", "…"),
        ] {
            assert_eq!(in_text(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "registry.example.com/MyApp:1",
            "http://registry.example.com/app",
            "registry.example.com/uses:a@b",
            "//registry.example.com/app",
            "https://registry.example.com/app",
            "example//app",
            "registry.example.com/app:1:2",
            "registry.example.com/app 1",
            "registry.example.com/{\"a\": 1}",
            "user:hunter2@registry.example.com/App",
            "user:$uperS3cret@registry.example.com/app",
            "user:HUNTER2@registry.example.com/APP",
            "user:@HUNTER2@registry.example.com/APP",
            "cost$5",
            "",
            "50%",
        ] {
            assert_eq!(in_text(text), None, "{text}");
        }
    }
}
