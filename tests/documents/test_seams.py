"""Each seam into the insides of xhtml2pdf, ReportLab, pypdf and pyHanko is where documents/mesin/seams.py left it.

To add a question, add a function with the name of the seam; it answers whether the seam still does what it says.
"""

from __future__ import annotations

import ast
import copy
import inspect
import io
import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import reportlab
import xhtml2pdf.default
import xhtml2pdf.parser
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pypdf import PdfReader
from pypdf.generic import StreamObject
from reportlab import rl_config
from reportlab.graphics.shapes import STATE_DEFAULTS
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus.flowables import Flowable, KeepInFrame
from reportlab.platypus.tables import CellStyle
from xhtml2pdf.config.resources import RenderLimitError, ResourceAccessPolicy

from documents.mesin import seams

AKAR = Path(__file__).resolve().parents[2]
VERA = "seam-vera"
SATU = "<style>@page { size: a4; @frame { left: 20mm; top: 20mm; width: 170mm; height: 250mm; } }</style>"
KAKI = """<style>@page { size: a4; @frame { left: 20mm; top: 20mm; width: 170mm; height: 200mm; }
@frame { -pdf-frame-content: kaki; left: 20mm; top: 280mm; width: 170mm; height: 10mm; } }</style>"""
TABEL = """<table repeat="1"><tr><th style="width: 40mm; height: 12mm">K</th><th style="width: 60mm">L</th></tr>
<tr><td style="background-color: #eeeeee; padding-left: 3pt">Satu</td><td>Dua</td></tr>
<tr><td colspan="2">T</td></tr></table>"""
TANYA: dict[str, tuple[str, Callable[[], Any]]] = {}


def asks(library: str) -> Callable[[Callable[[], Any]], None]:
    def keep(question: Callable[[], Any]) -> None:
        TANYA[question.__name__.replace("__", ".")] = (library, question)

    return keep


