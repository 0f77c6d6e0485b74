"""The search over everything: the page `/cari/`, and the hits for the box in the head while somebody types."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, request
from flask_admin import expose

from admin import tanda
from admin.masuk import saya
from admin.page import PageView
from bulk import cari_semua
from bulk.cari_semua import Kelompok, Temuan
from models import cari
from models.base import kinds, slug

SARAN = 4  # hits of a kind under the box in the head


class CariView(PageView):
    """`/cari/`: every person searches what every person may read."""

    name, url = "Cari", "/cari"

    def __init__(self, urutan: list[str]) -> None:
        super().__init__()
        self.urutan = urutan  # the kinds that have a screen, in the order of the menu

    @expose("/")
    def index(self) -> str:
        typed = request.args.get("q", "").strip()[: cari.TERPANJANG]
        groups = cari_semua.search(saya(), typed, self.urutan)
        return self.render(
            "admin/cari.html",
            q=typed,
            kata=cari.kata(typed),
            golongan=groups,
            ejaan=[] if groups else cari_semua.spellings(saya(), typed, self.urutan),
            tandai=tanda.marker(typed),
            alamat=address,
            daftar=lambda group: list_address(group, typed),
        )

    @expose("/saran/")
    def suggest(self) -> Response:
        """{"kelompok": [{"jenis", "url", "lagi", "butir": [{"url", "nama", "ket"}]}], "ejaan": [{"teks", "url"}]}.

        Texts of hits are [[piece, marked]]; near spellings come only where nothing is found.
        """
        typed = request.args.get("q", "").strip()[: cari.TERPANJANG]
        words = cari.kata(typed)
        if not any(len(word) >= cari.TERPENDEK for word in words):  # no index helps with less: not while typing
            return jsonify(kelompok=[], ejaan=[])
        groups = cari_semua.search(saya(), typed, self.urutan, SARAN)
        near = [] if groups else cari_semua.spellings(saya(), typed, self.urutan)
        meant = [{"teks": text, "url": f"/cari/?{urlencode({'q': text})}"} for text in near]
        return jsonify(kelompok=[_as_json(group, typed, words) for group in groups], ejaan=meant)


def address(group: Kelompok, hit: Temuan) -> str:
    return f"/{slug(group.kind)}/details/?id={hit.id}"


def list_address(group: Kelompok, typed: str) -> str:
    """The list of a kind with the same search, over all years."""
    every_year = {"musrenbang_id": "semua"} if hasattr(kinds()[group.kind], "musrenbang_id") else {}
    return f"/{slug(group.kind)}/?{urlencode({'q': typed, **every_year})}"


def _as_json(group: Kelompok, typed: str, words: list[str]) -> dict[str, Any]:
    hits = [
        {
            "url": address(group, hit),
            "nama": tanda.segments(hit.nama, words),
            "ket": tanda.segments(f"{hit.kolom}: {hit.petikan}", words) if hit.kolom else [],
            "tahun": hit.tahun,
        }
        for hit in group.temuan
    ]
    return {"jenis": group.judul, "url": list_address(group, typed), "lagi": group.lagi, "butir": hits}
