"""The list of awards as a Word document, laid out like an official one (GB/T 9704—2012), and as a workbook."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable

from docx import Document
from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from generator.competition.contenders import Contender
from generator.competition.outcome.award_list import AwardList, Winners
from generator.competition.ranking.wording import printable
from generator.competition.ranking.workbook.cells import Cell, Column, Sheet
from generator.competition.ranking.workbook.xlsx import xlsx
from generator.messages import Catalogue

# Text of an official document: 22 lines of 28 characters on A4, within 156 × 225 mm.
_PAGE = {"page_width": Mm(210), "page_height": Mm(297)}
_MARGINS = {"top_margin": Mm(37), "bottom_margin": Mm(35), "left_margin": Mm(28), "right_margin": Mm(26)}
_LINE = Pt(28)
_SONG, _HEI, _FANG = "方正小标宋简体", "黑体", "仿宋"
_INSTEAD = {_SONG: "宋体", _FANG: "仿宋_GB2312"}
"""What Word takes where a font is missing."""
_TITLE, _BODY, _CELL, _FOOT = Pt(22), Pt(16), Pt(14), Pt(14)
"""二号, 三号, 四号."""
_WIDTHS = (Mm(16), Mm(72), Mm(34), Mm(34))
_CREATED = dt.datetime(2000, 1, 1)
"""A fixed day, so that the same list gives the same bytes."""


def award_document(awards: AwardList, words: Catalogue) -> bytes:
    """Write the list as a Word document; the same list gives the same bytes."""
    paper = Document()
    section = paper.sections[0]
    for name, value in (_PAGE | _MARGINS).items():
        setattr(section, name, value)
    _write(paper.add_paragraph(), awards.title, _SONG, _TITLE, centred=True)
    paper.add_paragraph()
    category = ""
    for winners in awards.winners:
        if winners.category != category:
            category = winners.category
            _write(paper.add_paragraph(), category, _SONG, _BODY, centred=True)
        heading = words.text("competition.awards.prize", prize=winners.prize, count=len(winners.entries))
        _write(paper.add_paragraph(), heading, _HEI, _BODY)
        _table(paper, winners, words)
    if not awards.winners:
        _write(paper.add_paragraph(), words.text("competition.awards.none"), _FANG, _BODY)
    _number_pages(section.footer.paragraphs[0])
    properties = paper.core_properties
    properties.author, properties.title, properties.comments = "", _property(awards.title), ""
    properties.created = properties.modified = _CREATED
    return _settled(paper)


def _write(paragraph: Paragraph, text: str, font: str, size: Pt, centred: bool = False) -> None:
    run = paragraph.add_run(printable(text))
    run.font.size = size
    run.font.name = font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(paper: Paper, winners: Winners, words: Catalogue) -> None:
    """A table with rules, whose head is repeated on every page, and whose rows stay whole."""
    table = paper.add_table(rows=1 + len(winners.entries), cols=len(_WIDTHS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    rows = [_titles(words), *(_row(number, entry) for number, entry in enumerate(winners.entries, 1))]
    for index, texts in enumerate(rows):
        _fill(table, index, texts)
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))
    gap = paper.add_paragraph()
    gap.paragraph_format.space_after = Pt(0)


def _fill(table: Table, index: int, texts: Iterable[str]) -> None:
    row = table.rows[index]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for number, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = _WIDTHS[number]
        _write(cell.paragraphs[0], text, _HEI if index == 0 else _FANG, _CELL, centred=index == 0 or number == 0)


def _titles(words: Catalogue) -> tuple[str, ...]:
    keys = ("awards.number", "columns.title", "columns.authors", "columns.department")
    return tuple(words.text(f"competition.{key}") for key in keys)


def _row(number: int, entry: Contender) -> tuple[str, ...]:
    return (str(number), entry.title, "、".join(entry.authors), entry.department)


def _number_pages(paragraph: Paragraph) -> None:
    """— 1 —, in the middle below the text."""
    _write(paragraph, "— ", "宋体", _FOOT, centred=True)
    run = paragraph.add_run()
    run.font.size = _FOOT
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        run._element.append(part)
    _write(paragraph, " —", "宋体", _FOOT, centred=True)


def _settled(paper: Paper) -> bytes:
    """The file with names of fonts to take instead, and without the time at which it was packed."""
    packed, settled = io.BytesIO(), io.BytesIO()
    paper.save(packed)
    instead = "".join(f'<w:font w:name="{a}"><w:altName w:val="{b}"/></w:font>' for a, b in _INSTEAD.items())
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/fontTable.xml":
                data = data.replace(b"</w:fonts>", instead.encode() + b"</w:fonts>")
            target.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return settled.getvalue()


def award_workbook(awards: AwardList, words: Catalogue) -> bytes:
    """Write the list as an Excel workbook; the same list gives the same bytes."""
    grouped = any(winners.category for winners in awards.winners)
    columns = [
        *((Column(words.text("competition.awards.category"), 14),) if grouped else ()),
        Column(words.text("competition.awards.prize_column"), 12),
        Column(words.text("competition.awards.number"), 6, "whole"),
        *(Column(title, width, "wrapped") for title, width in zip(_titles(words)[1:], (48, 24, 28), strict=True)),
    ]
    rows: list[tuple[Cell, ...]] = []
    cuts: set[int] = set()
    for winners in awards.winners:
        lead = [*((winners.category,) if grouped else ()), winners.prize]
        for number, entry in enumerate(winners.entries, 1):
            rows.append((*map(printable, lead), number, *map(printable, _row(number, entry)[1:])))
        cuts.add(len(rows) - 1)
    sheet = Sheet(words.text("competition.awards.sheet"), tuple(columns), tuple(rows), cuts=frozenset(cuts))
    return xlsx([sheet], _property(awards.title))


def _property(text: str) -> str:
    """Text as the properties of a file can hold it: up to 255 characters."""
    return printable(text)[:255]
