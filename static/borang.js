/* Forms that lose nothing: what is typed is kept in this browser until it is saved; files are dropped onto their field.
   The other half of the keeping (when it is forgotten) stands in panel.js, for it happens on the page after the form. */
"use strict";

const SETELAH_DIAM = 1000; // ms
const LEWAT = new Set(["csrf_token", "version"]);
const pukul = (saat) => new Intl.DateTimeFormat("id-ID", { timeZone: "Asia/Jakarta", hour: "2-digit", minute: "2-digit" }).format(saat).replace(":", ".");
const tanggal = (saat) => new Intl.DateTimeFormat(document.documentElement.lang === "id" ? "id-ID" : "en-GB", { timeZone: "Asia/Jakarta", day: "numeric", month: "long" }).format(saat);
const sebut = (saat) => (tanggal(saat) === tanggal(new Date()) ? kata("pukul {pukul}", { pukul: pukul(saat) }) : kata("tanggal {tanggal} pukul {pukul}", { tanggal: tanggal(saat), pukul: pukul(saat) }));

/* The fields that may be kept: no files, no passwords, nothing hidden, nothing personal. */
const isianDari = (borang) => [...borang.elements].filter((e) => e.name && !LEWAT.has(e.name) && !["file", "password", "hidden", "submit", "button"].includes(e.type) && !e.closest("[data-pribadi]"));
/* In a sheet of rows the row belongs to the name: rows may have gone when the typing comes back. */
const namaIsian = (e) => [e.name, e.closest("[data-baris]")?.dataset.baris].filter(Boolean).join("@");
function bacaIsian(borang) {
  const isi = {};
  for (const e of isianDari(borang)) {
    const nilai = e.type === "checkbox" || e.type === "radio" ? e.checked : e.multiple ? [...e.selectedOptions].map((o) => o.value) : e.value.replace(/\r\n/g, "\n");
    (isi[namaIsian(e)] ??= []).push(nilai);
  }
  return isi;
}
function tulisIsian(borang, isi) {
  const ke = {};
  for (const e of isianDari(borang)) {
    const nama = namaIsian(e);
    const nilai = isi[nama]?.[(ke[nama] = (ke[nama] ?? -1) + 1)];
    if (nilai === undefined) continue;
    if (e.type === "checkbox" || e.type === "radio") e.checked = nilai;
    else if (e.multiple) for (const o of e.options) o.selected = nilai.includes(o.value);
    else e.value = nilai;
  }
}

/* Back to the form: browsers bring the texts back, but not what says autocomplete="off" (numbers, lookups). Left at its
   default such a field would look filled in. So the place in the history holds what was typed there. */
const sertakan = (borang, versi) => { try { history.replaceState({ ...history.state, milik: `${borang.dataset.orang}@${versi}`, isi: bacaIsian(borang) }, ""); } catch { /* too much for a history: what the browser brings back must do */ } };
function kembalikan(borang, versi) {
  const { milik, isi } = history.state ?? {};
  const datang = performance.getEntriesByType("navigation")[0]?.type; // read anew it is as stored, and offers what was typed
  if (!isi || datang !== "back_forward" || milik !== `${borang.dataset.orang}@${versi}` || borang.dataset.jawaban) return false; // saved since: as stored
  tulisIsian(borang, isi);
  borang.dispatchEvent(new Event("pulih"));
  return true;
}

function jagaKetikan(borang) {
  const kunci = `ketikan:${borang.dataset.orang}:${location.pathname}${location.search}`;
  const versi = borang.elements.version?.value ?? "";
  const dijaga = document.createElement("p");
  dijaga.className = "bantuan dijaga";
  borang.append(dijaga);
  let jeda;

  const simpan = () => {
    clearTimeout(jeda);
    jeda = undefined;
    const kini = Date.now();
    sertakan(borang, versi);
    try {
      localStorage.setItem(kunci, JSON.stringify({ waktu: kini, versi, isi: bacaIsian(borang) }));
      dijaga.textContent = kata("Ketikan dijaga di peramban ini, {saat}. Berkas dan data pribadi tidak ikut.", { saat: sebut(kini) });
    } catch { dijaga.textContent = ""; /* storage is full or forbidden: the form works as without it */ }
  };
  const tangguh = () => { clearTimeout(jeda); jeda = setTimeout(simpan, SETELAH_DIAM); };
  borang.addEventListener("input", tangguh);
  borang.addEventListener("change", tangguh);
  window.addEventListener("pagehide", () => { if (jeda) simpan(); });
  // panel.js forgets everything when one signs out: nothing may be written after it.
  document.querySelector("form[action='/logout']")?.addEventListener("submit", () => { clearTimeout(jeda); jeda = undefined; });
  borang.addEventListener("submit", (kejadian) => {
    if (kejadian.defaultPrevented || kejadian.submitter?.formTarget) return;
    simpan();
    try { sessionStorage.setItem("ketikan-dikirim", kunci); } catch { /* without it the keeping lasts longer, no more */ }
  });

  const kembali = kembalikan(borang, versi);
  let lama;
  try { lama = JSON.parse(localStorage.getItem(kunci)); } catch { return; }
  if (!lama?.isi) return;
  if (JSON.stringify(lama.isi) === JSON.stringify(bacaIsian(borang))) {
    if (!borang.dataset.jawaban && !kembali) localStorage.removeItem(kunci);
    return;
  }
  const tawaran = document.createElement("div");
  tawaran.className = "kabar biasa ketikan";
  tawaran.setAttribute("role", "status");
  const kalimat = document.createElement("p");
  kalimat.textContent = kata("Ada ketikan yang belum disimpan dari {saat}.", { saat: sebut(lama.waktu) }) + (lama.versi === versi ? "" : ` ${kata("Sesudah itu data ini diubah: periksa lagi isinya sebelum menyimpan.")}`);
  const tombol = (teks, kelas, lakukan) => {
    const b = document.createElement("button");
    b.type = "button";
    b.className = kelas;
    b.textContent = teks;
    b.addEventListener("click", () => { lakukan(); tawaran.remove(); (borang.querySelector("input:not([type=hidden]), select, textarea") ?? borang).focus(); });
    return b;
  };
  const pulihkan = () => { tulisIsian(borang, lama.isi); borang.dispatchEvent(new Event("input")); borang.dispatchEvent(new Event("pulih")); };
  const buang = () => localStorage.removeItem(kunci);
  tawaran.append(kalimat, tombol(kata("Pulihkan"), "utama", pulihkan), tombol(kata("Buang"), "", buang));
  borang.before(tawaran);
}

