"""`<pdf:utuh>…</pdf:utuh>`: what stands in it is one block that no page break runs through (a sum and its signature).

Unlike keep-with-next it holds even when what comes before it is taller than a page. Loads the PDF libraries: for the
worker process only.
"""

from __future__ import annotations

from typing import Any

from reportlab.platypus.flowables import Flowable

from documents.mesin import seams


class Utuh(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Its parts below each other, with the larger of two meeting margins between them."""

    def __init__(self, isi: list[Any]) -> None:
        super().__init__()
        self.isi = isi

    def wrap(self, lebar: float, _tinggi: float) -> tuple[float, float]:
        self.letak: list[tuple[Any, float]] = []  # (part, its lower edge below the top of the block)
        bawah = sela = 0.0
        for bagian in self.isi:
            bawah += max(sela, bagian.getSpaceBefore())
            bawah += bagian.wrapOn(self.canv, lebar, 100_000)[1]
            self.letak.append((bagian, bawah))
            sela = bagian.getSpaceAfter()
        self.width, self.height = lebar, bawah
        return lebar, bawah

    def draw(self) -> None:
        for bagian, bawah in self.letak:
            bagian.drawOn(self.canv, 0, self.height - bawah)


@seams.tag("utuh")
class _TagUtuh(seams.Tag):  # type: ignore[misc]
    def start(self, c: Any) -> None:
        c.addPara()
        self.luar = c.swapStory()

    def end(self, c: Any) -> None:
        c.addPara()
        isi = c.swapStory(self.luar)
        if isi:
            c.addStory(Utuh(isi))
