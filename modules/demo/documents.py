"""Hand-outs as PDF and DOCX, and slides as PPTX."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from modules.demo.drawing.palettes import Colour, Palette
from modules.demo.drawing.text import FONTS, clean
from modules.demo.markup import Block, Run, blocks

# Office files carry times; a fixed one keeps the same content in the same bytes.
_MOMENT = datetime(2026, 1, 2, 3, 4, 6)


def make_pdf(target: Path, title: str, content: str, credit: str, palette: Palette) -> None:
    """Write an A4 hand-out; `credit` (author and licence) goes to the foot of every page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    _register_fonts()
    width, height = A4
    parts = blocks(content)
    if parts and parts[0].kind == "heading" and parts[0].level == 1:
        title, parts = _plain(parts[0].runs), parts[1:]

    def decorate(page: Any, document: Any) -> None:
        page.setFillColorRGB(*_share(palette.primary))
        page.rect(0, height - 9 * mm, width, 9 * mm, stroke=0, fill=1)
        page.setFillColorRGB(*_share(palette.accent))
        page.rect(0, height - 10.5 * mm, width, 1.5 * mm, stroke=0, fill=1)
        page.setFont("Lato", 8.5)
        page.setFillColorRGB(1, 1, 1)
        page.drawString(20 * mm, height - 6 * mm, title)
        page.setFillColorRGB(*_share(palette.deep))
        page.drawString(20 * mm, 11 * mm, credit)
        page.drawRightString(width - 20 * mm, 11 * mm, f"Halaman {document.page}")
        page.setStrokeColorRGB(*_share(palette.mid))
        page.line(20 * mm, 15.5 * mm, width - 20 * mm, 15.5 * mm)

    fewest, best = 0, b""
    for scale in (1.0, 0.95, 0.9):
        # A little smaller, when that saves a page: copies cost schools money.
        buffer = io.BytesIO()
        document = BaseDocTemplate(
            buffer, pagesize=A4, title=title, author=credit, lang="id", invariant=1, subject="Sinau"
        )
        frame = Frame(20 * mm, 19 * mm, width - 40 * mm, height - 36 * mm, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate("page", [frame], onPage=decorate))
        document.build(_story(title, parts, palette, width - 40 * mm, scale))
        if not best or document.page < fewest:
            fewest, best = document.page, buffer.getvalue()
    target.write_bytes(best)


def _story(title: str, parts: Sequence[Block], palette: Palette, width: float, scale: float) -> list[Any]:
    from reportlab.lib.colors import Color
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import HRFlowable, Paragraph, Spacer, Table

    deep, primary, soft = (Color(*_share(c)) for c in (palette.deep, palette.primary, palette.soft))
    paper = Color(*_share(palette.paper))
    body = ParagraphStyle("body", fontName="Lato", fontSize=11 * scale, leading=16.5 * scale,
                          spaceAfter=6 * scale, textColor=deep)  # fmt: skip
    styles = {
        1: ParagraphStyle("h1", body, fontName="Lato-Bold", fontSize=22, leading=27, spaceAfter=8),
        2: ParagraphStyle("h2", body, fontName="Lato-Bold", fontSize=14.5, leading=19, spaceBefore=9,
                          spaceAfter=4, textColor=primary, keepWithNext=1),
        3: ParagraphStyle("h3", body, fontName="Lato-Bold", fontSize=12, leading=16, spaceBefore=5,
                          spaceAfter=3, keepWithNext=1),
    }  # fmt: skip
    quote = ParagraphStyle("quote", body, backColor=paper, borderPadding=6, leftIndent=8, rightIndent=8)
    cell = ParagraphStyle("cell", body, fontSize=10.5 * scale, leading=14 * scale, spaceAfter=0)
    story: list[Any] = [Paragraph(escape(title), styles[1])]
    story.append(HRFlowable(70, 3, color=Color(*_share(palette.accent)), hAlign="LEFT", spaceAfter=10))
    for block in parts:
        if block.kind == "heading":
            story.append(Paragraph(_rich(block.runs), styles[min(3, max(2, block.level))]))
        elif block.kind == "item":
            indent = 18 + 16 * block.level
            style = ParagraphStyle("item", body, leftIndent=indent, bulletIndent=indent - 16,
                                   bulletFontName="Lato", spaceAfter=3 * scale)  # fmt: skip
            story.append(Paragraph(_rich(block.runs), style, bulletText=block.marker))
        elif block.kind == "rule":
            story.append(HRFlowable("100%", 0.8, color=soft, spaceBefore=12, spaceAfter=10))
        elif block.kind == "table":
            rows = [[Paragraph(_rich(runs, number == 0), cell) for runs in row]
                    for number, row in enumerate(block.rows)]  # fmt: skip
            table = Table(rows, colWidths=[width / len(rows[0])] * len(rows[0]), repeatRows=1)
            table.setStyle(
                [("GRID", (0, 0), (-1, -1), 0.6, soft), ("BACKGROUND", (0, 0), (-1, 0), soft),
                 ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("TOPPADDING", (0, 0), (-1, -1), 5),
                 ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]
            )  # fmt: skip
            story += [Spacer(1, 3), table, Spacer(1, 8)]
        else:
            story.append(Paragraph(_rich(block.runs), quote if block.kind == "quote" else body))
    return story


