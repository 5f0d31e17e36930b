"""What may be attached, of which kind it is by its content, and what it is called."""

from __future__ import annotations

import io
import zipfile

import pytest

from tracker.attachment import (
    KINDS_TAKEN,
    LARGEST_FILE,
    MOST_AT_ONCE,
    MOST_ON_IDEA,
    FileKind,
    Upload,
    file_faults,
    folded_name,
    kind_of,
)
from tracker.attachment.rules import name_in_header, size_in_words

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 300
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 300
PDF = b"%PDF-1.7\n" + b"\0" * 300


def archive(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return made.getvalue()


DOCX = archive(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
ODS = archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content=b"<x/>")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.jpg", JPEG, FileKind.JPEG),
        ("a.pdf", JPEG, FileKind.JPEG),
        ("noending", PNG, FileKind.PNG),
        ("a.PDF", PDF, FileKind.PDF),
        ("a.docx", DOCX, FileKind.DOCX),
        ("a.ods", ODS, FileKind.ODS),
        ("a.csv", b"BM,1\r\nb,\xa32\r\n", FileKind.CSV),
        ("a.TXT", "\ufeffDer Lärm".encode("utf-16"), FileKind.TEXT),
        ("a.txt", b"a\0b", None),
        ("a.txt", b"", FileKind.TEXT),
        ("a.txt", b" <svg onload=x>", None),
        ("a.md", b"<!DOCTYPE html><p>", None),
        ("a.txt", b"#!/bin/sh\n", None),
        ("a.html", b"words", None),
        ("a.svg", b"<svg/>", None),
        ("a.exe", b"MZ\x90\0", None),
        ("a.zip", archive(a=b"x"), None),
        (
            "a.docm",
            archive(**{"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}),
            None,
        ),
        ("a.docx", DOCX[: len(DOCX) // 2], None),
        ("a.docx", b"PK\x03\x04" + b"\xff" * 64, None),
        ("a.odt", archive(mimetype=b"text/html"), None),
    ],
)
def test_a_file_is_of_the_kind_that_its_content_says(name, content, kind):
    assert kind_of(Upload(name, content)) is kind


@pytest.mark.parametrize(
    ("given", "kind", "name"),
    [
        ("photo.jpeg", FileKind.JPEG, "photo.jpeg"),
        ("../../etc/photo.PNG", FileKind.JPEG, "photo.jpg"),
        ("C:\\pictures\\photo.png", FileKind.PNG, "photo.png"),
        ("bill.exe", FileKind.PDF, "bill.exe.pdf"),
        ("a\u202egpj.exe", FileKind.PNG, "agpj.exe.png"),
        ("a\nb\t c\x00.txt", FileKind.TEXT, "a b c.txt"),
        ('q"; filename=x.txt', FileKind.TEXT, "q__ filename=x.txt"),
        ("..", FileKind.PDF, "file.pdf"),
        ("", FileKind.PDF, "file.pdf"),
        (".htaccess", FileKind.TEXT, "htaccess.txt"),
        ("CON.txt", FileKind.TEXT, "_CON.txt"),
        ("x" * 500 + ".pdf", FileKind.PDF, "x" * 116 + ".pdf"),
        ("Lärm \U0001f4a3.csv", FileKind.CSV, "Lärm \U0001f4a3.csv"),
        ("\ud800.csv", FileKind.CSV, "csv.csv"),
    ],
)
def test_a_name_leads_nowhere_hides_nothing_and_ends_as_what_it_is(given, kind, name):
    assert folded_name(given, kind) == name
    assert folded_name(name, kind) == name


def test_a_name_stands_in_a_header_as_a_download_whatever_its_letters():
    assert name_in_header("Lärm.csv") == "attachment; filename=\"Larm.csv\"; filename*=UTF-8''L%C3%A4rm.csv"
    assert name_in_header("\u53f0.csv").startswith('attachment; filename="csv"')


def test_everything_that_is_wrong_with_files_is_told_at_once_and_says_what_to_do():
    fine, empty, large = Upload("a.jpg", JPEG), Upload("b.pdf", b""), Upload("c.pdf", b"%PDF" + b"x" * LARGEST_FILE)
    [told] = file_faults([fine, empty, large, Upload("d.exe", b"MZ\0")])
    assert str(told) == (
        "b.pdf is empty. Choose another file. c.pdf is larger than 8 MB. Choose a smaller one."
        f" d.exe is no file that can be taken. Choose {KINDS_TAKEN}"
    )
    assert told.field == "files"
    assert not list(file_faults([fine] * MOST_AT_ONCE, there=MOST_ON_IDEA - MOST_AT_ONCE))
    assert len(list(file_faults([fine] * (MOST_AT_ONCE + 1)))) == 1
    assert len(list(file_faults([fine], there=MOST_ON_IDEA))) == 1
    assert [size_in_words(size) for size in (1, 1500, 1024 * 1024)] == ["1 KB", "1 KB", "1 MB"]
