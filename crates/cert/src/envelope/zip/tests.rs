use super::*;

/// An archive as written with everything in its place; tests spoil one thing.
struct Archive {
    name: &'static str,
    method: u16,
    flags: u16,
    content: Vec<u8>,
    packed: Vec<u8>,
    /// Sizes and checksum behind the content, zero in the header before it.
    descriptor: bool,
    claimed: Option<u32>,
}

impl Archive {
    fn stored(content: &[u8]) -> Self {
        let (content, packed) = (content.to_vec(), content.to_vec());
        Self {
            name: "certificate.json",
            method: STORED,
            flags: 0,
            content,
            packed,
            descriptor: false,
            claimed: None,
        }
    }

    fn deflated(content: &[u8]) -> Self {
        let packed = miniz_oxide::deflate::compress_to_vec(content, 9);
        Self { method: DEFLATED, packed, ..Self::stored(content) }
    }

    fn size(&self) -> u32 {
        self.claimed.unwrap_or(self.content.len() as u32)
    }

    fn local(&self) -> Vec<u8> {
        let real = [crc32(&self.content), self.packed.len() as u32, self.size()];
        let mut out = b"PK\x03\x04\x14\0".to_vec();
        out.extend(self.flags.to_le_bytes());
        out.extend(self.method.to_le_bytes());
        out.extend([0; 4]);
        for number in if self.descriptor { [0; 3] } else { real } {
            out.extend(number.to_le_bytes());
        }
        out.extend((self.name.len() as u16).to_le_bytes());
        out.extend(4u16.to_le_bytes());
        out.extend(self.name.as_bytes());
        out.extend([b'U', b'T', 0, 0]);
        out.extend(&self.packed);
        if self.descriptor {
            out.extend(b"PK\x07\x08");
            real.iter().for_each(|number| out.extend(number.to_le_bytes()));
        }
        out
    }

    fn central(&self, offset: u32) -> Vec<u8> {
        let mut out = b"PK\x01\x02\x14\0\x14\0".to_vec();
        out.extend(self.flags.to_le_bytes());
        out.extend(self.method.to_le_bytes());
        out.extend([0; 4]);
        for number in [crc32(&self.content), self.packed.len() as u32, self.size()] {
            out.extend(number.to_le_bytes());
        }
        out.extend((self.name.len() as u16).to_le_bytes());
        out.extend([0; 12]);
        out.extend(offset.to_le_bytes());
        out.extend(self.name.as_bytes());
        out
    }

    fn write(&self) -> Vec<u8> {
        write(&[self])
    }
}

fn write(files: &[&Archive]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for file in files {
        directory.extend(file.central(out.len() as u32));
        out.extend(file.local());
    }
    let start = out.len() as u32;
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([files.len() as u16, files.len() as u16].iter().flat_map(|count| count.to_le_bytes()));
    out.extend([directory.len() as u32, start].iter().flat_map(|number| number.to_le_bytes()));
    out.extend([0, 0]);
    out
}

fn read(archive: &[u8]) -> Result<Vec<u8>, &'static str> {
    read_file(archive, "certificate.json").map_err(|error| error.code)
}

const TEXT: &[u8] = b"{\"a\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}";

#[test]
fn stored_and_deflated_files_are_read() {
    assert_eq!(read(&Archive::stored(TEXT).write()), Ok(TEXT.to_vec()));
    assert_eq!(read(&Archive::deflated(TEXT).write()), Ok(TEXT.to_vec()));
    assert_eq!(
        read(&Archive { descriptor: true, flags: 8, ..Archive::deflated(TEXT) }.write()),
        Ok(TEXT.to_vec())
    );
    assert_eq!(read(&Archive::stored(b"").write()), Ok(Vec::new()));
}

#[test]
fn an_archive_comment_is_passed_over() {
    let mut archive = Archive::deflated(TEXT).write();
    let length = archive.len();
    archive[length - 2] = 5;
    archive.extend(b"hello");
    assert_eq!(read(&archive), Ok(TEXT.to_vec()));
}

