"""A machine that signs in, out and over at random: a cookie opens the panel exactly as long as its session may live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from models import aturan_akun, ingatan
from models.base import db
from models.pengguna import Pengguna
from models.sesi import RiwayatMasuk, Sesi
from models.waktu import jam, sekarang
from tests.keandalan import KUNCI as KEANDALAN
from tests.orang import SANDI, token

KUKI = "panel_musrenbang"
NAMA = st.sampled_from(["tim_musrenbang", "pengawas"])
YANG = st.integers(0, 9)  # which of the cookies, counted from the last
DIAM, PALING_LAMA = timedelta(minutes=60), timedelta(hours=12)


@dataclass
class Kuki:
    """A copied cookie and what the model knows of it."""

    isi: str
    nama: str
    lahir: datetime
    dipakai: datetime
    mati: bool = False


class Pintu(RuleBasedStateMachine):
    app: Flask

    @initialize()
    def buka(self) -> None:
        self.kuki: list[Kuki] = []
        self.tutup: set[str] = set()
        self.kini = sekarang()
        with self.app.app_context():
            db.session.execute(db.delete(Sesi))
            db.session.execute(db.update(Pengguna).values(aktif=True))
            db.session.commit()
        ingatan.lupakan()

    def _pilih(self, yang: int) -> Kuki | None:
        return self.kuki[-1 - yang] if yang < len(self.kuki) else None

    def _dengan(self, kuki: Kuki | None) -> Any:
        client = self.app.test_client()
        if kuki is not None:
            client.set_cookie(KUKI, kuki.isi)
        return client

    def _akhiri(self, mana: Callable[[Kuki], bool]) -> None:
        for k in self.kuki:
            k.mati = k.mati or mana(k)

    @rule(nama=NAMA)
    def masuk(self, nama: str) -> None:
        self._lupakan_percobaan()
        client = self.app.test_client()
        with jam(self.kini):
            data = {"nama_pengguna": nama, "sandi": SANDI, "csrf_token": token(client.get("/login").text)}
            status = client.post("/login", data=data).status_code
        assert (status == 302) is (nama not in self.tutup), status
        if status == 302:
            isi = client.get_cookie(KUKI)
            assert isi is not None
            self.kuki.append(Kuki(isi.value, nama, self.kini, self.kini))

    @rule(yang=YANG)
    def keluar(self, yang: int) -> None:
        if (kuki := self._pilih(yang)) and self._hidup(kuki):
            self._kirim(kuki, "/logout")
            kuki.mati = True

    @rule(yang=YANG)
    def keluar_dari_semua(self, yang: int) -> None:
        if (kuki := self._pilih(yang)) and self._hidup(kuki):
            self._kirim(kuki, "/akun/keluar-semua/")
            self._akhiri(lambda k: k.nama == kuki.nama)

    @rule(nama=NAMA)
    def tutup_akun(self, nama: str) -> None:
        self._aktif(nama, False)
        self.tutup.add(nama)
        self._akhiri(lambda k: k.nama == nama)

    @rule(nama=NAMA)
    def buka_akun(self, nama: str) -> None:
        self._aktif(nama, True)
        self.tutup.discard(nama)

    @rule(menit=st.sampled_from([1, 20, 58, 70, 300]))
    def waktu_berlalu(self, menit: int) -> None:
        self.kini += timedelta(minutes=menit)

    def _lupakan_percobaan(self) -> None:
        """Who is made to wait after many attempts is asked elsewhere (test_percobaan.py)."""
        with self.app.app_context():
            db.session.execute(db.delete(RiwayatMasuk))
            db.session.commit()

    def _aktif(self, nama: str, nilai: bool) -> None:
        with self.app.app_context():
            db.session.scalars(db.select(Pengguna).filter_by(nama_pengguna=nama)).one().aktif = nilai
            db.session.commit()

    def _kirim(self, kuki: Kuki, alamat: str) -> None:
        client = self._dengan(kuki)
        with jam(self.kini):
            isi = token(client.get("/akun/").text)
            assert client.post(alamat, data={"csrf_token": isi}).status_code == 302

    def _hidup(self, kuki: Kuki) -> bool:
        """As the model has it; between DIAM and DIAM + JEDA either may be."""
        return not kuki.mati and self.kini < kuki.lahir + PALING_LAMA and self.kini - kuki.dipakai < DIAM

    @invariant()
    def kuki_membuka_selama_sesinya_hidup(self) -> None:
        for kuki in getattr(self, "kuki", ()):
            if kuki.mati or self.kini >= kuki.lahir + PALING_LAMA:
                harus = False
            elif self.kini - kuki.dipakai < DIAM:
                harus = True
            elif self.kini - kuki.dipakai > DIAM + 2 * aturan_akun.JEDA:
                harus = False
            else:
                continue
            with jam(self.kini):
                jawab = self._dengan(kuki).get("/akun/")
            assert (jawab.status_code == 200) is harus, (kuki, self.kini, jawab.status_code)
            if harus:
                kuki.dipakai = self.kini
            else:
                kuki.mati = True


@pytest.mark.satu_basis
def test_a_cookie_opens_the_panel_as_long_as_its_session_lives(
    app: Flask, basis: Any, ukuran: Callable[[int, int], int], record_property: Any
) -> None:
    Pintu.app = app
    kali, langkah = ukuran(15, 100), ukuran(15, 30)
    setelan = settings(
        max_examples=kali,
        stateful_step_count=langkah,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Pintu, settings=setelan)
    nama = f"Mesin keadaan: masuk, keluar, tutup akun dan waktu dimainkan acak ({basis.dialek})"
    record_property(KEANDALAN, (nama, f"{kali} kali {langkah} tindakan, 0 dilanggar", "0 dilanggar"))
