//! Files that somebody finds in a folder: read if they are files, and if they are as long as such files are.

use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::{MAIN_SEPARATOR, Path};

/// More than any manifest or configuration is long, and less than a machine has memory.
const LARGEST: u64 = 256 * 1024 * 1024;

/// A path as text, with `/` between its parts on any system: reports, URIs and the paths of nodes have no other.
pub(crate) fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    // A `\` may be a part of a name where it separates nothing.
    if MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(MAIN_SEPARATOR, "/") }
}

/// The content of a file. A pipe would be waited for, and a device may never end: these are errors.
pub(crate) fn regular(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if let Some(what) = what_else(metadata.file_type()) {
        return Err(io::Error::other(format!("{what}, not a file")));
    }
    if metadata.len() > LARGEST {
        return Err(too_long(LARGEST));
    }
    // With room for all of it, so that it is read at once.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default().saturating_add(1));
    read(File::open(path)?, LARGEST, &mut bytes)?;
    Ok(bytes)
}

/// The content of whatever somebody asked for by its name, such as the pipe of `<(helm template)`.
pub(crate) fn any(reader: impl Read) -> io::Result<Vec<u8>> {
    within(reader, LARGEST)
}

fn within(reader: impl Read, largest: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    read(reader, largest, &mut bytes)?;
    Ok(bytes)
}

fn read(reader: impl Read, largest: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
    reader.take(largest + 1).read_to_end(bytes)?;
    if bytes.len() as u64 > largest { Err(too_long(largest)) } else { Ok(()) }
}

fn too_long(largest: u64) -> io::Error {
    io::Error::other(format!("longer than {} MiB", largest / 1024 / 1024))
}

/// What something is that is no file, with its article.
pub(crate) fn what_else(kind: FileType) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return Some("a pipe");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_char_device() || kind.is_block_device() {
            return Some("a device");
        }
    }
    if kind.is_dir() {
        Some("a folder")
    } else if kind.is_file() {
        None
    } else {
        Some("something else")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_the_same_on_any_system() {
        assert_eq!(slashed(&Path::new("deploy").join("web.yaml")), "deploy/web.yaml");
        // On Unix, this is one name.
        assert_eq!(
            slashed(Path::new(r"deploy\web.yaml")),
            if cfg!(windows) { "deploy/web.yaml" } else { r"deploy\web.yaml" }
        );
    }

    #[test]
    fn what_does_not_end_is_not_read_to_its_end() {
        assert_eq!(within(&b"abc"[..], 3).unwrap(), b"abc");
        assert!(within(&b"abcd"[..], 3).unwrap_err().to_string().starts_with("longer than"));
        assert!(within(io::repeat(0), 1024).is_err());
    }

    #[test]
    fn files_are_read_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "b").unwrap();
        assert_eq!(regular(&folder.path().join("a")).unwrap(), b"b");
        assert_eq!(regular(folder.path()).unwrap_err().to_string(), "a folder, not a file");
        #[cfg(unix)]
        {
            assert_eq!(regular(Path::new("/dev/zero")).unwrap_err().to_string(), "a device, not a file");
            std::os::unix::fs::symlink("/dev/zero", folder.path().join("zero")).unwrap();
            assert_eq!(regular(&folder.path().join("zero")).unwrap_err().to_string(), "a device, not a file");
            std::os::unix::fs::symlink("circle", folder.path().join("circle")).unwrap();
            assert!(regular(&folder.path().join("circle")).is_err());
            let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
            assert_eq!(regular(&folder.path().join("socket")).unwrap_err().to_string(), "a socket, not a file");
        }
    }
}
