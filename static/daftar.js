/* Lists: a selection that survives paging, the panel of filters, sums apart from the page. Without it all works by page loads. */
"use strict";

/* --- selection: by row, by range (Shift), by page, over pages, and all that match --- */

pasangDaftar();
/* A search while one types (cari.js) brings new rows and a new bar of filters into the same page. */
document.addEventListener("hasil-daftar", pasangDaftar);

function pasangDaftar() {
  const borang = document.querySelector("form.massal[data-daftar]");
  const aksi = borang?.querySelector("#aksi");
  if (borang && aksi) pasangPilihan(borang, aksi);
  for (const panel of document.querySelectorAll("details[data-panel]:not([data-terpasang])")) pasangLipat(panel);
  for (const kotak of document.querySelectorAll(".massal .kotak-tabel:not([data-terpasang])")) ingatGulir(kotak);
  for (const tempat of document.querySelectorAll("[data-jumlah]:not([data-terpasang])")) isiJumlah(tempat);
}

function pasangPilihan(borang, aksi) {
  const cocok = borang.querySelector("[name=semua]");
  const halaman = borang.querySelector("[data-semua]");
  const ponsel = borang.querySelector("[data-semua-ponsel]"); // on a phone the head of the table is not seen
  const tombol = borang.querySelector("[data-massal]");
  const hitung = borang.querySelector("[data-terpilih]");
  const batal = borang.querySelector("[data-batal-pilih]");
  const baris = [...borang.querySelectorAll("[name=rowid]")];
  const bilah = document.querySelector("[data-terpilih-ponsel]"); // on the button of the folded bar

  // The same filter is the same selection, whatever the page, the order and the columns.
  const alamat = new URL(location.href);
  for (const nama of ["kursor", "per", "urut", "kolom"]) alamat.searchParams.delete(nama);
  const kunci = `pilihan:${borang.dataset.daftar}?${alamat.searchParams}`;
  let semua = false;
  let ids = new Set();
  try {
    const simpanan = JSON.parse(sessionStorage.getItem(kunci) || "null");
    if (simpanan) { semua = Boolean(simpanan.semua && cocok); ids = new Set(simpanan.ids); }
  } catch { /* a browser without storage keeps the selection for this page only */ }

  const dipilih = (id) => (semua ? !ids.has(id) : ids.has(id));
  function atur(id, ya) {
    if (ya !== semua) ids.add(id);
    else ids.delete(id);
  }

  function segarkan() {
    for (const b of baris) b.checked = dipilih(b.value);
    const n = baris.filter((b) => b.checked).length;
    halaman.checked = n > 0 && n === baris.length;
    halaman.indeterminate = n > 0 && n < baris.length;
    if (ponsel) { ponsel.checked = halaman.checked; ponsel.indeterminate = halaman.indeterminate; }
    if (cocok) cocok.checked = semua;
    const jumlah = semua ? borang.dataset.jumlahCocok : ids.size;
    const ada = semua || ids.size > 0;
    hitung.textContent = semua && ids.size ? kata("Semua {n} dipilih, kecuali {kecuali}", { n: jumlah, kecuali: ids.size }) : semua ? kata("Semua {n} dipilih", { n: jumlah }) : kata("{n} dipilih", { n: angka(ids.size) });
    hitung.hidden = batal.hidden = !ada;
    if (bilah) { bilah.textContent = semua ? kata("semua") : angka(ids.size); bilah.hidden = !ada; }
    borang.classList.toggle("ada-pilihan", ada);
    tombol.disabled = !ada || !aksi.value;
    try {
      if (ada) sessionStorage.setItem(kunci, JSON.stringify({ semua, ids: [...ids] }));
      else sessionStorage.removeItem(kunci);
    } catch { /* as above */ }
  }

  let terakhir = null;
  borang.addEventListener("click", (e) => {
    if (!e.target.matches("[name=rowid]")) return;
    const kini = baris.indexOf(e.target);
    if (e.shiftKey && terakhir !== null) {
      const [a, b] = [Math.min(kini, terakhir), Math.max(kini, terakhir)];
      for (const satu of baris.slice(a, b + 1)) atur(satu.value, e.target.checked);
    }
    terakhir = kini;
  });
  borang.addEventListener("change", (e) => {
    if (e.target.matches("[name=rowid]")) atur(e.target.value, e.target.checked);
    if (e.target === halaman || e.target === ponsel) for (const b of baris) atur(b.value, e.target.checked);
    if (e.target === cocok) { semua = cocok.checked; ids = new Set(); }
    segarkan();
  });
  batal.addEventListener("click", () => { semua = false; ids = new Set(); segarkan(); });

  // What is ticked on other pages, or taken out of "all", goes along as one field.
  borang.addEventListener("formdata", (e) => {
    e.formData.delete("rowid");
    if (semua) { e.formData.set("semua", "1"); e.formData.set("kecuali", [...ids].join(",")); }
    else e.formData.set("rowid", [...ids].join(","));
  });
  borang.addEventListener("jumlah-pasti", segarkan);
  window.addEventListener("pageshow", segarkan);
  segarkan();
}

