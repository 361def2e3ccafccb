//! What a string holds of registry credentials, opened as far as needed: a document of Docker's configuration, one inside of
//! a script or of another file, a file of a runtime that has credentials of its own, or base64 of any of these.
//!
//! A string is searched for words first. Only what the search found is a reason to decode or to parse.

use crate::auth::{self, Registries, embedded};
use crate::files;
use crate::json::Quoted;
use crate::search::{self, Words};

/// Base64 of base64 is opened, and no more.
const LAYERS_OF_BASE64: u32 = 2;

/// Registry credentials that a string holds.
#[derive(Debug, Default)]
pub struct Held {
    /// The registries that they are for, as far as the text says so.
    pub registries: Registries,
    /// The file that they stand in, where it is no document of Docker's configuration: "`registries.yaml` of k3s and RKE2".
    pub file: Option<&'static str>,
}

impl Held {
    /// What the string holds; nothing where that is no credential.
    pub fn by(text: &[u8]) -> Option<Self> {
        let mut held = Held::default();
        held.look(text, LAYERS_OF_BASE64);
        held.is_any().then_some(held)
    }

    /// `registry credentials for …`
    pub fn what(&self) -> String {
        if self.registries.is_empty() {
            "registry credentials".to_owned()
        } else {
            format!("registry credentials for {}", self.registries)
        }
    }

    /// What they stand in: "a document of Docker's configuration".
    pub fn whose(&self) -> &'static str {
        self.file.unwrap_or("a document of Docker's configuration")
    }

    fn is_any(&self) -> bool {
        self.file.is_some() || !self.registries.is_empty()
    }

    fn look(&mut self, text: &[u8], layers: u32) {
        let text = auth::without_mark(text);
        if text.first() == Some(&b'{') {
            auth::collect_document(text, &mut self.registries);
        } else if search::is_like_base64_of_an_object(text) {
            self.look_into_base64(text, layers);
        }
        if self.is_any() {
            return;
        }
        let words = Words::of(text);
        if words.auths {
            embedded::collect(text, &mut self.registries);
        }
        if words.encoded && !self.look_into_base64(text, layers) {
            search::each_encoded(text, |run| {
                self.look_into_base64(run, layers);
            });
        }
        if words.file && !self.is_any() {
            self.file = files::credentials_in(text, &mut self.registries);
        }
    }

    /// Whether it is base64 at all.
    fn look_into_base64(&mut self, text: &[u8], layers: u32) -> bool {
        let (Some(layers), Ok(decoded)) = (layers.checked_sub(1), auth::decode(text)) else { return false };
        self.look(&decoded, layers);
        true
    }
}

