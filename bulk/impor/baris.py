"""The verdict on a row: new, changed (cell by cell), the same, or wrong (every reason with its column).

Nothing is written here. The rights, the locks and the rules are those of the row's own form: `explain` of sop/access.py
for the row as it is and as it would be, `Record.periksa` for its values. Rights depend on few columns, so they are
asked once for each combination of them, not once a row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bulk.impor import sel as sel_mod
from bulk.impor.bentuk import DARI_SIPD, KECAMATAN, KODE_LUAR, KOEFISIEN, NOMOR, Lajur, lajur
from bulk.impor.kenal import SIDIK, Dikenal
from bulk.impor.niat import Aturan, Niat
from bulk.impor.rujukan import Rujukan
from bulk.impor.tata_letak import DENGAN_ID, TANPA_ID, norma
from models import kolom
from models.base import Record, db
from models.impor import Vonis
from models.pemangku_kepentingan import PemangkuKepentingan
from models.pesan import Keliru, SopError
from models.riwayat import json_nilai
from models.waktu import sekarang
from sop.access import Actor, Verb, explain

MENENTUKAN_HAK = ("musrenbang_id", "kelompok_sidang_id", "pengguna_id", "status")
WAJIB = "wajib diisi."


class Pemeriksa:
    """Judges the rows of one import, chunk after chunk, in the order of the file."""

    def __init__(self, aturan: Aturan, actor: Actor) -> None:
        self.aturan, self.actor = aturan, actor
        self.bentuk, self.model = aturan.bentuk, aturan.bentuk.model
        self.lajur = lajur(aturan.kind)
        self.rujukan = Rujukan(actor)
        self.dikenal = Dikenal(aturan.bentuk, aturan.sumber, aturan.bawaan)
        self._wajib = [x for x in self.lajur.values() if x.wajib]
        self._hak: dict[tuple[Any, ...], str | None] = {}
        self._terlihat: dict[tuple[Any, ...], int] = {}

    def periksa(self, baris: Sequence[tuple[int, Sequence[Any]]]) -> list[dict[str, Any]]:
        """One dict per row, as `impor_baris` keeps it."""
        semua = [self.baca(urut, sel) for urut, sel in baris]
        ada = self.dikenal.cari(semua)
        pemilik = self.dikenal.pemilik_kode(semua)
        return [self._vonis(niat, ada.get(niat.urut), pemilik.get(niat.isi.get("kode") or "")) for niat in semua]

    # --- reading ------------------------------------------------------------------------------------------------------

    def baca(self, urut: int, sel: Sequence[Any]) -> Niat:
        niat = Niat(urut)
        menurut = {nama: sel[i] if i < len(sel) else None for i, nama in self.aturan.peta.items()}
        for nama, isi in menurut.items():
            satu = self.lajur[nama]
            if sel_mod.kosong(isi):
                niat.kosong.add(nama)
                continue
            try:
                sel_mod.periksa_galat(isi, satu.judul)
                self._satu(niat, satu, isi, menurut.get(KECAMATAN))
            except SopError as galat:
                niat.keliru(satu.judul, str(galat.pesan))
        self._lengkapi(niat)
        return niat

    def _satu(self, niat: Niat, satu: Lajur, isi: Any, kecamatan: Any) -> None:
        if satu.nama == KODE_LUAR:
            niat.kode = sel_mod.teks(isi, satu.judul)[:120]
        elif satu.nama == NOMOR:
            niat.nomor = sel_mod.bilangan(isi, satu.judul)
        elif satu.nama == KOEFISIEN:
            volume, satuan = sel_mod.koefisien(isi, satu.judul)
            niat.isi.setdefault("volume", volume)
            niat.isi.setdefault("satuan", satuan)
        elif satu.nama == KECAMATAN:
            self.rujukan.kecamatan(sel_mod.teks(isi, satu.judul), satu.judul)
        elif target := kolom.target_of(satu.column):  # type: ignore[arg-type]
            di = self._kecamatan(kecamatan) if target == "wilayah" else None
            niat.isi[satu.nama] = self.rujukan.cari(target, sel_mod.teks(isi, satu.judul), satu.judul, di)
        else:
            assert satu.column is not None
            niat.isi[satu.nama] = sel_mod.pembaca(satu.column)(isi, satu.judul)

    def _kecamatan(self, isi: Any) -> int | None:
        if sel_mod.kosong(isi):
            return None
        try:
            return self.rujukan.kecamatan(sel_mod.teks(isi, ""), "")
        except Keliru:
            return None

    def _lengkapi(self, niat: Niat) -> None:
        """What the file does not say of a row but that follows from it, or was chosen for the whole import."""
        if self.aturan.kind == "usulan":
            if "wilayah_id" not in niat.isi and self.aturan.tata_letak == TANPA_ID:
                self._kelurahan_dari_teks(niat)
            opd = niat.isi.get("opd_pengampu_id") or niat.isi.get("opd_awal_id")
            if "kelompok_sidang_id" not in self.aturan.peta.values() and opd and (milik := self._kelompok(opd)):
                niat.bila_baru["kelompok_sidang_id"] = milik
        if self.aturan.kind == "daftar_hadir" and not niat.isi.get("nama"):
            self._dari_buku_alamat(niat)
        if niat.kode is None and self.bentuk.isi_kunci and not self._berkunci(niat):
            niat.kode = self._sidik(niat)

    def _kelurahan_dari_teks(self, niat: Niat) -> None:
        for asal in ("alamat", "pengusul", "usulan"):
            if found := self.rujukan.kelurahan_di(str(niat.isi.get(asal) or "")):
                niat.isi["wilayah_id"] = found
                return
        niat.keliru("Kelurahan/wilayah", "Kelurahan tidak tertulis dalam alamat, pengusul atau usulan.")

    def _dari_buku_alamat(self, niat: Niat) -> None:
        if orang := db.session.get(PemangkuKepentingan, niat.isi.get("pemangku_kepentingan_id") or 0):
            for nama in ("nama", "lembaga", "unsur"):
                if not niat.isi.get(nama):
                    niat.isi[nama] = getattr(orang, nama)

    def _kelompok(self, opd: int) -> int | None:
        self.rujukan.nama("perangkat_daerah")
        return self.rujukan.kelompok_opd.get(opd)

    def _berkunci(self, niat: Niat) -> bool:
        return niat.nomor is not None or any(all(niat.isi.get(k) for k in kunci[:1]) for kunci in self.bentuk.kunci)

    def _sidik(self, niat: Niat) -> str | None:
        """Where a source gives no code, the texts of the row stand in for one: the same row is the same again.

        A row without the text that names it (empty, or not readable) is like no other.
        """
        bagian = [norma(niat.isi.get(k) or "") for k in self.bentuk.isi_kunci]
        if not niat.isi.get(self.bentuk.model.NAMA):
            return None
        return SIDIK + hashlib.sha256("|".join(bagian).encode()).hexdigest()[:24]

    # --- the verdict --------------------------------------------------------------------------------------------------

    def _vonis(self, niat: Niat, ada: Mapping[str, Any] | None, pemilik: Mapping[str, Any] | None) -> dict[str, Any]:
        kunci = self.dikenal.kunci(niat)
        self._sekali(niat, kunci)
        if pemilik is not None and (ada is None or ada["id"] != pemilik["id"]):
            niat.salah.append((self.lajur["kode"].judul, f"Sudah dipakai usulan lain: {pemilik['usulan'][:80]}."))
        if niat.nomor is not None and ada is None:
            niat.salah.append((self.lajur[NOMOR].judul, f"Tidak ada data nomor {niat.nomor} di panel."))
        if ada is None:
            return self._baru(niat)
        assert kunci is not None  # by which it is known
        if sebab := self.dikenal.keberatan(ada, kunci):
            niat.salah.append((self.dikenal.judul(kunci), sebab))
        return self._lama(niat, ada)

    def _sekali(self, niat: Niat, kunci: tuple[Any, ...] | None) -> None:
        """A row of the panel, and a code of our own, occurs once in a file."""
        milik = [kunci] if kunci is not None else []
        if (kode := niat.isi.get("kode")) and "kode" in self.lajur:
            milik.append((("kode",), kode))
        for satu in dict.fromkeys(milik):
            if (dulu := self._terlihat.setdefault(satu, niat.urut)) != niat.urut:
                niat.salah.append((self.dikenal.judul(satu), f"Sama dengan baris {dulu} berkas ini."))

    def _baru(self, niat: Niat) -> dict[str, Any]:
        isi = {**{k: v for k, v in self.aturan.bawaan.items() if v is not None}, **niat.bila_baru, **niat.isi}
        if self.aturan.tata_letak == DENGAN_ID:
            isi |= {**_dari_sipd(niat), "sipd_dibaca_pada": sekarang()}
        ditolak = {judul for judul, _ in niat.salah}
        for satu in self._wajib:
            if isi.get(satu.nama) in (None, "") and satu.judul not in ditolak:
                niat.keliru(satu.judul, WAJIB)
        isi = self._turunan(isi)
        self._aturan(niat, isi, None)
        if not niat.salah and (sebab := self.hak_atas(Verb.BUAT, isi)):
            niat.salah.append(("Hak", sebab))
        return self._hasil(niat, Vonis.SALAH if niat.salah else Vonis.BARU, isi)

    def _lama(self, niat: Niat, ada: Mapping[str, Any]) -> dict[str, Any]:
        baru = dict(niat.isi)
        if self.aturan.kosongkan:
            for nama in niat.kosong:
                column = self.lajur[nama].column
                if column is not None and column.nullable:
                    baru[nama] = None
        if self.aturan.tata_letak == DENGAN_ID:
            baru = {**({} if self._terkunci(ada) else baru), **_dari_sipd(niat)}
        beda = {k: (ada[k], v) for k, v in baru.items() if _polos(ada[k]) != _polos(v)}
        if beda.keys() & DARI_SIPD:
            beda["sipd_dibaca_pada"] = (ada["sipd_dibaca_pada"], sekarang())
        if beda:
            sesudah = self._turunan({**ada, **{k: v for k, (_, v) in beda.items()}}, beda)
            if "kecamatan_id" in sesudah and sesudah["kecamatan_id"] != ada.get("kecamatan_id"):
                beda["kecamatan_id"] = (ada["kecamatan_id"], sesudah["kecamatan_id"])
            self._aturan(niat, sesudah, ada)
            sebab = self.hak_ubah(ada, beda) or self.hak_ubah(sesudah, beda)
            if sebab and not niat.salah:
                niat.salah.append(("Hak", sebab))
        vonis = Vonis.SALAH if niat.salah else Vonis.BERUBAH if beda else Vonis.SAMA
        return self._hasil(niat, vonis, {k: v for k, (_, v) in beda.items()}, beda, ada)

    def _turunan(self, isi: dict[str, Any], beda: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What `Usulan.lengkapi` derives, set-based."""
        if self.aturan.kind == "usulan" and (beda is None or "wilayah_id" in beda):
            self.rujukan.nama("wilayah")
            tingkat, induk = self.rujukan.tempat.get(isi.get("wilayah_id") or 0, (None, None))
            tujuan = {"kelurahan": induk, "kecamatan": isi.get("wilayah_id")}
            isi = {**isi, "kecamatan_id": tujuan.get(str(tingkat))}
        if self.aturan.kind == "usulan" and beda is None and not isi.get("opd_pengampu_id"):
            isi = {**isi, "opd_pengampu_id": isi.get("opd_awal_id")}
        return isi

    def _aturan(self, niat: Niat, isi: Mapping[str, Any], ada: Mapping[str, Any] | None) -> None:
        """The record's own rules. Those of usulan are asked once for the import and by the readers of its numbers."""
        if niat.salah:
            return
        if self.aturan.kind == "usulan":
            if ada is None and (sebab := self.musrenbang_tertutup(isi.get("musrenbang_id"))):
                niat.salah.append(("Musrenbang", sebab))
            return
        record = self._record(isi)
        record.lengkapi()
        for nama, pesan in record.periksa():
            niat.keliru(self.lajur[nama].judul if nama in self.lajur else nama, str(pesan))

    def musrenbang_tertutup(self, musrenbang_id: int | None) -> str | None:
        """Why no usulan may come to it any more, asked once."""
        kunci = ("terbuka", musrenbang_id)
        if kunci not in self._hak:
            salah = self.model(musrenbang_id=musrenbang_id, volume=0, pagu_usulan=0).periksa()
            self._hak[kunci] = str(salah[0][1]) if salah else None
        return self._hak[kunci]

    def _record(self, isi: Mapping[str, Any]) -> Record:
        """The row as an object that no session knows, for rules and rights."""
        columns = self.model.__mapper__.columns.keys()
        return self.model(**{k: v for k, v in isi.items() if k in columns and k not in ("id", "version")})

    def _terkunci(self, ada: Mapping[str, Any]) -> bool:
        """Decided here: what SIPD says now is its answer, no longer what was asked for."""
        return self.hak_atas(Verb.UBAH, ada) is not None

    def hak_ubah(self, isi: Mapping[str, Any], berubah: Iterable[str]) -> str | None:
        """Why this row may not be changed so; its state does not lock what SIPD says of it."""
        hanya_sipd = set(berubah) <= DARI_SIPD
        return self.hak_atas(Verb.UBAH, {**isi, "status": None} if hanya_sipd else isi)

    def hak_atas(self, verb: Verb, isi: Mapping[str, Any]) -> str | None:
        penentu = tuple(isi.get(k) for k in (*MENENTUKAN_HAK, self.model.INDUK or "-"))
        kunci = (verb, *penentu)
        if kunci not in self._hak:
            pesan = explain(self.actor, verb, self._record(isi))
            self._hak[kunci] = None if pesan is None else str(pesan)
        return self._hak[kunci]

    def _hasil(
        self,
        niat: Niat,
        vonis: Vonis,
        isi: Mapping[str, Any],
        beda: Mapping[str, Any] | None = None,
        ada: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        if vonis is Vonis.BARU:
            isi = {**isi, "kode_eksternal": niat.kode, "sumber": self.aturan.sumber if niat.kode else None}
        return {
            "urut": niat.urut,
            "vonis": str(vonis),
            "isi": {k: json_nilai(v) for k, v in isi.items()} if vonis is not Vonis.SAMA else None,
            "beda": {k: [json_nilai(a), json_nilai(b)] for k, (a, b) in beda.items()} if beda else None,
            "alasan": [list(x) for x in niat.salah] or None,
            "record_id": ada["id"] if ada is not None else None,
            "versi": ada["version"] if ada is not None else None,
            "hasil": None,
        }


def _dari_sipd(niat: Niat) -> dict[str, Any]:
    """What SIPD's export says of a row, under the names of the columns that keep it."""
    asal = (("sipd_status", "sipd_status"), ("sipd_volume", "volume"), ("sipd_pagu", "pagu_usulan"))
    return {k: niat.isi[dari] for k, dari in asal if dari in niat.isi}


def _polos(nilai: Any) -> Any:
    """A value as it survives a spreadsheet: without spaces around it, its lines ended alike."""
    return nilai.replace("\r\n", "\n").strip() or None if isinstance(nilai, str) else json_nilai(nilai)


def hitung(hasil: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    jumlah = dict.fromkeys((str(v) for v in Vonis), 0)
    for satu in hasil:
        jumlah[satu["vonis"]] += 1
    return jumlah
