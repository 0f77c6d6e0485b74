"""Pencarian: teks yang dicari di tabel tersendiri, indeks trigramnya, dan kata untuk ejaan yang mirip"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# The index follows its table by itself: FTS5 has to be told the old text when a text changes or goes.
FTS = (
    "CREATE VIRTUAL TABLE cari_fts USING fts5(teks, content='teks_cari', content_rowid='id', tokenize='trigram case_sensitive 1')",
    "CREATE TRIGGER cari_fts_masuk AFTER INSERT ON teks_cari BEGIN INSERT INTO cari_fts(rowid, teks) VALUES (new.id, new.teks); END",
    "CREATE TRIGGER cari_fts_ubah AFTER UPDATE OF teks ON teks_cari BEGIN INSERT INTO cari_fts(cari_fts, rowid, teks) VALUES ('delete', old.id, old.teks); INSERT INTO cari_fts(rowid, teks) VALUES (new.id, new.teks); END",
    "CREATE TRIGGER cari_fts_keluar AFTER DELETE ON teks_cari BEGIN INSERT INTO cari_fts(cari_fts, rowid, teks) VALUES ('delete', old.id, old.teks); END",
)
TRGM = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_teks_cari_trgm ON teks_cari USING gin (teks gin_trgm_ops)",
)


def upgrade() -> None:
    op.create_table(
        "teks_cari",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("musrenbang_id", sa.Integer(), nullable=True),
        sa.Column("teks", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teks_cari")),
    )
    op.create_index(
        op.f("ix_teks_cari_kind_musrenbang_id_record_id"), "teks_cari", ["kind", "musrenbang_id", "record_id"]
    )
    op.create_table(
        "kata_cari",
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("kata", sa.String(length=40), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "kata", name=op.f("pk_kata_cari")),
    )
    op.create_index(op.f("ix_kata_cari_kind_jumlah"), "kata_cari", ["kind", "jumlah"])
    _indeks()


def _indeks() -> None:
    """Without the index (an SQLite without FTS5, a role that may not create pg_trgm) the search reads all texts."""
    koneksi = op.get_bind()
    try:
        with koneksi.begin_nested():
            for perintah in FTS if koneksi.dialect.name == "sqlite" else TRGM:
                koneksi.execute(sa.text(perintah))
    except sa.exc.DBAPIError as galat:
        print(f"Indeks pencarian tidak dapat dibuat ({galat.orig}); pencarian tetap berjalan, tetapi lebih lambat.")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE IF EXISTS cari_fts")
    op.drop_table("kata_cari")
    op.drop_table("teks_cari")
