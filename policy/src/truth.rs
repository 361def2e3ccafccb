//! What counts as true for programs written in Go.

/// A boolean as `strconv.ParseBool` takes it, and as YAML 1.1 writes it beside that. Nothing where the text is none.
pub(crate) fn truth(text: &str) -> Option<bool> {
    match text.as_bytes() {
        [b'1' | b't' | b'T' | b'y' | b'Y'] => return Some(true),
        [b'0' | b'f' | b'F' | b'n' | b'N'] => return Some(false),
        _ => {}
    }
    match text {
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}