@pytest.fixture(autouse=True, scope="module")
def _as_it_was() -> Any:
    """What other tests of the process find: the tag of tables and the first faces."""
    before = (
        xhtml2pdf.parser.pisaTagTABLE,
        rl_config.canvas_basefontname,
        CellStyle.fontname,
        STATE_DEFAULTS["fontName"],
    )
    pdfmetrics.registerFont(TTFont(VERA, Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"))
    yield
    xhtml2pdf.parser.pisaTagTABLE, rl_config.canvas_basefontname, CellStyle.fontname, STATE_DEFAULTS["fontName"] = (
        before
    )


def names() -> list[str]:
    own = {n: x for n, x in vars(seams).items() if getattr(x, "__module__", "") == seams.__name__ and n[0] != "_"}
    methods = [f"Canvas.{n}" for n, x in vars(seams.Canvas).items() if inspect.isfunction(x)]
    return sorted({*seams.__all__, *own, *methods} - {"Canvas"})


@pytest.mark.parametrize("seam", names())
def test_a_seam_is_where_it_was(seam: str) -> None:
    assert seam in TANYA, f"the seam {seam} has no question: add one to {Path(__file__).name}"
    library, question = TANYA[seam]
    moved = f"{library} {version(library)} has moved the seam `{seam}`: read it in documents/mesin/seams.py anew"
    try:
        held = question()
    except Exception as error:
        pytest.fail(f"{moved} ({type(error).__name__}: {error})")
    assert held, moved


def test_no_question_is_left_of_a_seam_that_is_gone() -> None:
    assert set(TANYA) <= set(names())


DALAM = re.compile(
    r"xhtml2pdf\.(?!config\.resources$)|reportlab\.(pdfbase\.pdfdoc|platypus\.(?!flowables$))"
    r"|(pypdf|pyhanko|svglib)\b.*\.(_|internal)"
)


def test_nothing_else_reaches_into_their_insides() -> None:
    """By import, or by a private name that is none of ours."""
    files = [b for b in sorted(AKAR.glob("documents/**/*.py")) if b.name != "seams.py"]
    trees = {b.name: list(ast.walk(ast.parse(b.read_text(encoding="utf-8")))) for b in files}
    own = {x.name for t in trees.values() for x in t if isinstance(x, ast.FunctionDef | ast.ClassDef)}
    own |= {x.attr for t in trees.values() for x in t if _private(x) and isinstance(x.ctx, ast.Store)}  # type: ignore[attr-defined]
    found = []
    for name, tree in trees.items():
        modules = [x.module or "" for x in tree if isinstance(x, ast.ImportFrom)]
        modules += [n.name for x in tree if isinstance(x, ast.Import) for n in x.names]
        found += [f"{name}: {m}" for m in modules if DALAM.match(m)]
        found += [f"{name}: .{x.attr}" for x in tree if _private(x, others=True) and x.attr not in own]  # type: ignore[attr-defined]
    assert found == [], "behind a seam, please: documents/mesin/seams.py"


def _private(x: ast.AST, *, others: bool = False) -> bool:
    """`self._name`; with `others` the `_name` of anything but a module of Python."""
    if not isinstance(x, ast.Attribute) or not x.attr.startswith("_") or x.attr.startswith("__"):
        return False
    of = x.value.id if isinstance(x.value, ast.Name) else ""
    return of != "os" if others else of == "self"


# --- what the questions are asked with --------------------------------------------------------------------------------


def story(html: str, kop: str = SATU) -> list[Any]:
    context = seams.parse(f"<html><head>{kop}</head><body>{html}</body></html>")
    assert not context.err, context.log
    return list(context.story)


def paragraph(html: str, width: float = 400) -> Any:
    found, *_ = (x for x in story(html) if isinstance(x, seams.Paragraph))
    found.wrapOn(canvas(), width, 800)
    return found


def table() -> Any:
    (found,) = (x for x in story(TABEL) if isinstance(x, seams.Table))
    found.wrapOn(canvas(), 400, 800)
    return found


def canvas() -> Any:
    return seams.Canvas(io.BytesIO(), initialFontName=VERA)


class Saksi(Flowable):  # type: ignore[misc]
    """Fills a frame to some part and notes what it is told."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self.height, self.told = height, []

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.told.append((seams.at_top(self), seams.postponed(self)))
        return width, self.height

    def draw(self) -> None:
        seams.write(self.canv, "% saksi")


def laid_out(*parts: Any, kop: str = SATU) -> tuple[Any, int, bytes]:
    """(canvas, pages, file)."""
    context = seams.parse(f"<html><head>{kop}</head><body></body></html>")
    on = canvas()
    pages = seams.lay_out(on, context, list(parts), context.templateList)
    out = on._filename
    on.save()
    return on, pages, out.getvalue()


def read_by_tags(html: str, **tags: type) -> None:
    for name, kind in tags.items():
        seams.tag(name, panjang="7mm")(kind)
    story(html)


# --- xhtml2pdf --------------------------------------------------------------------------------------------------------


@asks("xhtml2pdf")
def Tag() -> bool:
    seen: list[str] = []

    class Ujung(seams.Tag):  # type: ignore[misc]
        def start(self, c: Any) -> None:
            c.addPara()
            self.outside = c.swapStory()

        def end(self, c: Any) -> None:
            c.addPara()
            seen.append([type(x) for x in c.swapStory(self.outside)] == [seams.Paragraph] and self.node.tagName)

    read_by_tags("<pdf:seamsatu><p>Isi</p></pdf:seamsatu>", seamsatu=Ujung)
    return seen == ["pdfseamsatu"]


@asks("xhtml2pdf")
def tag() -> bool:
    seen: list[Any] = []

    class Baca(seams.Tag):  # type: ignore[misc]
        def start(self, c: Any) -> None:
            seen.append((self.attr.panjang, self.attr["panjang"]))

    read_by_tags("<pdf:seamdua panjang='9mm'></pdf:seamdua><pdf:seamdua></pdf:seamdua>", seamdua=Baca)
    return seen == [("9mm", "9mm"), ("7mm", "7mm")]


@asks("xhtml2pdf")
def face_at() -> bool:
    seen: list[Any] = []

    class Muka(seams.Tag):  # type: ignore[misc]
        def start(self, c: Any) -> None:
            seen.append((seams.face_at(c, c.frag.bold, c.frag.italic), seams.face_at(c, 0, 1), c.frag.fontSize))

    html = '<p style="font-family: Helvetica; font-size: 9pt"><b><pdf:seamtiga></pdf:seamtiga></b></p>'
    read_by_tags(html, seamtiga=Muka)
    return seen == [("Helvetica-Bold", "Helvetica-Oblique", 9)]


def _table_by(kind: type) -> None:
    before = xhtml2pdf.parser.pisaTagTABLE
    try:
        seams.table_tag(kind)
        story(TABEL)
    finally:
        xhtml2pdf.parser.pisaTagTABLE = before


@asks("xhtml2pdf")
def table_tag() -> bool:
    seen: list[Any] = []

    class Hitung(seams.TableTag):  # type: ignore[misc]
        def end(self, c: Any) -> None:
            super().end(c)
            seen.append(len(self.node.getElementsByTagName("tr")))

    _table_by(Hitung)
    return seen == [3]


@asks("xhtml2pdf")
def TableTag() -> bool:
    seen: list[Any] = []

    class Ambil(seams.TableTag):  # type: ignore[misc]
        def end(self, c: Any) -> None:
            super().end(c)
            seen.append(type(c.story.pop()))

    _table_by(Ambil)
    return seen == [seams.Table]


@asks("xhtml2pdf")
def open_table() -> bool:
    seen: list[Any] = []

    class Lihat(seams.TableTag):  # type: ignore[misc]
        def end(self, c: Any) -> None:
            t = seams.open_table(c)
            styles, heights = list(t.styles), list(t.rowh)
            super().end(c)
            ground = [(g[1], g[2]) for g in styles if g[0] == "BACKGROUND"]
            seen.append((t.repeat, len(t.data), heights[0] > 30, ground, t.align))

    _table_by(Lihat)
    return seen == [(1, 3, True, [((0, 1), (0, 1))], "LEFT")]


@asks("xhtml2pdf")
def table_head() -> bool:
    seen: list[Any] = []

    class Kepala(seams.TableTag):  # type: ignore[misc]
        def end(self, c: Any) -> None:
            read = seams.open_table(c)
            super().end(c)
            whole = c.story[-1]
            head = seams.table_head(read, whole, 1)
            seen.extend([whole.wrapOn(canvas(), 400, 800), head.wrapOn(canvas(), 400, 800), len(seams.cells(head))])

    _table_by(Kepala)
    (width, height), (head_width, head_height), rows = seen
    return width == head_width and 30 < head_height < height and rows == 1


@asks("xhtml2pdf")
def Table() -> bool:
    return isinstance(table(), seams.Table) and hasattr(seams.Table, "wrapOn")


@asks("xhtml2pdf")
def shrinks() -> bool:
    return seams.shrinks(table()) is False


@asks("xhtml2pdf")
def Paragraph() -> bool:
    p = paragraph("<p>Isi</p>")
    p.outline = False
    return [g.text for g in p.frags] == ["Isi", ""] and p.frags[0].clone(text="x").text == "x" and p.minWidth() > 0


@asks("xhtml2pdf")
def line_box() -> bool:
    one, two = paragraph("<p>satu dua</p>"), paragraph("<p>satu dua</p>", 20)
    above, line = seams.line_box(one, one.frags[0])
    return abs(one.height - line) < 0.01 and abs(two.height - 2 * line) < 0.01 and 0 < above < line


@asks("xhtml2pdf")
def line_slack() -> bool:
    p = paragraph("<p>satu</p>")
    wide = pdfmetrics.stringWidth("satu", p.frags[0].fontName, p.frags[0].fontSize)
    return abs(seams.line_slack(p) - (400 - wide)) < 0.01


@asks("xhtml2pdf")
def is_loose() -> bool:
    tight = (
        "text-align: right",
        "background-color: #eeeeee",
        "border: 1pt solid black",
    )
    return seams.is_loose(paragraph("<p>x</p>")) and not any(
        seams.is_loose(paragraph(f"<p style='{t}'>x</p>")) for t in tight
    )


@asks("xhtml2pdf")
def is_plain() -> bool:
    not_plain = (
        "<p><a href='https://x.invalid'>x</a></p>",
        "<p>a<pdf:pagenumber></pdf:pagenumber></p>",
        "<ul><li>x</li></ul>",
    )
    not_plain += ("<p style='white-space: pre'>a  b</p>",)
    return seams.is_plain(paragraph("<p>a <b>b</b></p>")) and not any(seams.is_plain(paragraph(t)) for t in not_plain)


@asks("xhtml2pdf")
def has_glyph() -> bool:
    return seams.has_glyph(VERA, "a") and not seams.has_glyph(VERA, "漢")


@asks("xhtml2pdf")
def size() -> bool:
    return abs(seams.size("10mm") - 28.3465) < 0.01


@asks("xhtml2pdf")
def PRODUCER() -> bool:
    return seams.PRODUCER.startswith("xhtml2pdf")


@asks("xhtml2pdf")
def MAIN() -> bool:
    return list(seams.parse(f"<html><head>{SATU}</head><body>x</body></html>").templateList) == [seams.MAIN]


@asks("xhtml2pdf")
def parse() -> bool:
    c = seams.parse(f"<html><head>{SATU}</head><body><p>x</p></body></html>")
    return not c.err and not c.log and [type(x) for x in c.story][-1] is seams.Paragraph


@asks("xhtml2pdf")
def is_laid_out_once() -> bool:
    once, twice = (
        seams.parse(f"<html><head>{SATU}</head><body>x{t}</body></html>")
        for t in ("", "<pdf:pagecount></pdf:pagecount>")
    )
    return seams.is_laid_out_once(once) and not seams.is_laid_out_once(twice)


DOT = "data:image/png;base64," + (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@asks("xhtml2pdf")
def has_background() -> bool:
    plain = f"<html><head>{SATU}</head><body>x</body></html>"
    behind = plain.replace("size: a4;", f"size: a4; background-image: url('{DOT}');")
    assert behind != plain
    return not seams.has_background(seams.parse(plain)) and seams.has_background(seams.parse(behind))


@asks("xhtml2pdf")
def stories() -> bool:
    found = seams.stories(seams.parse(f"<html><head>{KAKI}</head><body><p id='kaki'>Kaki</p><p>Isi</p></body></html>"))
    texts = [[x.frags[0].text for x in s if isinstance(x, seams.Paragraph)] for s in found]
    return texts == [["Isi"], ["Kaki"]]


@asks("xhtml2pdf")
def lay_out() -> bool:
    on, pages, file = laid_out(Saksi(600), Saksi(600))
    return pages == 2 and on.getPageNumber() == 1 and len(PdfReader(io.BytesIO(file)).pages) >= 2


@asks("xhtml2pdf")
def rendering() -> bool:
    with seams.rendering(ResourceAccessPolicy.server(base_dir=AKAR, allow_remote=False, max_render_seconds=1e-9)):
        try:
            story("<p>x</p>" * 50)
            return False
        except RenderLimitError:
            return True


# --- ReportLab --------------------------------------------------------------------------------------------------------


@asks("reportlab")
def repeated_rows() -> bool:
    return seams.repeated_rows(table()) == 1


@asks("reportlab")
def column_widths() -> bool:
    return [round(w / 72 * 25.4) for w in seams.column_widths(table())] == [40, 60]


@asks("reportlab")
def row_heights() -> bool:
    first, *others = seams.row_heights(table())
    return round(first / 72 * 25.4) == 12 and others == [None, None]


@asks("reportlab")
def cells() -> bool:
    return [len(row) for row in seams.cells(table())] == [2, 2, 2]


@asks("reportlab")
def cell_styles() -> bool:
    style = seams.cell_styles(table())[1][0]
    return (
        style.leftPadding == 3
        and style.valign in ("TOP", "MIDDLE")
        and style.topPadding >= 0
        and style.bottomPadding >= 0
    )


@asks("reportlab")
def grounds_and_spans() -> bool:
    found = {g[0]: (g[1], g[2]) for g in seams.grounds_and_spans(table())}
    return found == {"BACKGROUND": ((0, 1), (0, 1)), "SPAN": ((0, 2), (1, 2))}


@asks("reportlab")
def inside() -> bool:
    return [type(x) for x in seams.inside(KeepInFrame(9, 9, [Saksi(1)]))] == [Saksi] and seams.inside(Saksi(1)) is None


@asks("reportlab")
def at_top() -> bool:
    first, second = Saksi(100), Saksi(100)
    laid_out(first, second)
    return first.told[0][0] is True and second.told[0][0] is False


@asks("reportlab")
def postponed() -> bool:
    first, second = Saksi(600), Saksi(600)
    laid_out(first, second)
    return not any(moved for _, moved in first.told) and [moved for _, moved in second.told][-1] is True


@asks("reportlab")
def first_face() -> bool:
    seams.first_face(VERA)
    return (
        canvas()._fontname == VERA and seams.Canvas(io.BytesIO())._fontname == VERA and CellStyle("x").fontname == VERA
    )


@asks("reportlab")
def first_face_of_drawings() -> bool:
    from reportlab.graphics.renderbase import StateTracker

    seams.first_face_of_drawings(VERA)
    return StateTracker().getState()["fontName"] == VERA


@asks("reportlab")
def write() -> bool:
    on = canvas()
    seams.write(on, "% seam")
    return on.operators()[-1] == "% seam"


@asks("reportlab")
def drawn() -> bool:
    on = canvas()
    part = Saksi(1)
    part.canv = on
    before = list(on.operators())
    return seams.drawn(on, part) == "% saksi" and on.operators() == before


@asks("reportlab")
def page_size() -> bool:
    on = canvas()
    on.setPageSize((100, 200))
    return seams.page_size(on) == (100, 200)


@asks("reportlab")
def encoded() -> bool:
    on = canvas()
    ((face, codes),) = seams.encoded(on, VERA, "ab")
    return face.startswith("/F") and len(codes) == 2 and seams.encoded(on, VERA, "b") == [(face, codes[1:])]


@asks("reportlab")
def escaped() -> bool:
    return seams.escaped(canvas(), b"(a)") == "\\(a\\)"


def _late() -> str:
    on = canvas()
    seams.add_form(on, "lambat", seams.LateForm((0, 0, 9, 9), lambda pages: [f"% {pages} halaman"]))
    for _ in range(2):
        on.doForm("lambat")
        on.showPage()
    on.save()
    page = PdfReader(io.BytesIO(on._filename.getvalue())).pages[1]
    (form,) = page["/Resources"]["/XObject"].values()  # type: ignore[index]
    return str(form.get_object().get_data().decode())


@asks("reportlab")
def LateForm() -> bool:
    return "% 2 halaman" in _late()


@asks("reportlab")
def add_form() -> bool:
    return bool(_late())


@asks("reportlab")
def Canvas__is_tied() -> bool:
    free, tied = canvas(), canvas()
    tied.linkURL("https://x.invalid", (0, 0, 9, 9))
    return tied.is_tied() and not free.is_tied()


@asks("reportlab")
def Canvas__operators() -> bool:
    on = canvas()
    on.setFont(VERA, 9)
    on.drawString(1, 2, "x")
    first, *others = on.operators()
    return first.startswith("1 0 0 1 0 0 cm") and any("1 0 0 1 1 2 Tm" in o for o in others)


def _taken() -> Any:
    on = canvas()
    on.drawString(1, 2, "x")
    page, shared = on.take_page("bersama")
    for text in ("% satu", "% dua"):
        on.put_page(copy.copy(page), [on.stream(text, pack=text == "% dua")], shared)
    on.save()
    return PdfReader(io.BytesIO(on._filename.getvalue()))


@asks("reportlab")
def Canvas__take_page() -> bool:
    first, second = _taken().pages[:2]
    return first.raw_get("/Resources") == second.raw_get("/Resources") and "/Font" in first["/Resources"]


@asks("reportlab")
def Canvas__put_page() -> bool:
    return len(_taken().pages) >= 2


@asks("reportlab")
def Canvas__stream() -> bool:
    last = _taken().pages[1]["/Contents"]
    return "% dua" in last[0].get_object().get_data().decode() and last[0].get_object()["/Filter"]


# --- pypdf and pyHanko ------------------------------------------------------------------------------------------------


@asks("pypdf")
def stored_bytes() -> bool:
    stream = _taken().pages[1]["/Contents"][0].get_object()
    stored = seams.stored_bytes(stream)
    return isinstance(stream, StreamObject) and stored != stream.get_data() == zlib.decompress(stored)


def _certificate() -> tuple[Any, Any]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Seam")])
    made = x509.CertificateBuilder(
        name, name, key.public_key(), 7, datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
    )
    return made.sign(key, hashes.SHA256()), key


@asks("pyhanko")
def asn1_certificate() -> bool:
    found = seams.asn1_certificate(_certificate()[0])
    return found.subject.native["common_name"] == "Seam" and found.serial_number == 7


@asks("pyhanko")
def asn1_key() -> bool:
    return seams.asn1_key(_certificate()[1]).algorithm == "ec"
