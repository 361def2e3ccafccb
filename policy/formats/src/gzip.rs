//! gzip, as RFC 1952 has it.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// The text of a gzip file, if it is one and no longer than `room`, from which it is taken. So is what turns out to be broken, or
/// too long, since it took as long. The checksum is not looked at.
pub fn text(file: &[u8], room: &mut usize) -> Option<Vec<u8>> {
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
    let unfolded = decompress_to_vec_with_limit(rest, *room);
    let length = unfolded.as_ref().map_or_else(|error| error.output.len(), Vec::len);
    *room = room.saturating_sub(length);
    unfolded.ok()
}

#[cfg(test)]
mod tests {
    /// `printf 'insecure\n' | gzip -n`, and the same with a name.
    #[test]
    fn files_are_decompressed() {
        let plain = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\xcc\x2b\x4e\x4d\x2e\x2d\x4a\xe5\x02\x00";
        let text = |file: &[u8], mut room: usize| super::text(file, &mut room).map(|text| (text, room));
        let found = || Some((b"insecure\n".to_vec(), 91));
        assert_eq!(text(plain, 100), found());
        assert_eq!(text(plain, 5), None);
        let mut named = plain.to_vec();
        named[3] = 8;
        named.splice(10..10, *b"a.txt\0");
        assert_eq!(text(&named, 100), found());
        assert_eq!(text(&plain[..12], 100), None);
        assert_eq!(text(b"insecure", 100), None);
    }

    #[test]
    fn what_is_too_long_takes_its_room_too() {
        let plain = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\xcc\x2b\x4e\x4d\x2e\x2d\x4a\xe5\x02\x00";
        let mut room = 12;
        assert!(super::text(plain, &mut room).is_some());
        assert_eq!(room, 3);
        assert!(super::text(plain, &mut room).is_none());
        assert_eq!(room, 0);
    }
}
