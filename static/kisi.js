/* The grid: cells are moved through, edited, copied and pasted like in a spreadsheet; changed ones are saved together. */
"use strict";

for (const tabel of document.querySelectorAll("[data-kisi]")) {
  const kepala = [...tabel.tHead.rows[0].cells].slice(1).map((th) => ({
    kunci: th.dataset.k,
    judul: th.firstChild.textContent.trim(),
    jenis: th.dataset.jenis,
    pilihan: th.dataset.pilihan ? JSON.parse(th.dataset.pilihan) : null,
    cari: Boolean(th.dataset.lihat),
  }));
  const baris = [...tabel.tBodies[0].rows].map((tr) => ({ tr, id: Number(tr.dataset.id), sel: [...tr.cells].slice(1) }));
  const bilah = document.querySelector("[data-bilah]");
  const keadaan = bilah.querySelector("[data-keadaan]");
  const tombolSimpan = bilah.querySelector("[data-simpan]");
  const tombolBuang = bilah.querySelector("[data-buang]");
  const masalah = document.querySelector("[data-masalah]");
  const asli = new Map();
  for (const b of baris) for (const td of b.sel) asli.set(td, td.textContent);

  let aktif = { r: 0, k: 0 };
  let jangkar = { r: 0, k: 0 };
  let penyunting = null;
  let menyimpan = false;
  const mundur = [];

  const sel = (r, k) => baris[r]?.sel[k];
  const bisa = (td) => td && !td.hasAttribute("aria-readonly");
  const berubah = () => [...asli].filter(([td, teks]) => td.textContent !== teks);

  /* --- selection --- */

  const blok = () => ({
    r0: Math.min(aktif.r, jangkar.r), r1: Math.max(aktif.r, jangkar.r),
    k0: Math.min(aktif.k, jangkar.k), k1: Math.max(aktif.k, jangkar.k),
  });

  function dalamBlok(kerjakan) {
    const { r0, r1, k0, k1 } = blok();
    for (let r = r0; r <= r1; r++) for (let k = k0; k <= k1; k++) kerjakan(sel(r, k), r, k);
  }

  function tuju(r, k, luas = false, fokus = true) {
    for (const td of tabel.querySelectorAll(".terpilih")) { td.classList.remove("terpilih"); td.removeAttribute("aria-selected"); }
    sel(aktif.r, aktif.k)?.setAttribute("tabindex", "-1");
    aktif = { r: Math.max(0, Math.min(baris.length - 1, r)), k: Math.max(0, Math.min(kepala.length - 1, k)) };
    if (!luas) jangkar = { ...aktif };
    dalamBlok((td) => { td.classList.add("terpilih"); td.setAttribute("aria-selected", "true"); });
    const td = sel(aktif.r, aktif.k);
    td.setAttribute("tabindex", "0");
    if (fokus) td.focus({ preventScroll: false });
    if (td.hasAttribute("aria-invalid") && td.title) keadaan.textContent = `${kepala[aktif.k].judul}: ${td.title}`;
  }

  const letak = (td) => {
    const r = baris.findIndex((b) => b.tr === td.parentElement);
    return { r, k: baris[r].sel.indexOf(td) };
  };

  /* --- changing --- */

  function tulis(perubahan) {
    const sebelum = perubahan.filter(([td, teks]) => bisa(td) && td.textContent !== teks).map(([td]) => [td, td.textContent]);
    for (const [td, teks] of perubahan) if (bisa(td)) { td.textContent = teks; bersihkan(td); }
    if (sebelum.length) mundur.push(sebelum);
    segarkan();
  }

  function bersihkan(td) {
    td.removeAttribute("aria-invalid");
    td.removeAttribute("title");
  }

  function segarkan(kalimat) {
    for (const [td, teks] of asli) td.classList.toggle("berubah", td.textContent !== teks);
    const n = berubah().length;
    tombolSimpan.disabled = tombolBuang.disabled = n === 0 || menyimpan;
    keadaan.textContent = kalimat || (n ? kata("{n} sel berubah, belum disimpan.", { n }) : kata("Belum ada perubahan."));
  }

  function sunting(teksAwal) {
    const td = sel(aktif.r, aktif.k);
    if (!bisa(td) || penyunting) return;
    const kolom = kepala[aktif.k];
    const isian = document.createElement(kolom.jenis === "panjang" ? "textarea" : "input");
    const semula = td.textContent;
    isian.value = teksAwal ?? semula;
    isian.setAttribute("aria-label", kolom.judul);
    if (kolom.pilihan || kolom.cari) {
      const daftar = document.createElement("datalist");
      daftar.id = "kisi-pilihan";
      const isi = (kata) => daftar.replaceChildren(...kata.map((k) => { const o = document.createElement("option"); o.value = k; return o; }));
      if (kolom.pilihan) isi(kolom.pilihan);
      else isian.addEventListener("input", async () => {
        const alamat = new URL(`${tabel.dataset.cari}/ajax/lookup/`, location.origin);
        alamat.searchParams.set("q", isian.value);
        alamat.searchParams.set("field", kolom.kunci);
        const jawaban = await fetch(alamat, { headers: { Accept: "application/json" } }).catch(() => null);
        if (jawaban?.ok) isi((await jawaban.json()).hasil.map((h) => h.teks));
      });
      isian.setAttribute("list", daftar.id);
      td.replaceChildren(isian, daftar);
    } else td.replaceChildren(isian);
    td.classList.add("disunting");
    penyunting = { td, isian, semula };
    isian.focus();
    if (teksAwal === undefined) isian.select();
  }

  function selesai(simpan) {
    if (!penyunting) return;
    const { td, isian, semula } = penyunting;
    penyunting = null;
    td.classList.remove("disunting");
    td.textContent = semula;
    if (simpan) tulis([[td, isian.value]]);
  }

  /* --- keys --- */

  const ARAH = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  tabel.addEventListener("keydown", (e) => {
    if (penyunting) {
      if (e.key === "Escape") { e.preventDefault(); selesai(false); tuju(aktif.r, aktif.k); }
      else if (e.key === "Enter" && !(e.shiftKey && penyunting.isian.tagName === "TEXTAREA")) { e.preventDefault(); selesai(true); tuju(aktif.r + 1, aktif.k); }
      else if (e.key === "Tab") { e.preventDefault(); selesai(true); tuju(aktif.r, aktif.k + (e.shiftKey ? -1 : 1)); }
      return;
    }
    if (!e.target.matches("td")) return;
    const ctrl = e.ctrlKey || e.metaKey;
    if (ARAH[e.key]) {
      e.preventDefault();
      const [dr, dk] = ARAH[e.key];
      if (ctrl) tuju(dr ? (dr < 0 ? 0 : baris.length - 1) : aktif.r, dk ? (dk < 0 ? 0 : kepala.length - 1) : aktif.k, e.shiftKey);
      else tuju(aktif.r + dr, aktif.k + dk, e.shiftKey);
    } else if (e.key === "Tab") {
      // At the rim the key leaves the grid, so that nobody is caught in it.
      const k = aktif.k + (e.shiftKey ? -1 : 1);
      if (k >= 0 && k < kepala.length) { e.preventDefault(); tuju(aktif.r, k); }
      else if (baris[aktif.r + (e.shiftKey ? -1 : 1)]) { e.preventDefault(); tuju(aktif.r + (e.shiftKey ? -1 : 1), e.shiftKey ? kepala.length - 1 : 0); }
    } else if (e.key === "Home") { e.preventDefault(); tuju(ctrl ? 0 : aktif.r, 0, e.shiftKey); }
    else if (e.key === "End") { e.preventDefault(); tuju(ctrl ? baris.length - 1 : aktif.r, kepala.length - 1, e.shiftKey); }
    else if (e.key === "Enter" || e.key === "F2") { e.preventDefault(); sunting(); }
    else if (e.key === "Delete" || e.key === "Backspace") {
      e.preventDefault();
      const kosong = [];
      dalamBlok((td) => kosong.push([td, ""]));
      tulis(kosong);
    } else if (e.key === "Escape") tuju(aktif.r, aktif.k);
    else if (ctrl && e.key.toLowerCase() === "z") {
      e.preventDefault();
      for (const [td, teks] of mundur.pop() || []) { td.textContent = teks; bersihkan(td); }
      segarkan();
    } else if (ctrl && e.key.toLowerCase() === "s") { e.preventDefault(); simpan(); }
    else if (ctrl && e.key.toLowerCase() === "a") { e.preventDefault(); jangkar = { r: 0, k: 0 }; tuju(baris.length - 1, kepala.length - 1, true); }
    else if (e.key.length === 1 && !ctrl && !e.altKey) { e.preventDefault(); sunting(e.key); }
  });

  /* --- mouse --- */

  let menarik = false;
  tabel.addEventListener("mousedown", (e) => {
    const td = e.target.closest("td");
    if (!td || penyunting?.td === td) return;
    selesai(true);
    e.preventDefault();
    const { r, k } = letak(td);
    tuju(r, k, e.shiftKey);
    menarik = true;
  });
  tabel.addEventListener("mouseover", (e) => {
    const td = menarik && e.target.closest("td");
    if (td) { const { r, k } = letak(td); tuju(r, k, true); }
  });
  document.addEventListener("mouseup", () => { menarik = false; });
  tabel.addEventListener("dblclick", (e) => { if (e.target.closest("td")) sunting(); });

  /* --- clipboard: tab between cells, line break between rows, quotes as spreadsheets write them --- */

  const kutip = (teks) => (/[\t\n"]/.test(teks) ? `"${teks.replaceAll('"', '""')}"` : teks);

  function uraikan(teks) {
    const hasil = [[]];
    let kini = "";
    let dalam = false;
    const isi = teks.replace(/\r\n?/g, "\n");
    for (let i = 0; i < isi.length; i++) {
      const h = isi[i];
      if (dalam) {
        if (h === '"' && isi[i + 1] === '"') { kini += '"'; i++; }
        else if (h === '"') dalam = false;
        else kini += h;
      } else if (h === '"' && kini === "") dalam = true;
      else if (h === "\t") { hasil.at(-1).push(kini); kini = ""; }
      else if (h === "\n") { hasil.at(-1).push(kini); kini = ""; hasil.push([]); }
      else kini += h;
    }
    hasil.at(-1).push(kini);
    if (hasil.at(-1).length === 1 && hasil.at(-1)[0] === "" && hasil.length > 1) hasil.pop();
    return hasil;
  }

  /* Firefox sends these events to where the text selection is, which may be outside of the cell that has the focus. */
  const diSel = () => !penyunting && tabel.contains(document.activeElement) && document.activeElement.matches("td");

  document.addEventListener("copy", (e) => {
    if (!diSel()) return;
    const { r0, r1, k0, k1 } = blok();
    const larik = [];
    for (let r = r0; r <= r1; r++) larik.push(baris[r].sel.slice(k0, k1 + 1).map((td) => kutip(td.textContent)).join("\t"));
    e.clipboardData.setData("text/plain", larik.join("\n"));
    e.preventDefault();
  });

  document.addEventListener("paste", (e) => {
    if (!diSel()) return;
    e.preventDefault();
    const tempelan = e.clipboardData.getData("text/plain");
    if (!tempelan) return; // a picture, for one: it empties no cell
    const data = uraikan(tempelan);
    const { r0, r1, k0, k1 } = blok();
    const satu = data.length === 1 && data[0].length === 1;
    const tinggi = satu ? r1 - r0 + 1 : data.length;
    const lebar = satu ? k1 - k0 + 1 : Math.max(...data.map((d) => d.length));
    const perubahan = [];
    let luar = 0;
    for (let i = 0; i < tinggi; i++) {
      for (let j = 0; j < lebar; j++) {
        const teks = satu ? data[0][0] : data[i][j];
        const td = sel(r0 + i, k0 + j);
        if (teks === undefined) continue;
        if (bisa(td)) perubahan.push([td, teks]);
        else luar++;
      }
    }
    jangkar = { r: r0, k: k0 };
    tulis(perubahan);
    tuju(r0 + tinggi - 1, k0 + lebar - 1, true);
    if (luar) segarkan(kata("{n} sel ditempel; {luar} dilewati karena terkunci atau di luar kisi.", { n: perubahan.length, luar }));
  });

  /* --- saving --- */

  async function simpan() {
    selesai(true);
    const kirim = new Map();
    for (const [td, lama] of berubah()) {
      const { r, k } = letak(td);
      const satu = kirim.get(r) || { id: baris[r].id, version: Number(baris[r].tr.dataset.version), sel: {} };
      satu.sel[kepala[k].kunci] = [lama, td.textContent];
      kirim.set(r, satu);
    }
    if (!kirim.size || menyimpan) return;
    menyimpan = true;
    segarkan(kata("Menyimpan…"));
    let jawaban = null;
    let isi = {};
    try {
      jawaban = await fetch(tabel.dataset.kisi, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
        body: JSON.stringify({ baris: [...kirim.values()] }),
      });
      isi = await jawaban.json();
    } catch { isi = { pesan: kata("Server tidak terjangkau. Perubahan tetap ada di halaman ini; coba simpan lagi.") }; }
    menyimpan = false;
    if (jawaban?.ok) terima(isi);
    segarkan(isi.pesan);
    if (!jawaban?.ok) tunjukkan(isi.sel || []);
    keadaan.classList.toggle("salah", !jawaban?.ok);
  }

  function terima(isi) {
    tunjukkan([]);
    mundur.length = 0;
    for (const b of baris) {
      const baru = isi.baris[b.id];
      if (!baru) continue;
      b.tr.dataset.version = baru.version;
      kepala.forEach((k, i) => {
        if (k.kunci in baru.sel) b.sel[i].textContent = baru.sel[k.kunci];
        asli.set(b.sel[i], b.sel[i].textContent);
      });
    }
  }

  function tunjukkan(daftar) {
    for (const td of tabel.querySelectorAll("[aria-invalid]")) bersihkan(td);
    masalah.replaceChildren(...daftar.map((m) => {
      const r = baris.findIndex((b) => b.id === m.id);
      const k = kepala.findIndex((x) => x.kunci === m.kolom);
      const li = document.createElement("li");
      const td = sel(r, k);
      if (!td) { li.textContent = m.pesan; return li; }
      td.setAttribute("aria-invalid", "true");
      td.title = m.pesan;
      const ke = document.createElement("button");
      ke.type = "button";
      ke.className = "polos";
      ke.textContent = kata("Baris {n}, {kolom}", { n: r + 1, kolom: kepala[k].judul });
      ke.addEventListener("click", () => tuju(r, k));
      li.append(ke, ` ${m.pesan}`);
      if (m.kini !== null && m.kini !== undefined) {
        const sekarang = kata("Sekarang: “{nilai}”.", { nilai: m.kini || kata("kosong") });
        li.append(` ${sekarang} `, pilih(kata("Pakai nilai itu"), td, m.kini, td, m.kini), " ", pilih(kata("Tetap pakai nilai saya"), td, m.kini));
      }
      return li;
    }));
    masalah.hidden = daftar.length === 0;
    if (daftar.length) masalah.querySelector("button")?.click();
  }

  /* A clash is settled cell by cell: the stored text becomes what the change starts from. */
  function pilih(kata, td, kini, ganti, nilai) {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = kata;
    b.addEventListener("click", () => {
      asli.set(td, kini);
      if (ganti) ganti.textContent = nilai;
      bersihkan(td);
      b.parentElement.remove();
      masalah.hidden = masalah.children.length === 0;
      segarkan();
    });
    return b;
  }

  tombolSimpan.addEventListener("click", simpan);
  tombolBuang.addEventListener("click", () => {
    penyunting = null;
    for (const [td, teks] of asli) { td.textContent = teks; bersihkan(td); }
    mundur.length = 0;
    tunjukkan([]);
    segarkan();
    keadaan.classList.remove("salah");
  });
  window.addEventListener("beforeunload", (e) => { if (berubah().length) e.preventDefault(); });
  sel(0, 0).setAttribute("tabindex", "0");
  segarkan();
}