/* A file is dropped onto the box around its field; what is wrong with it is said before it is sent. */
const ukuran = (byte) => (byte < 1024 * 1024 ? `${Math.max(1, Math.round(byte / 1024))} KB` : `${(byte / 1024 / 1024).toLocaleString("id-ID", { maximumFractionDigits: 1 })} MB`);
function pasangJatuh(kotak) {
  const isian = kotak.querySelector("input[type=file]");
  const hasil = kotak.querySelector("[data-hasil]");
  const terima = isian.accept.toLowerCase().split(",").map((a) => a.trim()).filter((a) => a.startsWith("."));
  const terbesar = () => Number(kotak.dataset.terbesar) || Infinity;
  const keliru = (berkas) => {
    if (terima.length && !terima.some((a) => berkas.name.toLowerCase().endsWith(a))) return kata("“{nama}” bukan jenis berkas yang diterima di sini ({jenis}). Pilih berkas lain.", { nama: berkas.name, jenis: terima.join(", ") });
    if (berkas.size > terbesar()) return kata("“{nama}” berukuran {ukuran}; paling besar {terbesar}. Perkecil dahulu, lalu pilih lagi.", { nama: berkas.name, ukuran: ukuran(berkas.size), terbesar: ukuran(terbesar()) });
    return berkas.size ? "" : kata("“{nama}” kosong. Pilih berkas lain.", { nama: berkas.name });
  };
  const tunjukkan = () => {
    const berkas = [...isian.files];
    const salah = berkas.map(keliru).find(Boolean);
    if (salah) isian.value = "";
    hasil.textContent = salah || berkas.map((b) => `${b.name} (${ukuran(b.size)})`).join(", ");
    hasil.className = salah ? "salah" : "terpilih";
    kotak.classList.toggle("terisi", !salah && berkas.length > 0);
  };
  isian.addEventListener("change", tunjukkan);
  const terbawa = (k) => k.dataTransfer?.types.includes("Files");
  for (const nama of ["dragenter", "dragover"]) kotak.addEventListener(nama, (k) => { if (terbawa(k)) { k.preventDefault(); kotak.classList.add("di-atas"); } });
  kotak.addEventListener("dragleave", (k) => { if (!kotak.contains(k.relatedTarget)) kotak.classList.remove("di-atas"); });
  kotak.addEventListener("drop", (k) => {
    if (!terbawa(k)) return;
    k.preventDefault();
    kotak.classList.remove("di-atas");
    const bawaan = new DataTransfer();
    for (const b of isian.multiple ? k.dataTransfer.files : [...k.dataTransfer.files].slice(0, 1)) bawaan.items.add(b);
    isian.files = bawaan.files;
    isian.dispatchEvent(new Event("change", { bubbles: true }));
    isian.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/* A usual text comes in where the cursor stands, on lines of its own; the browser's undo takes it out again. */
function pasangBaku(tombol) {
  tombol.hidden = false;
  tombol.addEventListener("click", () => {
    const isian = document.getElementById(tombol.dataset.baku);
    const [dari, sampai] = [isian.selectionStart, isian.selectionEnd];
    const [depan, belakang] = [isian.value.slice(0, dari).trimEnd(), isian.value.slice(sampai).trimStart()];
    const teks = (depan ? "\n".repeat(isian.value.slice(0, dari).endsWith("\n") ? 1 : 2) : "") + tombol.closest("li").querySelector(".isi-baku").textContent + (belakang ? "\n\n" : "");
    tombol.closest("details").open = false;
    isian.focus();
    isian.setSelectionRange(dari, sampai);
    if (document.execCommand("insertText", false, teks)) return;
    isian.setRangeText(teks, dari, sampai, "end");
    isian.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

document.querySelectorAll("[data-baku]").forEach(pasangBaku);
document.querySelectorAll("[data-jatuh]").forEach(pasangJatuh);
/* A file let go beside its box would replace the page, and with it all that was typed. */
for (const nama of ["dragover", "drop"]) document.addEventListener(nama, (k) => { if (k.dataTransfer?.types.includes("Files") && !k.target.closest?.("input[type=file]")) k.preventDefault(); });
document.querySelectorAll("form[data-jaga][data-orang]").forEach(jagaKetikan);
