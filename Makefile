# The commands of the panel. Each is also `python run.py NAME` (Windows: `py run.py NAME`), which holds the work.
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11 python,$(shell command -v $(p) 2>/dev/null)))

.DEFAULT_GOAL := help
.PHONY: help run serve-lan test quick battery rehearsal coverage check bench screenshots samples texts lock audit sbom demo-reset

help: ## daftar perintah ini
	@$(PYTHON) run.py help

run: ## menyiapkan semuanya lalu melayani di http://127.0.0.1:8000 (HOST, PORT, MODE=production mengubahnya)
	@$(PYTHON) run.py run

serve-lan: ## melayani jaringan ruangan lewat TLS untuk ponsel di meja pendaftaran; mencetak alamat, sidik sertifikat dan kode QR (HOST, PORT mengubahnya)
	@$(PYTHON) run.py serve-lan

test: ## pengujian tiap commit, pada SQLite dan PostgreSQL bila ada (ARGS="-k kata" memilih)
	@$(PYTHON) run.py test $(ARGS)

quick: ## antara dua suntingan: bentuk dan lint berkas yang berubah dan pengujian terdekatnya (sesudah 35 detik tidak ada yang dimulai lagi)
	@$(PYTHON) run.py quick $(ARGS)

battery: ## semua pengujian dalam bentuk panjangnya, pada kedua basis data (ARGS="-k kata" memilih); berjam-jam
	@$(PYTHON) run.py battery $(ARGS)

rehearsal: ## menjalankan panduan operator (docs/panduan) di mesin ini: PostgreSQL, dua web, pekerja, nginx, kill -9, pembaruan, pemulihan; beberapa menit
	@$(PYTHON) run.py rehearsal

coverage: ## cabang kode yang dilalui pengujian: lima bagian yang harus 100 %, lalu semuanya (ARGS="tests/sop tests/impor" memilih)
	@$(PYTHON) run.py coverage $(ARGS)

check: ## bentuk, lint, tipe dan aturan rumah, sebelum tiap commit
	@$(PYTHON) run.py check

bench: ## mengukur halaman, naskah, start dan memori dengan 3.300 usulan, menulis docs/benchmarks.md (ARGS=--mesin membandingkan mesin cetak lain, ARGS=--panel panel admin lain, ARGS=--wajah yang dilihat peramban)
	@$(PYTHON) run.py bench $(ARGS)

screenshots: ## memotret setiap halaman (terang, gelap, meja, ponsel) ke var/potret dengan index.html, dan gambar dokumen ke docs (ARGS=--docs hanya yang ini)
	@$(PYTHON) run.py screenshots $(ARGS)

samples: ## mencetak setiap naskah dari tahun demonstrasi ke var/contoh (PDF, PNG, index.html)
	@$(PYTHON) run.py samples

texts: ## mengumpulkan teks layar ke translations/*/panel.po untuk diterjemahkan
	@$(PYTHON) run.py texts

lock: ## mengunci requirements*.in menjadi requirements*.txt: semua versi dengan SHA-256 (ARGS=--upgrade menaikkan yang tidak ditetapkan)
	@$(PYTHON) run.py lock $(ARGS)

audit: ## menanyakan kelemahan yang dikenal pada paket terkunci; tanpa jaringan hanya memberi tahu
	@$(PYTHON) run.py audit

sbom: ## menulis var/sbom.cdx.json (CycloneDX) dan var/lisensi.csv dari paket terkunci
	@$(PYTHON) run.py sbom

demo-reset: ## membuang demonstrasi dan memulainya lagi
	@$(PYTHON) run.py demo-reset
