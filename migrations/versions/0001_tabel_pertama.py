"""Tabel pertama"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

HIDUP = sa.text("deleted_at IS NULL")
# Tables that name each other in a circle: PostgreSQL gets these foreign keys when all tables stand.
MELINGKAR = (
    ("fk_kelompok_sidang_pimpinan_id", "kelompok_sidang", "pejabat", "pimpinan_id", "id"),
    ("fk_pejabat_perangkat_daerah_id", "pejabat", "perangkat_daerah", "perangkat_daerah_id", "id"),
    ("fk_pejabat_unit_kerja_id", "pejabat", "unit_kerja", "unit_kerja_id", "id"),
    ("fk_perangkat_daerah_unit_kerja_id", "perangkat_daerah", "unit_kerja", "unit_kerja_id", "id"),
)
# The diary is only ever added to; the database itself refuses the rest.
DIARI = ("rantai", "riwayat")


def _bila_sqlite(kolom: str, ke: str, nama: str) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([kolom], [ke], name=op.f(nama))] if _sqlite() else []


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _pasang_lingkar() -> None:
    for nama, dari, ke, kolom, kunci in [] if _sqlite() else MELINGKAR:
        op.create_foreign_key(op.f(nama), dari, ke, [kolom], [kunci])


def _lepas_lingkar() -> None:
    for nama, dari, *_ in [] if _sqlite() else MELINGKAR:
        op.drop_constraint(op.f(nama), dari, type_="foreignkey")


def _jaga_diari() -> None:
    if not _sqlite():
        op.execute(
            "CREATE FUNCTION tolak_ubah_riwayat() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'riwayat hanya dapat ditambah'; END $$"
        )
    for tabel in DIARI:
        if _sqlite():
            for kejadian in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {tabel}_tolak_{kejadian.lower()} BEFORE {kejadian} ON {tabel} "
                    "BEGIN SELECT RAISE(ABORT, 'riwayat hanya dapat ditambah'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {tabel}_tolak_ubah BEFORE UPDATE OR DELETE ON {tabel} "
                "FOR EACH ROW EXECUTE FUNCTION tolak_ubah_riwayat()"
            )
            op.execute(
                f"CREATE TRIGGER {tabel}_tolak_kosongkan BEFORE TRUNCATE ON {tabel} "
                "FOR EACH STATEMENT EXECUTE FUNCTION tolak_ubah_riwayat()"
            )


def upgrade() -> None:
    op.create_table(
        "alasan_penolakan",
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("nama", sa.String(length=250), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alasan_penolakan")),
    )
    op.create_index("ix_alasan_penolakan_deleted_at", "alasan_penolakan", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_alasan_penolakan_kode"),
        "alasan_penolakan",
        ["kode"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index(
        "uq_alasan_penolakan_sumber_kode_eksternal", "alasan_penolakan", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_table(
        "berkas",
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("mime", sa.String(length=120), nullable=False),
        sa.Column("ukuran", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_berkas")),
    )
    op.create_index("ix_berkas_deleted_at", "berkas", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_berkas_sha256"), "berkas", ["sha256"], unique=False)
    op.create_index("uq_berkas_sumber_kode_eksternal", "berkas", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "kelompok_sidang",
        sa.Column("kode", sa.String(length=20), nullable=False),
        sa.Column("nama", sa.String(length=100), nullable=False),
        sa.Column("pimpinan_jabatan", sa.String(length=150), nullable=False),
        sa.Column("pimpinan_id", sa.Integer(), nullable=True),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        *_bila_sqlite("pimpinan_id", "pejabat.id", "fk_kelompok_sidang_pimpinan_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kelompok_sidang")),
    )
    op.create_index("ix_kelompok_sidang_deleted_at", "kelompok_sidang", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_kelompok_sidang_kode"),
        "kelompok_sidang",
        ["kode"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index(
        op.f("ix_kelompok_sidang_nama"),
        "kelompok_sidang",
        ["nama"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index(
        "uq_kelompok_sidang_sumber_kode_eksternal", "kelompok_sidang", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_table(
        "kode_klasifikasi",
        sa.Column("kode", sa.String(length=30), nullable=False),
        sa.Column("nama", sa.String(length=250), nullable=False),
        sa.Column("aktif_tahun", sa.Integer(), nullable=True),
        sa.Column("inaktif_tahun", sa.Integer(), nullable=True),
        sa.Column("nasib", sa.String(length=60), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kode_klasifikasi")),
    )
    op.create_index("ix_kode_klasifikasi_deleted_at", "kode_klasifikasi", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_kode_klasifikasi_kode"),
        "kode_klasifikasi",
        ["kode"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index(
        "uq_kode_klasifikasi_sumber_kode_eksternal", "kode_klasifikasi", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_table(
        "pejabat",
        sa.Column("nama", sa.String(length=150), nullable=False),
        sa.Column("nip", sa.String(length=18), nullable=True),
        sa.Column("jenis", sa.String(length=40), nullable=False),
        sa.Column("pangkat", sa.String(length=100), nullable=True),
        sa.Column("jabatan", sa.String(length=200), nullable=False),
        sa.Column("peran", sa.String(length=40), nullable=True),
        sa.Column("sebagai", sa.String(length=40), nullable=False),
        sa.Column("surat_perintah", sa.String(length=150), nullable=True),
        sa.Column("unit_kerja_id", sa.Integer(), nullable=True),
        sa.Column("perangkat_daerah_id", sa.Integer(), nullable=True),
        sa.Column("mulai", sa.Date(), nullable=True),
        sa.Column("sampai", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("jenis IN ('PNS', 'PPPK', 'lainnya')", name=op.f("ck_pejabat_jenis")),
        sa.CheckConstraint(
            "peran IN ('kepala_badan', 'kepala_bidang', 'fungsional_perencana', 'tim_musrenbang', 'sub_koordinator', 'sekretariat', 'pengawas', 'administrator')",
            name=op.f("ck_pejabat_peran"),
        ),
        sa.CheckConstraint("sebagai IN ('definitif', 'Plt.', 'Plh.', 'Pj.')", name=op.f("ck_pejabat_sebagai")),
        *_bila_sqlite("perangkat_daerah_id", "perangkat_daerah.id", "fk_pejabat_perangkat_daerah_id"),
        *_bila_sqlite("unit_kerja_id", "unit_kerja.id", "fk_pejabat_unit_kerja_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pejabat")),
    )
    op.create_index("ix_pejabat_deleted_at", "pejabat", ["deleted_at"], unique=False)
    op.create_index("uq_pejabat_sumber_kode_eksternal", "pejabat", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "pengaturan",
        sa.Column("kunci", sa.String(length=80), nullable=False),
        sa.Column("judul", sa.String(length=200), nullable=False),
        sa.Column("nilai", sa.String(), nullable=False),
        sa.Column("keterangan", sa.String(), nullable=True),
        sa.Column("asal", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pengaturan")),
    )
    op.create_index("ix_pengaturan_deleted_at", "pengaturan", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_pengaturan_kunci"), "pengaturan", ["kunci"], unique=True, sqlite_where=HIDUP, postgresql_where=HIDUP
    )
    op.create_index("uq_pengaturan_sumber_kode_eksternal", "pengaturan", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "perangkat_daerah",
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("singkatan", sa.String(length=40), nullable=False),
        sa.Column("jenis", sa.String(length=60), nullable=False),
        sa.Column("kelompok_sidang_id", sa.Integer(), nullable=True),
        sa.Column("unit_kerja_id", sa.Integer(), nullable=True),
        sa.Column("alamat", sa.String(length=300), nullable=True),
        sa.Column("catatan", sa.String(length=500), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["kelompok_sidang_id"], ["kelompok_sidang.id"], name=op.f("fk_perangkat_daerah_kelompok_sidang_id")
        ),
        *_bila_sqlite("unit_kerja_id", "unit_kerja.id", "fk_perangkat_daerah_unit_kerja_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_perangkat_daerah")),
    )
    op.create_index("ix_perangkat_daerah_deleted_at", "perangkat_daerah", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_perangkat_daerah_nama"),
        "perangkat_daerah",
        ["nama"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index(
        op.f("ix_perangkat_daerah_singkatan"),
        "perangkat_daerah",
        ["singkatan"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index(
        "uq_perangkat_daerah_sumber_kode_eksternal", "perangkat_daerah", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_table(
        "prioritas",
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.String(length=40), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("uraian", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("jenis IN ('visi', 'misi', 'prioritas RKPD')", name=op.f("ck_prioritas_jenis")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prioritas")),
    )
    op.create_index("ix_prioritas_deleted_at", "prioritas", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_prioritas_tahun_jenis_urutan"),
        "prioritas",
        ["tahun", "jenis", "urutan"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index("uq_prioritas_sumber_kode_eksternal", "prioritas", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "rantai",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("waktu", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("hmac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rantai")),
    )
    op.create_table(
        "register_nomor",
        sa.Column("kelas", sa.String(length=40), nullable=False),
        sa.Column("tahun", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("terakhir", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kelas", "tahun", name=op.f("pk_register_nomor")),
    )
    op.create_table(
        "ruang",
        sa.Column("nama", sa.String(length=150), nullable=False),
        sa.Column("gedung", sa.String(length=150), nullable=True),
        sa.Column("alamat", sa.String(length=300), nullable=True),
        sa.Column("kapasitas", sa.Integer(), nullable=True),
        sa.Column("peralatan", sa.String(), nullable=True),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("kapasitas IS NULL OR kapasitas > 0", name=op.f("ck_ruang_kapasitas_positif")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruang")),
    )
    op.create_index("ix_ruang_deleted_at", "ruang", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_ruang_nama"), "ruang", ["nama"], unique=True, sqlite_where=HIDUP, postgresql_where=HIDUP)
    op.create_index("uq_ruang_sumber_kode_eksternal", "ruang", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "sop_revisi",
        sa.Column("kode", sa.String(length=60), nullable=False),
        sa.Column("revisi", sa.Integer(), nullable=False),
        sa.Column("nomor", sa.String(length=80), nullable=False),
        sa.Column("judul", sa.String(length=250), nullable=False),
        sa.Column("tanggal_pembuatan", sa.Date(), nullable=True),
        sa.Column("tanggal_revisi", sa.Date(), nullable=True),
        sa.Column("tanggal_efektif", sa.Date(), nullable=False),
        sa.Column("unit", sa.String(length=250), nullable=True),
        sa.Column("disahkan_jabatan", sa.String(length=250), nullable=True),
        sa.Column("disahkan_nip", sa.String(length=18), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("identitas", sa.JSON(), nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("status IN ('draf', 'berlaku', 'diganti')", name=op.f("ck_sop_revisi_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sop_revisi")),
    )
    op.create_index("ix_sop_revisi_deleted_at", "sop_revisi", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_sop_revisi_kode_revisi"),
        "sop_revisi",
        ["kode", "revisi"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index("uq_sop_revisi_sumber_kode_eksternal", "sop_revisi", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "sub_kegiatan",
        sa.Column("versi", sa.String(length=60), nullable=False),
        sa.Column("kode", sa.String(length=30), nullable=False),
        sa.Column("nama", sa.String(length=400), nullable=False),
        sa.Column("indikator", sa.String(), nullable=True),
        sa.Column("satuan", sa.String(length=60), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_kegiatan")),
    )
    op.create_index("ix_sub_kegiatan_deleted_at", "sub_kegiatan", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_sub_kegiatan_versi_kode"),
        "sub_kegiatan",
        ["versi", "kode"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index("uq_sub_kegiatan_sumber_kode_eksternal", "sub_kegiatan", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "unit_kerja",
        sa.Column("kode", sa.String(length=20), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("jenis", sa.String(length=40), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("keterangan", sa.String(length=300), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("jenis IN ('bidang', 'sekretariat')", name=op.f("ck_unit_kerja_jenis")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_kerja")),
    )
    op.create_index("ix_unit_kerja_deleted_at", "unit_kerja", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_unit_kerja_kode"), "unit_kerja", ["kode"], unique=True, sqlite_where=HIDUP, postgresql_where=HIDUP
    )
    op.create_index("uq_unit_kerja_sumber_kode_eksternal", "unit_kerja", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "wilayah",
        sa.Column("kode", sa.String(length=13), nullable=False),
        sa.Column("nama", sa.String(length=100), nullable=False),
        sa.Column("tingkat", sa.String(length=40), nullable=False),
        sa.Column("induk_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("tingkat IN ('kota', 'kecamatan', 'kelurahan')", name=op.f("ck_wilayah_tingkat")),
        sa.ForeignKeyConstraint(["induk_id"], ["wilayah.id"], name=op.f("fk_wilayah_induk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wilayah")),
    )
    op.create_index("ix_wilayah_deleted_at", "wilayah", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_wilayah_kode"), "wilayah", ["kode"], unique=True, sqlite_where=HIDUP, postgresql_where=HIDUP
    )
    op.create_index("uq_wilayah_sumber_kode_eksternal", "wilayah", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "kamus_usulan",
        sa.Column("versi", sa.String(length=60), nullable=False),
        sa.Column("nama", sa.String(length=300), nullable=False),
        sa.Column("satuan", sa.String(length=60), nullable=True),
        sa.Column("harga_satuan", sa.BigInteger(), nullable=True),
        sa.Column("perangkat_daerah_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"], ["perangkat_daerah.id"], name=op.f("fk_kamus_usulan_perangkat_daerah_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kamus_usulan")),
    )
    op.create_index("ix_kamus_usulan_deleted_at", "kamus_usulan", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_kamus_usulan_versi_nama"),
        "kamus_usulan",
        ["versi", "nama"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index("uq_kamus_usulan_sumber_kode_eksternal", "kamus_usulan", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "kelas_naskah",
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("nama", sa.String(length=150), nullable=False),
        sa.Column("pola_nomor", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("kode_klasifikasi_id", sa.Integer(), nullable=True),
        sa.Column("kertas", sa.String(length=40), nullable=False),
        sa.Column("penomoran", sa.String(length=40), nullable=False),
        sa.Column("urutan_terbit", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("kertas IN ('F4', 'A4')", name=op.f("ck_kelas_naskah_kertas")),
        sa.CheckConstraint("penomoran IN ('otomatis', 'diketik')", name=op.f("ck_kelas_naskah_penomoran")),
        sa.CheckConstraint(
            "urutan_terbit IN ('setelah tanda tangan', 'sebelum tanda tangan', 'bersama tanda tangan')",
            name=op.f("ck_kelas_naskah_urutan_terbit"),
        ),
        sa.ForeignKeyConstraint(
            ["kode_klasifikasi_id"], ["kode_klasifikasi.id"], name=op.f("fk_kelas_naskah_kode_klasifikasi_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kelas_naskah")),
    )
    op.create_index("ix_kelas_naskah_deleted_at", "kelas_naskah", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_kelas_naskah_kode"), "kelas_naskah", ["kode"], unique=True, sqlite_where=HIDUP, postgresql_where=HIDUP
    )
    op.create_index("uq_kelas_naskah_sumber_kode_eksternal", "kelas_naskah", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "langkah",
        sa.Column("sop_revisi_id", sa.Integer(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("kode", sa.String(length=60), nullable=False),
        sa.Column("aktivitas", sa.String(), nullable=False),
        sa.Column("waktu", sa.Integer(), nullable=False),
        sa.Column("waktu_teks", sa.String(length=60), nullable=False),
        sa.Column("keterangan", sa.String(), nullable=True),
        sa.Column("kelengkapan", sa.JSON(), nullable=False),
        sa.Column("output", sa.JSON(), nullable=False),
        sa.Column("tindakan", sa.JSON(), nullable=False),
        sa.Column("kembali_ke", sa.String(length=60), nullable=True),
        sa.Column("judul_maju", sa.String(length=60), nullable=True),
        sa.Column("judul_kembali", sa.String(length=60), nullable=True),
        sa.Column("per_unit_kerja", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("waktu >= 0", name=op.f("ck_langkah_waktu_tidak_negatif")),
        sa.ForeignKeyConstraint(["sop_revisi_id"], ["sop_revisi.id"], name=op.f("fk_langkah_sop_revisi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_langkah")),
        sa.UniqueConstraint("sop_revisi_id", "kode", name=op.f("uq_langkah_sop_revisi_id_kode")),
        sa.UniqueConstraint("sop_revisi_id", "urutan", name=op.f("uq_langkah_sop_revisi_id_urutan")),
    )
    op.create_index("ix_langkah_deleted_at", "langkah", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_langkah_sop_revisi_id"), "langkah", ["sop_revisi_id"], unique=False)
    op.create_index("uq_langkah_sumber_kode_eksternal", "langkah", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "pagu_opd",
        sa.Column("perangkat_daerah_id", sa.Integer(), nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("pagu", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("pagu >= 0", name=op.f("ck_pagu_opd_pagu_tidak_negatif")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"], ["perangkat_daerah.id"], name=op.f("fk_pagu_opd_perangkat_daerah_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pagu_opd")),
    )
    op.create_index("ix_pagu_opd_deleted_at", "pagu_opd", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_pagu_opd_perangkat_daerah_id"), "pagu_opd", ["perangkat_daerah_id"], unique=False)
    op.create_index(
        op.f("ix_pagu_opd_perangkat_daerah_id_tahun"),
        "pagu_opd",
        ["perangkat_daerah_id", "tahun"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index("uq_pagu_opd_sumber_kode_eksternal", "pagu_opd", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "pemangku_kepentingan",
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("lembaga", sa.String(length=200), nullable=True),
        sa.Column("unsur", sa.String(length=60), nullable=False),
        sa.Column("alamat", sa.String(length=300), nullable=True),
        sa.Column("tempat", sa.String(length=100), nullable=False),
        sa.Column("telepon", sa.String(length=40), nullable=True),
        sa.Column("surel", sa.String(length=150), nullable=True),
        sa.Column("perangkat_daerah_id", sa.Integer(), nullable=True),
        sa.Column("wilayah_id", sa.Integer(), nullable=True),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "unsur IN ('pemerintah kota', 'DPRD', 'perangkat daerah', 'kecamatan dan kelurahan', 'provinsi dan instansi vertikal', 'perguruan tinggi', 'LSM dan organisasi masyarakat', 'tokoh masyarakat', 'perempuan dan anak', 'penyandang disabilitas', 'dunia usaha', 'media', 'lainnya')",
            name=op.f("ck_pemangku_kepentingan_unsur"),
        ),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"], ["perangkat_daerah.id"], name=op.f("fk_pemangku_kepentingan_perangkat_daerah_id")
        ),
        sa.ForeignKeyConstraint(["wilayah_id"], ["wilayah.id"], name=op.f("fk_pemangku_kepentingan_wilayah_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pemangku_kepentingan")),
    )
    op.create_index("ix_pemangku_kepentingan_deleted_at", "pemangku_kepentingan", ["deleted_at"], unique=False)
    op.create_index(
        "uq_pemangku_kepentingan_sumber_kode_eksternal",
        "pemangku_kepentingan",
        ["sumber", "kode_eksternal"],
        unique=True,
    )
    op.create_table(
        "pengguna",
        sa.Column("nama_pengguna", sa.String(length=60), nullable=False),
        sa.Column("nama", sa.String(length=150), nullable=False),
        sa.Column("pejabat_id", sa.Integer(), nullable=True),
        sa.Column("aktif", sa.Boolean(), nullable=False),
        sa.Column("sandi", sa.String(length=255), nullable=True),
        sa.Column("ganti_sandi", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["pejabat_id"], ["pejabat.id"], name=op.f("fk_pengguna_pejabat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pengguna")),
    )
    op.create_index("ix_pengguna_deleted_at", "pengguna", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_pengguna_nama_pengguna"),
        "pengguna",
        ["nama_pengguna"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index("uq_pengguna_sumber_kode_eksternal", "pengguna", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "riwayat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rantai_id", sa.Integer(), nullable=False),
        sa.Column("urut", sa.Integer(), nullable=False),
        sa.Column("waktu", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=True),
        sa.Column("nama", sa.String(length=150), nullable=False),
        sa.Column("peran", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("musrenbang_id", sa.Integer(), nullable=True),
        sa.Column("aksi", sa.String(length=60), nullable=False),
        sa.Column("sebelum", sa.String(), nullable=True),
        sa.Column("sesudah", sa.String(), nullable=True),
        sa.Column("catatan", sa.String(), nullable=True),
        sa.Column("operasi_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["rantai_id"], ["rantai.id"], name=op.f("fk_riwayat_rantai_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_riwayat")),
    )
    op.create_index(op.f("ix_riwayat_kind_record_id"), "riwayat", ["kind", "record_id"], unique=False)
    op.create_index(op.f("ix_riwayat_musrenbang_id_id"), "riwayat", ["musrenbang_id", "id"], unique=False)
    op.create_index(op.f("ix_riwayat_rantai_id"), "riwayat", ["rantai_id"], unique=False)
    op.create_table(
        "unit_kerja_kelompok",
        sa.Column("unit_kerja_id", sa.Integer(), nullable=False),
        sa.Column("kelompok_sidang_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["kelompok_sidang_id"], ["kelompok_sidang.id"], name=op.f("fk_unit_kerja_kelompok_kelompok_sidang_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_kerja_id"], ["unit_kerja.id"], name=op.f("fk_unit_kerja_kelompok_unit_kerja_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_kerja_kelompok")),
    )
    op.create_index("ix_unit_kerja_kelompok_deleted_at", "unit_kerja_kelompok", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_unit_kerja_kelompok_kelompok_sidang_id"), "unit_kerja_kelompok", ["kelompok_sidang_id"], unique=False
    )
    op.create_index(
        op.f("ix_unit_kerja_kelompok_unit_kerja_id"), "unit_kerja_kelompok", ["unit_kerja_id"], unique=False
    )
    op.create_index(
        op.f("ix_unit_kerja_kelompok_unit_kerja_id_kelompok_sidang_id"),
        "unit_kerja_kelompok",
        ["unit_kerja_id", "kelompok_sidang_id"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index(
        "uq_unit_kerja_kelompok_sumber_kode_eksternal", "unit_kerja_kelompok", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_table(
        "wilayah_alias",
        sa.Column("wilayah_id", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=100), nullable=False),
        sa.Column("keterangan", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["wilayah_id"], ["wilayah.id"], name=op.f("fk_wilayah_alias_wilayah_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wilayah_alias")),
    )
    op.create_index("ix_wilayah_alias_deleted_at", "wilayah_alias", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_wilayah_alias_wilayah_id"), "wilayah_alias", ["wilayah_id"], unique=False)
    op.create_index(
        op.f("ix_wilayah_alias_wilayah_id_nama"),
        "wilayah_alias",
        ["wilayah_id", "nama"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index(
        "uq_wilayah_alias_sumber_kode_eksternal", "wilayah_alias", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_table(
        "langkah_pelaksana",
        sa.Column("langkah_id", sa.Integer(), nullable=False),
        sa.Column("peran", sa.String(length=40), nullable=False),
        sa.Column("utama", sa.Boolean(), nullable=False),
        sa.Column("keyakinan", sa.Integer(), nullable=True),
        sa.Column("dikonfirmasi", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "peran IN ('kepala_badan', 'kepala_bidang', 'fungsional_perencana', 'tim_musrenbang', 'sub_koordinator', 'sekretariat', 'pengawas', 'administrator')",
            name=op.f("ck_langkah_pelaksana_peran"),
        ),
        sa.ForeignKeyConstraint(["langkah_id"], ["langkah.id"], name=op.f("fk_langkah_pelaksana_langkah_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_langkah_pelaksana")),
    )
    op.create_index("ix_langkah_pelaksana_deleted_at", "langkah_pelaksana", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_langkah_pelaksana_langkah_id"), "langkah_pelaksana", ["langkah_id"], unique=False)
    op.create_index(
        op.f("ix_langkah_pelaksana_langkah_id_peran"),
        "langkah_pelaksana",
        ["langkah_id", "peran"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index(
        "uq_langkah_pelaksana_sumber_kode_eksternal", "langkah_pelaksana", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_table(
        "musrenbang",
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("tema", sa.String(), nullable=True),
        sa.Column("tanggal_acara", sa.Date(), nullable=True),
        sa.Column("tempat", sa.String(length=250), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("sop_revisi_id", sa.Integer(), nullable=True),
        sa.Column("langkah_id", sa.Integer(), nullable=True),
        sa.Column("demonstrasi", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "status <> 'berjalan' OR langkah_id IS NOT NULL", name=op.f("ck_musrenbang_berjalan_punya_langkah")
        ),
        sa.CheckConstraint(
            "status IN ('draf', 'berjalan', 'selesai', 'dibatalkan')", name=op.f("ck_musrenbang_status")
        ),
        sa.CheckConstraint("tahun BETWEEN 2000 AND 2100", name=op.f("ck_musrenbang_tahun_wajar")),
        sa.ForeignKeyConstraint(["langkah_id"], ["langkah.id"], name=op.f("fk_musrenbang_langkah_id")),
        sa.ForeignKeyConstraint(["sop_revisi_id"], ["sop_revisi.id"], name=op.f("fk_musrenbang_sop_revisi_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_musrenbang")),
    )
    op.create_index("ix_musrenbang_deleted_at", "musrenbang", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_musrenbang_tahun_nama"),
        "musrenbang",
        ["tahun", "nama"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index("uq_musrenbang_sumber_kode_eksternal", "musrenbang", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "operasi",
        sa.Column("jenis", sa.String(length=40), nullable=False),
        sa.Column("judul", sa.String(length=250), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=True),
        sa.Column("kind_sasaran", sa.String(length=60), nullable=True),
        sa.Column("aksi", sa.String(length=60), nullable=True),
        sa.Column("catatan", sa.String(), nullable=True),
        sa.Column("isian", sa.JSON(), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("dikerjakan", sa.Integer(), nullable=False),
        sa.Column("berhasil", sa.Integer(), nullable=False),
        sa.Column("mulai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("selesai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("galat", sa.String(), nullable=True),
        sa.Column("berkas_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("jenis IN ('tindakan massal', 'hapus massal', 'cetak')", name=op.f("ck_operasi_jenis")),
        sa.CheckConstraint(
            "status IN ('antre', 'berjalan', 'selesai', 'gagal', 'dibatalkan')", name=op.f("ck_operasi_status")
        ),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_operasi_berkas_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_operasi_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operasi")),
    )
    op.create_index("ix_operasi_deleted_at", "operasi", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_operasi_pengguna_id"), "operasi", ["pengguna_id"], unique=False)
    op.create_index("uq_operasi_sumber_kode_eksternal", "operasi", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "sesi",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("dibuat_pada", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kedaluwarsa", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dicabut_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alamat", sa.String(length=60), nullable=True),
        sa.Column("peramban", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_sesi_pengguna_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sesi")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sesi_token_hash")),
    )
    op.create_index(op.f("ix_sesi_pengguna_id"), "sesi", ["pengguna_id"], unique=False)
    op.create_table(
        "arsip",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("kode_klasifikasi_id", sa.Integer(), nullable=False),
        sa.Column("uraian", sa.String(length=300), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("jumlah", sa.String(length=60), nullable=True),
        sa.Column("tingkat", sa.String(length=40), nullable=False),
        sa.Column("lokasi", sa.String(length=150), nullable=True),
        sa.Column("aktif_sampai", sa.Date(), nullable=True),
        sa.Column("inaktif_sampai", sa.Date(), nullable=True),
        sa.Column("nasib", sa.String(length=60), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("status IN ('draf', 'diarsipkan')", name=op.f("ck_arsip_status")),
        sa.CheckConstraint("tingkat IN ('asli', 'salinan', 'kopi')", name=op.f("ck_arsip_tingkat")),
        sa.ForeignKeyConstraint(
            ["kode_klasifikasi_id"], ["kode_klasifikasi.id"], name=op.f("fk_arsip_kode_klasifikasi_id")
        ),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_arsip_musrenbang_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arsip")),
    )
    op.create_index("ix_arsip_deleted_at", "arsip", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_arsip_musrenbang_id"), "arsip", ["musrenbang_id"], unique=False)
    op.create_index("uq_arsip_sumber_kode_eksternal", "arsip", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "bahan",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.String(length=40), nullable=False),
        sa.Column("judul", sa.String(length=250), nullable=False),
        sa.Column("penyaji", sa.String(length=200), nullable=True),
        sa.Column("isi", sa.String(), nullable=True),
        sa.Column("berkas_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("jenis IN ('materi', 'bahan publikasi')", name=op.f("ck_bahan_jenis")),
        sa.CheckConstraint("status IN ('draf', 'ditetapkan')", name=op.f("ck_bahan_status")),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_bahan_berkas_id")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_bahan_musrenbang_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bahan")),
    )
    op.create_index("ix_bahan_deleted_at", "bahan", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_bahan_musrenbang_id"), "bahan", ["musrenbang_id"], unique=False)
    op.create_index("uq_bahan_sumber_kode_eksternal", "bahan", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "berita_acara",
        sa.Column("mulai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selesai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tempat", sa.String(length=250), nullable=False),
        sa.Column("pemberi_sambutan", sa.String(), nullable=True),
        sa.Column("pemateri", sa.String(), nullable=True),
        sa.Column("tembusan", sa.String(), nullable=True),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("menggantikan_id", sa.Integer(), nullable=True),
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("perihal", sa.String(length=300), nullable=False),
        sa.Column("penandatangan_id", sa.Integer(), nullable=True),
        sa.Column("atas_nama", sa.String(length=150), nullable=True),
        sa.Column("nomor", sa.String(length=120), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("ditandatangani_pada", sa.Date(), nullable=True),
        sa.Column("pindaian_id", sa.Integer(), nullable=True),
        sa.Column("pencatat_id", sa.Integer(), nullable=True),
        sa.Column("catatan_pengembalian", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "status IN ('draf', 'diajukan', 'menunggu tanda tangan', 'menunggu nomor', 'terbit', 'dibatalkan')",
            name=op.f("ck_berita_acara_status"),
        ),
        sa.ForeignKeyConstraint(["menggantikan_id"], ["berita_acara.id"], name=op.f("fk_berita_acara_menggantikan_id")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_berita_acara_musrenbang_id")),
        sa.ForeignKeyConstraint(["penandatangan_id"], ["pejabat.id"], name=op.f("fk_berita_acara_penandatangan_id")),
        sa.ForeignKeyConstraint(["pencatat_id"], ["pengguna.id"], name=op.f("fk_berita_acara_pencatat_id")),
        sa.ForeignKeyConstraint(["pindaian_id"], ["berkas.id"], name=op.f("fk_berita_acara_pindaian_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_berita_acara")),
    )
    op.create_index("ix_berita_acara_deleted_at", "berita_acara", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_berita_acara_musrenbang_id"), "berita_acara", ["musrenbang_id"], unique=False)
    op.create_index(
        op.f("ix_berita_acara_musrenbang_id_versi"),
        "berita_acara",
        ["musrenbang_id", "versi"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index("uq_berita_acara_sumber_kode_eksternal", "berita_acara", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "dokumen_rkpd",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("tahap", sa.String(length=40), nullable=False),
        sa.Column("judul", sa.String(length=300), nullable=False),
        sa.Column("nomor", sa.String(length=120), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("berkas_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "tahap IN ('rancangan RKPD', 'rancangan akhir RKPD', 'Peraturan Wali Kota')",
            name=op.f("ck_dokumen_rkpd_tahap"),
        ),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_dokumen_rkpd_berkas_id")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_dokumen_rkpd_musrenbang_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dokumen_rkpd")),
    )
    op.create_index("ix_dokumen_rkpd_deleted_at", "dokumen_rkpd", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_dokumen_rkpd_musrenbang_id"), "dokumen_rkpd", ["musrenbang_id"], unique=False)
    op.create_index("uq_dokumen_rkpd_sumber_kode_eksternal", "dokumen_rkpd", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "dpa",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("nomor", sa.String(length=120), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("sub_kegiatan", sa.String(length=300), nullable=False),
        sa.Column("pagu", sa.BigInteger(), nullable=False),
        sa.Column("berkas_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("pagu >= 0", name=op.f("ck_dpa_pagu_tidak_negatif")),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_dpa_berkas_id")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_dpa_musrenbang_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dpa")),
    )
    op.create_index("ix_dpa_deleted_at", "dpa", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_dpa_musrenbang_id"), "dpa", ["musrenbang_id"], unique=False)
    op.create_index("uq_dpa_sumber_kode_eksternal", "dpa", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "hasil_rakor_opd",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("perangkat_daerah_id", sa.Integer(), nullable=False),
        sa.Column("tahap", sa.String(length=40), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("ringkasan", sa.String(), nullable=False),
        sa.Column("berkas_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("tahap IN ('sebelum sidang', 'sesudah sidang')", name=op.f("ck_hasil_rakor_opd_tahap")),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_hasil_rakor_opd_berkas_id")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_hasil_rakor_opd_musrenbang_id")),
        sa.ForeignKeyConstraint(
            ["perangkat_daerah_id"], ["perangkat_daerah.id"], name=op.f("fk_hasil_rakor_opd_perangkat_daerah_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hasil_rakor_opd")),
    )
    op.create_index("ix_hasil_rakor_opd_deleted_at", "hasil_rakor_opd", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_hasil_rakor_opd_musrenbang_id"), "hasil_rakor_opd", ["musrenbang_id"], unique=False)
    op.create_index(
        "uq_hasil_rakor_opd_sumber_kode_eksternal", "hasil_rakor_opd", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_table(
        "jadwal",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("judul", sa.String(length=200), nullable=False),
        sa.Column("penandatangan_id", sa.Integer(), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("catatan", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("status IN ('draf', 'ditetapkan')", name=op.f("ck_jadwal_status")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_jadwal_musrenbang_id")),
        sa.ForeignKeyConstraint(["penandatangan_id"], ["pejabat.id"], name=op.f("fk_jadwal_penandatangan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jadwal")),
    )
    op.create_index("ix_jadwal_deleted_at", "jadwal", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_jadwal_musrenbang_id"), "jadwal", ["musrenbang_id"], unique=False)
    op.create_index("uq_jadwal_sumber_kode_eksternal", "jadwal", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "laporan",
        sa.Column("latar_belakang", sa.String(), nullable=True),
        sa.Column("landasan_hukum", sa.String(), nullable=True),
        sa.Column("maksud_tujuan", sa.String(), nullable=True),
        sa.Column("kegiatan", sa.String(), nullable=True),
        sa.Column("hasil", sa.String(), nullable=True),
        sa.Column("kesimpulan", sa.String(), nullable=True),
        sa.Column("penutup", sa.String(), nullable=True),
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("perihal", sa.String(length=300), nullable=False),
        sa.Column("penandatangan_id", sa.Integer(), nullable=True),
        sa.Column("atas_nama", sa.String(length=150), nullable=True),
        sa.Column("nomor", sa.String(length=120), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("ditandatangani_pada", sa.Date(), nullable=True),
        sa.Column("pindaian_id", sa.Integer(), nullable=True),
        sa.Column("pencatat_id", sa.Integer(), nullable=True),
        sa.Column("catatan_pengembalian", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "status IN ('draf', 'diajukan', 'menunggu tanda tangan', 'menunggu nomor', 'terbit', 'dibatalkan')",
            name=op.f("ck_laporan_status"),
        ),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_laporan_musrenbang_id")),
        sa.ForeignKeyConstraint(["penandatangan_id"], ["pejabat.id"], name=op.f("fk_laporan_penandatangan_id")),
        sa.ForeignKeyConstraint(["pencatat_id"], ["pengguna.id"], name=op.f("fk_laporan_pencatat_id")),
        sa.ForeignKeyConstraint(["pindaian_id"], ["berkas.id"], name=op.f("fk_laporan_pindaian_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laporan")),
    )
    op.create_index("ix_laporan_deleted_at", "laporan", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_laporan_musrenbang_id"), "laporan", ["musrenbang_id"], unique=False)
    op.create_index("uq_laporan_sumber_kode_eksternal", "laporan", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "nomor_surat",
        sa.Column("kelas", sa.String(length=40), nullable=False),
        sa.Column("tahun", sa.Integer(), nullable=False),
        sa.Column("urut", sa.Integer(), nullable=True),
        sa.Column("sisipan", sa.String(length=10), nullable=False),
        sa.Column("teks", sa.String(length=120), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("naskah_kind", sa.String(length=60), nullable=False),
        sa.Column("naskah_id", sa.Integer(), nullable=False),
        sa.Column("perihal", sa.String(length=300), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("musrenbang_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("status IN ('terpakai', 'dibatalkan')", name=op.f("ck_nomor_surat_status")),
        sa.CheckConstraint("urut IS NULL OR urut > 0", name=op.f("ck_nomor_surat_urut_positif")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_nomor_surat_musrenbang_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomor_surat")),
        sa.UniqueConstraint("kelas", "tahun", "urut", "sisipan", name=op.f("uq_nomor_surat_kelas_tahun_urut_sisipan")),
        sa.UniqueConstraint("tahun", "teks", name=op.f("uq_nomor_surat_tahun_teks")),
    )
    op.create_index("ix_nomor_surat_deleted_at", "nomor_surat", ["deleted_at"], unique=False)
    op.create_index("uq_nomor_surat_sumber_kode_eksternal", "nomor_surat", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "nota_dinas",
        sa.Column("unit_kerja_id", sa.Integer(), nullable=True),
        sa.Column("sifat", sa.String(length=40), nullable=False),
        sa.Column("isi", sa.String(), nullable=False),
        sa.Column("tembusan", sa.String(length=500), nullable=True),
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("perihal", sa.String(length=300), nullable=False),
        sa.Column("penandatangan_id", sa.Integer(), nullable=True),
        sa.Column("atas_nama", sa.String(length=150), nullable=True),
        sa.Column("nomor", sa.String(length=120), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("ditandatangani_pada", sa.Date(), nullable=True),
        sa.Column("pindaian_id", sa.Integer(), nullable=True),
        sa.Column("pencatat_id", sa.Integer(), nullable=True),
        sa.Column("catatan_pengembalian", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("sifat IN ('biasa', 'penting', 'segera', 'amat segera')", name=op.f("ck_nota_dinas_sifat")),
        sa.CheckConstraint(
            "status IN ('draf', 'diajukan', 'menunggu tanda tangan', 'menunggu nomor', 'terbit', 'dibatalkan')",
            name=op.f("ck_nota_dinas_status"),
        ),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_nota_dinas_musrenbang_id")),
        sa.ForeignKeyConstraint(["penandatangan_id"], ["pejabat.id"], name=op.f("fk_nota_dinas_penandatangan_id")),
        sa.ForeignKeyConstraint(["pencatat_id"], ["pengguna.id"], name=op.f("fk_nota_dinas_pencatat_id")),
        sa.ForeignKeyConstraint(["pindaian_id"], ["berkas.id"], name=op.f("fk_nota_dinas_pindaian_id")),
        sa.ForeignKeyConstraint(["unit_kerja_id"], ["unit_kerja.id"], name=op.f("fk_nota_dinas_unit_kerja_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nota_dinas")),
    )
    op.create_index("ix_nota_dinas_deleted_at", "nota_dinas", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_nota_dinas_musrenbang_id"), "nota_dinas", ["musrenbang_id"], unique=False)
    op.create_index("uq_nota_dinas_sumber_kode_eksternal", "nota_dinas", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "operasi_baris",
        sa.Column("operasi_id", sa.Integer(), nullable=False),
        sa.Column("urut", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("berhasil", sa.Boolean(), nullable=True),
        sa.Column("pesan", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["operasi_id"], ["operasi.id"], name=op.f("fk_operasi_baris_operasi_id")),
        sa.PrimaryKeyConstraint("operasi_id", "urut", name=op.f("pk_operasi_baris")),
    )
    op.create_table(
        "pelaksanaan_langkah",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("langkah_id", sa.Integer(), nullable=False),
        sa.Column("unit_kerja_id", sa.Integer(), nullable=True),
        sa.Column("putaran", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("masuk_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mulai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("selesai_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("menit", sa.Integer(), nullable=True),
        sa.Column("pelaku_id", sa.Integer(), nullable=True),
        sa.Column("pencatat_id", sa.Integer(), nullable=True),
        sa.Column("atas_nama", sa.Boolean(), nullable=False),
        sa.Column("pindaian_id", sa.Integer(), nullable=True),
        sa.Column("catatan", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "status IN ('menunggu', 'berjalan', 'selesai', 'dikembalikan', 'belum dicatat', 'ditutup')",
            name=op.f("ck_pelaksanaan_langkah_status"),
        ),
        sa.CheckConstraint("menit IS NULL OR menit >= 0", name=op.f("ck_pelaksanaan_langkah_menit_tidak_negatif")),
        sa.ForeignKeyConstraint(["langkah_id"], ["langkah.id"], name=op.f("fk_pelaksanaan_langkah_langkah_id")),
        sa.ForeignKeyConstraint(
            ["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_pelaksanaan_langkah_musrenbang_id")
        ),
        sa.ForeignKeyConstraint(["pelaku_id"], ["pejabat.id"], name=op.f("fk_pelaksanaan_langkah_pelaku_id")),
        sa.ForeignKeyConstraint(["pencatat_id"], ["pengguna.id"], name=op.f("fk_pelaksanaan_langkah_pencatat_id")),
        sa.ForeignKeyConstraint(["pindaian_id"], ["berkas.id"], name=op.f("fk_pelaksanaan_langkah_pindaian_id")),
        sa.ForeignKeyConstraint(
            ["unit_kerja_id"], ["unit_kerja.id"], name=op.f("fk_pelaksanaan_langkah_unit_kerja_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pelaksanaan_langkah")),
    )
    op.create_index("ix_pelaksanaan_langkah_deleted_at", "pelaksanaan_langkah", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_pelaksanaan_langkah_langkah_id"), "pelaksanaan_langkah", ["langkah_id"], unique=False)
    op.create_index(
        "uq_pelaksanaan_langkah_putaran",
        "pelaksanaan_langkah",
        ["musrenbang_id", "langkah_id", "unit_kerja_id", "putaran"],
        unique=True,
    )
    op.create_index(
        "uq_pelaksanaan_langkah_sumber_kode_eksternal", "pelaksanaan_langkah", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_index(
        "uq_pelaksanaan_langkah_tanpa_unit",
        "pelaksanaan_langkah",
        ["musrenbang_id", "langkah_id", "putaran"],
        unique=True,
        sqlite_where=sa.text("unit_kerja_id IS NULL"),
        postgresql_where=sa.text("unit_kerja_id IS NULL"),
    )
    op.create_table(
        "penetapan_ruang",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("judul", sa.String(length=200), nullable=False),
        sa.Column("penandatangan_id", sa.Integer(), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("catatan", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("status IN ('draf', 'ditetapkan')", name=op.f("ck_penetapan_ruang_status")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_penetapan_ruang_musrenbang_id")),
        sa.ForeignKeyConstraint(["penandatangan_id"], ["pejabat.id"], name=op.f("fk_penetapan_ruang_penandatangan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penetapan_ruang")),
    )
    op.create_index("ix_penetapan_ruang_deleted_at", "penetapan_ruang", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_penetapan_ruang_musrenbang_id"), "penetapan_ruang", ["musrenbang_id"], unique=False)
    op.create_index(
        "uq_penetapan_ruang_sumber_kode_eksternal", "penetapan_ruang", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_table(
        "peran_pengguna",
        sa.Column("pengguna_id", sa.Integer(), nullable=False),
        sa.Column("peran", sa.String(length=40), nullable=False),
        sa.Column("unit_kerja_id", sa.Integer(), nullable=True),
        sa.Column("musrenbang_id", sa.Integer(), nullable=True),
        sa.Column("sebagai", sa.String(length=40), nullable=False),
        sa.Column("mulai", sa.Date(), nullable=True),
        sa.Column("sampai", sa.Date(), nullable=True),
        sa.Column("surat_perintah", sa.String(length=150), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "peran IN ('kepala_badan', 'kepala_bidang', 'fungsional_perencana', 'tim_musrenbang', 'sub_koordinator', 'sekretariat', 'pengawas', 'administrator')",
            name=op.f("ck_peran_pengguna_peran"),
        ),
        sa.CheckConstraint("sebagai IN ('definitif', 'Plt.', 'Plh.', 'Pj.')", name=op.f("ck_peran_pengguna_sebagai")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_peran_pengguna_musrenbang_id")),
        sa.ForeignKeyConstraint(["pengguna_id"], ["pengguna.id"], name=op.f("fk_peran_pengguna_pengguna_id")),
        sa.ForeignKeyConstraint(["unit_kerja_id"], ["unit_kerja.id"], name=op.f("fk_peran_pengguna_unit_kerja_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peran_pengguna")),
    )
    op.create_index("ix_peran_pengguna_deleted_at", "peran_pengguna", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_peran_pengguna_pengguna_id"), "peran_pengguna", ["pengguna_id"], unique=False)
    op.create_index(
        "uq_peran_pengguna_sumber_kode_eksternal", "peran_pengguna", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_table(
        "rapat",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("jenis", sa.String(length=40), nullable=False),
        sa.Column("judul", sa.String(length=250), nullable=False),
        sa.Column("unit_kerja_id", sa.Integer(), nullable=True),
        sa.Column("kelompok_sidang_id", sa.Integer(), nullable=True),
        sa.Column("mulai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selesai", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ruang_id", sa.Integer(), nullable=True),
        sa.Column("tempat", sa.String(length=250), nullable=True),
        sa.Column("acara", sa.String(length=500), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("jenis IN ('rapat koordinasi', 'sidang kelompok', 'pleno')", name=op.f("ck_rapat_jenis")),
        sa.ForeignKeyConstraint(
            ["kelompok_sidang_id"], ["kelompok_sidang.id"], name=op.f("fk_rapat_kelompok_sidang_id")
        ),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_rapat_musrenbang_id")),
        sa.ForeignKeyConstraint(["ruang_id"], ["ruang.id"], name=op.f("fk_rapat_ruang_id")),
        sa.ForeignKeyConstraint(["unit_kerja_id"], ["unit_kerja.id"], name=op.f("fk_rapat_unit_kerja_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rapat")),
    )
    op.create_index("ix_rapat_deleted_at", "rapat", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_rapat_musrenbang_id"), "rapat", ["musrenbang_id"], unique=False)
    op.create_index("uq_rapat_sumber_kode_eksternal", "rapat", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "surat_masuk",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("agenda", sa.String(length=60), nullable=False),
        sa.Column("diterima", sa.Date(), nullable=False),
        sa.Column("asal", sa.String(length=200), nullable=False),
        sa.Column("nomor", sa.String(length=120), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("perihal", sa.String(length=300), nullable=False),
        sa.Column("sifat", sa.String(length=40), nullable=False),
        sa.Column("jawaban_hadir", sa.Boolean(), nullable=True),
        sa.Column("diwakili_oleh", sa.String(length=200), nullable=True),
        sa.Column("berkas_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("sifat IN ('biasa', 'penting', 'segera', 'amat segera')", name=op.f("ck_surat_masuk_sifat")),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_surat_masuk_berkas_id")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_surat_masuk_musrenbang_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surat_masuk")),
    )
    op.create_index("ix_surat_masuk_deleted_at", "surat_masuk", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_surat_masuk_musrenbang_id"), "surat_masuk", ["musrenbang_id"], unique=False)
    op.create_index(
        op.f("ix_surat_masuk_musrenbang_id_agenda"),
        "surat_masuk",
        ["musrenbang_id", "agenda"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index("uq_surat_masuk_sumber_kode_eksternal", "surat_masuk", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "tenggat_langkah",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("langkah_id", sa.Integer(), nullable=False),
        sa.Column("batas", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["langkah_id"], ["langkah.id"], name=op.f("fk_tenggat_langkah_langkah_id")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_tenggat_langkah_musrenbang_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenggat_langkah")),
    )
    op.create_index("ix_tenggat_langkah_deleted_at", "tenggat_langkah", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_tenggat_langkah_musrenbang_id"), "tenggat_langkah", ["musrenbang_id"], unique=False)
    op.create_index(
        op.f("ix_tenggat_langkah_musrenbang_id_langkah_id"),
        "tenggat_langkah",
        ["musrenbang_id", "langkah_id"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index(
        "uq_tenggat_langkah_sumber_kode_eksternal", "tenggat_langkah", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_table(
        "tim",
        sa.Column("jenis_sk", sa.String(length=40), nullable=False),
        sa.Column("menimbang", sa.String(), nullable=True),
        sa.Column("mengingat", sa.String(), nullable=True),
        sa.Column("memutuskan", sa.String(), nullable=True),
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("perihal", sa.String(length=300), nullable=False),
        sa.Column("penandatangan_id", sa.Integer(), nullable=True),
        sa.Column("atas_nama", sa.String(length=150), nullable=True),
        sa.Column("nomor", sa.String(length=120), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("ditandatangani_pada", sa.Date(), nullable=True),
        sa.Column("pindaian_id", sa.Integer(), nullable=True),
        sa.Column("pencatat_id", sa.Integer(), nullable=True),
        sa.Column("catatan_pengembalian", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "jenis_sk IN ('Keputusan Kepala Badan', 'Keputusan Wali Kota')", name=op.f("ck_tim_jenis_sk")
        ),
        sa.CheckConstraint(
            "status IN ('draf', 'diajukan', 'menunggu tanda tangan', 'menunggu nomor', 'terbit', 'dibatalkan')",
            name=op.f("ck_tim_status"),
        ),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_tim_musrenbang_id")),
        sa.ForeignKeyConstraint(["penandatangan_id"], ["pejabat.id"], name=op.f("fk_tim_penandatangan_id")),
        sa.ForeignKeyConstraint(["pencatat_id"], ["pengguna.id"], name=op.f("fk_tim_pencatat_id")),
        sa.ForeignKeyConstraint(["pindaian_id"], ["berkas.id"], name=op.f("fk_tim_pindaian_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tim")),
    )
    op.create_index("ix_tim_deleted_at", "tim", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_tim_musrenbang_id"), "tim", ["musrenbang_id"], unique=False)
    op.create_index("uq_tim_sumber_kode_eksternal", "tim", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "undangan",
        sa.Column("sifat", sa.String(length=40), nullable=False),
        sa.Column("mulai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selesai", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tempat", sa.String(length=300), nullable=False),
        sa.Column("acara", sa.String(length=300), nullable=False),
        sa.Column("pembuka", sa.String(), nullable=True),
        sa.Column("penutup", sa.String(), nullable=True),
        sa.Column("tembusan", sa.String(), nullable=True),
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("perihal", sa.String(length=300), nullable=False),
        sa.Column("penandatangan_id", sa.Integer(), nullable=True),
        sa.Column("atas_nama", sa.String(length=150), nullable=True),
        sa.Column("nomor", sa.String(length=120), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("ditandatangani_pada", sa.Date(), nullable=True),
        sa.Column("pindaian_id", sa.Integer(), nullable=True),
        sa.Column("pencatat_id", sa.Integer(), nullable=True),
        sa.Column("catatan_pengembalian", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("sifat IN ('biasa', 'penting', 'segera', 'amat segera')", name=op.f("ck_undangan_sifat")),
        sa.CheckConstraint(
            "status IN ('draf', 'diajukan', 'menunggu tanda tangan', 'menunggu nomor', 'terbit', 'dibatalkan')",
            name=op.f("ck_undangan_status"),
        ),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_undangan_musrenbang_id")),
        sa.ForeignKeyConstraint(["penandatangan_id"], ["pejabat.id"], name=op.f("fk_undangan_penandatangan_id")),
        sa.ForeignKeyConstraint(["pencatat_id"], ["pengguna.id"], name=op.f("fk_undangan_pencatat_id")),
        sa.ForeignKeyConstraint(["pindaian_id"], ["berkas.id"], name=op.f("fk_undangan_pindaian_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undangan")),
    )
    op.create_index("ix_undangan_deleted_at", "undangan", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_undangan_musrenbang_id"), "undangan", ["musrenbang_id"], unique=False)
    op.create_index("uq_undangan_sumber_kode_eksternal", "undangan", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "usulan",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("usulan", sa.String(length=500), nullable=False),
        sa.Column("permasalahan", sa.String(), nullable=False),
        sa.Column("asal", sa.String(length=40), nullable=False),
        sa.Column("pengusul", sa.String(length=200), nullable=False),
        sa.Column("kelompok_sidang_id", sa.Integer(), nullable=False),
        sa.Column("wilayah_id", sa.Integer(), nullable=False),
        sa.Column("kecamatan_id", sa.Integer(), nullable=True),
        sa.Column("alamat", sa.String(length=300), nullable=True),
        sa.Column("rt", sa.String(length=5), nullable=True),
        sa.Column("rw", sa.String(length=5), nullable=True),
        sa.Column("volume", sa.Numeric(precision=16, scale=2), nullable=False),
        sa.Column("satuan", sa.String(length=60), nullable=False),
        sa.Column("pagu_usulan", sa.BigInteger(), nullable=False),
        sa.Column("opd_awal_id", sa.Integer(), nullable=True),
        sa.Column("opd_pengampu_id", sa.Integer(), nullable=True),
        sa.Column("prioritas_id", sa.Integer(), nullable=True),
        sa.Column("sub_kegiatan_id", sa.Integer(), nullable=True),
        sa.Column("kamus_usulan_id", sa.Integer(), nullable=True),
        sa.Column("kesiapan_lahan", sa.String(length=40), nullable=False),
        sa.Column("kesiapan_rincian", sa.String(length=40), nullable=False),
        sa.Column("berkas_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("hasil", sa.String(length=40), nullable=True),
        sa.Column("volume_disepakati", sa.Numeric(precision=16, scale=2), nullable=True),
        sa.Column("pagu_disepakati", sa.BigInteger(), nullable=True),
        sa.Column("alasan_id", sa.Integer(), nullable=True),
        sa.Column("catatan", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "asal IN ('masyarakat', 'pokok pikiran DPRD', 'Forum Perangkat Daerah', 'lainnya')",
            name=op.f("ck_usulan_asal"),
        ),
        sa.CheckConstraint(
            "hasil IN ('diterima', 'diterima dengan perubahan', 'ditunda', 'ditolak')", name=op.f("ck_usulan_hasil")
        ),
        sa.CheckConstraint(
            "hasil IS NULL OR hasil NOT IN ('ditolak', 'ditunda') OR alasan_id IS NOT NULL",
            name=op.f("ck_usulan_alasan_bila_ditolak"),
        ),
        sa.CheckConstraint("kesiapan_lahan IN ('belum', 'sebagian', 'siap')", name=op.f("ck_usulan_kesiapan_lahan")),
        sa.CheckConstraint(
            "kesiapan_rincian IN ('belum', 'sebagian', 'siap')", name=op.f("ck_usulan_kesiapan_rincian")
        ),
        sa.CheckConstraint(
            "status IN ('draf', 'diajukan', 'dikembalikan', 'diverifikasi', 'diputuskan', 'final', 'batal')",
            name=op.f("ck_usulan_status"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('diputuskan', 'final') OR hasil IS NOT NULL", name=op.f("ck_usulan_putusan_berhasil")
        ),
        sa.CheckConstraint(
            "pagu_disepakati IS NULL OR pagu_disepakati >= 0", name=op.f("ck_usulan_pagu_disepakati_tidak_negatif")
        ),
        sa.CheckConstraint("pagu_usulan >= 0", name=op.f("ck_usulan_pagu_usulan_tidak_negatif")),
        sa.CheckConstraint("volume >= 0", name=op.f("ck_usulan_volume_tidak_negatif")),
        sa.ForeignKeyConstraint(["alasan_id"], ["alasan_penolakan.id"], name=op.f("fk_usulan_alasan_id")),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_usulan_berkas_id")),
        sa.ForeignKeyConstraint(["kamus_usulan_id"], ["kamus_usulan.id"], name=op.f("fk_usulan_kamus_usulan_id")),
        sa.ForeignKeyConstraint(["kecamatan_id"], ["wilayah.id"], name=op.f("fk_usulan_kecamatan_id")),
        sa.ForeignKeyConstraint(
            ["kelompok_sidang_id"], ["kelompok_sidang.id"], name=op.f("fk_usulan_kelompok_sidang_id")
        ),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_usulan_musrenbang_id")),
        sa.ForeignKeyConstraint(["opd_awal_id"], ["perangkat_daerah.id"], name=op.f("fk_usulan_opd_awal_id")),
        sa.ForeignKeyConstraint(["opd_pengampu_id"], ["perangkat_daerah.id"], name=op.f("fk_usulan_opd_pengampu_id")),
        sa.ForeignKeyConstraint(["prioritas_id"], ["prioritas.id"], name=op.f("fk_usulan_prioritas_id")),
        sa.ForeignKeyConstraint(["sub_kegiatan_id"], ["sub_kegiatan.id"], name=op.f("fk_usulan_sub_kegiatan_id")),
        sa.ForeignKeyConstraint(["wilayah_id"], ["wilayah.id"], name=op.f("fk_usulan_wilayah_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usulan")),
    )
    op.create_index("ix_usulan_deleted_at", "usulan", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_usulan_kecamatan_id_id"), "usulan", ["kecamatan_id", "id"], unique=False)
    op.create_index(
        op.f("ix_usulan_kelompok_sidang_id_status"), "usulan", ["kelompok_sidang_id", "status"], unique=False
    )
    op.create_index(
        op.f("ix_usulan_musrenbang_id_kode"),
        "usulan",
        ["musrenbang_id", "kode"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index(op.f("ix_usulan_musrenbang_id_status"), "usulan", ["musrenbang_id", "status"], unique=False)
    op.create_index(op.f("ix_usulan_opd_pengampu_id_id"), "usulan", ["opd_pengampu_id", "id"], unique=False)
    op.create_index(op.f("ix_usulan_wilayah_id"), "usulan", ["wilayah_id"], unique=False)
    op.create_index("uq_usulan_sumber_kode_eksternal", "usulan", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "acara",
        sa.Column("jadwal_id", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("mulai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selesai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruang_id", sa.Integer(), nullable=False),
        sa.Column("kelompok_sidang_id", sa.Integer(), nullable=True),
        sa.Column("narasumber", sa.String(length=250), nullable=True),
        sa.Column("penanggung_jawab", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("mulai < selesai", name=op.f("ck_acara_mulai_sebelum_selesai")),
        sa.ForeignKeyConstraint(["jadwal_id"], ["jadwal.id"], name=op.f("fk_acara_jadwal_id")),
        sa.ForeignKeyConstraint(
            ["kelompok_sidang_id"], ["kelompok_sidang.id"], name=op.f("fk_acara_kelompok_sidang_id")
        ),
        sa.ForeignKeyConstraint(["ruang_id"], ["ruang.id"], name=op.f("fk_acara_ruang_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acara")),
    )
    op.create_index("ix_acara_deleted_at", "acara", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_acara_jadwal_id"), "acara", ["jadwal_id"], unique=False)
    op.create_index(op.f("ix_acara_ruang_id_mulai"), "acara", ["ruang_id", "mulai"], unique=False)
    op.create_index("uq_acara_sumber_kode_eksternal", "acara", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "anggota_tim",
        sa.Column("tim_id", sa.Integer(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("pejabat_id", sa.Integer(), nullable=True),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("kedudukan", sa.String(length=150), nullable=False),
        sa.Column("kelompok_sidang_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["kelompok_sidang_id"], ["kelompok_sidang.id"], name=op.f("fk_anggota_tim_kelompok_sidang_id")
        ),
        sa.ForeignKeyConstraint(["pejabat_id"], ["pejabat.id"], name=op.f("fk_anggota_tim_pejabat_id")),
        sa.ForeignKeyConstraint(["tim_id"], ["tim.id"], name=op.f("fk_anggota_tim_tim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anggota_tim")),
    )
    op.create_index("ix_anggota_tim_deleted_at", "anggota_tim", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_anggota_tim_tim_id"), "anggota_tim", ["tim_id"], unique=False)
    op.create_index("uq_anggota_tim_sumber_kode_eksternal", "anggota_tim", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "daftar_hadir",
        sa.Column("rapat_id", sa.Integer(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("pemangku_kepentingan_id", sa.Integer(), nullable=True),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("lembaga", sa.String(length=200), nullable=True),
        sa.Column("unsur", sa.String(length=60), nullable=False),
        sa.Column("alamat", sa.String(length=300), nullable=True),
        sa.Column("telepon", sa.String(length=40), nullable=True),
        sa.Column("hadir", sa.Boolean(), nullable=False),
        sa.Column("diwakili_oleh", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "unsur IN ('pemerintah kota', 'DPRD', 'perangkat daerah', 'kecamatan dan kelurahan', 'provinsi dan instansi vertikal', 'perguruan tinggi', 'LSM dan organisasi masyarakat', 'tokoh masyarakat', 'perempuan dan anak', 'penyandang disabilitas', 'dunia usaha', 'media', 'lainnya')",
            name=op.f("ck_daftar_hadir_unsur"),
        ),
        sa.ForeignKeyConstraint(
            ["pemangku_kepentingan_id"],
            ["pemangku_kepentingan.id"],
            name=op.f("fk_daftar_hadir_pemangku_kepentingan_id"),
        ),
        sa.ForeignKeyConstraint(["rapat_id"], ["rapat.id"], name=op.f("fk_daftar_hadir_rapat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daftar_hadir")),
    )
    op.create_index("ix_daftar_hadir_deleted_at", "daftar_hadir", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_daftar_hadir_rapat_id"), "daftar_hadir", ["rapat_id"], unique=False)
    op.create_index("uq_daftar_hadir_sumber_kode_eksternal", "daftar_hadir", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "diktum",
        sa.Column("berita_acara_id", sa.Integer(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("isi", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["berita_acara_id"], ["berita_acara.id"], name=op.f("fk_diktum_berita_acara_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diktum")),
    )
    op.create_index(op.f("ix_diktum_berita_acara_id"), "diktum", ["berita_acara_id"], unique=False)
    op.create_index("ix_diktum_deleted_at", "diktum", ["deleted_at"], unique=False)
    op.create_index("uq_diktum_sumber_kode_eksternal", "diktum", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "disposisi",
        sa.Column("surat_masuk_id", sa.Integer(), nullable=False),
        sa.Column("dari_id", sa.Integer(), nullable=True),
        sa.Column("unit_kerja_id", sa.Integer(), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("harap", sa.String(length=200), nullable=True),
        sa.Column("isi", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["dari_id"], ["pejabat.id"], name=op.f("fk_disposisi_dari_id")),
        sa.ForeignKeyConstraint(["surat_masuk_id"], ["surat_masuk.id"], name=op.f("fk_disposisi_surat_masuk_id")),
        sa.ForeignKeyConstraint(["unit_kerja_id"], ["unit_kerja.id"], name=op.f("fk_disposisi_unit_kerja_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposisi")),
    )
    op.create_index("ix_disposisi_deleted_at", "disposisi", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_disposisi_surat_masuk_id"), "disposisi", ["surat_masuk_id"], unique=False)
    op.create_index("uq_disposisi_sumber_kode_eksternal", "disposisi", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "distribusi",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("undangan_id", sa.Integer(), nullable=True),
        sa.Column("laporan_id", sa.Integer(), nullable=True),
        sa.Column("pemangku_kepentingan_id", sa.Integer(), nullable=True),
        sa.Column("unit_kerja_id", sa.Integer(), nullable=True),
        sa.Column("penerima", sa.String(length=200), nullable=False),
        sa.Column("cara", sa.String(length=40), nullable=False),
        sa.Column("dikirim_pada", sa.Date(), nullable=True),
        sa.Column("diterima_pada", sa.Date(), nullable=True),
        sa.Column("diterima_oleh", sa.String(length=200), nullable=True),
        sa.Column("bukti_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "cara IN ('diantar langsung', 'surel', 'WhatsApp', 'pos/kurir')", name=op.f("ck_distribusi_cara")
        ),
        sa.CheckConstraint(
            "status <> 'diterima' OR diterima_pada IS NOT NULL", name=op.f("ck_distribusi_diterima_bertanggal")
        ),
        sa.CheckConstraint("status IN ('disiapkan', 'dikirim', 'diterima')", name=op.f("ck_distribusi_status")),
        sa.CheckConstraint("(undangan_id IS NULL) <> (laporan_id IS NULL)", name=op.f("ck_distribusi_satu_naskah")),
        sa.ForeignKeyConstraint(["bukti_id"], ["berkas.id"], name=op.f("fk_distribusi_bukti_id")),
        sa.ForeignKeyConstraint(["laporan_id"], ["laporan.id"], name=op.f("fk_distribusi_laporan_id")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_distribusi_musrenbang_id")),
        sa.ForeignKeyConstraint(
            ["pemangku_kepentingan_id"], ["pemangku_kepentingan.id"], name=op.f("fk_distribusi_pemangku_kepentingan_id")
        ),
        sa.ForeignKeyConstraint(["undangan_id"], ["undangan.id"], name=op.f("fk_distribusi_undangan_id")),
        sa.ForeignKeyConstraint(["unit_kerja_id"], ["unit_kerja.id"], name=op.f("fk_distribusi_unit_kerja_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribusi")),
    )
    op.create_index("ix_distribusi_deleted_at", "distribusi", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_distribusi_laporan_id"), "distribusi", ["laporan_id"], unique=False)
    op.create_index(op.f("ix_distribusi_musrenbang_id"), "distribusi", ["musrenbang_id"], unique=False)
    op.create_index(op.f("ix_distribusi_undangan_id"), "distribusi", ["undangan_id"], unique=False)
    op.create_index("uq_distribusi_sumber_kode_eksternal", "distribusi", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "dokumen",
        sa.Column("musrenbang_id", sa.Integer(), nullable=True),
        sa.Column("kode", sa.String(length=60), nullable=False),
        sa.Column("naskah_kind", sa.String(length=60), nullable=False),
        sa.Column("naskah_id", sa.Integer(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("nomor", sa.String(length=120), nullable=True),
        sa.Column("tanggal", sa.Date(), nullable=True),
        sa.Column("perihal", sa.String(length=300), nullable=False),
        sa.Column("penandatangan", sa.String(length=300), nullable=True),
        sa.Column("kode_periksa", sa.String(length=24), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("dibekukan_pada", sa.DateTime(timezone=True), nullable=True),
        sa.Column("berkas_id", sa.Integer(), nullable=True),
        sa.Column("nomor_surat_id", sa.Integer(), nullable=True),
        sa.Column("menggantikan_id", sa.Integer(), nullable=True),
        sa.Column("galat", sa.String(), nullable=True),
        sa.Column("percobaan", sa.Integer(), nullable=False),
        sa.Column("isi", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "status IN ('membekukan', 'terbit', 'diganti', 'dibatalkan')", name=op.f("ck_dokumen_status")
        ),
        sa.ForeignKeyConstraint(["berkas_id"], ["berkas.id"], name=op.f("fk_dokumen_berkas_id")),
        sa.ForeignKeyConstraint(["menggantikan_id"], ["dokumen.id"], name=op.f("fk_dokumen_menggantikan_id")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_dokumen_musrenbang_id")),
        sa.ForeignKeyConstraint(["nomor_surat_id"], ["nomor_surat.id"], name=op.f("fk_dokumen_nomor_surat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dokumen")),
    )
    op.create_index("ix_dokumen_deleted_at", "dokumen", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_dokumen_kode_periksa"),
        "dokumen",
        ["kode_periksa"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index(op.f("ix_dokumen_musrenbang_id"), "dokumen", ["musrenbang_id"], unique=False)
    op.create_index(op.f("ix_dokumen_naskah_kind_naskah_id"), "dokumen", ["naskah_kind", "naskah_id"], unique=False)
    op.create_index("uq_dokumen_sumber_kode_eksternal", "dokumen", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "koreksi_berita_acara",
        sa.Column("berita_acara_id", sa.Integer(), nullable=False),
        sa.Column("usulan_id", sa.Integer(), nullable=False),
        sa.Column("catatan", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["berita_acara_id"], ["berita_acara.id"], name=op.f("fk_koreksi_berita_acara_berita_acara_id")
        ),
        sa.ForeignKeyConstraint(["usulan_id"], ["usulan.id"], name=op.f("fk_koreksi_berita_acara_usulan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_koreksi_berita_acara")),
        sa.UniqueConstraint(
            "berita_acara_id", "usulan_id", name=op.f("uq_koreksi_berita_acara_berita_acara_id_usulan_id")
        ),
    )
    op.create_index(
        op.f("ix_koreksi_berita_acara_berita_acara_id"), "koreksi_berita_acara", ["berita_acara_id"], unique=False
    )
    op.create_index("ix_koreksi_berita_acara_deleted_at", "koreksi_berita_acara", ["deleted_at"], unique=False)
    op.create_index(
        "uq_koreksi_berita_acara_sumber_kode_eksternal",
        "koreksi_berita_acara",
        ["sumber", "kode_eksternal"],
        unique=True,
    )
    op.create_table(
        "notulen",
        sa.Column("musrenbang_id", sa.Integer(), nullable=False),
        sa.Column("rapat_id", sa.Integer(), nullable=False),
        sa.Column("waktu_panggilan", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pimpinan_id", sa.Integer(), nullable=True),
        sa.Column("pencatat_id", sa.Integer(), nullable=True),
        sa.Column("peserta", sa.String(), nullable=True),
        sa.Column("pembukaan", sa.String(), nullable=True),
        sa.Column("pembahasan", sa.String(), nullable=True),
        sa.Column("keputusan", sa.String(), nullable=True),
        sa.Column("pindaian_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("status IN ('draf', 'ditetapkan')", name=op.f("ck_notulen_status")),
        sa.ForeignKeyConstraint(["musrenbang_id"], ["musrenbang.id"], name=op.f("fk_notulen_musrenbang_id")),
        sa.ForeignKeyConstraint(["pencatat_id"], ["pejabat.id"], name=op.f("fk_notulen_pencatat_id")),
        sa.ForeignKeyConstraint(["pimpinan_id"], ["pejabat.id"], name=op.f("fk_notulen_pimpinan_id")),
        sa.ForeignKeyConstraint(["pindaian_id"], ["berkas.id"], name=op.f("fk_notulen_pindaian_id")),
        sa.ForeignKeyConstraint(["rapat_id"], ["rapat.id"], name=op.f("fk_notulen_rapat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notulen")),
    )
    op.create_index("ix_notulen_deleted_at", "notulen", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_notulen_musrenbang_id"), "notulen", ["musrenbang_id"], unique=False)
    op.create_index(op.f("ix_notulen_rapat_id"), "notulen", ["rapat_id"], unique=False)
    op.create_index("uq_notulen_sumber_kode_eksternal", "notulen", ["sumber", "kode_eksternal"], unique=True)
    op.create_table(
        "pemakaian_ruang",
        sa.Column("penetapan_ruang_id", sa.Integer(), nullable=False),
        sa.Column("ruang_id", sa.Integer(), nullable=False),
        sa.Column("mulai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selesai", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keperluan", sa.String(length=200), nullable=False),
        sa.Column("kelompok_sidang_id", sa.Integer(), nullable=True),
        sa.Column("penanggung_jawab_id", sa.Integer(), nullable=True),
        sa.Column("kebutuhan", sa.String(length=300), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint("mulai < selesai", name=op.f("ck_pemakaian_ruang_mulai_sebelum_selesai")),
        sa.ForeignKeyConstraint(
            ["kelompok_sidang_id"], ["kelompok_sidang.id"], name=op.f("fk_pemakaian_ruang_kelompok_sidang_id")
        ),
        sa.ForeignKeyConstraint(
            ["penanggung_jawab_id"], ["pejabat.id"], name=op.f("fk_pemakaian_ruang_penanggung_jawab_id")
        ),
        sa.ForeignKeyConstraint(
            ["penetapan_ruang_id"], ["penetapan_ruang.id"], name=op.f("fk_pemakaian_ruang_penetapan_ruang_id")
        ),
        sa.ForeignKeyConstraint(["ruang_id"], ["ruang.id"], name=op.f("fk_pemakaian_ruang_ruang_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pemakaian_ruang")),
    )
    op.create_index("ix_pemakaian_ruang_deleted_at", "pemakaian_ruang", ["deleted_at"], unique=False)
    op.create_index(
        op.f("ix_pemakaian_ruang_penetapan_ruang_id"), "pemakaian_ruang", ["penetapan_ruang_id"], unique=False
    )
    op.create_index(op.f("ix_pemakaian_ruang_ruang_id_mulai"), "pemakaian_ruang", ["ruang_id", "mulai"], unique=False)
    op.create_index(
        "uq_pemakaian_ruang_sumber_kode_eksternal", "pemakaian_ruang", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_table(
        "penandatangan",
        sa.Column("berita_acara_id", sa.Integer(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("nama", sa.String(length=200), nullable=False),
        sa.Column("unsur", sa.String(length=60), nullable=False),
        sa.Column("lembaga", sa.String(length=200), nullable=True),
        sa.Column("alamat", sa.String(length=300), nullable=True),
        sa.Column("telepon", sa.String(length=40), nullable=True),
        sa.Column("ditandatangani_pada", sa.Date(), nullable=True),
        sa.Column("pencatat_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "unsur IN ('pemerintah kota', 'DPRD', 'perangkat daerah', 'kecamatan dan kelurahan', 'provinsi dan instansi vertikal', 'perguruan tinggi', 'LSM dan organisasi masyarakat', 'tokoh masyarakat', 'perempuan dan anak', 'penyandang disabilitas', 'dunia usaha', 'media', 'lainnya')",
            name=op.f("ck_penandatangan_unsur"),
        ),
        sa.ForeignKeyConstraint(
            ["berita_acara_id"], ["berita_acara.id"], name=op.f("fk_penandatangan_berita_acara_id")
        ),
        sa.ForeignKeyConstraint(["pencatat_id"], ["pengguna.id"], name=op.f("fk_penandatangan_pencatat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penandatangan")),
    )
    op.create_index(op.f("ix_penandatangan_berita_acara_id"), "penandatangan", ["berita_acara_id"], unique=False)
    op.create_index("ix_penandatangan_deleted_at", "penandatangan", ["deleted_at"], unique=False)
    op.create_index(
        "uq_penandatangan_sumber_kode_eksternal", "penandatangan", ["sumber", "kode_eksternal"], unique=True
    )
    op.create_table(
        "penerima_undangan",
        sa.Column("undangan_id", sa.Integer(), nullable=False),
        sa.Column("pemangku_kepentingan_id", sa.Integer(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sumber", sa.String(length=60), nullable=True),
        sa.Column("kode_eksternal", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["pemangku_kepentingan_id"],
            ["pemangku_kepentingan.id"],
            name=op.f("fk_penerima_undangan_pemangku_kepentingan_id"),
        ),
        sa.ForeignKeyConstraint(["undangan_id"], ["undangan.id"], name=op.f("fk_penerima_undangan_undangan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_penerima_undangan")),
    )
    op.create_index("ix_penerima_undangan_deleted_at", "penerima_undangan", ["deleted_at"], unique=False)
    op.create_index(op.f("ix_penerima_undangan_undangan_id"), "penerima_undangan", ["undangan_id"], unique=False)
    op.create_index(
        op.f("ix_penerima_undangan_undangan_id_pemangku_kepentingan_id"),
        "penerima_undangan",
        ["undangan_id", "pemangku_kepentingan_id"],
        unique=True,
        sqlite_where=HIDUP,
        postgresql_where=HIDUP,
    )
    op.create_index(
        "uq_penerima_undangan_sumber_kode_eksternal", "penerima_undangan", ["sumber", "kode_eksternal"], unique=True
    )

    _pasang_lingkar()
    _jaga_diari()


def downgrade() -> None:
    _lepas_lingkar()
    op.drop_table("penerima_undangan")
    op.drop_table("penandatangan")
    op.drop_table("pemakaian_ruang")
    op.drop_table("notulen")
    op.drop_table("koreksi_berita_acara")
    op.drop_table("dokumen")
    op.drop_table("distribusi")
    op.drop_table("disposisi")
    op.drop_table("diktum")
    op.drop_table("daftar_hadir")
    op.drop_table("anggota_tim")
    op.drop_table("acara")
    op.drop_table("usulan")
    op.drop_table("undangan")
    op.drop_table("tim")
    op.drop_table("tenggat_langkah")
    op.drop_table("surat_masuk")
    op.drop_table("rapat")
    op.drop_table("peran_pengguna")
    op.drop_table("penetapan_ruang")
    op.drop_table("pelaksanaan_langkah")
    op.drop_table("operasi_baris")
    op.drop_table("nota_dinas")
    op.drop_table("nomor_surat")
    op.drop_table("laporan")
    op.drop_table("jadwal")
    op.drop_table("hasil_rakor_opd")
    op.drop_table("dpa")
    op.drop_table("dokumen_rkpd")
    op.drop_table("berita_acara")
    op.drop_table("bahan")
    op.drop_table("arsip")
    op.drop_table("sesi")
    op.drop_table("operasi")
    op.drop_table("musrenbang")
    op.drop_table("langkah_pelaksana")
    op.drop_table("wilayah_alias")
    op.drop_table("unit_kerja_kelompok")
    op.drop_table("riwayat")
    op.drop_table("pengguna")
    op.drop_table("pemangku_kepentingan")
    op.drop_table("pagu_opd")
    op.drop_table("langkah")
    op.drop_table("kelas_naskah")
    op.drop_table("kamus_usulan")
    op.drop_table("wilayah")
    op.drop_table("unit_kerja")
    op.drop_table("sub_kegiatan")
    op.drop_table("sop_revisi")
    op.drop_table("ruang")
    op.drop_table("register_nomor")
    op.drop_table("rantai")
    op.drop_table("prioritas")
    op.drop_table("perangkat_daerah")
    op.drop_table("pengaturan")
    op.drop_table("pejabat")
    op.drop_table("kode_klasifikasi")
    op.drop_table("kelompok_sidang")
    op.drop_table("berkas")
    op.drop_table("alasan_penolakan")
    if not _sqlite():
        op.execute("DROP FUNCTION tolak_ubah_riwayat()")
