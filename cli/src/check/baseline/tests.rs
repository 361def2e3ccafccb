use std::collections::{BTreeMap, BTreeSet};

use insecure_registry_check::{Action, Checker, DEFAULT_NAMESPACE, Object};
use insecure_registry_fixtures as fixtures;
use insecure_registry_policy::settings::Document;
use insecure_registry_policy::time::Clock;
use serde_json::{Value, json};

use super::*;

#[test]
fn dates_are_those_of_the_calendar() {
    for (days, expected) in [
        (0, "1970-01-01"),
        (58, "1970-02-28"),
        (59, "1970-03-01"),
        (364, "1970-12-31"),
        (365, "1971-01-01"),
        (11_016, "2000-02-29"),
        (20_819, "2027-01-01"),
        (21_243, "2028-02-29"),
        (47_540, "2100-02-28"),
        (47_541, "2100-03-01"),
    ] {
        assert_eq!(date(days), expected);
    }
}

fn judged(request: &Value, settings: &Value) -> Option<Object> {
    let settings = settings.to_string();
    let document = Document::parse(settings.as_bytes()).unwrap();
    let settings = strictly(&document).ok()?;
    let checker = Checker { settings: &settings, namespace: DEFAULT_NAMESPACE, clock: Clock::Host };
    checker.check(&request.to_string()).objects.pop()
}

/// Where something is denied, by which rule and for which image.
fn denied(object: &Object) -> BTreeSet<(String, &'static str, Option<String>)> {
    let denied = object.findings.iter().filter(|it| it.action == Action::Deny);
    denied.map(|it| (it.path.clone(), it.rule, it.image.clone())).collect()
}

fn with_name(request: &Value) -> Value {
    let mut request = request.clone();
    for pointer in ["/name", "/object/metadata/name", "/object/metadata/generateName"] {
        if let Some(Value::String(name)) = request.pointer_mut(pointer) {
            *name += "-other";
        }
    }
    request
}

fn with_other_images(value: &mut Value, images: &BTreeSet<&str>) {
    match value {
        Value::String(text) if images.contains(text.as_str()) => {
            *text = match text.rsplit_once('/') {
                Some((before, last)) => format!("{before}/zz{last}"),
                None => format!("zz{text}"),
            };
        }
        Value::Array(items) => items.iter_mut().for_each(|item| with_other_images(item, images)),
        Value::Object(fields) => fields.values_mut().for_each(|value| with_other_images(value, images)),
        _ => {}
    }
}

/// For whatever is denied, a baseline makes it accepted, but for what it says it cannot exempt; of another name, or with other images,
/// the same is denied still.
#[test]
fn a_baseline_covers_what_it_was_made_of_and_nothing_else() {
    let images =
        fixtures::images().into_iter().map(|it| (it.name, fixtures::request(fixtures::pod(&it.image)), it.settings));
    let requests = fixtures::requests().into_iter().map(|it| (it.name, it.request, it.settings));
    let objects = fixtures::objects().into_iter().map(|it| (it.name, it.request, it.settings));
    let (mut covered, mut images_changed, mut inexact) = (0, 0, 0);
    for (name, request, settings) in images.chain(requests).chain(objects) {
        let Some(object) = judged(&request, &settings).filter(|object| !denied(object).is_empty()) else { continue };
        let grant = Grant { is_new: true, reason: format!("{MARK}test"), until: None };
        let mut cells = BTreeMap::new();
        let mut left = BTreeSet::new();
        for finding in object.findings.iter().filter(|it| it.action == Action::Deny) {
            match Cell::of(&object, finding) {
                Ok(cell) => drop(cells.insert(cell, grant.clone())),
                Err(_) => drop(left.insert((finding.path.clone(), finding.rule, finding.image.clone()))),
            }
        }
        let mut baseline = settings.clone();
        let entries: Vec<_> = entries(&cells).iter().map(Entry::json).collect();
        match &mut baseline["exemptions"] {
            Value::Array(exemptions) => exemptions.extend(entries),
            exemptions => *exemptions = json!(entries),
        }
        let with_baseline =
            |request: &Value| judged(request, &baseline).unwrap_or_else(|| panic!("{name}: {baseline}"));
        assert_eq!(denied(&with_baseline(&request)), left, "{name}: what a baseline covers");
        covered += cells.len();
        inexact += left.len();

        let other = with_name(&request);
        if other != request {
            let before = judged(&other, &settings).unwrap();
            assert_eq!(denied(&with_baseline(&other)), denied(&before), "{name}: under another name");
        }
        let known: BTreeSet<&str> = cells.keys().filter_map(|cell| cell.image.as_deref()).collect();
        let mut other = request.clone();
        with_other_images(&mut other["object"], &known);
        if other != request {
            let mut before = denied(&judged(&other, &settings).unwrap());
            before.retain(|(.., image)| image.as_deref().is_some_and(|image| !known.contains(image)));
            let after = denied(&with_baseline(&other));
            assert!(before.is_subset(&after), "{name}: {before:?} with other images, {after:?}");
            images_changed += before.len();
        }
    }
    assert!(covered > 500 && images_changed > 100, "{covered} cells, {images_changed} of other images");
    assert!(inexact < covered / 4, "{inexact} of {covered} cannot be exempted");
}