def _register_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("Lato", str(FONTS / "Lato-Regular.ttf")))
    pdfmetrics.registerFont(TTFont("Lato-Bold", str(FONTS / "Lato-Bold.ttf")))


def _rich(runs: Sequence[Run], bold: bool = False) -> str:
    pieces = []
    for run in runs:
        text = escape(_drawable(run.text), quote=False).replace("\n", "<br/>")
        if run.bold or bold:
            text = f'<font name="Lato-Bold">{text}</font>'
        elif run.italic and run.text.isascii():
            # Lato comes in two weights here; the slanted face of every PDF reader stands in.
            text = f'<font name="Helvetica-Oblique" size="10.2">{text}</font>'
        pieces.append(text)
    return "".join(pieces) or "&nbsp;"


def _drawable(text: str) -> str:
    kept = clean(text)
    lead, tail = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return "\n" if text == "\n" else f"{lead[:1]}{kept}{tail[:1]}" if kept else " "


def _plain(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def _share(colour: Colour) -> tuple[float, float, float]:
    return colour[0] / 255, colour[1] / 255, colour[2] / 255


def make_docx(target: Path, title: str, content: str, credit: str, palette: Palette, language: str) -> None:
    """Write a hand-out that a teacher can change; `language` such as "id" is that of the text."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11.5)
    normal.element.rPr.append(normal.element.makeelement(qn("w:lang"), {qn("w:val"): language}))
    for name, size in (("Title", 24), ("Heading 1", 16), ("Heading 2", 13)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold = "Calibri", Pt(size), True
        style.font.color.rgb = RGBColor(*(palette.deep if name == "Title" else palette.primary))
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), "minorHAnsi")
        style.element.rPr.rFonts.set(qn("w:hAnsiTheme"), "minorHAnsi")
    section.footer.paragraphs[0].text = credit
    parts = blocks(content)
    if parts and parts[0].kind == "heading" and parts[0].level == 1:
        title, parts = _plain(parts[0].runs), parts[1:]
    document.add_paragraph(title, style="Title")
    for block in parts:
        if block.kind == "table":
            _docx_table(document, block)
            continue
        if block.kind == "heading":
            paragraph = document.add_heading(level=min(2, max(1, block.level - 1)))
        elif block.kind == "item":
            paragraph = document.add_paragraph()
            indent = Cm(0.7 + 0.7 * block.level)
            paragraph.paragraph_format.left_indent = indent
            paragraph.paragraph_format.first_line_indent = Cm(-0.7)
            paragraph.paragraph_format.tab_stops.add_tab_stop(indent)
            paragraph.paragraph_format.space_after = Pt(4)
            paragraph.add_run(f"{block.marker}\t")
        else:
            style = "Intense Quote" if block.kind == "quote" else None
            paragraph = document.add_paragraph("_" * 60 if block.kind == "rule" else "", style=style)
        _docx_runs(paragraph, block.runs)
    _stamp(document.core_properties, title, credit, language)
    buffer = io.BytesIO()
    document.save(buffer)
    _write_zip(target, buffer)


def _docx_runs(paragraph: Any, runs: Sequence[Run]) -> None:
    for run in runs:
        piece = paragraph.add_run(run.text)
        piece.bold, piece.italic = run.bold or None, run.italic or None


def _docx_table(document: Any, block: Block) -> None:
    table = document.add_table(rows=0, cols=len(block.rows[0]), style="Light Grid Accent 1")
    for row in block.rows:
        for cell, runs in zip(table.add_row().cells, row, strict=False):
            _docx_runs(cell.paragraphs[0], runs)
    document.add_paragraph()


def make_pptx(target: Path, title: str, pages: Sequence[dict[str, Any]], credit: str, palette: Palette) -> None:
    """Write slides 16:9 with real text; the first page is the title page."""
    import pptx
    from pptx.dml.color import RGBColor
    from pptx.util import Cm, Pt

    show = pptx.Presentation()
    show.slide_width, show.slide_height = Cm(33.867), Cm(19.05)
    for number, page in enumerate(pages):
        first = number == 0
        slide = show.slides.add_slide(show.slide_layouts[5])
        fill = slide.background.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor(*(palette.deep if first else palette.paper))
        ink = RGBColor(*((255, 255, 255) if first else palette.deep))
        band = slide.shapes.add_shape(1, 0, 0, Cm(1.1 if first else 33.867), Cm(19.05 if first else 0.7))
        band.fill.solid()
        band.fill.fore_color.rgb = RGBColor(*(palette.accent if first else palette.primary))
        band.line.fill.background()
        heading = slide.shapes.title
        heading.left, heading.top = Cm(2.6), Cm(3.4 if first else 1.4)
        heading.width, heading.height = Cm(28.6), Cm(4.4 if first else 2.6)
        heading.text_frame.text = str(page.get("title", ""))
        _pptx_style(heading.text_frame, Pt(48 if first else 36), ink, bold=True)
        box = slide.shapes.add_textbox(Cm(2.6), Cm(8.6 if first else 4.6), Cm(28.6), Cm(11))
        box.text_frame.word_wrap = True
        for k, bullet in enumerate(page.get("bullets", [])):
            paragraph = box.text_frame.paragraphs[0] if k == 0 else box.text_frame.add_paragraph()
            paragraph.text = str(bullet) if first else f"•  {bullet}"
            paragraph.space_after = Pt(12)
        _pptx_style(box.text_frame, Pt(24 if first else 26), ink)
        foot = slide.shapes.add_textbox(Cm(2.6), Cm(17.4), Cm(28.6), Cm(1.2))
        foot.text_frame.text = f"{credit}  ·  {number + 1}"
        _pptx_style(foot.text_frame, Pt(12), ink)
    _stamp(show.core_properties, title, credit, "id")
    buffer = io.BytesIO()
    show.save(buffer)
    _write_zip(target, buffer)


def _pptx_style(frame: Any, size: Any, colour: Any, bold: bool = False) -> None:
    from pptx.enum.text import PP_ALIGN

    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.color.rgb = size, bold, colour


def _stamp(properties: Any, title: str, credit: str, language: str) -> None:
    properties.title, properties.author, properties.language = title, credit, language
    properties.created = properties.modified = _MOMENT
    properties.last_modified_by, properties.revision, properties.comments = "", 1, ""


def _write_zip(target: Path, source: io.BytesIO) -> None:
    """Copy an Office file with fixed times, so that making it again changes nothing."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _MOMENT.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(entry))
