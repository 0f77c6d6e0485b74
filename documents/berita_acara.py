"""What the berita acara kesepakatan is printed from, with lampiran I–IV equal to the records."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from documents import kata, kepala, numbering
from documents.daftar_hadir import hadirin
from documents.konteks import BeritaAcara as Konteks
from documents.konteks import HasilKelompok, HasilUsulan, Rincian, UsulanBelum, UsulanSepakat, Wakil
from models.base import db
from models.berita_acara import BeritaAcara
from models.kelompok_sidang import KelompokSidang
from models.kode_klasifikasi import AlasanPenolakan
from models.musrenbang import Musrenbang
from models.perangkat_daerah import PerangkatDaerah
from models.rapat import DaftarHadir, JenisRapat, Rapat
from models.usulan import HasilUsulan as Hasil
from models.usulan import StatusUsulan, Usulan
from models.waktu import lokal
from models.wilayah import Wilayah

DITERIMA = (Hasil.DITERIMA, Hasil.DITERIMA_PERUBAHAN)


def isi(ba: BeritaAcara) -> Konteks:
    m = db.session.get_one(Musrenbang, ba.musrenbang_id)
    s = kepala.setelan()
    putusan = putusan_usulan(m.id)
    return {
        **kepala.naskah(s, "berita_acara", kepala.tanda(ba.status), ba.tanggal),
        "judul": _judul(ba, kepala.teks(s, "berita_acara.judul", m)),
        "nomor": numbering.slot(ba),
        "pembuka": kepala.teks(s, "berita_acara.pembuka", m, **_tempat_waktu(ba)),
        "pengantar_timbang": kepala.teks(s, "berita_acara.memperhatikan", m),
        "timbang": [kepala.teks(s, f"berita_acara.pertimbangan.{n}", m, **_pembicara(ba)) for n in (1, 2, 3)],
        "pengantar_rincian": kepala.teks(s, "berita_acara.maka", m),
        "rincian": _rincian(ba),
        "subjek": kepala.teks(s, "berita_acara.menyepakati", m),
        "diktum": [d.isi for d in ba.diktum],
        "penutup": kepala.teks(s, "berita_acara.penutup", m),
        "pimpinan": kepala.tanda_tangan(ba.penandatangan, ba.atas_nama, kode="berita_acara"),
        "wakil": [
            Wakil(nama=p.nama, unsur=" – ".join(x for x in (p.unsur.value, p.lembaga) if x), alamat=p.alamat or "")
            for p in ba.para_penandatangan
        ],
        "tembusan": kepala.baris(ba.tembusan),
        "hadirin": [hadirin(h) for h in _hadirin(m.id)],
        "sepakat": [_sepakat(u) for u in putusan if u["hasil"] in DITERIMA],
        "belum": [_belum(u) for u in putusan if u["hasil"] not in DITERIMA],
        "kelompok": _kelompok(putusan),
    }


def _judul(ba: BeritaAcara, judul: str) -> list[str]:
    """A correction names what it replaces."""
    if ba.menggantikan is None:
        return [judul]
    return [judul, f"(VERSI {ba.versi}, MENGGANTIKAN BERITA ACARA NOMOR {ba.menggantikan.nomor or '-'})"]


def _tempat_waktu(ba: BeritaAcara) -> dict[str, str]:
    hari = lokal(ba.mulai).date()
    return {"tempat": ba.tempat, "tanggal_huruf": kata.tanggal_huruf(hari), "tanggal_angka": kata.tanggal_angka(hari)}


def _pembicara(ba: BeritaAcara) -> dict[str, str]:
    def daftar(teks: str | None) -> str:
        nama = kepala.baris(teks)
        return ", ".join(nama[:-1]) + f" dan {nama[-1]}" if len(nama) > 1 else (nama[0] if nama else "para narasumber")

    return {"pemberi_sambutan": daftar(ba.pemberi_sambutan), "pemateri": daftar(ba.pemateri)}


def _rincian(ba: BeritaAcara) -> list[Rincian]:
    mulai, selesai = lokal(ba.mulai), lokal(ba.selesai)
    return [
        {"label": "Hari dan tanggal", "isi": kata.hari_tanggal(mulai.date())},
        {"label": "Jam", "isi": kata.rentang_pukul(mulai, selesai)},
        {"label": "Tempat", "isi": ba.tempat},
    ]


def _hadirin(musrenbang_id: int) -> list[DaftarHadir]:
    """Lampiran I: who was present at the pleno, in the order of the list."""
    return list(
        db.session.scalars(
            db.select(DaftarHadir)
            .join(Rapat, DaftarHadir.rapat_id == Rapat.id)
            .where(Rapat.musrenbang_id == musrenbang_id, Rapat.jenis == JenisRapat.PLENO, Rapat.deleted_at.is_(None))
            .where(DaftarHadir.hadir.is_(True), DaftarHadir.deleted_at.is_(None))
            .order_by(Rapat.mulai, DaftarHadir.urutan, DaftarHadir.id)
        )
    )


def putusan_usulan(musrenbang_id: int) -> list[dict[str, Any]]:
    """Every decided usulan with the names it is printed with: one query of columns, names from small tables."""
    opd = _nama(PerangkatDaerah, PerangkatDaerah.singkatan)
    wilayah, kelompok = _nama(Wilayah, Wilayah.nama), _nama(KelompokSidang, KelompokSidang.nama)
    alasan = _nama(AlasanPenolakan, AlasanPenolakan.nama)
    kolom = [Usulan.__table__.c[k] for k in _KOLOM]
    kueri = (
        db.select(*kolom)
        .where(Usulan.musrenbang_id == musrenbang_id, Usulan.deleted_at.is_(None))
        .where(Usulan.status.in_((StatusUsulan.DIPUTUSKAN, StatusUsulan.FINAL)))
        .order_by(Usulan.kelompok_sidang_id, Usulan.opd_pengampu_id, Usulan.kode)
    )
    return [
        {
            **u,
            "opd": opd.get(u["opd_pengampu_id"], "-"),
            "kelompok": kelompok.get(u["kelompok_sidang_id"], "-"),
            "alasan": alasan.get(u["alasan_id"], ""),
            "lokasi": _lokasi(u, wilayah),
        }
        for u in db.session.execute(kueri).mappings()
    ]


_KOLOM = (
    "id", "kode", "usulan", "permasalahan", "asal", "hasil", "kelompok_sidang_id", "wilayah_id", "kecamatan_id",
    "alamat", "rt", "rw", "volume", "satuan", "pagu_usulan", "volume_disepakati", "pagu_disepakati", "opd_awal_id",
    "opd_pengampu_id", "alasan_id", "catatan",
)  # fmt: skip


def _nama(model: type[Any], kolom: Any) -> dict[int, str]:
    return dict(db.session.execute(db.select(model.id, kolom)).tuples().all())


def _lokasi(u: Any, wilayah: dict[int, str]) -> str:
    rt_rw = f"RT {u['rt']}/RW {u['rw']}" if u["rt"] and u["rw"] else (f"RW {u['rw']}" if u["rw"] else "")
    kelurahan, kecamatan = wilayah.get(u["wilayah_id"], ""), wilayah.get(u["kecamatan_id"] or 0, "")
    tempat = kelurahan if kelurahan == kecamatan or not kecamatan else f"{kelurahan}, {kecamatan}"
    return ", ".join(x for x in (u["alamat"], rt_rw, tempat) if x)


def volume(nilai: Decimal | None, satuan: str) -> str:
    """ "1.250,5 m": Indonesian separators, no zeros behind the comma."""
    if nilai is None:
        return "-"
    bulat, _, pecahan = f"{Decimal(nilai):.2f}".partition(".")
    pecahan = pecahan.rstrip("0")
    return f"{kata.bilangan(int(bulat))}{',' + pecahan if pecahan else ''} {satuan}".strip()


def _sepakat(u: dict[str, Any]) -> UsulanSepakat:
    berubah = u["hasil"] is Hasil.DITERIMA_PERUBAHAN
    return {
        "kelompok": u["kelompok"],
        "opd": u["opd"],
        "kode": u["kode"],
        "usulan": u["usulan"],
        "permasalahan": u["permasalahan"],
        "lokasi": u["lokasi"],
        "volume": volume(u["volume_disepakati"], u["satuan"]),
        "pagu": u["pagu_disepakati"] or 0,
        "asal": u["asal"].value[:1].upper() + u["asal"].value[1:],
        "keterangan": (f"Dengan perubahan: {u['catatan']}" if u["catatan"] else "Dengan perubahan")
        if berubah
        else (u["catatan"] or ""),
    }


def _belum(u: dict[str, Any]) -> UsulanBelum:
    alasan = "; ".join(x for x in (u["hasil"].value.capitalize(), u["alasan"], u["catatan"]) if x)
    return {
        "kelompok": u["kelompok"],
        "opd": u["opd"],
        "usulan": u["usulan"],
        "lokasi": u["lokasi"],
        "volume": volume(u["volume"], u["satuan"]),
        "biaya": u["pagu_usulan"],
        "asal": u["asal"].value[:1].upper() + u["asal"].value[1:],
        "alasan": alasan,
    }


def _kelompok(putusan: list[dict[str, Any]]) -> list[HasilKelompok]:
    """Lampiran IV: the result of each sidang kelompok, all usulan in it."""
    milik: dict[int, list[HasilUsulan]] = defaultdict(list)
    for u in putusan:
        milik[u["kelompok_sidang_id"]].append(
            {
                "kode": u["kode"],
                "usulan": u["usulan"],
                "lokasi": u["lokasi"],
                "opd": u["opd"],
                "hasil": u["hasil"].value.capitalize(),
                "pagu": u["pagu_disepakati"] or 0,
                "catatan": u["alasan"] or u["catatan"] or "",
            }
        )
    urut = db.session.scalars(
        db.select(KelompokSidang).where(KelompokSidang.deleted_at.is_(None)).order_by(KelompokSidang.urutan)
    )
    return [{"nama": k.nama, "pimpinan": k.pimpinan_jabatan, "hasil": milik.get(k.id, [])} for k in urut]
