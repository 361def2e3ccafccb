//! A node's files in a tar archive, plain or compressed with gzip, xz or zstd.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek as _};
use std::path::Path;
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::sources;
use super::tree::{self, Entry, Location, Tree, cleaned};
use crate::error::Error;

/// What is kept of an archive: more than all configuration of a node.
const MOST_BYTES: u64 = 512 * 1024 * 1024;

/// How much a decoder may remember, in KiB: twice what `xz -9` asks for.
const MOST_MEMORY: u32 = 128 * 1024;

/// Reads an archive; nothing if the file is none.
pub(crate) fn open(path: &Path) -> Result<Option<Rc<Tree>>, Error> {
    let error = |error: io::Error| Error::file(path, error);
    let mut file = File::open(path).map_err(error)?;
    let mut head = [0; 265];
    let mut length = 0;
    loop {
        match file.read(&mut head[length..]).map_err(error)? {
            0 => break,
            read => length += read,
        }
    }
    file.rewind().map_err(error)?;
    if head.starts_with(b"BZh") {
        let what = "is compressed with bzip2; unpack it and give the folder, or compress it with gzip, xz or zstd";
        return Err(Error::new(format!("{}: {what}", path.display())));
    }
    let file = BufReader::new(file);
    let reader: Box<dyn Read> = if head.starts_with(&[0x1f, 0x8b]) {
        Box::new(MultiGzDecoder::new(file))
    } else if head.starts_with(b"\xfd7zXZ\0") {
        Box::new(XzReader::new_mem_limit(file, true, MOST_MEMORY))
    } else if head.starts_with(b"\x28\xb5\x2f\xfd") {
        Box::new(Frames { source: Some(file), frame: None })
    } else if &head[257..262] == b"ustar" {
        Box::new(file)
    } else {
        return Ok(None);
    };
    let shown = format!("{}:", path.display());
    let mut entries = BTreeMap::new();
    let read = read(reader, &mut entries);
    if entries.is_empty() {
        read.map_err(error)?;
        return Ok(Some(Tree::memory(entries, shown)));
    }
    let tree = Tree::memory(entries, shown);
    // What was read before counts, where an archive ends too early.
    if let Err(error) = read {
        Location::root(&tree).pass_over(format!("the rest of the archive cannot be read ({})", error.kind()));
    }
    Ok(Some(tree))
}

/// The frames of zstd, one after the other.
struct Frames<R: BufRead> {
    source: Option<R>,
    frame: Option<StreamingDecoder<R, FrameDecoder>>,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let read = frame.read(buffer)?;
                if read > 0 || buffer.is_empty() {
                    return Ok(read);
                }
            }
            let source = self.frame.take().map(StreamingDecoder::into_inner).or_else(|| self.source.take());
            let Some(mut source) = source else { return Ok(0) };
            if source.fill_buf()?.is_empty() {
                self.source = Some(source);
                return Ok(0);
            }
            let window = u64::from(MOST_MEMORY) * 1024;
            let frame = StreamingDecoder::new_with_max_window_size(source, window).map_err(io::Error::other)?;
            self.frame = Some(frame);
        }
    }
}

fn read(reader: impl Read, entries: &mut BTreeMap<String, Entry>) -> io::Result<()> {
    let mut kept = 0;
    for member in tar::Archive::new(reader).entries()? {
        let member = member?;
        let path = cleaned(&String::from_utf8_lossy(&member.path_bytes()));
        let kind = member.header().entry_type();
        let target =
            |member: &tar::Entry<'_, _>| member.link_name_bytes().map(|it| String::from_utf8_lossy(&it).into_owned());
        let entry = match kind {
            tar::EntryType::Directory => Entry::Folder,
            tar::EntryType::Symlink => Entry::Link(target(&member).unwrap_or_default()),
            // From the root of the archive.
            tar::EntryType::Link => Entry::Link(format!("/{}", target(&member).unwrap_or_default())),
            tar::EntryType::Fifo => Entry::Unreadable("a pipe".to_owned()),
            tar::EntryType::Char | tar::EntryType::Block => Entry::Unreadable("a device".to_owned()),
            kind if !kind.is_file() => continue,
            _ if !sources::may_be_read(&path) => continue,
            _ if tree::is_too_large(member.size()) => Entry::Unreadable(tree::too_large()),
            _ => {
                kept += member.size();
                if kept > MOST_BYTES {
                    return Err(io::Error::other("has too many files for a node's configuration"));
                }
                let mut bytes = Vec::new();
                member.take(kept).read_to_end(&mut bytes)?;
                Entry::File(bytes.into())
            }
        };
        if !path.is_empty() {
            entries.insert(path, entry);
        }
    }
    Ok(())
}
