//! Entries of the lists of registries: a registry on the first line, entries on the others.

use insecure_registry_policy::json::Raw;
use insecure_registry_policy::registry::reference::Reference;
use insecure_registry_policy::registry::{Paths, Pattern, Patterns, Registry};
use insecure_registry_policy::settings::{Document, Settings};
use serde_json::json;

use crate::written::{self, Chance};

/// An entry covers what it spells, and the quick look at a list finds what a slow one does.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut lines = text.lines();
    let registry = lines.next().unwrap_or_default();
    let entries: Vec<_> = lines.take(20).collect();
    for entry in &entries {
        covers_itself(entry);
    }
    agrees(registry, &entries);
}

fn covers_itself(entry: &str) {
    let Ok(pattern) = Pattern::parse(entry, Paths::Yes) else { return };
    assert!(pattern.is_same(&pattern), "`{entry}` is not itself");
    let has_path = match Pattern::parse(entry, Paths::No) {
        Ok(same) => {
            assert!(pattern.is_same(&same), "`{entry}`");
            false
        }
        Err(_) => true,
    };
    let path = if has_path { "" } else { "/app" };
    let is_matched = |text: &str| {
        let text = format!("{text}{path}");
        let reference = Reference::parse(&text).ok()?;
        // A word alone is no registry there; `docker.io/nginx` is in `library`.
        let host = text.split('/').next()?;
        if reference.official || !(host == reference.registry || host == "index.docker.io") {
            return None;
        }
        Some(pattern.matches(&Registry::parse(reference.registry), Some(&reference)))
    };
    if let Some(suffix) = entry.strip_prefix('*') {
        assert_ne!(is_matched(&format!("any{suffix}")), Some(false), "`{entry}` does not cover its suffix");
        assert_ne!(is_matched(&format!("a.b-c{suffix}")), Some(false), "`{entry}` does not cover its suffix");
        assert_ne!(is_matched(&suffix[1..]), Some(true), "`{entry}` covers the bare suffix");
    } else if !has_path && entry.contains('/') {
        let (address, _) = entry.split_once('/').unwrap();
        let bare = address.trim_start_matches('[').trim_end_matches(']');
        let address = if bare.contains(':') { format!("[{bare}]") } else { bare.to_owned() };
        assert!(pattern.matches(&Registry::parse(&address), None), "`{entry}` does not cover its address");
    } else {
        assert_ne!(is_matched(entry), Some(false), "`{entry}` does not cover itself");
        // Labels are compared whole.
        let longer = format!("x{entry}");
        if let (Ok(other), None) = (Pattern::parse(&longer, Paths::Yes), entry.strip_prefix('[')) {
            assert!(!pattern.is_same(&other), "`{entry}` is `{longer}`");
        }
    }
    // It contradicts itself.
    if !has_path {
        let settings = json!({"insecureRegistries": [entry], "trustedRegistries": [entry]}).to_string();
        let mistakes = Settings::mistakes(&Document::parse(settings.as_bytes()).unwrap());
        assert_eq!(mistakes.len(), 1, "`{entry}`: {mistakes:?}");
    }
}

fn agrees(text: &str, entries: &[&str]) {
    let image = format!("{text}/app");
    let reference = Reference::parse(&image).ok();
    let registry = Registry::parse(reference.as_ref().map_or(text, |reference| reference.registry));
    let mut chance = Chance::of(text.as_bytes());
    for paths in [Paths::No, Paths::Yes] {
        let mut expected = None;
        for entry in entries {
            let Ok(pattern) = Pattern::parse(entry, paths) else { continue };
            if pattern.matches(&registry, reference.as_ref())
                && expected.is_none_or(|(best, _)| best < pattern.precision())
            {
                expected = Some((pattern.precision(), *entry));
            }
        }
        let value = json!(entries);
        for list in [value.to_string(), written::json(&value, &mut chance)] {
            let list = Raw::new(list.as_bytes()).unwrap();
            let best = Patterns::new(Some(list), paths).best(&registry, reference.as_ref());
            let best = best.as_ref().map(|(precision, entry)| (*precision, entry.as_str()));
            assert_eq!(best, expected, "{registry:?} in {entries:?}");
        }
    }
}
