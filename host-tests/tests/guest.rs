//! How guests are built.

use std::path::PathBuf;

use insecure_registry_host::guest::{artifact, build, changes_the_artifact};

#[test]
fn artifact_is_the_wasm_file_of_the_package() {
    let messages = concat!(
        r#"{"reason":"compiler-artifact","target":{"name":"other"},"filenames":["/t/other.wasm"]}"#,
        "\n",
        r#"{"reason":"compiler-artifact","target":{"name":"a_guest"},"filenames":["/t/liba_guest.rlib","/t/a_guest.wasm"]}"#,
        "\n",
        r#"{"reason":"build-finished","success":true}"#,
        "\n",
    );
    assert_eq!(artifact(messages.as_bytes(), "a-guest"), Some(PathBuf::from("/t/a_guest.wasm")));
    assert_eq!(artifact(messages.as_bytes(), "b-guest"), None);
}

#[test]
fn build_says_what_cargo_says() {
    let error = build("no-such-guest").unwrap_err().to_string();
    assert!(error.starts_with("`no-such-guest` does not build for wasm32-wasip1\n"), "{error}");
    assert!(error.contains("package ID specification"), "{error}");
}

#[test]
fn only_what_changes_the_artifact_is_removed() {
    for name in ["RUSTFLAGS", "CARGO_BUILD_TARGET", "CARGO_PROFILE_RELEASE_LTO"] {
        assert!(changes_the_artifact(name), "{name}");
    }
    for name in ["PATH", "CARGO_HOME", "CARGO_TARGET_DIR", "RUSTC_WRAPPER", "CARGO"] {
        assert!(!changes_the_artifact(name), "{name}");
    }
}
