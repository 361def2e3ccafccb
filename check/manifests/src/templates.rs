//! Texts that are rendered before they are manifests, told by what they are written with.

/// What renders a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Engine {
    /// Go's `text/template`, as Helm has it: `{{ .Values.image }}`, `{{- if … }}`.
    Go,
    /// Jinja, as Ansible has it: `{% if … %}`, `{{ image | default(…) }}`.
    Jinja,
    /// Something else: double braces, `<#if …>` of `FreeMarker`, `%%NAME%%`.
    Other,
}

impl Engine {
    /// What renders this text, if it is a template.
    pub fn of(text: &str) -> Option<Self> {
        if text.contains("{%") && text.contains("%}") {
            return Some(Engine::Jinja);
        }
        // `${{ … }}` is an expression of GitHub's or Azure's pipelines.
        let actions =
            || text.match_indices("{{").filter(|(at, _)| !text[..*at].ends_with('$')).map(|(at, _)| &text[at + 2..]);
        let Some(first) = actions().next() else { return has_other_marks(text).then_some(Engine::Other) };
        if actions().any(is_of_go) {
            return Some(Engine::Go);
        }
        let words = first.split("}}").next().unwrap_or_default();
        let is_jinja = words.trim().starts_with(|c: char| c.is_ascii_lowercase()) && !words.contains('\n');
        Some(if is_jinja { Engine::Jinja } else { Engine::Other })
    }
}

/// Whether a text has directives of `FreeMarker` (<https://freemarker.apache.org/docs/dgui_template_directives.html>), or `%%NAME%%`.
fn has_other_marks(text: &str) -> bool {
    const DIRECTIVES: [&str; 6] = ["<#if ", "<#list ", "<#assign ", "<#include ", "<#macro ", "<#function "];
    let is_name = |part: &str| part.len() > 1 && part.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    DIRECTIVES.iter().any(|directive| text.contains(directive)) || text.split("%%").skip(1).any(is_name)
}

/// What the text of an action in Go begins with, and in Jinja does not.
fn is_of_go(action: &str) -> bool {
    const WORDS: [&str; 9] = ["if", "range", "with", "end", "else", "define", "template", "include", "block"];
    let action = action.strip_prefix('-').unwrap_or(action).trim_start();
    let word = action.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    action.starts_with(['.', '$']) || action.starts_with("/*") || WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_are_told_by_what_they_write() {
        for (text, expected) in [
            ("image: {{ .Values.image }}", Some(Engine::Go)),
            ("{{- if $x }}", Some(Engine::Go)),
            ("{{- include \"x\" . | nindent 4 }}", Some(Engine::Go)),
            ("{{/* comment */}}", Some(Engine::Go)),
            ("{% if a %}b{% endif %}", Some(Engine::Jinja)),
            ("image: {{ kube_image_repo }}/a:{{ tag | default('1') }}", Some(Engine::Jinja)),
            ("image: {{IMAGE}}", Some(Engine::Other)),
            ("run: ${{ github.sha }}", None),
            ("<#if config.mail??>\na: ${config.mail}\n</#if>", Some(Engine::Other)),
            ("name: %%GATEWAY_NAME%%", Some(Engine::Other)),
            ("format: 100%% of %d", None),
            ("a: ${b} # <if>", None),
            ("a: {b: {c: d}}", None),
            ("", None),
        ] {
            assert_eq!(Engine::of(text), expected, "{text}");
        }
    }
}