/* A long list scrolls under its own head: the way back finds it where it was left. */
function ingatGulir(kotak) {
  kotak.dataset.terpasang = "1";
  const kunci = `gulir:${location.pathname}${location.search}`;
  try {
    if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") kotak.scrollTop = sessionStorage.getItem(kunci) || 0;
  } catch { /* a browser without storage begins at the top */ }
  window.addEventListener("pagehide", () => {
    try {
      if (kotak.scrollTop) sessionStorage.setItem(kunci, kotak.scrollTop);
      else sessionStorage.removeItem(kunci);
    } catch { /* as above */ }
  });
}

/* --- the panel of filters is fetched when it is opened --- */

function pasangLipat(panel) {
  panel.dataset.terpasang = "1";
  // Where the bar of filters is a sheet, whoever opens it wants the filters.
  panel.closest("[popover]")?.addEventListener("toggle", (e) => { if (e.newState === "open") panel.open = true; });
  panel.addEventListener("toggle", async () => {
    if (!panel.open || panel.dataset.siap) return;
    panel.dataset.siap = "1";
    const isi = panel.querySelector("[data-isi]");
    try {
      const jawaban = await fetch(panel.dataset.panel, { headers: { "X-Minta": "bagian" } });
      if (!jawaban.ok) throw new Error(jawaban.status);
      const wadah = document.createElement("div");
      wadah.className = "lembar-kecil panel-besar";
      wadah.innerHTML = await jawaban.text();
      isi.replaceWith(wadah);
      pasangPanel(wadah);
      globalThis.pasangCari?.(wadah);
      wadah.querySelector("input:not([type=hidden]), select")?.focus();
    } catch { delete panel.dataset.siap; }
  });
}
for (const borang of document.querySelectorAll("main > .kartu [data-saring]")) pasangPanel(borang.parentElement);

function pasangPanel(akar) {
  for (const sempit of akar.querySelectorAll("[data-sempitkan]")) {
    sempit.hidden = false;
    sempit.addEventListener("input", () => {
      const dicari = sempit.value.toLowerCase();
      for (const satu of sempit.nextElementSibling.children) satu.hidden = !satu.textContent.toLowerCase().includes(dicari);
    });
  }
  for (const kecuali of akar.querySelectorAll("[data-kecuali]")) {
    kecuali.parentElement.hidden = false;
    kecuali.addEventListener("change", () => {
      const nama = kecuali.dataset.kecuali + (kecuali.checked ? ".bukan" : "");
      for (const satu of kecuali.closest("fieldset").querySelectorAll(".pilihan input")) satu.name = nama;
    });
  }
}

/* An address without empty parameters can be read and sent to a colleague; columns are one parameter. */
document.addEventListener("formdata", (e) => {
  if (e.target.method !== "get") return;
  const kolom = e.formData.getAll("kolom");
  for (const [nama, nilai] of [...e.formData]) if (nilai === "") e.formData.delete(nama);
  if (e.target.matches("[data-kolom]") && kolom.length) e.formData.set("kolom", kolom.join(","));
});

/* --- sums: apart from the page, so that nobody waits for them --- */

function isiJumlah(tempat) {
  tempat.dataset.terpasang = "1";
  fetch(tempat.dataset.jumlah, { headers: { Accept: "application/json" } })
    .then((jawaban) => (jawaban.ok ? jawaban.json() : null))
    .then((isi) => {
      if (!isi) return;
      for (const cocok of document.querySelectorAll("[data-cocok]")) cocok.textContent = isi.jumlah;
      const akhir = document.querySelector("[data-rentang][data-akhir]"); // the last page: now it is known which rows these are
      const [n, baris] = [Number(isi.jumlah.replaceAll(".", "")), Number(akhir?.dataset.akhir)];
      if (akhir && n >= baris) akhir.textContent = `${angka(n - baris + 1)}–${isi.jumlah}`;
      const borang = document.querySelector("form.massal[data-daftar]");
      if (borang) { borang.dataset.jumlahCocok = isi.jumlah; borang.dispatchEvent(new Event("jumlah-pasti")); }
      tempat.textContent = isi.total.map((t) => ` · ${t.judul}: ${t.teks}`).join("");
    })
    .catch(() => {});
}