#[test]
fn the_file_is_found_among_others_and_only_once() {
    let (wanted, other) = (Archive::deflated(TEXT), Archive { name: "readme.txt", ..Archive::stored(b"x") });
    assert_eq!(read(&write(&[&other, &wanted])), Ok(TEXT.to_vec()));
    assert_eq!(read(&write(&[&wanted, &wanted])), Err(code::AMBIGUOUS));
    assert_eq!(read(&other.write()), Err(code::NO_FILE));
    let many = vec![&other; MAX_ZIP_ENTRIES + 1];
    assert_eq!(read(&write(&many)), Err(code::TOO_LARGE));
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let huge = vec![b' '; MAX_ZIP_FILE + 1];
    assert_eq!(read(&Archive::deflated(&huge).write()), Err(code::TOO_LARGE));
    let lying = Archive { claimed: Some(100), ..Archive::deflated(&huge) };
    assert_eq!(read(&lying.write()), Err(code::TOO_LARGE));
    assert_eq!(
        read(&Archive { claimed: Some(u32::MAX), ..Archive::stored(TEXT) }.write()),
        Err(code::TOO_LARGE)
    );
    let most = vec![b' '; MAX_ZIP_FILE];
    assert_eq!(read(&Archive::deflated(&most).write()), Ok(most));
}

#[test]
fn what_does_not_add_up_is_refused() {
    assert_eq!(read(&Archive { claimed: Some(90), ..Archive::deflated(TEXT) }.write()), Err(code::CORRUPT));
    assert_eq!(read(&Archive { claimed: Some(9), ..Archive::stored(TEXT) }.write()), Err(code::CORRUPT));
    assert_eq!(
        read(&Archive { content: TEXT.to_ascii_uppercase(), ..Archive::stored(TEXT) }.write()),
        Err(code::CHECKSUM)
    );
    assert_eq!(read(&Archive { flags: 1, ..Archive::stored(TEXT) }.write()), Err(code::UNSUPPORTED));
    assert_eq!(read(&Archive { method: 12, ..Archive::stored(TEXT) }.write()), Err(code::UNSUPPORTED));
    assert_eq!(read(b"PK\x03\x04"), Err(code::SHAPE));
    assert_eq!(read(&Archive::stored(TEXT).local()), Err(code::SHAPE));
}

#[test]
fn no_truncation_and_no_flip_gives_another_file() {
    for archive in [Archive::stored(TEXT).write(), Archive::deflated(TEXT).write()] {
        for end in 0..archive.len() {
            assert!(read(&archive[..end]).is_err(), "{end}");
        }
        for at in 0..archive.len() * 8 {
            let mut flipped = archive.clone();
            flipped[at / 8] ^= 1 << (at % 8);
            if let Ok(content) = read(&flipped) {
                assert_eq!(content, TEXT, "bit {at}");
            }
        }
    }
}

#[test]
fn text_gives_bytes() {
    assert_eq!(bytes("PK\u{3}\u{4}\u{ff}\u{80}"), Ok(b"PK\x03\x04\xff\x80".to_vec()));
    let error = bytes("PK\u{3}\u{fffd}").expect_err("no byte");
    assert_eq!((error.code, error.offset), (code::CHARACTER, Some(3)));
    for text in ["B64:UEsDBP8=", "B64:UEsDBP8", "B64:UEsDBP8=\n", "B64: UEsDBP8="] {
        assert_eq!(bytes(text), Ok(b"PK\x03\x04\xff".to_vec()), "{text}");
    }
    assert_eq!(bytes("B64:____"), bytes("B64:////"));
    assert_eq!(bytes("B64:UEsD!").map_err(|error| error.code), Err(code::BASE64));
}

#[test]
fn checksum_of_the_standard() {
    assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
}
