//! Placeholders: an unrendered template, a reference that something else resolves, an encrypted value, or what people write
//! instead of a value.

/// What references begin with that a webhook, an operator or a renderer resolves. Amazon's are told by [`is_amazon_resource`].
const REFERENCES: &[&str] = &[
    // Bank-Vaults' webhook: https://bank-vaults.dev/docs/mutating-webhook/
    "vault:",
    ">>vault:",
    "bao:",
    ">>bao:",
    "gcp:secretmanager:",
    "azure:keyvault:",
    // 1Password: https://developer.1password.com/docs/cli/secret-reference-syntax/
    "op://",
    // vals, and Helmfile with it: https://github.com/helmfile/vals
    "ref+",
    "secretref+",
    // Berglas: https://github.com/GoogleCloudPlatform/berglas
    "sm://",
    "berglas://",
    // AWS Secrets Manager and the parameter store in chamber, ssm-env and aws-env
    "ssm://",
    "awssm://",
    // SOPS: https://getsops.io/docs/
    "ENC[",
    // Ansible: https://docs.ansible.com/ansible/latest/vault_guide/
    "$ANSIBLE_VAULT;",
    // Spring Cloud Config: https://docs.spring.io/spring-cloud-config/reference/server/encryption-and-decryption.html
    "{cipher}",
    // Spinnaker: https://spinnaker.io/docs/reference/halyard/secrets/
    "encrypted:",
    "encryptedFile:",
    // age and PGP
    "-----BEGIN AGE ENCRYPTED FILE-----",
    "-----BEGIN PGP MESSAGE-----",
];

/// What a template puts around a name, wherever in a text that is.
const AROUND_NAMES: &[(&str, &str)] = &[("{{", "}}"), ("${", "}"), ("$(", ")"), ("ENC[AES256_GCM,", "]")];

/// What makes all of a text a name.
const AROUND_TEXTS: &[(&str, &str)] = &[
    ("<", ">"),
    // Concourse, BOSH, spruce
    ("((", "))"),
    ("[[", "]]"),
    // Azure Pipelines and Octopus Deploy
    ("#{", "}"),
    ("#{", "}#"),
    // autoconf, and cmd.exe
    ("@", "@"),
    ("%", "%"),
    ("__", "__"),
    ("###", "###"),
];

/// What stands in each placeholder and reference but those that begin so.
static TELLING: [bool; 256] = telling(b"{([<#@%$:");

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
const fn telling(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut nth = 0;
    while nth < bytes.len() {
        table[bytes[nth] as usize] = true;
        nth += 1;
    }
    table
}

/// Whether a text is a value at all, where nothing but a template expands it. An empty text is none.
pub(crate) fn is_value(text: &str) -> bool {
    // Most values are words of letters, and begin like none of those below.
    let is_telling = |b: u8| TELLING.get(usize::from(b)).copied().unwrap_or(true);
    let may_begin = |b: &u8| matches!(b, b'*' | b'.' | b'_' | b'-' | b'r' | b's' | b'Y' | b'y');
    if !text.bytes().any(is_telling) && text.as_bytes().first().is_some_and(|first| !may_begin(first)) {
        return true;
    }
    !is_placeholder(text)
}

fn is_placeholder(text: &str) -> bool {
    let is_between = |(open, close): &(&str, &str)| text.split_once(open).is_some_and(|(_, rest)| rest.contains(close));
    let is_name = |(open, close): &(&str, &str)| {
        let name = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        name.is_some_and(|name| *open == "<" || is_identifier(name.trim_ascii()))
    };
    // What a reader of TOML makes of `${NAME}` begins with a word of its own.
    matches!(text, "%s" | "$")
        || text.bytes().all(|b| matches!(b, b'*' | b'.'))
        || text.strip_prefix('$').is_some_and(is_name_of_variable)
        || is_reference(text)
        || is_in_key_vault(text)
        || is_of_reader(text)
        || AROUND_NAMES.iter().any(is_between)
        || AROUND_TEXTS.iter().any(is_name)
}

/// Whether something resolves or decrypts the text before it is used.
pub(crate) fn is_reference(text: &str) -> bool {
    REFERENCES.iter().any(|reference| text.starts_with(reference)) || is_amazon_resource(text)
}

fn is_identifier(name: &str) -> bool {
    let is_of_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/');
    !name.is_empty() && name.bytes().all(is_of_name)
}

