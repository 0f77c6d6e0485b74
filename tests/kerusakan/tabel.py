"""The faults that are tried on purpose, and the tests that try them; `python -m tests.kerusakan.tabel` writes them to
docs/reliability.md.

To add one, add a row. What is not tried has no test and says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

AKAR = Path(__file__).resolve().parents[2]
HALAMAN = AKAR / "docs" / "reliability.md"
AWAL, AKHIR = "<!-- gangguan -->", "<!-- /gangguan -->"


@dataclass(frozen=True)
class Gangguan:
    """`uji`: file below tests/ and test; `basis`: on which databases; `belum`: what of it is not tried."""

    nomor: int
    apa: str
    harapan: str
    uji: tuple[str, ...]
    basis: str = "SQLite, PostgreSQL"
    belum: str = ""


_MATI, _DISK, _BASIS, _BERSAMA = (f"kerusakan/test_{n}.py" for n in ("mati", "disk", "basis", "bersamaan"))
GANGGUAN = (
    Gangguan(
        *(1, "kill -9 di tengah penyimpanan", "yang dijanjikan ada, riwayat utuh"),
        (f"{_MATI}::test_every_save_that_was_promised_is_there_with_its_diary_and_its_file",),
    ),
    Gangguan(
        *(2, "kill -9 antara nomor dan PDF", "nomor, status dan riwayat ada semua atau tidak sama sekali"),
        (
            f"{_MATI}::test_a_number_its_state_and_its_entry_are_there_together_or_not_at_all",
            "documents/test_issue.py::test_freezing_twice_changes_nothing",
        ),
    ),
    Gangguan(
        *(3, "kill -9 di tengah impor", "semua baris atau tidak satu pun"),
        ("impor/test_terap.py::test_a_kill_in_the_middle_leaves_nothing_and_the_restart_does_the_whole",),
    ),
    Gangguan(
        *(4, "kill -9 di tengah unggahan", "berkas berada di basis data: ada utuh atau tidak ada"),
        (f"{_MATI}::test_every_save_that_was_promised_is_there_with_its_diary_and_its_file",),
    ),
    Gangguan(
        *(5, "kill -9 di tengah migrasi", "diulangi, hasilnya sama; cadangan sebelumnya ada"),
        (
            f"{_MATI}::test_a_migration_that_dies_anywhere_is_begun_again_and_ends_the_same",
            "jaga/test_naik.py::test_what_was_there_before_a_migration_is_in_a_backup",
        ),
    ),
    Gangguan(
        *(6, "kill -9 di tengah pencadangan", "tidak ada berkas setengah jadi"),
        ("jaga/test_cadangan.py::test_killed_at_any_moment_a_backup_leaves_whole_files_only",),
    ),
    Gangguan(
        *(7, "disk penuh", "507 dengan kalimat, ketikan dijaga, membaca tetap dapat, pulih sendiri"),
        (f"{_DISK}::test_a_full_disk_refuses_the_save_keeps_what_was_typed_and_goes_on_reading",),
        "SQLite",
        "pada PostgreSQL hanya kalimatnya",
    ),
    Gangguan(
        *(8, "disk penuh ketika mengunggah", "berkas berada di basis data: seperti nomor 7"),
        (f"{_DISK}::test_a_full_disk_refuses_the_save_keeps_what_was_typed_and_goes_on_reading",),
        "SQLite",
    ),
    Gangguan(
        *(
            9,
            "folder atau basis data hanya dapat dibaca",
            "tidak mulai; yang berjalan tetap dibaca, pita di tiap halaman",
        ),
        (
            f"{_DISK}::test_a_folder_that_cannot_be_written_stops_the_start_with_one_sentence",
            f"{_DISK}::test_a_database_that_only_reads_says_so_and_shows_everything",
            f"{_DISK}::test_a_copy_that_only_reads_says_so_on_every_page_and_stops_saying_so",
            f"{_DISK}::test_a_file_that_cannot_be_written_is_told_before_anybody_has_tried",
        ),
    ),
    Gangguan(
        *(10, "basis data dikunci program lain", "menunggu 30 detik, lalu 503, tidak ada yang hilang"),
        (f"{_BASIS}::test_a_lock_that_does_not_end_is_waited_for_and_then_told",),
        "SQLite",
    ),
    Gangguan(
        *(11, "PostgreSQL dimulai ulang di bawah kerja", "503, dalam 10 detik menyimpan lagi, tidak ada yang ganda"),
        (f"{_BASIS}::test_a_server_that_is_restarted_under_work_is_told_and_found_again",),
        "PostgreSQL",
    ),
    Gangguan(
        *(12, "sambungan PostgreSQL habis", "menunggu, lalu 503, bukan jejak program"),
        (f"{_BASIS}::test_more_callers_than_connections_wait_and_then_are_told",),
        "PostgreSQL",
    ),
    Gangguan(
        *(13, "transaksi yang menganggur menahan migrasi", "berhenti, menyebut siapa, tidak ada yang berubah"),
        (f"{_BASIS}::test_a_migration_that_a_sleeper_holds_up_ends_with_his_name_and_changes_nothing",),
        "PostgreSQL",
    ),
    Gangguan(
        *(14, "dua ubah massal berlawanan urutan", "keduanya selesai, tidak ada baris setengah"),
        (f"{_BERSAMA}::test_two_bulk_edits_against_each_other_both_end_and_leave_no_row_by_half",),
    ),
    Gangguan(
        *(15, "tombol terbit ditekan berkali-kali serentak", "satu nomor"),
        (f"{_BERSAMA}::test_one_button_pressed_by_many_hands_gives_each_letter_one_number",),
    ),
    Gangguan(
        *(16, "dua orang menandatangani naskah yang sama", "satu menang, yang lain diberi tahu"),
        (f"{_BERSAMA}::test_one_button_pressed_by_many_hands_gives_each_letter_one_number",),
    ),
    Gangguan(
        *(17, "dua orang menyunting data yang sama", "tidak ada perubahan yang hilang"),
        (f"{_BERSAMA}::test_of_two_who_save_the_same_version_one_is_told_and_nothing_is_lost",),
    ),
    Gangguan(
        *(18, "peran dicabut selagi formulir terbuka", "ditolak pada kiriman berikutnya"),
        (
            "bulk/test_ubah.py::test_whoever_lost_his_role_meanwhile_changes_nothing",
            "admin/test_sesi.py::test_a_closed_account_is_out_at_its_next_request",
        ),
    ),
    Gangguan(
        *(19, "jam mundur, maju, dan pergantian tahun", "deret tahun yang benar, jam mundur diberitahukan"),
        (
            "documents/test_numbering.py::test_the_year_is_that_of_bogor",
            "documents/test_numbering.py::test_a_letter_dated_in_the_old_year_goes_on_with_the_old_series",
            "admin/test_keadaan.py::test_a_clock_that_went_back_is_told",
        ),
    ),
    Gangguan(
        *(20, "peladen di zona waktu lain", "setiap naskah sama"),
        ("kerusakan/test_waktu.py::test_every_paper_is_the_same_in_every_zone",),
        "SQLite",
    ),
    Gangguan(
        *(21, "satu bit terbalik, berkas hilang atau tertukar", "disebut, dan tidak diberikan"),
        (
            "jaga/test_arsip.py::test_one_flipped_bit_is_named_and_the_file_is_not_handed_out",
            "jaga/test_arsip.py::test_a_file_that_is_gone_is_named_with_who_needs_it",
            "jaga/test_arsip.py::test_files_that_changed_places_are_called_swapped",
        ),
    ),
    Gangguan(
        *(22, "satu halaman basis data rusak", "tidak mulai, cara memulihkan disebut"),
        (f"{_DISK}::test_a_damaged_page_stops_the_start_and_says_how_to_restore",),
        "SQLite",
    ),
    Gangguan(
        *(23, "riwayat diubah dengan SQL, tujuh cara", "ditemukan, mata rantai pertama disebut"),
        ("jaga/test_jangkar.py::test_every_way_to_tamper_is_found_where_it_begins",),
    ),
    Gangguan(
        *(24, "cadangan terpotong, kunci lain, revisi lain, basis lain", "ditolak sebelum data disentuh"),
        (
            "jaga/test_cadangan.py::test_a_backup_that_is_not_whole_or_not_of_this_panel_touches_nothing",
            "jaga/test_cadangan.py::test_another_key_or_none_is_told",
        ),
    ),
    Gangguan(
        *(25, "peladen surel mati atau tidak menjawab", "orang tidak menunggu, antrean mencoba lagi"),
        (
            "bulk/test_kiriman.py::test_a_server_that_is_away_leaves_everything_waiting",
            "bulk/test_kiriman.py::test_an_answer_that_never_comes_is_not_taken_for_a_no",
        ),
    ),
    Gangguan(
        *(26, "pencetak menggantung atau memakan memori", "pekerjanya diakhiri, panel tetap hidup"),
        (
            "documents/test_pdf.py::test_a_paper_that_takes_too_long_is_stopped_and_the_next_one_prints",
            "documents/test_pdf.py::test_a_paper_that_needs_too_much_memory_is_refused",
            "documents/test_pdf.py::test_a_worker_that_dies_is_a_sentence_and_the_next_paper_prints",
        ),
        "–",
    ),
    Gangguan(
        *(
            27,
            "sambungan PostgreSQL mati di tengah COMMIT",
            "dikatakan belum diketahui, bukan “tidak ada yang berubah”",
        ),
        (f"{_BASIS}::test_a_connection_that_dies_within_a_commit_is_told_as_what_it_is",),
        "PostgreSQL",
    ),
    Gangguan(
        *(28, "pekerja latar menyala selagi orang dilayani", "yang sedang dikerjakan tidak diambil alih"),
        (
            "bulk/test_antrean.py::test_a_worker_resumes_what_nobody_can_be_at_and_looks_again_when_the_rest_is_old",
            "impor/test_siap.py::test_who_judges_late_leaves_what_another_has_finished",
            "bulk/test_operasi.py::test_work_that_another_ended_meanwhile_keeps_its_end",
        ),
    ),
    Gangguan(
        29,
        "antrean tidak dapat ditulis sesudah COMMIT (disk penuh, sambungan mati)",
        "dikatakan tersimpan dan menunggu (507); pekerja menemukannya sendiri dalam satu menit",
        (
            "kerusakan/test_waiting.py::test_what_was_agreed_to_while_the_queue_cannot_be_written_is_stored_waits_and_is_found",
            "kerusakan/test_waiting.py::test_work_that_meets_a_full_disk_goes_on_waiting_and_is_not_called_failed",
        ),
    ),
    Gangguan(
        30,
        "skema dinaikkan selagi program lama melayani",
        "program satu rilis lebih lama terus melayani dan mengatakannya; yang terlalu lama menjawab 503",
        (
            "test_skema.py::test_the_former_program_walks_its_core_paths_on_the_newest_schema",
            "test_skema.py::test_a_database_remembers_the_oldest_program_that_suits_it",
        ),
    ),
    Gangguan(
        31,
        "pekerja latar mati",
        "tanda hidupnya berhenti: disebut di Keadaan sistem, /readyz, /metrics dan halaman pekerjaan yang menunggu",
        ("admin/test_keadaan.py::test_a_worker_that_died_is_seen_by_everybody_who_waits",),
    ),
)


def susun(isi: str) -> str:
    """The page with the table of today."""
    depan, _, sisa = isi.partition(AWAL)
    belakang = sisa.partition(AKHIR)[2]
    baris = [
        f"| {g.nomor} | {g.apa} | {g.harapan} | {g.basis} | {'; '.join(f'`{u}`' for u in g.uji)} | {g.belum or '–'} |"
        for g in GANGGUAN
    ]
    kepala = "| no. | gangguan | yang harus terjadi | basis | pengujian | belum |\n|---|---|---|---|---|---|"
    return "\n".join([f"{depan}{AWAL}", kepala, *baris, f"{AKHIR}{belakang}"])


if __name__ == "__main__":
    HALAMAN.write_text(susun(HALAMAN.read_text(encoding="utf-8")), encoding="utf-8")
