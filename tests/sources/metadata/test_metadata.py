"""Files without what they say of their makers: nothing of it is left, and what they show is the same."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, NameObject

from generator.model.library import Asset
from generator.sources.metadata import CLEANABLE, cleaned, office, without_metadata

SECRET = "欧阳慕白 Ouyang"
PICTURES = ("jpg", "png", "gif", "webp")


def picture(ending: str, turned: int = 1) -> bytes:
    image = Image.effect_noise((40, 30), 60).convert("P" if ending == "gif" else "RGB")
    exif = Image.Exif()
    exif[0x013B] = "Ouyang"
    if turned != 1:
        exif[0x0112] = turned
    out = io.BytesIO()
    match ending:
        case "png":
            info = PngImagePlugin.PngInfo()
            info.add_text("Author", "Ouyang")
            info.add_itxt("Author", SECRET)
            image.save(out, "PNG", pnginfo=info, exif=exif)
        case "gif":
            frames = [image.copy(), Image.effect_noise((40, 30), 90).convert("P")]
            frames[0].save(out, "GIF", comment=SECRET.encode(), save_all=True, append_images=frames[1:], loop=3)
        case "jpg":
            image.save(out, "JPEG", exif=exif, comment=SECRET.encode(), icc_profile=b"", progressive=True)
        case "webp":
            image.save(out, "WEBP", exif=exif, xmp=SECRET.encode(), lossless=True)
    return out.getvalue() + (SECRET.encode() if ending in ("jpg", "png", "gif") else b"")


def says(data: bytes) -> bool:
    return b"Ouyang" in data or "欧阳慕白".encode() in data or "欧阳慕白".encode("utf-16-be") in data


@pytest.mark.parametrize("ending", PICTURES)
def test_a_picture_shows_the_same_and_says_nothing(ending: str) -> None:
    before = picture(ending)
    after = cleaned(before, ending)
    assert says(before)
    assert after is not None
    assert not says(after)
    shown, was = Image.open(io.BytesIO(after)), Image.open(io.BytesIO(before))
    assert shown.tobytes() == was.tobytes()
    assert getattr(shown, "n_frames", 1) == getattr(was, "n_frames", 1)
    assert not dict(shown.getexif())
    assert shown.info.get("loop") == was.info.get("loop")


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photograph_stays_turned_as_it_was(turned: int) -> None:
    after = cleaned(picture("jpg", turned), "jpg")
    assert after is not None
    assert dict(Image.open(io.BytesIO(after)).getexif()) == ({0x0112: turned} if turned != 1 else {})


@pytest.mark.parametrize("ending", PICTURES)
@given(cut=st.integers(0, 600), noise=st.binary(max_size=20))
def test_a_damaged_picture_ends_in_nothing_or_a_picture_never_in_an_error(ending: str, cut: int, noise: bytes) -> None:
    data = picture(ending)
    found = cleaned(data[:cut] + noise + data[cut + len(noise) :], ending)
    assert found is None or len(found) <= len(data) + len(noise)
    assert cleaned(noise, ending) is None or ending == "never"


def test_a_drawing_keeps_what_it_draws() -> None:
    before = f"""<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">
    <!-- {SECRET} --><svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/ns"
    xmlns:xlink="http://www.w3.org/1999/xlink" i:export-filename="/home/{SECRET}/a.png" viewBox="0 0 9 9">
    <metadata><a xmlns="urn:dc">{SECRET}</a></metadata><i:note>{SECRET}</i:note>
    <circle id="c" r="3"/><use xlink:href="#c"/><text>字</text></svg>""".encode()
    after = cleaned(before, "svg")
    assert after is not None
    assert not says(after)
    assert all(kept in after.decode() for kept in ('viewBox="0 0 9 9"', "<circle", 'xlink:href="#c"', "字"))


def test_a_drawing_with_entities_is_not_handed_out() -> None:
    assert cleaned(b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "svg") is None


def pdf(*, locked: bool = False) -> bytes:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": SECRET, "/Title": SECRET})
    writer.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    writer.add_attachment("a.txt", SECRET.encode())
    note = FreeText(text="意见", rect=(0, 0, 50, 50))
    note[NameObject("/T")] = pypdf.generic.TextStringObject(SECRET)
    writer.add_annotation(0, note)
    photograph = DecodedStreamObject()
    photograph.set_data(picture("jpg"))
    photograph[NameObject("/Filter")] = NameObject("/DCTDecode")
    page[NameObject("/Thumb")] = writer._add_object(photograph)
    if locked:
        writer.encrypt("geheim")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_keeps_its_pages_and_says_nothing() -> None:
    before = pdf()
    after = cleaned(before, "pdf")
    assert after is not None
    read = pypdf.PdfReader(io.BytesIO(after))
    assert len(read.pages) == 1
    assert read.pages[0]["/Annots"][0].get_object()["/Contents"] == "意见"
    assert not read.metadata
    assert read.xmp_metadata is None
    assert not read.attachments
    everything = after + b"".join(
        o.get_data() for o in map(read.get_object, range(1, len(read.xref[0]) + 1)) if hasattr(o, "get_data")
    )
    assert not says(everything)
    assert cleaned(before, "pdf") == after


@pytest.mark.parametrize("data", [pdf(locked=True), b"%PDF-1.7\nnonsense", b""])
def test_a_pdf_that_is_locked_or_damaged_is_not_handed_out(data: bytes) -> None:
    assert cleaned(data, "pdf") is None


def word() -> bytes:
    document = docx.Document()
    document.core_properties.author = SECRET
    document.core_properties.last_modified_by = SECRET
    paragraph = document.add_paragraph("正文")
    document.add_comment(paragraph.runs, text="意见", author=SECRET, initials="OUYANG")
    document.add_picture(io.BytesIO(picture("jpg")))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel() -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = SECRET
    book.active["A1"] = 7
    book.active["A1"].comment = Comment("意见", SECRET)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in {"[Content_Types].xml": b"<Types/>", **parts}.items():
            file.writestr(name, data)
    return out.getvalue()


def unpacked(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return b"".join(file.read(name) for name in file.namelist())


def test_a_word_document_keeps_its_text() -> None:
    before = word()
    after = cleaned(before, "docx")
    assert after is not None
    assert says(unpacked(before))
    assert b"OUYANG" in unpacked(before)
    assert not says(unpacked(after))
    assert b"OUYANG" not in unpacked(after)
    read = docx.Document(io.BytesIO(after))
    assert read.paragraphs[0].text == "正文"
    assert [comment.text for comment in read.comments] == ["意见"]
    assert len(read.inline_shapes) == 1
    assert cleaned(before, "docx") == after


def test_a_workbook_keeps_its_cells() -> None:
    before = excel()
    after = cleaned(before, "xlsx")
    assert after is not None
    assert says(unpacked(before))
    assert not says(unpacked(after))
    read = openpyxl.load_workbook(io.BytesIO(after))
    assert read.active["A1"].value == 7
    assert read.active["A1"].comment.text == "意见"


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("word/document.xml", '<w:ins w:id="1" w:author="{0}" w:date="2026"><w:t>字</w:t></w:ins>'),
        ("word/document.xml", "<w:del w:author='{0}'>字</w:del>"),
        ("word/people.xml", '<w15:person w15:author="{0}"><w15:presenceInfo w15:userId="{0}"/>字</w15:person>'),
        ("word/_rels/settings.xml.rels", '<R Id="1" Target="file:///C:\\Users\\{0}\\a.dotx" b="字"/>'),
        ("xl/workbook.xml", '<absPath url="C:\\Users\\{0}\\"/><fileSharing userName="{0}"/>字'),
        ("xl/persons/person.xml", '<person displayName="{0}" userId="{0}" id="1"/>字'),
        ("ppt/commentAuthors.xml", '<p:cmAuthor id="0" name="{0}" initials="{0}"/>字'),
        ("ppt/authors.xml", '<p188:author id="0" name="{0}" userId="{0}"/>字'),
        ("docProps/custom.xml", "<a>{0}</a>"),
    ],
)
def test_names_in_parts_of_office_documents_are_taken_out(part: str, text: str) -> None:
    after = cleaned(packed(**{part: text.format(SECRET).encode()}), "docx")
    assert after is not None
    found = unpacked(after)
    assert not says(found)
    assert "字".encode() in found or part.startswith("docProps/")


def test_a_thumbnail_goes_with_its_relation() -> None:
    relations = (
        '<Rs><Relationship Id="1" Type="http://x/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/><b/></Rs>'
    )
    after = cleaned(packed(**{"_rels/.rels": relations.encode(), "docProps/thumbnail.jpeg": b"x"}), "pptx")
    assert after is not None
    assert b"thumbnail" not in unpacked(after)
    assert b"<b/>" in unpacked(after)


def test_documents_within_documents_are_cleaned_too() -> None:
    after = cleaned(packed(**{"word/embeddings/a.xlsx": excel()}), "docx")
    assert after is not None
    with zipfile.ZipFile(io.BytesIO(after)) as file:
        assert not says(unpacked(file.read("word/embeddings/a.xlsx")))


@pytest.mark.parametrize(
    "data",
    [
        b"PK\3\4nonsense",
        packed(**{"word/embeddings/ole.bin": b"x"}),
        packed(**{"word/document.xml": "字".encode("utf-16")}),
        packed(**{"word/media/image1.png": b"no picture"}),
    ],
)
def test_what_cannot_be_looked_through_is_not_handed_out(data: bytes) -> None:
    assert cleaned(data, "docx") is None


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MOST_BYTES", 1_000_000)
    assert cleaned(packed(**{"word/a.xml": b"0" * 999_000}), "docx") is not None
    assert cleaned(packed(**{"word/a.xml": b"0" * 1_000_001}), "docx") is None
    monkeypatch.setattr(office, "MOST_PARTS", 3)
    assert cleaned(packed(a=b"", b=b"", c=b""), "docx") is None


def test_only_some_kinds_can_be_cleaned(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(b"x")
    (tmp_path / "a.CSV").write_bytes(b"x")
    assert without_metadata(Asset("r/a.doc", str(tmp_path / "a.doc"), 1)) is None
    assert without_metadata(Asset("r/a.CSV", str(tmp_path / "a.CSV"), 1)) == b"x"
    assert without_metadata(Asset("r/b.csv", str(tmp_path / "b.csv"), 1)) is None
    assert Asset("a.JPG", "", 1).can_be_nameless
    assert not Asset("a.zip", "", 1).can_be_nameless
    assert "doc" not in CLEANABLE