/// Whether `$name` is a variable in a file that `envsubst` and the like fill in, and not a password that begins with a `$`:
/// whether it looks like the name of a variable, and not just like a word.
fn is_name_of_variable(name: &str) -> bool {
    const ENDS: [&str; 11] =
        ["PASSWORD", "PASSWD", "PASS", "PW", "PWD", "TOKEN", "SECRET", "AUTH", "CREDENTIALS", "CREDS", "KEY"];
    let mut bytes = name.bytes();
    if !bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        || !bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
    {
        return false;
    }
    let last = name.rsplit('_').next().unwrap_or_default();
    let ends_so = |end: &&str| last.eq_ignore_ascii_case(end);
    if name.bytes().any(|b| b.is_ascii_lowercase()) {
        // $registry_password, not $uperS3cret
        !name.bytes().any(|b| b.is_ascii_uppercase()) && ENDS.iter().any(ends_so)
    } else {
        name.contains('_') || ENDS.iter().any(|end| name.ends_with(end))
    }
}

/// `YOUR_REGISTRY_PASSWORD`, `your-password`: what charts and documentation have for whoever installs them.
fn is_of_reader(text: &str) -> bool {
    let is_name = |start: &str, is_letter: fn(&u8) -> bool| {
        let name = text.strip_prefix(start).and_then(|rest| rest.strip_prefix(['_', '-']));
        name.is_some_and(|name| !name.is_empty() && name.bytes().all(|b| is_letter(&b) || matches!(b, b'_' | b'-')))
    };
    is_name("YOUR", u8::is_ascii_uppercase) || is_name("your", u8::is_ascii_lowercase)
}

/// `arn:aws:secretsmanager:…` and `arn:aws:ssm:…`, in any of Amazon's partitions.
fn is_amazon_resource(text: &str) -> bool {
    let mut parts = text.split(':');
    parts.next() == Some("arn")
        && parts.next().is_some_and(|partition| partition.starts_with("aws"))
        && matches!(parts.next(), Some("secretsmanager" | "ssm"))
}

/// `name@azurekeyvault`, perhaps with a query: <https://akv2k8s.io/tutorials/env-injection/1-secret/>
fn is_in_key_vault(text: &str) -> bool {
    text.split_once("@azurekeyvault")
        .is_some_and(|(name, rest)| is_identifier(name) && (rest.is_empty() || rest.starts_with('?')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_yet_to_be_filled_in_is_no_value() {
        for text in [
            "",
            "***",
            "...",
            "%s",
            "$",
            "{{ .Values.password }}",
            "${PASSWORD}",
            "$(PASSWORD)",
            "robot:${PASSWORD}",
            "$PASSWORD",
            "$DOCKER_PASSWORD",
            "$CI_REGISTRY_USER",
            "$registry_password",
            "$password",
            "${{ secrets.TOKEN }}",
            "<password>",
            "<path:secret/data/registry#password>",
            "((registry-password))",
            "[[ password ]]",
            "#{Registry.Password}",
            "#{Registry.Password}#",
            "@PASSWORD@",
            "__DOCKER_PASSWORD__",
            "###PASSWORD###",
            "%DOCKER_PASSWORD%",
            "vault:secret/data/registry#password",
            "encrypted:s3!r:eu-west-1!b:secrets!f:registry!k:password",
            "encryptedFile:gcs!b:secrets!f:registry",
            ">>vault:secret/data/registry#password",
            "bao:secret/data/registry#password",
            "gcp:secretmanager:projects/1/secrets/a",
            "op://vault/item/password",
            "ref+awssecrets://registry/password",
            "sm://project/secret",
            "arn:aws:secretsmanager:eu-west-1:000000000000:secret:registry",
            "arn:aws-us-gov:secretsmanager:us-gov-west-1:000000000000:secret:registry",
            "arn:aws-cn:ssm:cn-north-1:000000000000:parameter/registry",
            "registry-password@azurekeyvault",
            "registry@azurekeyvault?password",
            "ENC[AES256_GCM,data:Q0FOQVJZ,iv:x,tag:x,type:str]",
            "{\"data\": \"ENC[AES256_GCM,data:Q0FOQVJZ,iv:x,tag:x,type:str]\"}",
            "$ANSIBLE_VAULT;1.1;AES256",
            "YOUR_DOCKER_REGISTRY_PASSWORD",
            "your-password",
            "your_registry_token",
        ] {
            assert!(!is_value(text), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_template_is_a_value() {
        for text in [
            "hunter2",
            "$uperS3cret",
            "$ecret",
            "$ecretpass",
            "$ECRET",
            "$2y$05$CANARY",
            "$$",
            "$1",
            "pa$$word",
            "a@azurekeyvaults",
            "user@azurekeyvault.example.com",
            "vaulted",
            "smart",
            "arn:aws:iam::000000000000:role/a",
            "((a b))",
            "@word",
            "100%",
            "YOUR",
            "YOUR_",
            "your-passw0rd",
            "yourpassword",
            "your-Password",
            "__init",
        ] {
            assert!(is_value(text), "{text}");
        }
    }
}
