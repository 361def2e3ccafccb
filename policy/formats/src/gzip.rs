//! gzip, as RFC 1952 has it: one member after the other, as `gunzip`, Go and Python read them.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// What became of bytes that may be a gzip file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfolded {
    /// They are no gzip file, or a broken one.
    None,
    /// What its members hold, up to the first that is broken.
    Text(Vec<u8>),
    /// It unfolds to more than there is room for.
    TooLong,
}

/// What each member takes of the room beside what it unfolds to: an empty one takes time too.
const MEMBER: usize = 64;
/// The checksum and the length after each member. Neither is looked at.
const TRAILER: usize = 8;

/// Unfolds a gzip file of no more than `room` bytes, from which it is taken. So is what turns out to be broken, or too long, since it
/// took as long.
pub fn unfold(file: &[u8], room: &mut usize) -> Unfolded {
    let Some(mut rest) = after_header(file) else { return Unfolded::None };
    let mut text = Vec::new();
    let mut state = Box::new(DecompressorOxide::new());
    loop {
        let before = text.len();
        let (status, read) = member(&mut state, rest, &mut text, *room);
        *room = room.saturating_sub(text.len() - before).saturating_sub(MEMBER);
        match status {
            TINFLStatus::Done => {}
            TINFLStatus::HasMoreOutput => {
                *room = 0;
                return Unfolded::TooLong;
            }
            _ if before == 0 => return Unfolded::None,
            _ => {
                text.truncate(before);
                return Unfolded::Text(text);
            }
        }
        match rest.get(read.saturating_add(TRAILER)..).and_then(after_header) {
            Some(next) => rest = next,
            None => return Unfolded::Text(text),
        }
    }
}

/// Adds what a member holds to the text, which grows by no more than `room`, and tells how much was read.
fn member(state: &mut DecompressorOxide, from: &[u8], text: &mut Vec<u8>, room: usize) -> (TINFLStatus, usize) {
    const FIRST: usize = 1024;
    let begin = text.len();
    let most = begin.saturating_add(room);
    let (mut read, mut end) = (0, begin);
    let mut length = begin.saturating_add(from.len().saturating_mul(2).max(FIRST)).min(most);
    state.init();
    loop {
        text.resize(length, 0);
        let (input, output) = (&from[read..], &mut text[begin..]);
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, more, written) = decompress(state, input, output, end - begin, flags);
        (read, end) = (read.saturating_add(more), end.saturating_add(written));
        if status != TINFLStatus::HasMoreOutput || length == most {
            text.truncate(end);
            return (status, read);
        }
        length = length.saturating_mul(2).min(most);
    }
}

/// What comes after the header of a member.
fn after_header(file: &[u8]) -> Option<&[u8]> {
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    const EXTRA: u8 = 4;
    const CHECKSUM: u8 = 2;
    // Magic, method, flags, time, extra flags, operating system.
    let ([0x1f, 0x8b, 8, flags, ..], mut rest) = file.split_first_chunk::<10>()? else { return None };
    let has = |flag| flags & flag != 0;
    if has(EXTRA) {
        let (length, after) = rest.split_first_chunk::<2>()?;
        rest = after.get(usize::from(u16::from_le_bytes(*length))..)?;
    }
    for flag in [NAME, COMMENT] {
        if has(flag) {
            let end = rest.iter().position(|byte| *byte == 0)?;
            rest = rest.get(end + 1..)?;
        }
    }
    if has(CHECKSUM) {
        rest = rest.get(2..)?;
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::{MEMBER, Unfolded, unfold};

    /// `printf 'insecure\n' | gzip -n`
    const PLAIN: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\xcc\x2b\x4e\x4d\x2e\x2d\x4a\xe5\x02\x00\xdc\x7c\x14\x04\x09\x00\x00\x00";

    fn text(file: &[u8], mut room: usize) -> (Option<String>, usize) {
        match unfold(file, &mut room) {
            Unfolded::Text(text) => (Some(String::from_utf8(text).unwrap()), room),
            Unfolded::None => (None, room),
            Unfolded::TooLong => (Some("too long".to_owned()), room),
        }
    }

    fn found(text: &str, room: usize) -> (Option<String>, usize) {
        (Some(text.to_owned()), room)
    }

    #[test]
    fn files_are_decompressed() {
        assert_eq!(text(PLAIN, 100), found("insecure\n", 91 - MEMBER));
        let mut named = PLAIN.to_vec();
        named[3] = 8;
        named.splice(10..10, *b"a.txt\0");
        assert_eq!(text(&named, 100), found("insecure\n", 91 - MEMBER));
        assert_eq!(text(&PLAIN[..12], 100).0, None);
        assert_eq!(text(b"insecure", 100), (None, 100));
    }

    /// `gunzip` prints all of them, and so do `gzip.NewReader` of Go and `gzip.decompress` of Python.
    #[test]
    fn all_members_are_decompressed() {
        let both = [PLAIN, PLAIN].concat();
        assert_eq!(text(&both, 1000), found("insecure\ninsecure\n", 982 - 2 * MEMBER));
        let broken = [PLAIN, &PLAIN[..14]].concat();
        assert_eq!(text(&broken, 1000).0.unwrap(), "insecure\n");
        let more = [PLAIN, b"\0\0\0"].concat();
        assert_eq!(text(&more, 1000).0.unwrap(), "insecure\n");
        assert_eq!(text(&both, 76), found("too long", 0));
        let empty = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00";
        assert_eq!(text(&[empty, PLAIN].concat(), 1000).0.unwrap(), "insecure\n");
        assert_eq!(text(&empty.repeat(100), 1000).1, 0);
    }

    #[test]
    fn what_is_too_long_takes_its_room_too() {
        assert_eq!(text(PLAIN, 5), found("too long", 0));
        assert_eq!(text(PLAIN, 0), found("too long", 0));
    }
}
