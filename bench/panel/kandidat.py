"""The candidates and what each is asked: the same work through the screens that each of them really has."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Callable
from typing import Any

from bench import SANDI
from bench.panel import KECAMATAN, LANGKA, PER_HALAMAN, PILIH, UMUM
from bench.panel.klien import Jawaban, Klien, token


class Kandidat:
    """One program on one database. A work that it cannot do answers None."""

    nama = ""

    def __init__(self, url: str, klien: Any = None) -> None:
        """In this process, or (`klien`) before a server that runs it."""
        self.klien = klien or Klien(self.program(url))
        self.masuk()
        self.awal_id, self.kecamatan = _tanda(url)

    def program(self, url: str) -> Any:
        raise NotImplementedError

    def masuk(self) -> None:
        raise NotImplementedError

    def terpilih(self, ke: int) -> list[int]:
        """Another thousand rows each time, so that each time there is something to move."""
        return list(range(self.awal_id + ke * PILIH, self.awal_id + (ke + 1) * PILIH))

    def sedikit(self, ke: int, n: int) -> Jawaban | None:
        """Twenty rows are moved: the everyday size."""
        awal = self.awal_id + ke * 20 % n
        return self.gerak_baris(list(range(awal, awal + 20)))

    def gerak_baris(self, ids: list[int]) -> Jawaban:
        raise NotImplementedError

    def kerjakan(self, kerja: str, ke: int, n: int) -> Jawaban | None:
        cara: Callable[[int, int], Jawaban | None] = getattr(self, kerja)
        return cara(ke, n)


class Panel(Kandidat):
    nama = "panel ini"
    pakai = "/usulan/?per=50"

    def program(self, url: str) -> Any:
        os.environ |= {"DATABASE_URL": url, "MODE": "demo", "DEMO_PASSWORD": SANDI, "SECRET_KEY": "", "PUBLIC_URL": ""}
        from app import create_app
        from bulk import operasi
        from models import after_commit

        app = create_app()
        # The work itself is what is measured, not the putting into a queue.
        after_commit.HAND_OFF["operasi"] = operasi.kerjakan
        return app

    def masuk(self) -> None:
        isi = self.klien.buka("/login").isi
        isian = {"nama_pengguna": "tim_musrenbang", "sandi": SANDI, "csrf_token": token(isi)}
        assert self.klien.buka("/login", isian).status == 302
        isi = self.klien.buka("/usulan/").isi
        found = re.search(r'name="csrf-token" content="([^"]+)"', isi)
        self.token = found[1] if found else token(isi)

    def daftar(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(self.pakai)

    def daftar_akhir(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(self.pakai + "&kursor=akhir")

    def urut(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(self.pakai + "&urut=-pagu_usulan")

    def urut_akhir(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(self.pakai + "&urut=-pagu_usulan&kursor=akhir")

    def saring(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}&kecamatan_id={self.kecamatan}")

    def cari_umum(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}&q={UMUM}")

    def cari_langka(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}&q={LANGKA.replace(' ', '+')}")

    def borang(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"/usulan/edit/?id={self.awal_id + ke}")

    def pindah(self, ke: int, n: int) -> Jawaban:
        return self.gerak_baris(self.terpilih(ke))

    def gerak_baris(self, ids: list[int]) -> Jawaban:
        return self._gerak({"rowid": ",".join(map(str, ids))})

    def pindah_semua(self, ke: int, n: int) -> Jawaban:
        return self._gerak({"semua": "1", "kembali": f"/usulan/?kecamatan_id={self.kecamatan}&status=diajukan"})

    def _gerak(self, isian: dict[str, str]) -> Jawaban:
        return self.klien.buka(
            "/usulan/action/", {"csrf_token": self.token, "aksi": "verifikasi", "lanjut": "1", **isian}
        )

    def csv(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka("/usulan/export/csv/", simpan=False)

    def xlsx(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka("/usulan/export/xlsx/", simpan=False)


class FlaskPolos(Kandidat):
    nama = "Flask-Admin 2.2.1"
    pakai = "/admin/usulan/?page_size=50"

    def program(self, url: str) -> Any:
        return importlib.import_module("bench.panel.flask_polos").program(url)

    def masuk(self) -> None:
        assert self.klien.buka("/login", {"x": "1"}).status == 302
        isi = self.klien.buka("/admin/usulan/?sort=1").isi
        # The position of a column in the sort links, and of a filter, is the release's own affair: read them.
        found = re.search(r'href="[^"]*[?&;]sort=(\d+)[^"]*"[^>]*>\s*Pagu Usulan', isi)
        self.pagu = found[1] if found else "10"

    def daftar(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(self.pakai)

    def daftar_akhir(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}&page={(n - 1) // PER_HALAMAN}")

    def urut(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}&sort={self.pagu}&desc=1")

    def urut_akhir(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}&sort={self.pagu}&desc=1&page={(n - 1) // PER_HALAMAN}")

    def saring(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}&flt0_0={KECAMATAN.replace(' ', '+')}")

    def cari_umum(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}&search={UMUM}")

    def cari_langka(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}&search=Terapung")

    def borang(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"/admin/usulan/edit/?id={self.awal_id + ke}")

    def pindah(self, ke: int, n: int) -> Jawaban:
        return self.gerak_baris(self.terpilih(ke))

    def pindah_semua(self, ke: int, n: int) -> Jawaban | None:
        """It knows no "all that match": the ids of all are sent, as its own form would send those of a page."""
        from bench.panel.flask_polos import Usulan, db

        with self.klien.program.app_context():
            kueri = db.select(Usulan.id).filter_by(kecamatan_id=self.kecamatan, status="diajukan")
            ids = list(db.session.scalars(kueri))
        return self.gerak_baris(ids)

    def gerak_baris(self, ids: list[int]) -> Jawaban:
        return self.klien.buka("/admin/usulan/action/", {"action": "pindah", "rowid": ids, "url": "/admin/usulan/"})

    def csv(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka("/admin/usulan/export/csv/", simpan=False)

    def xlsx(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka("/admin/usulan/export/xlsx/", simpan=False)


class DjangoPolos(Kandidat):
    nama = "Django admin 5.2"
    pakai = "/admin/admin/usulan/?"

    def program(self, url: str) -> Any:
        return importlib.import_module("bench.panel.django_polos").program(url)

    def masuk(self) -> None:
        self.klien.buka("/admin/login/")
        isian = {"username": "admin", "password": "ukur", "csrfmiddlewaretoken": self.klien.kuki["csrftoken"]}
        assert self.klien.buka("/admin/login/", isian).status == 302

    def daftar(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(self.pakai)

    def daftar_akhir(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}p={(n - 1) // PER_HALAMAN + 1}")

    def urut(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}o=-11")

    def urut_akhir(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}o=-11&p={(n - 1) // PER_HALAMAN + 1}")

    def saring(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}kecamatan__id__exact={self.kecamatan}")

    def cari_umum(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}q={UMUM}")

    def cari_langka(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"{self.pakai}q=Terapung")

    def borang(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka(f"/admin/admin/usulan/{self.awal_id + ke}/change/")

    def pindah(self, ke: int, n: int) -> Jawaban:
        return self.gerak_baris(self.terpilih(ke))

    def gerak_baris(self, ids: list[int]) -> Jawaban:
        return self._gerak(self.pakai, ids)

    def pindah_semua(self, ke: int, n: int) -> Jawaban:
        return self._gerak(f"{self.pakai}kecamatan__id__exact={self.kecamatan}&status=diajukan", [self.awal_id], True)

    def _gerak(self, alamat: str, ids: list[int], semua: bool = False) -> Jawaban:
        isian: dict[str, Any] = {
            "action": "pindah",
            "_selected_action": ids,
            "index": "0",
            "select_across": "1" if semua else "0",
            "csrfmiddlewaretoken": self.klien.kuki["csrftoken"],
        }
        return self.klien.buka(alamat if semua else self.pakai, isian)

    def csv(self, ke: int, n: int) -> Jawaban:
        return self.klien.buka("/ekspor.csv", simpan=False)

    def xlsx(self, ke: int, n: int) -> None:
        return None  # it has none of its own


KANDIDAT: dict[str, type[Kandidat]] = {"panel": Panel, "flask": FlaskPolos, "django": DjangoPolos}


def _tanda(url: str) -> tuple[int, int]:
    """(id of the first of the added rows, id of the kecamatan), read once and straight."""
    from sqlalchemy import create_engine, text

    mesin = create_engine(url)
    with mesin.connect() as c:
        pertama = c.execute(text("SELECT min(id) FROM usulan WHERE kode LIKE 'B-%'")).scalar_one()
        tempat = c.execute(text("SELECT id FROM wilayah WHERE nama = :n AND tingkat = 'kecamatan'"), {"n": KECAMATAN})
        id_ = tempat.scalar_one()
    mesin.dispose()
    return int(pertama), int(id_)
