"""Every place where the printer leans on the insides of xhtml2pdf, ReportLab, pypdf and pyHanko.

No other module uses a private name of theirs, imports one of their inner modules or changes what is theirs. To add a
seam: a name here, and under the same name its question in tests/documents/test_seams.py, which fails by that name when
a new version has moved it. Loads the PDF libraries: for the worker process only.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import xhtml2pdf.default
import xhtml2pdf.document
import xhtml2pdf.parser
from reportlab import rl_config
from reportlab.graphics.shapes import STATE_DEFAULTS
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.fonts import tt2ps
from reportlab.lib.sequencer import Sequencer
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFFormXObject, PDFPage, PDFStream, PDFZCompress
from reportlab.platypus.tables import CellStyle, TableStyle
from xhtml2pdf.builders.printmarks import MarkedCanvas
from xhtml2pdf.config.resources import render_budget, use_policy
from xhtml2pdf.context import pisaContext
from xhtml2pdf.files import cleanFiles
from xhtml2pdf.tables import pisaTagTABLE as TableTag
from xhtml2pdf.tags import pisaTag as Tag
from xhtml2pdf.util import font_has_glyph as has_glyph
from xhtml2pdf.util import getSize as size
from xhtml2pdf.util import reset_caches
from xhtml2pdf.xhtml2pdf_reportlab import PRODUCER, PmlBaseDoc
from xhtml2pdf.xhtml2pdf_reportlab import PmlParagraph as Paragraph
from xhtml2pdf.xhtml2pdf_reportlab import PmlTable as Table

__all__ = ["MAIN", "PRODUCER", "Paragraph", "Table", "TableTag", "Tag", "has_glyph", "size"]

_Kind = TypeVar("_Kind", bound=type)

# --- xhtml2pdf: tags --------------------------------------------------------------------------------------------------


def tag(name: str, **attributes: str) -> Callable[[_Kind], _Kind]:
    """Make a class what `<pdf:name>` becomes: its attributes, and what stands for those left out."""
    xhtml2pdf.default.TAGS[f"pdf{name}"] = (1, {k: (xhtml2pdf.default.STRING, v) for k, v in attributes.items()})

    def keep(kind: _Kind) -> _Kind:
        setattr(xhtml2pdf.parser, f"pisaTagPDF{name.upper()}", kind)
        return kind

    return keep


def table_tag(kind: _Kind) -> _Kind:
    """Make a class what `<table>` becomes; the last one counts."""
    xhtml2pdf.parser.pisaTagTABLE = kind
    return kind


def face_at(context: Any, bold: Any, italic: Any) -> str:
    """The face of the text around a tag."""
    return str(tt2ps(context.frag.fontName, bold, italic))


def open_table(context: Any) -> Any:
    """The table that is being read: `data`, `styles`, `rowh`, `repeat` and `align`."""
    return context.tableData


# --- xhtml2pdf: laid out tables and paragraphs ------------------------------------------------------------------------


def repeated_rows(table: Any) -> int:
    return int(table._repeatCount())


def column_widths(table: Any) -> list[float]:
    """As laid out."""
    return list(table._colWidths)


def row_heights(table: Any) -> Sequence[Any]:
    """As asked for, before the layout."""
    return tuple(table._argH)


def cells(table: Any) -> list[list[Any]]:
    return list(table._cellvalues)


def cell_styles(table: Any) -> list[list[Any]]:
    return list(table._cellStyles)


def grounds_and_spans(table: Any) -> list[Any]:
    return [*table._bkgrndcmds, *table._spanCmds]


def table_head(read: Any, table: Any, rows: int) -> Any:
    """The first rows as a table of their own; `read` is what `open_table` answered for it."""
    style = [(g[0], g[1], (g[2][0], min(g[2][1], rows - 1)), *g[3:]) for g in read.styles if g[1][1] < rows]
    head = Table(
        read.data[:rows],
        colWidths=list(table._argW),
        rowHeights=read.rowh[:rows],
        hAlign=read.align,
        vAlign="TOP",
        style=TableStyle(style),
    )
    head.totalWidth = table.totalWidth
    return head


def shrinks(table: Any) -> bool:
    """Is its content made smaller until it fits?"""
    return bool(table.shrinkToFit)


def inside(flowable: Any) -> Any:
    """What a frame that keeps its content together holds; None for what is no frame."""
    return getattr(flowable, "_content", None)


def line_box(paragraph: Any, fragment: Any) -> tuple[float, float]:
    """(from the top of a line to its baseline, from line to line)."""
    ascent, descent = pdfmetrics.getAscentDescent(fragment.fontName, fragment.fontSize)
    leading = paragraph.style.leading
    # Five sixths of the leading above the baseline, at least the ascent of the face.
    above = max(5 / 6 * leading, ascent)
    return above, above + max(leading / 6, -descent)


def line_slack(paragraph: Any) -> float:
    """The room that the fullest line leaves; 0 without lines."""
    return min((float(line.extraSpace) for line in paragraph.blPara.lines), default=0.0)


def is_loose(paragraph: Any) -> bool:
    """Do its operators say nothing of its width? So it is with lines flush left without a box."""
    style = paragraph.style
    boxed = style.backColor or paragraph.deltaWidth or paragraph.deltaHeight
    return bool(style.alignment == TA_LEFT and paragraph.dir == "ltr" and not boxed)


def is_plain(paragraph: Any) -> bool:
    """Text and nothing else: no picture, link, page number, kept spaces (nor what follows one) or bullet."""
    return not paragraph.bulletText and not any(
        hasattr(g, "cbDefn")
        or g.link
        or g.pageNumber
        or g.pageCount
        or g.whiteSpace != "normal"
        or (len(g.text) > 1 and g.text.startswith(" "))
        for g in paragraph.frags
    )


# --- ReportLab: the layout --------------------------------------------------------------------------------------------


def at_top(flowable: Any) -> bool:
    """Is it laid out at the top of a frame?"""
    document = getattr(getattr(flowable, "canv", None), "_doctemplate", None)
    return bool(getattr(getattr(document, "frame", None), "_atTop", False))


def postponed(flowable: Any) -> bool:
    """Has it already been moved on to this page?"""
    return bool(getattr(flowable, "_postponed", False))


def first_face(name: str) -> None:
    """Pages and cells begin in this face: Helvetica would stand in every file without being embedded."""
    rl_config.canvas_basefontname = name
    CellStyle.fontname = name


def first_face_of_drawings(name: str) -> None:
    STATE_DEFAULTS["fontName"] = name


# --- ReportLab: the operators of a page -------------------------------------------------------------------------------


def write(canvas: Any, operators: str) -> None:
    canvas._code.append(operators)


def drawn(canvas: Any, flowable: Any) -> str:
    """The operators that draw it; the page stays as it is."""
    before, canvas._code = canvas._code, []
    flowable._drawOn(canvas)
    operators, canvas._code = "\n".join(canvas._code), before
    return operators


def page_size(canvas: Any) -> tuple[float, float]:
    return tuple(canvas._pagesize)


def encoded(canvas: Any, face: str, text: str) -> list[tuple[str, bytes]]:
    """The text as (name of an embedded subset, codes); what it says claims its place in the file."""
    font = pdfmetrics.getFont(face)
    return [(font.getSubsetInternalName(n, canvas._doc), codes) for n, codes in font.splitString(text, canvas._doc)]


def escaped(canvas: Any, codes: bytes) -> str:
    return str(canvas._escape(codes))


class LateForm(PDFFormXObject):  # type: ignore[misc]  # reportlab has no types
    """A form whose operators come when the file is saved: `late` answers them from the number of pages."""

    def __init__(self, box: tuple[float, float, float, float], late: Callable[[int], list[str]]) -> None:
        super().__init__(*box)
        self.late = late

    def format(self, document: Any) -> Any:
        self.setStreamList(self.late(len(document.Pages.pages)))
        return super().format(document)


def add_form(canvas: Any, name: str, form: LateForm) -> None:
    canvas._doc.addForm(name, form)


class Canvas(MarkedCanvas):  # type: ignore[misc]  # xhtml2pdf has no types
    """A canvas whose finished page can be taken instead of being put into the file."""

    def is_tied(self) -> bool:
        """Has the page links or marks, which no other page can share?"""
        return bool(self._annotationrefs or self._cropMarks)

    def operators(self) -> list[str]:
        return [self._preamble, *self._code]

    def take_page(self, name: str) -> tuple[Any, Any]:
        """(the page, its resources as an object of that name for other pages to share)."""
        taken: list[PDFPage] = []
        self._doc.addPage = taken.append
        try:
            super().showPage()
        finally:
            del self._doc.addPage
        taken[0].check_format(self._doc)
        return taken[0], self._doc.Reference(taken[0].Resources, name)

    def put_page(self, page: Any, streams: list[Any], resources: Any) -> None:
        page.Contents, page.Resources = PDFArray(streams), resources
        self._doc.addPage(page)

    def stream(self, operators: str, pack: bool) -> Any:
        """The operators as an object that several pages may name."""
        return self._doc.Reference(PDFStream(content=f"{operators}\n", filters=[PDFZCompress] if pack else []))


# --- xhtml2pdf: one parsed text, laid out again and again -------------------------------------------------------------


class _Document(PmlBaseDoc):  # type: ignore[misc]
    """One layout on a canvas that others share."""

    def __init__(self, canvas: Canvas, page: Any) -> None:
        super().__init__(io.BytesIO(), pagesize=page, allowSplitting=1)
        self._doSave = 0
        self._canvas = canvas

    def _makeCanvas(self, filename: Any = None, canvasmaker: Any = None) -> Canvas:
        self.seq = Sequencer()
        return self._canvas


MAIN = xhtml2pdf.default.DEFAULT_PAGE_NAME


def parse(html: str) -> Any:
    """The context of a parsed text: `story`, `templateList`, `err`, `log` and what `lay_out` needs."""
    return xhtml2pdf.document.pisaStory(html, encoding="utf-8", context=pisaContext(""))


def is_laid_out_once(context: Any) -> bool:
    """Has it a main page, and no page total that asks for a second pass?"""
    return MAIN in context.templateList and not context.multiBuild


def has_background(context: Any) -> bool:
    return any(t.pisaBackground for t in context.templateList.values())


def stories(context: Any) -> list[Any]:
    """The text and those of the static frames; one that stands in several page templates is one."""
    fixed = [frame.pisaStaticStory for t in context.templateList.values() for frame in t.pisaStaticList]
    return [context.story, *{id(story): story for story in fixed}.values()]


def lay_out(canvas: Canvas, context: Any, story: list[Any], templates: dict[str, Any]) -> int:
    """The pages of a story, numbered from 1, as xhtml2pdf.document._build makes them; answers how many."""
    before, canvas._pageNumber = canvas._pageNumber, 1
    for left in ("maxAvailHeightValue", "outlineLevels"):  # what the layout before has left on the canvas
        canvas.__dict__.pop(left, None)
    canvas.setPageSize(context.pageSize)
    document = _Document(canvas, context.pageSize)
    main = templates[MAIN]
    every = [main, *(t for t in templates.values() if t is not main)]
    if context.pageCanvasBackground is not None:
        for t in every:
            t.canvasBackground = context.pageCanvasBackground
    document.addPageTemplates(every)
    document.pisaPositioned = context.positioned
    document.build(list(story))
    pages, canvas._pageNumber = canvas._pageNumber - 1, before
    return int(pages)


@contextmanager
def rendering(policy: Any) -> Iterator[None]:
    """Within: the one rendering of this process, under the rules of `policy`."""
    with xhtml2pdf.document._RENDER_LOCK, use_policy(policy), render_budget(policy):
        try:
            yield
        finally:
            cleanFiles()
            reset_caches()


# --- pypdf and pyHanko ------------------------------------------------------------------------------------------------


def stored_bytes(stream: Any) -> bytes:
    """The bytes of a stream of pypdf as they stand in the file, still packed."""
    return bytes(stream._data)


def asn1_certificate(certificate: Any) -> Any:
    """A certificate of `cryptography` as pyHanko takes it."""
    from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1 as translate

    return translate(certificate)


def asn1_key(key: Any) -> Any:
    from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1 as translate

    return translate(key)
