use super::*;

fn files(names: &[&str]) -> Files {
    names.iter().map(|name| (name.to_string(), name.as_bytes().to_vec())).collect()
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn small() -> ArchiveLimits {
    ArchiveLimits { entries: 3, file_bytes: 1_000, total_bytes: 1_500, depth: 3 }
}

#[test]
fn what_is_packed_comes_out_again_and_always_alike() {
    let files = files(&["app.json", "forms/contract.form.json", "数据.txt"]);
    assert_eq!(unpack(&pack(&files), small()), Ok(files.clone()));
    assert_eq!(pack(&files), pack(&files));
}

#[test]
fn an_outer_folder_is_left_out_and_clutter_too() {
    let zip = zip_of(&[("my-app/app.json", b"{}"), ("my-app/forms/a.form.json", b"1"), ("my-app/.DS_Store", b"x")]);
    let names: Vec<String> = unpack(&zip, small()).unwrap().into_keys().collect();
    assert_eq!(names, ["app.json", "forms/a.form.json"]);
    let two = zip_of(&[("one/app.json", b"{}"), ("two/app.json", b"{}")]);
    assert_eq!(unpack(&two, small()).unwrap().len(), 2);
}

#[test]
fn names_that_lead_out_are_refused() {
    for name in [
        "../app.json",
        "/etc/passwd",
        "a/../../b",
        "a\\..\\b",
        "C:/x",
        "a//b",
        "a/./b",
        "a/b/c/d",
        "x\u{0}y",
        "con ",
        "a/..",
    ] {
        let zip = zip_of(&[("app.json", b"{}"), (name, b"x")]);
        let refused = unpack(&zip, small());
        assert!(matches!(refused, Err(ArchiveError::BadEntry(_) | ArchiveError::NotAZip)), "{name:?}: {refused:?}");
    }
}

#[test]
fn a_bomb_is_stopped_while_it_unpacks() {
    let zeros = vec![0u8; 10_000_000];
    let bomb = zip_of(&[("app.json", &zeros)]);
    assert!(bomb.len() < 100_000);
    assert_eq!(unpack(&bomb, small()), Err(ArchiveError::TooLarge { what: "bytes in one file", most: 1_000 }));
    let many = zip_of(&[("a", &zeros[..900]), ("b", &zeros[..900])]);
    assert_eq!(unpack(&many, small()), Err(ArchiveError::TooLarge { what: "bytes in all", most: 1_500 }));
    let entries = zip_of(&[("a", b""), ("b", b""), ("c", b""), ("d", b"")]);
    assert_eq!(unpack(&entries, small()), Err(ArchiveError::TooLarge { what: "entries", most: 3 }));
}

#[test]
fn a_link_is_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("app.json", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let zip = zip.finish().unwrap().into_inner();
    assert_eq!(unpack(&zip, small()), Err(ArchiveError::BadEntry("app.json".to_owned())));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_fall(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400), at in 0usize..400) {
        let _ = unpack(&bytes, small());
        let mut broken = pack(&files(&["app.json", "forms/a.form.json"]));
        let place = at % broken.len();
        broken[place] = broken[place].wrapping_add(1 + (bytes.len() % 200) as u8);
        if let Ok(files) = unpack(&broken, small()) {
            proptest::prop_assert!(files.keys().all(|name| is_plain(name, 3)));
        }
    }
}
