use super::{fits, mime_of, safe_name};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const PROGRAM: &[u8] = b"MZ\x90\0\x03\0\0\0";

#[test]
fn a_name_keeps_what_people_read_and_loses_what_file_systems_and_eyes_trip_over() {
    for (sent, kept) in [
        ("合同 (终稿).pdf", "合同 (终稿).pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\b.docx", "b.docx"),
        ("a\0b\r\nSet-Cookie: x.txt", "abSet-Cookie_ x.txt"),
        ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
        ("\u{200b}\u{feff}", "file"),
        ("...", "file"),
        ("", "file"),
        ("  .htaccess ", "htaccess"),
        ("a\"b<c>d|e?f*.png", "a_b_c_d_e_f_.png"),
    ] {
        assert_eq!(safe_name(sent), kept, "{sent:?}");
    }
}

#[test]
fn a_long_name_is_cut_before_its_end() {
    let name = safe_name(&format!("{}.pdf", "长".repeat(400)));
    assert_eq!(name.chars().count(), 160);
    assert!(name.ends_with("长.pdf"), "{name}");
    assert_eq!(safe_name(&"x".repeat(400)).len(), 160);
}

#[test]
fn the_type_is_what_the_content_shows() {
    assert_eq!(mime_of(PNG), "image/png");
    assert_eq!(mime_of(b"%PDF-1.7\n"), "application/pdf");
    assert_eq!(mime_of(b"<html ><script>alert(1)</script>"), "text/html");
    assert_eq!(mime_of("编号,名称\n1,合同\n".as_bytes()), "text/plain");
    assert_eq!(mime_of(&[1, 2, 3, 0]), "application/octet-stream");
}

#[test]
fn a_picture_a_pdf_and_a_document_are_what_their_names_say() {
    assert!(fits("a.png", PNG) && fits("a.JPG", PNG) && fits("setup.exe", PROGRAM) && fits("无后缀", PROGRAM));
    assert!(!fits("a.png", PROGRAM) && !fits("a.pdf", PNG) && !fits("合同.docx", PROGRAM));
    assert!(!fits("a.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"));
}
