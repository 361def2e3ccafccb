//! Files as editors name them.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use lsp_types::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What may stand as it is in the path of a URI.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The file that a URI names; none for what is not on this machine, such as a text that was never saved.
pub(crate) fn path(uri: &Uri) -> Option<PathBuf> {
    let path = uri.as_str().strip_prefix("file://")?;
    let path = path.strip_prefix("localhost").unwrap_or(path);
    if !path.starts_with('/') {
        return None;
    }
    let path = percent_decode_str(path).decode_utf8().ok()?;
    // `/C:/folder` on Windows.
    let has_drive = cfg!(windows) && path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if has_drive { &path[1..] } else { &path }))
}

/// The URI of a file.
pub(crate) fn of(path: &Path) -> Option<Uri> {
    let path = path.to_str()?;
    let path = if cfg!(windows) { format!("/{}", path.replace('\\', "/")) } else { path.to_owned() };
    Uri::from_str(&format!("file://{}", utf8_percent_encode(&path, ESCAPED))).ok()
}

/// The path of a file as it is written, with the folders that say what it is.
pub(crate) fn whole(uri: &Uri) -> String {
    percent_decode_str(uri.as_str()).decode_utf8_lossy().into_owned()
}

/// The name of a file, without folders.
pub(crate) fn name(uri: &Uri) -> String {
    let last = uri.as_str().rsplit('/').next().unwrap_or_default();
    percent_decode_str(last).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn paths_come_back() {
        for file in ["/a/b.yaml", "/a b/ü#?%20/c:d.yaml", "/"] {
            assert_eq!(path(&of(Path::new(file)).unwrap()).unwrap(), Path::new(file), "{file}");
        }
        let uri = |text: &str| Uri::from_str(text).unwrap();
        assert_eq!(path(&uri("file://localhost/a%3Ab")).unwrap(), Path::new("/a:b"));
        assert_eq!(path(&uri("untitled:Untitled-1")), None);
        assert_eq!(path(&uri("file://server/share")), None);
        assert_eq!(name(&uri("file:///a/values%20b.yaml")), "values b.yaml");
        assert_eq!(whole(&uri("file:///c%3A/a/.github/workflows/b.yml")), "file:///c:/a/.github/workflows/b.yml");
    }
}
