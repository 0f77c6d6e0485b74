"""The lists and bulk work of the panel beside stock Flask-Admin and stock Django admin, on copies of one database.

`make bench ARGS=--panel`; UKURAN=10000,100000 and BASIS=sqlite choose, UKUR_DI keeps the databases for the next run
(with TEST_POSTGRES_URL also those of that server), UKUR_ISI=1 only fills them.
"""

KECAMATAN = "Bogor Tengah"
UMUM = "saluran"  # a word of very many rows
LANGKA = "Situ Gede Terapung"  # words of one row in ten thousand
PER_HALAMAN = 50
PILIH = 1000
