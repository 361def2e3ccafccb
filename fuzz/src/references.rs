//! Image references.

use insecure_registry_policy::registry::image::Image;
use insecure_registry_policy::registry::reference::{Expected, Reference};
use serde_json::json;

use crate::judged::{answer, assert_keeps_secrets};
use crate::secret::{CANARY, leak};

/// What is read is a reference by its parts, prints as one that reads the same, and errors stand in the text. No credential
/// before a host is quoted.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    reads_back(text);
    let Some(image) = Image::parse(text) else {
        assert!(text.trim_ascii().is_empty());
        return;
    };
    if let Err(error) = image.reference {
        assert!(error.at <= text.len(), "an error at {} of {}", error.at, text.len());
    }
    if let Some(registry) = image.registry {
        assert!(text.contains(registry.as_str()) || registry.as_str() == "docker.io");
        let registry = registry.registry();
        let _ = (registry.is_loopback(), registry.suspicion(&[5000]));
    }
    if image.is_plaintext {
        assert!(text.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://")));
    }
    hides_userinfo(text);
}

fn reads_back(text: &str) {
    let reference = match Reference::parse(text) {
        Ok(reference) => reference,
        Err(error) => {
            assert!(text.get(..error.at).is_some_and(str::is_ascii) || error.expected == Expected::DigestAfterAt);
            return;
        }
    };
    let printed = reference.to_string();
    let again = Reference::parse(&printed).unwrap_or_else(|error| panic!("`{printed}` of `{text}`: {error:?}"));
    assert_eq!(again.to_string(), printed, "of `{text}`");
    assert_eq!((again.registry, again.tag, again.digest), (reference.registry, reference.tag, reference.digest));
    assert!(again.components().eq(reference.components()), "`{printed}` of `{text}`");
    assert_eq!(again.repository(), reference.repository());
    // A good reference is read as an image as it is.
    let image = Image::parse(text).expect("a reference is not blank");
    assert_eq!((image.reference, image.has_userinfo, image.is_plaintext), (Ok(reference), false, false));
    assert_eq!(image.is_pinned(), reference.digest.is_some());
}

/// The text as what follows a password, and as a part of one, at a host.
fn hides_userinfo(text: &str) {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    if leak(&text).is_some() {
        return;
    }
    let password = text.replace(char::is_whitespace, "");
    for image in [
        format!("robot:{CANARY}@registry.example.com/{text}"),
        format!("http://robot:{CANARY}@localhost:5000/{text}"),
        format!("robot:{CANARY}{password}@registry.example.com/app"),
        format!("robot:{password}{CANARY}@registry.example.com:5000/app:1"),
    ] {
        let object = json!({"spec": {"containers": [{"image": image}]}});
        let request = json!({"kind": {"kind": "Pod"}, "operation": "CREATE", "object": object});
        let payload = json!({"request": request, "settings": {}}).to_string().into_bytes();
        let answer = answer(&payload);
        assert!(answer.is_ok());
        assert_keeps_secrets(&payload, &answer);
    }
}
