"""What a person chooses for this browser, kept in a cookie: a projector is not a desk. To add a choice, add a row.

A row gives `POST /<nama>/`, which the account menu sends; `kini(nama)` is what holds for a request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from admin.tujuan import own_path
from models.pesan import Keliru, Pesan

UMUR = 400 * 24 * 3600  # seconds; the longest that browsers keep a cookie


@dataclass(frozen=True)
class Pilihan:
    """`nama` is the cookie, the field and the address; the first of `nilai` (value → word) holds without a choice."""

    nama: str
    judul: str
    nilai: Mapping[str, str]
    asing: str  # what is said to any other value


# fmt: off
PILIHAN = {p.nama: p for p in (
    Pilihan("tema", Pesan("Tampilan"),
            {"sistem": "Ikut sistem", "terang": "Terang", "gelap": "Gelap", "kontras": "Kontras tinggi"},
            Pesan("Tampilan ini tidak dikenal. Pilih salah satu dari menu akun.")),
    Pilihan("bahasa", Pesan("Bahasa"),
            {"id": "Bahasa Indonesia", "en": "English"},
            Pesan("Bahasa ini tidak dikenal. Pilih salah satu dari menu akun.")),
)}
# fmt: on

blueprint = Blueprint("kuki", __name__)


def kini(nama: str) -> str:
    """What this browser was told; a word that is no choice counts for nothing."""
    nilai = PILIHAN[nama].nilai
    chosen = request.cookies.get(nama, "")
    return chosen if chosen in nilai else next(iter(nilai))


def simpan(answer: Response, nama: str, nilai: str) -> Response:
    answer.set_cookie(nama, nilai, max_age=UMUR, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def choose(nama: str) -> Response:
    """Remember a choice and go back to the page that asked."""
    chosen = request.form.get(nama, "")
    if chosen not in PILIHAN[nama].nilai:
        raise Keliru(PILIHAN[nama].asing)
    return simpan(redirect(own_path(request.form.get("kembali"))), nama, chosen)


for _nama in PILIHAN:
    blueprint.add_url_rule(f"/{_nama}/", _nama, choose, defaults={"nama": _nama}, methods=["POST"])
