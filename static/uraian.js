/* A long text with headings and lists: buttons for its marks, Enter and Tab within a list, and how it will look.
   Without this file the marks are typed by hand; the line below the field says which. */
"use strict";

const TANDA = /^( *)(?:(-)|(\d{1,3})\.) +/;
const JEDA = 300; // ms

/* One change that the browser's own undo takes back. */
function sisip(isian, dari, sampai, teks) {
  isian.focus();
  isian.setSelectionRange(dari, sampai);
  const ada = teks === "" ? dari === sampai || document.execCommand("delete") : document.execCommand("insertText", false, teks);
  if (!ada) {
    isian.setRangeText(teks, dari, sampai, "end");
    isian.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
globalThis.sisipTeks = sisip;

const awalBaris = (isian, di) => isian.value.lastIndexOf("\n", di - 1) + 1;
const akhirBaris = (isian, di) => { const n = isian.value.indexOf("\n", di); return n < 0 ? isian.value.length : n; };

/* The lines that are chosen get the mark; if all have it they lose it. */
function tandai(isian, jenis) {
  const dari = awalBaris(isian, isian.selectionStart);
  const sampai = akhirBaris(isian, isian.selectionEnd);
  const baris = isian.value.slice(dari, sampai).split("\n");
  const punya = { judul: (b) => b.startsWith("## "), butir: (b) => /^ *- /.test(b), nomor: (b) => /^ *\d+\. /.test(b) }[jenis];
  const polos = (b) => b.replace(/^## +/, "").replace(TANDA, "$1");
  const semua = baris.every((b) => punya(b) || !b.trim()) && baris.some(punya);
  let n = 0;
  const baru = baris.map((b) => {
    if (semua) return polos(b);
    if (!b.trim() && baris.length > 1) return b;
    const isi = polos(b);
    const masuk = jenis === "judul" ? "" : isi.match(/^ */)[0];
    return masuk + { judul: "## ", butir: "- ", nomor: `${++n}. ` }[jenis] + isi.trimStart();
  });
  sisip(isian, dari, sampai, baru.join("\n"));
}

function enter(isian, kejadian) {
  const dari = awalBaris(isian, isian.selectionStart);
  const baris = isian.value.slice(dari, akhirBaris(isian, isian.selectionStart));
  const tanda = TANDA.exec(baris);
  if (!tanda || isian.selectionStart !== isian.selectionEnd || isian.selectionStart - dari < tanda[0].length) return;
  kejadian.preventDefault();
  if (!baris.slice(tanda[0].length).trim()) sisip(isian, dari, dari + baris.length, "\n"); // an empty item ends the list
  else sisip(isian, isian.selectionStart, isian.selectionStart, `\n${tanda[1]}${tanda[2] ? "- " : `${Number(tanda[3]) + 1}. `}`);
}

/* The number that comes next at this depth, looking up from the line that begins at `dari`. */
function nomorDi(isian, dari, dalam) {
  for (const baris of isian.value.slice(0, Math.max(0, dari - 1)).split("\n").reverse()) {
    const tanda = TANDA.exec(baris);
    if (!tanda || tanda[1].length < dalam) return 1;
    if (tanda[1].length === dalam) return tanda[3] ? Number(tanda[3]) + 1 : 1;
  }
  return 1;
}

/* Tab moves an item in or out; on any other line it leaves the field, as everywhere. */
function tab(isian, kejadian) {
  const dari = awalBaris(isian, isian.selectionStart);
  const baris = isian.value.slice(dari, akhirBaris(isian, isian.selectionStart));
  const tanda = TANDA.exec(baris);
  if (!tanda) return;
  const dalam = tanda[1].length + (kejadian.shiftKey ? -2 : 2);
  if (dalam < 0 || dalam > 4) return;
  kejadian.preventDefault();
  const dariAkhir = baris.length - (isian.selectionStart - dari);
  const baru = " ".repeat(dalam) + (tanda[2] ? "- " : `${nomorDi(isian, dari, dalam)}. `);
  sisip(isian, dari, dari + tanda[0].length, baru);
  const di = Math.max(dari + baru.length, dari + baru.length + baris.length - tanda[0].length - dariAkhir);
  isian.setSelectionRange(di, di);
}

function gambarkan(kotak, blok) {
  const unsur = (nama, teks, kelas) => { const e = document.createElement(nama); e.textContent = teks; if (kelas) e.className = kelas; return e; };
  kotak.replaceChildren(...blok.map((b) => {
    if (b.jenis !== "daftar") return unsur(b.jenis === "judul" ? "h3" : "p", b.isi);
    const ul = document.createElement("ul");
    ul.append(...b.butir.map((i) => { const li = unsur("li", "", `t${i.tingkat}`); li.append(unsur("span", i.tanda), ` ${i.isi}`); return li; }));
    return ul;
  }));
}

function pasangUraian(isian) {
  const alat = document.createElement("div");
  alat.className = "alat-uraian";
  alat.setAttribute("role", "group");
  alat.setAttribute("aria-label", kata("Susunan teks"));
  for (const [jenis, teks, contoh] of [["judul", kata("Judul"), "## "], ["butir", kata("Butir"), "- "], ["nomor", kata("Nomor"), "1. "]]) {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = teks;
    b.title = kata("{teks}: baris diawali “{contoh}”", { teks, contoh });
    b.addEventListener("click", () => tandai(isian, jenis));
    alat.append(b);
  }
  isian.before(alat);
  const petunjuk = isian.closest(".isian").querySelector(".petunjuk-uraian");
  if (petunjuk) petunjuk.append(` ${kata("Dalam daftar, Enter meneruskan dan Tab menjorokkan; Esc lalu Tab untuk keluar dari kotak ini.")}`);

  const hasil = document.createElement("details");
  hasil.className = "pratinjau-uraian";
  hasil.open = true;
  hasil.hidden = true;
  const judul = document.createElement("summary");
  judul.textContent = kata("Begini tampilnya");
  const kotak = document.createElement("div");
  kotak.className = "uraian";
  hasil.append(judul, kotak);
  isian.after(hasil);

  let jeda;
  let kali = 0;
  const lihat = async () => {
    const ini = ++kali;
    hasil.hidden = !isian.value.trim();
    if (hasil.hidden) return;
    const isi = new FormData();
    isi.set("csrf_token", isian.form.elements.csrf_token.value);
    isi.set("teks", isian.value);
    try {
      const jawaban = await fetch("/uraian/pratinjau/", { method: "POST", body: isi, headers: { Accept: "application/json" } });
      if (jawaban.ok && ini === kali) gambarkan(kotak, (await jawaban.json()).blok);
    } catch { /* no connection: the typing goes on, the look comes later */ }
  };
  const tangguh = () => { clearTimeout(jeda); jeda = setTimeout(lihat, JEDA); };
  let lepas = false;
  isian.addEventListener("keydown", (k) => {
    if (k.isComposing) return;
    if (k.key === "Escape") { lepas = true; return; }
    if (k.key === "Enter" && !k.shiftKey && !k.ctrlKey && !k.metaKey) enter(isian, k);
    else if (k.key === "Tab" && !lepas && !k.ctrlKey && !k.altKey) tab(isian, k);
    if (k.key !== "Shift") lepas = false;
  });
  isian.addEventListener("input", tangguh);
  isian.form.addEventListener("pulih", lihat);
  lihat();
}

document.querySelectorAll("textarea[data-uraian]").forEach(pasangUraian);
