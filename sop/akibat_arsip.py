"""Effects of the moves of the archive: rows from what was issued, and the retention of the classification table."""

from __future__ import annotations

from datetime import date

from models.arsip import Arsip, TingkatPerkembangan
from models.base import db, kinds
from models.berkas import jumlah_halaman
from models.dokumen import Dokumen, StatusDokumen
from models.kode_klasifikasi import KodeKlasifikasi
from models.musrenbang import Musrenbang
from models.naskah import Naskah, StatusNaskah
from models.pengaturan import kelas, nilai
from models.pesan import SopError
from sop.konteks import Konteks


def susun_arsip(m: Musrenbang, k: Konteks) -> None:
    """One draft row for each issued paper that has none yet; a row that somebody deleted does not come back."""
    sumber = "naskah terbit"
    ada = set(db.session.scalars(db.select(Arsip.kode_eksternal).filter_by(sumber=sumber, musrenbang_id=m.id)))
    for naskah in _naskah_terbit(m):
        kunci = f"{naskah.kind}:{naskah.id}"
        if kunci in ada:
            continue
        dokumen = _dokumen_terbit(naskah)
        lembar = dokumen.berkas and jumlah_halaman(dokumen.berkas.isi) if dokumen else None
        arsip = Arsip(
            musrenbang_id=m.id,
            kode_klasifikasi_id=_klasifikasi(naskah.kind),
            uraian=f"{naskah.JUDUL} nomor {naskah.nomor}: {naskah.perihal}"[:300],
            tanggal=naskah.tanggal,
            jumlah=f"1 berkas, {lembar} lembar" if lembar else "1 berkas",
            tingkat=TingkatPerkembangan.ASLI,
            dokumen_id=dokumen.id if dokumen else None,
            lokasi=k.isian.get("lokasi") or None,
            sumber=sumber,
            kode_eksternal=kunci,
        )
        db.session.add(arsip)


def _naskah_terbit(m: Musrenbang) -> list[Naskah]:
    """Every issued paper of the Musrenbang, of whatever kind, in the order of dates."""
    terbit: list[Naskah] = []
    for model in (x for x in kinds().values() if issubclass(x, Naskah)):
        terbit += db.session.scalars(
            db.select(model).filter_by(musrenbang_id=m.id, status=StatusNaskah.TERBIT, deleted_at=None)
        )
    return sorted(terbit, key=lambda n: (n.tanggal or date.max, n.kind, n.id))


def _dokumen_terbit(naskah: Naskah) -> Dokumen | None:
    kueri = db.select(Dokumen).filter_by(
        naskah_kind=naskah.kind, naskah_id=naskah.id, status=StatusDokumen.TERBIT, deleted_at=None
    )
    found: Dokumen | None = db.session.scalar(kueri.order_by(Dokumen.versi.desc(), Dokumen.id.desc()).limit(1))
    return found


def _klasifikasi(kind: str) -> int:
    """The code of the class of paper; where it has none, the code of the Musrenbang."""
    found = kelas(kind)
    if found and found.kode_klasifikasi_id:
        return found.kode_klasifikasi_id
    kode = nilai("surat.kode_undangan") or "000.7.1.3"
    id_: int | None = db.session.scalar(db.select(KodeKlasifikasi.id).filter_by(kode=kode, deleted_at=None))
    if id_ is None:
        raise SopError("Kode klasifikasi {kode} tidak ada. Isi dahulu daftar kode klasifikasi.", kode=kode)
    return id_


def hitung_retensi(arsip: Arsip, k: Konteks) -> None:
    """Retention from the classification table: N years active, then M years inactive (JRA as data)."""
    kode: KodeKlasifikasi = arsip.kode_klasifikasi
    arsip.tanggal = arsip.tanggal or k.tanggal
    arsip.nasib = kode.nasib
    if kode.aktif_tahun is not None:
        arsip.aktif_sampai = _tambah_tahun(arsip.tanggal, kode.aktif_tahun)
        arsip.inaktif_sampai = _tambah_tahun(arsip.aktif_sampai, kode.inaktif_tahun or 0)


def _tambah_tahun(hari: date, tahun: int) -> date:
    """29 February becomes 28 February in a year that has none."""
    try:
        return hari.replace(year=hari.year + tahun)
    except ValueError:
        return hari.replace(year=hari.year + tahun, day=28)
