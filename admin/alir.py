"""The SOP as a live swimlane: the rows and columns of the official form, its symbols, and what has become of each step.

The same flow as on paper (documents/naskah/sop.py says which symbol, documents/alir.py which arrow and its corners).
Here it becomes SVG by rows: widths in per cent of the five columns, heights in per cent of a row or pixels from its
edge, so that a row may be as high as its words need and the lines still meet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from admin.musrenbang import BarisLangkah, columns
from documents import kata, tulisan
from documents.alir import Alir, Jalur, Titik
from documents.naskah import sop as sop_cetak
from models.musrenbang import Musrenbang, StatusPelaksanaan
from models.peran import PERAN_SOP
from models.pesan import Pesan
from models.waktu import hari_ini
from sop.langkah import langkah_sop

TENGAH, BAWAH, ATAS, MASUK = "50%", "100%", "0", "8"  # y within a row; MASUK: where a return joins the arrow ahead
TEPI = 0.42  # of a column's width, from its middle to the line of a return
SELESAI, JALAN, TELAT, KEMBALI, BELUM = "selesai", "jalan", "terlambat", "dikembalikan", "belum"
DIKEMBALIKAN = tulisan.word(StatusPelaksanaan.DIKEMBALIKAN)  # the state of a doing, as BarisLangkah says it


@dataclass(frozen=True)
class Garis:
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Simbol:
    """`bentuk` of the form at a column; `panah` where an arrow comes in from above."""

    x: str
    bentuk: str
    panah: bool


@dataclass(frozen=True)
class Kata:
    """A word beside an arrow: `geser` in pixels from the middle of the symbol, to the right (start) or left of it."""

    x: str
    geser: int
    arah: str
    teks: str


@dataclass
class Lajur:
    """A step with its piece of the drawing."""

    langkah: BarisLangkah
    keadaan: str  # one of the five above
    sebutan: str  # the same for people
    giliran: str  # who acts
    sebab: list[str]
    garis: list[Garis] = field(default_factory=list)
    simbol: list[Simbol] = field(default_factory=list)
    kata: list[Kata] = field(default_factory=list)


@dataclass(frozen=True)
class Bagan:
    kolom: list[str]
    lajur: list[Lajur]


def swimlane(case: Musrenbang, steps: list[BarisLangkah]) -> Bagan:
    """The drawing for the steps of a Musrenbang under way, in their order."""
    by_code = {step.kode: step for step in langkah_sop(case)}
    ordered = [by_code[row.kode] for row in steps]
    roles = [*PERAN_SOP, *(r for r in sop_cetak.pelaksana(ordered) if r not in PERAN_SOP)]
    flow = Alir(sop_cetak.alur(ordered, roles))
    heads = [*columns(), *(r.judul for r in roles[len(PERAN_SOP) :])]
    lanes = [
        Lajur(row, *_state(row), _turn(heads, flow, n), _reasons(row, n, flow, steps)) for n, row in enumerate(steps)
    ]
    _Gambar(flow, lanes, len(roles)).draw()
    return Bagan(heads, lanes)


def _turn(heads: list[str], flow: Alir, n: int) -> str:
    return ", ".join(heads[k] for k in flow.simpul[n]["kolom"])


# --- what has become of a step ----------------------------------------------------------------------------------------


def _state(row: BarisLangkah) -> tuple[str, str]:
    """Late only by the deadlines of the jadwal; a step that was done in time stays done."""
    again = row.kini and any(p.putaran > 1 for p in row.pengerjaan)
    if row.terlambat and not row.rampung:
        return TELAT, Pesan("{keadaan}, terlambat", keadaan=row.status)
    if again or row.status == DIKEMBALIKAN:
        return KEMBALI, Pesan("Dikerjakan lagi") if again else row.status
    if row.nada == "selesai":
        return SELESAI, Pesan("Selesai, terlambat") if row.terlambat else row.status
    if row.kini or row.nada == "jalan":
        return JALAN, row.status
    return BELUM, row.status


def _reasons(row: BarisLangkah, n: int, flow: Alir, steps: list[BarisLangkah]) -> list[str]:
    """Why a step is late, over its norm or done again, in sentences; nothing to explain gives none."""
    said = []
    if row.terlambat and row.batas:
        end = row.selesai or hari_ini()
        days = (end - row.batas).days
        past = Pesan("selesai {selesai}", selesai=kata.tanggal(row.selesai)) if row.selesai else Pesan("belum selesai")
        said.append(
            Pesan(
                "Tenggatnya {batas}; {past}, lewat {days} hari.",
                batas=kata.tanggal(row.batas),
                past=past,
                days=kata.bilangan(days),
            )
        )
    if row.lewat and row.menit is not None:
        worked, norm, over = (kata.bilangan(n) for n in (row.menit, row.norma, row.menit - row.norma))
        said.append(
            Pesan(
                "Dikerjakan {worked} menit, normanya {norm} menit: lebih {over} menit.",
                worked=worked,
                norm=norm,
                over=over,
            )
        )
    if not said and not any(p.putaran > 1 for p in row.pengerjaan):
        return []
    newest = max((p.putaran for p in row.pengerjaan), default=1)
    open_ = [p.unit for p in row.pengerjaan if p.unit and p.putaran == newest and p.nada != "selesai"]
    if open_ and not row.rampung:
        said.append(Pesan("Belum selesai di: {join}.", join=", ".join(open_)))
    if newest > 1:
        said.append(Pesan("Ini putaran ke-{newest}.", newest=newest))
    return said + [sentence for p in flow.panah if p.balik and p.ke == n for sentence in _returned(steps[p.dari], row)]


def _returned(sender: BarisLangkah, row: BarisLangkah) -> list[str]:
    """The note of the last return; a doing that was finished or taken over from paper may have a note of its own."""
    notes = [p.catatan for p in sender.pengerjaan if p.status == DIKEMBALIKAN and p.catatan][-1:]
    if sender.no == row.no:
        return [Pesan("Dikembalikan: “{catatan}”", catatan=note) for note in notes]
    return [Pesan("Dikembalikan langkah {no}: “{catatan}”", no=sender.no, catatan=note) for note in notes]


# --- the drawing ------------------------------------------------------------------------------------------------------


class _Gambar:
    """Fills the lines, symbols and words of the lanes."""

    def __init__(self, flow: Alir, lanes: list[Lajur], columns_: int) -> None:
        self.flow, self.lanes, self.width = flow, lanes, 100 / columns_
        self._taken = Jalur()

    def draw(self) -> None:
        for arrow in self.flow.panah:
            n, way = arrow.dari, self.flow.arah(arrow.dari)
            side = self.flow.sisi_balik(n, way) if arrow.balik else self.flow.sisi_maju(n, way)
            for start, end in pairwise(self.flow.rute(arrow, self._taken, side)):
                self._piece(start, end)
            if word := self.flow.simpul[n]["balik" if arrow.balik else "maju"]:
                self._word(n, self._x(self.flow.kolom_utama(n)), side > 0, word)
        into = {arrow.ke for arrow in self.flow.panah}
        for n, node in enumerate(self.flow.simpul):
            middles = [self._x(k) for k in node["kolom"]]
            if len(middles) > 1:
                self._line(n, min(middles), TENGAH, max(middles), TENGAH)
            lane = self.lanes[n]
            lane.simbol = [Simbol(_pct(x), node["bentuk"], i == 0 and n in into) for i, x in enumerate(middles)]

    def _piece(self, start: Titik, end: Titik) -> None:
        """From one corner to the next: within a row, or down or up through the rows between."""
        (x1, y1), (x2, y2) = self._place(start), self._place(end)
        if start.baris == end.baris:
            self._line(start.baris, x1, y1, x2, y2)
            return
        leave, come = (BAWAH, ATAS) if end.baris > start.baris else (ATAS, BAWAH)
        self._line(start.baris, x1, y1, x1, leave)
        for between in range(min(start.baris, end.baris) + 1, max(start.baris, end.baris)):
            self._line(between, x1, ATAS, x1, BAWAH)
        self._line(end.baris, x1, come, x1, y2)

    def _place(self, t: Titik) -> tuple[float, str]:
        return self._x(t.kolom) + t.tepi * self.width * (TEPI + 0.05 * t.ke), MASUK if t.masuk else TENGAH

    def _word(self, n: int, x: float, right: bool, text: str) -> None:
        self.lanes[n].kata.append(Kata(_pct(x), 6 if right else -6, "start" if right else "end", text))

    def _line(self, n: int, x1: float, y1: str, x2: float, y2: str) -> None:
        self.lanes[n].garis.append(Garis(_pct(x1), y1, _pct(x2), y2))

    def _x(self, column: int) -> float:
        return (column + 0.5) * self.width


def _pct(x: float) -> str:
    return f"{x:.2f}%"