/// Whether it is worth to decode a string for what [`Held::by`] finds.
pub fn may_hold(string: Quoted<'_>) -> bool {
    let mut written = string.written();
    loop {
        match written {
            [b' ' | b'\t', rest @ ..] | [b'\\', b'n' | b't' | b'r', rest @ ..] => written = rest,
            // Some other escape, or the first byte of a byte-order mark.
            [b'{' | b'\\' | 0xef, ..] => return true,
            _ => break,
        }
    }
    search::is_like_base64_of_an_object(written) || Words::of(written) != Words::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `robot:CANARY-not-a-real-password`
    const AUTH: &str = "cm9ib3Q6Q0FOQVJZLW5vdC1hLXJlYWwtcGFzc3dvcmQ=";
    /// `{"auths":{"a.io":{"auth":"<auth>"}}}`
    const ENCODED: &str =
        "eyJhdXRocyI6eyJhLmlvIjp7ImF1dGgiOiJjbTlpYjNRNlEwRk9RVkpaTFc1dmRDMWhMWEpsWVd3dGNHRnpjM2R2Y21RPSJ9fX0=";

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let text = text.replace("<auth>", AUTH).replace("<encoded>", ENCODED);
        let shown = Held::by(text.as_bytes()).map(|held| held.registries.to_string());
        assert_eq!(shown.as_deref(), expected, "{text}");
        let json = serde_json::to_string(&text).unwrap();
        let may_hold = may_hold(crate::json::Cursor::new(json.as_bytes()).string().unwrap());
        assert!(may_hold || expected.is_none(), "{text}");
    }

    #[test]
    fn documents_are_found_alone() {
        let found = Some("`a.io`");
        check(r#"{"auths":{"a.io":{"auth":"<auth>"}}}"#, found);
        check(r#"{"a.io":{"auth":"<auth>"}}"#, found);
        check(" \u{feff}\n{\"auths\":{\"a.io\":{\"auth\":\"<auth>\"}}}", found);
        check("<encoded>", found);
        check("\n<encoded>\n", found);
        check(
            "ZXlKaGRYUm9jeUk2ZXlKaExtbHZJanA3SW1GMWRHZ2lPaUpqYlRscFlqTlJObEV3Ums5UlZrcGFURmMxZG1SRE1XaE1XRXBzV1Zkd2RHTkhSbnBqTTJSMlkyMVJQU0o5ZlgwPQ==",
            found,
        );
        check(r#"{"auths":{"a.io":{"username":"robot","password":"CANARY"}}}"#, found);
        check(r#"{"a.io":{"username":"robot","password":"CANARY"}}"#, None);
    }

    #[test]
    fn documents_are_found_inside_of_other_text() {
        let found = Some("`a.io`");
        let document = r#"{"auths":{"a.io":{"auth":"<auth>"}}}"#;
        check(&format!("mkdir -p ~/.docker\ncat > ~/.docker/config.json <<EOF\n{document}\nEOF\n"), found);
        check(&format!("x: '{document}'"), found);
        check(&format!("echo {} > x", document.replace('"', "\\\"")), found);
        check(&format!("a = \"b \\\"{}\\\"\"", document.replace('"', "\\\\\\\"")), found);
        check("{\"a\":{\"b\":[{\"auths\" : {\n\t\"a.io\" : { \"auth\" : \"<auth>\" , \"email\" : null } } }]}}", found);
        check("{\\n  \\\"auths\\\": {\\n \\\"a.io\\\": {\\n \\\"auth\\\": \\\"<auth>\\\"}}}", found);
        check("kind: Secret\ndata:\n  .dockerconfigjson: <encoded>\n", found);
        check("DOCKER_CONFIG=<encoded> run", found);
        check(r#"{"x":"<encoded>"}"#, found);
        check(r#"{"auths":{"auths":{"auths":{"a.io":{"auth":"<auth>"}}}}"#, found);
    }

    #[test]
    fn what_only_looks_alike_is_none() {
        for text in [
            "",
            "{}",
            "auths",
            r#"{"auths":{}}"#,
            r#"{"auths":{"a.io":{}}}"#,
            r#"{"auths":{"a.io":{"auth":""}}}"#,
            r#"{"auths":{"a.io":{"auth":"$AUTH"}}}"#,
            r#"printf '{"auths":{"%s":{"username":"%s","password":"%s"}}}'"#,
            r#"echo "{\"auths\":{\"$HOST\":{\"auth\":\"$(echo -n $U:$P | base64)\"}}}""#,
            r#"{"auths":{"a.io":{"username":"$USER","password":"$PASSWORD"}}}"#,
            r#"{"auths":{"a.io":{"username":"<user>","password":"<password>"}}}"#,
            r#"{"auths":{"a.io":{"username":"robot","password":"***"}}}"#,
            r#"{"auths":{"a.io":{"username":"robot","password":"ENC[AES256_GCM,data:CANARY]"}}}"#,
            r#"{"auths":{"a.io":{"auth":"vault:secret/data/docker#auth"}}}"#,
            r#"{"auths":{"a.io":{"auth":"dmF1bHQ6c2VjcmV0L2RhdGEvZG9ja2VyI1U6dmF1bHQ6c2VjcmV0L2RhdGEvZG9ja2VyI1A="}}}"#,
            r#"{"credHelpers":{"a.io":"x"}}"#,
            r#"properties: {"auths":{"type":"object","description":"the auths"}}"#,
            r#""auths":{"a.io":{"auth":"#,
            "eyJhbGciOiJSUzI1NiJ9.eyJhdXRoIjoidSJ9.CANARY",
            "auth: {username: robot, password: CANARY}",
            "server { auth_basic on; proxy_set_header Authorization $a; }",
        ] {
            check(text, None);
        }
    }

    /// The time is linear, so no text that repeats itself is read again for each repetition.
    #[test]
    fn any_text_is_looked_into() {
        for part in
            ["\"auths\":{", "\"auths\":{\"a\":{\"b\":\"", "\\\"auths\\\":{", "auth:\nconfigs:\n", "[[[[", "hdXRo"]
        {
            let _ = Held::by(part.repeat(20_000).as_bytes());
        }
    }
}
