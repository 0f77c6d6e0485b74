/* The registration desk: search while typing, taps that do not leave the page, counts of all phones. Also the fast
   form for paper sheets. Without it everything works by page loads. */
"use strict";

const meja = document.querySelector("[data-meja]");
if (meja) pasangMeja(meja.dataset.meja);
const kertas = document.querySelector(".kertas-hadir");
if (kertas) pasangKertas(kertas);

function pasangMeja(alamat) {
  const JEDA_HITUNG = 4000;
  const borang = meja.querySelector(".cari-tamu");
  const kotak = borang.querySelector("input");
  const hasil = meja.querySelector("[data-hasil]");
  const kabar = meja.querySelector("[data-kabar]");
  const angka = new Intl.NumberFormat("id-ID");
  const token = () => document.querySelector("meta[name=csrf-token]").content;
  const tetikus = matchMedia("(pointer: fine)").matches;
  let tampil = new URL(location.href).searchParams.get("tampil") || "belum";
  let kali = 0;
  let jeda;
  let terakhir = null; // the guest of the last tap stays on top until the next name is typed
  let cap = "";

  /* What a scanner types is an address: it is not searched for, and Enter marks its owner at once. So does a code,
     unless there is a name like it. */
  const alamatKartu = (teks) => /^https?:|\/(hadir|periksa)\//i.test(teks);
  const berkode = (teks) => /^[0-9a-z]{1,12}-[0-9a-z]{8}$/i.test(teks.replace(/\s+/g, ""));
  let terputus = false; // the message says that the panel did not answer: the next answer of any kind takes it away
  let tertinggal = false; // the list is not yet what is asked for
  const katakan = (teks, putus = false) => { terputus = putus; kabar.hidden = !teks; kabar.textContent = teks; };

  async function muat(q = kotak.value.trim()) {
    const ini = ++kali;
    const url = new URL(`${alamat}daftar/`, location.origin);
    if (q) url.searchParams.set("q", q);
    url.searchParams.set("tampil", tampil);
    if (terakhir) url.searchParams.set("baru", terakhir);
    const teks = await ambil(url);
    if (ini !== kali) return;
    tertinggal = teks === null;
    if (!tertinggal) hasil.innerHTML = teks;
  }

  function tersambung() {
    if (terputus) katakan("");
    if (tertinggal && !alamatKartu(kotak.value.trim())) muat();
  }

  async function ambil(url) {
    try {
      const jawab = await fetch(url, { headers: { Accept: "text/html" }, redirect: "error" });
      if (jawab.ok) {
        const teks = await jawab.text();
        if (terputus) katakan("");
        return teks;
      }
      katakan(jawab.status === 401 ? kata("Sesi Anda berakhir. Muat ulang halaman, lalu masuk lagi.") : kata("Daftar tidak dapat dimuat. Muat ulang halamannya."));
    } catch { katakan(kata("Tidak tersambung ke panel. Periksa jaringan; yang sudah ditandai tetap tersimpan."), true); }
    return null;
  }

  /* --- search --- */
  kotak.addEventListener("input", () => {
    clearTimeout(jeda);
    if (alamatKartu(kotak.value.trim())) return;
    jeda = setTimeout(() => { katakan(""); terakhir = null; muat(); }, 160);
  });
  borang.addEventListener("submit", async (kejadian) => {
    kejadian.preventDefault();
    clearTimeout(jeda);
    const diketik = kotak.value;
    const q = diketik.trim();
    if (alamatKartu(q)) return ketuk(`${alamat}tandai/`, { kode: q }, kotak);
    if (berkode(q)) kotak.select(); // the next one takes its place, however long the list takes
    await muat();
    if (berkode(q) && !hasil.querySelector(".tamu")) return ketuk(`${alamat}tandai/`, { kode: q }, kotak, diketik);
    hasil.querySelector(".tamu button.utama")?.focus();
  });
  hasil.addEventListener("click", (kejadian) => {
    const tab = kejadian.target.closest("[data-tampil]");
    if (!tab || kejadian.ctrlKey || kejadian.metaKey) return;
    kejadian.preventDefault();
    tampil = tab.dataset.tampil;
    history.replaceState(null, "", tab.href);
    muat().then(() => hasil.querySelector("[data-tampil][aria-current]")?.focus());
  });

  /* --- taps --- */
  meja.addEventListener("submit", (kejadian) => {
    const f = kejadian.target;
    if (!("ketuk" in f.dataset)) return;
    if (f.dataset.konfirmasi && !f.dataset.setuju) return; // panel.js asks first, then sends it again
    kejadian.preventDefault();
    if (f.dataset.jalan) return;
    f.dataset.jalan = "1";
    ketuk(f.action, Object.fromEntries(new FormData(f)), f).finally(() => { delete f.dataset.jalan; delete f.dataset.setuju; });
  });

  /* A card that the camera of this phone has read (pindai.js): the same as if a scanner had typed it. */
  meja.addEventListener("kartu", async (kejadian) => {
    await ketuk(`${alamat}tandai/`, { kode: kejadian.detail.kode }, kotak);
    kejadian.detail.selesai(kabar.hidden ? hasil.querySelector(".terakhir p")?.textContent ?? "" : kabar.textContent);
  });

  async function ketuk(url, isi, asal, diketik = kotak.value) {
    clearTimeout(jeda); // a search that is still to come would take the answer away again
    const tombol = asal.querySelector?.("button");
    if (tombol) tombol.disabled = true;
    if (asal === kotak && kotak.value === diketik) kotak.select(); // the next card may be typed before the answer comes: it takes the place of this
    let jawab;
    let pesan = {};
    try {
      jawab = await fetch(url, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ ...isi, csrf_token: token() }) });
      pesan = await jawab.json();
    } catch {
      katakan(kata("Belum tersimpan: tidak tersambung ke panel. Coba lagi."));
      if (tombol) tombol.disabled = false;
      return;
    }
    katakan(jawab.ok ? "" : pesan.pesan || kata("Tidak dapat disimpan. Coba lagi."));
    if (jawab.ok && kotak.value === diketik) kotak.value = "";
    meja.querySelector(".tamu-kartu")?.remove();
    terakhir = jawab.ok ? pesan.baru : null;
    await muat(isi.kode ? "" : kotak.value.trim());
    if (jawab.ok && pesan.pesan) tunjukkan(pesan.pesan);
    if (tetikus || asal === kotak) kotak.focus();
    hitung();
  }

  function tunjukkan(teks) {
    const p = document.createElement("p");
    p.className = "kabar biasa";
    p.setAttribute("role", "status");
    p.textContent = teks;
    hasil.prepend(p);
  }

  /* --- counts: asked for every few seconds while the page is seen; "304" costs nothing --- */
  async function hitung() {
    try {
      const jawab = await fetch(`${alamat}hitungan/`, { headers: { Accept: "application/json", ...(cap && { "If-None-Match": cap }) }, cache: "no-store", redirect: "error" });
      if (jawab.ok || jawab.status === 304) tersambung();
      if (jawab.status !== 200) return;
      const pertama = !cap;
      const isi = await jawab.json();
      for (const tempat of meja.querySelectorAll("[data-hitung]")) tempat.textContent = angka.format(isi[tempat.dataset.hitung]);
      meja.querySelector("[data-unsur]").replaceChildren(...isi.unsur.map(barisUnsur));
      if (pertama || await segarkan()) cap = jawab.headers.get("ETag") || ""; // else these counts are asked for again
    } catch { /* the next call tells more */ }
  }

  function barisUnsur([unsur, hadir, jumlah]) {
    const tr = document.createElement("tr");
    const th = document.createElement("th");
    th.scope = "row";
    th.textContent = unsur;
    const sel = [hadir, jumlah].map((n) => { const td = document.createElement("td"); td.className = "angka"; td.textContent = angka.format(n); return td; });
    tr.append(th, ...sel);
    return tr;
  }

  /* Rows that another phone has changed are changed where they stand: a list that jumps would be tapped wrongly. */
  async function segarkan() {
    const baris = new Map([...hasil.querySelectorAll(".tamu > li")].map((li) => [li.dataset.id, li]));
    if (!baris.size) { await muat(); return !tertinggal; }
    const teks = await ambil(`${alamat}daftar/?ids=${[...baris.keys()].join(",")}`);
    if (teks === null) return false;
    const wadah = document.createElement("template");
    wadah.innerHTML = teks;
    for (const baru of wadah.content.querySelectorAll("li")) {
      const lama = baris.get(baru.dataset.id);
      if (lama?.isConnected && versi(lama) !== versi(baru) && !lama.contains(document.activeElement)) lama.replaceWith(baru);
    }
    return true;
  }
  const versi = (li) => `${li.className}|${li.textContent.replace(/\s+/g, " ")}|${li.querySelector("[name=version]")?.value}`;

  hitung();
  setInterval(() => { if (!document.hidden) hitung(); }, JEDA_HITUNG);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) hitung(); });
  window.addEventListener("online", hitung);
}

function pasangKertas(borang) {
  if (borang.dataset.urut !== undefined) return pasangUrut(borang);
  if (borang.dataset.putusan !== undefined) return pasangPutusan(borang);
  const badan = borang.querySelector("tbody");
  const tambah = borang.querySelector("[data-tambah-baris]");
  const pola = badan.lastElementChild.cloneNode(true);
  tambah.hidden = false;

  function barisBaru() {
    const tr = pola.cloneNode(true);
    const n = badan.children.length;
    tr.classList.remove("salah");
    for (const p of tr.querySelectorAll("p.salah")) p.remove();
    for (const isian of tr.querySelectorAll("input, select")) {
      isian.removeAttribute("aria-invalid");
      isian.removeAttribute("aria-describedby");
      isian.removeAttribute("autofocus");
      isian.setAttribute("aria-label", isian.getAttribute("aria-label").replace(/\d+/, n + 1));
      if (isian.type === "checkbox") { isian.checked = false; isian.value = n; } else isian.value = "";
    }
    badan.append(tr);
    return tr;
  }

  tambah.addEventListener("click", () => barisBaru().querySelector("input").focus());
  borang.addEventListener("keydown", (kejadian) => {
    if (kejadian.key !== "Enter" || !kejadian.target.matches("tbody input") || kejadian.isComposing) return;
    kejadian.preventDefault();
    if (kejadian.ctrlKey || kejadian.metaKey) return borang.requestSubmit();
    (kejadian.target.closest("tr").nextElementSibling || barisBaru()).querySelector("input").focus();
  });
}

/* The sheet in its own order: whoever signed is ticked, Enter goes on to the next name, a stand-in ticks by itself. */
function pasangUrut(borang) {
  const kotak = [...borang.querySelectorAll("[name=hadir]")];
  const semua = borang.querySelector("[data-centang-semua]");
  const hitung = borang.querySelector("[data-tercentang]");
  const segarkan = () => { hitung.textContent = kata("{n} dicentang", { n: angka(kotak.filter((k) => k.checked).length) }); };
  semua.hidden = false;
  semua.addEventListener("click", () => { const ya = kotak.some((k) => !k.checked); for (const k of kotak) k.checked = ya; segarkan(); });
  borang.addEventListener("change", segarkan);
  borang.addEventListener("input", (kejadian) => {
    if (kejadian.target.name !== "diwakili_oleh" || !kejadian.target.value) return;
    kejadian.target.closest("tr").querySelector("[name=hadir]").checked = true;
    segarkan();
  });
  borang.addEventListener("keydown", (kejadian) => {
    if (kejadian.key !== "Enter" || !kejadian.target.matches("tbody input") || kejadian.isComposing) return;
    kejadian.preventDefault();
    if (kejadian.ctrlKey || kejadian.metaKey) return borang.requestSubmit();
    kotak[kotak.indexOf(kejadian.target.closest("tr").querySelector("[name=hadir]")) + 1]?.focus();
  });
  segarkan();
}

/* A worksheet of the sidang: one letter a row. Enter goes through what that letter asks for, then to the next row; a
   letter or a number that means nothing is marked while it is typed. */
function pasangPutusan(borang) {
  const huruf = [...borang.querySelectorAll("[name=putusan]")];
  const hitung = borang.querySelector("[data-terketik]");
  const tanya = { T: [], U: ["volume_disepakati", "pagu_disepakati", "opd_pengampu_id"], D: ["alasan_id"], X: ["alasan_id"] };
  const alasan = [...document.querySelectorAll(".kunci-lembar li")].map((li) => li.textContent.trim());
  const segarkan = () => { if (hitung) hitung.textContent = kata("{n} putusan diketik", { n: angka(huruf.filter((h) => tanya[h.value]).length) }); };
  const tandai = (isian, keliru) => { if (keliru) isian.setAttribute("aria-invalid", "true"); else isian.removeAttribute("aria-invalid"); };
  const artikan = (isian) => {
    const teks = isian.value.trim() && (alasan[Number(isian.value) - 1] ?? "");
    tandai(isian, isian.value.trim() && !teks);
    isian.closest("td").querySelector("[data-arti]").textContent = teks || (isian.value.trim() ? kata("Tidak ada alasan nomor itu.") : "");
  };
  borang.addEventListener("input", (kejadian) => {
    if (kejadian.target.name === "alasan_id") return artikan(kejadian.target);
    if (kejadian.target.name !== "putusan") return;
    kejadian.target.value = kejadian.target.value.toUpperCase();
    tandai(kejadian.target, kejadian.target.value && !tanya[kejadian.target.value]);
    segarkan();
  });
  borang.addEventListener("pulih", () => { for (const isian of borang.querySelectorAll("[name=alasan_id]")) artikan(isian); segarkan(); });
  borang.addEventListener("keydown", (kejadian) => {
    if (!kejadian.target.matches("tbody input") || kejadian.isComposing) return;
    const n = huruf.indexOf(kejadian.target.closest("tr").querySelector("[name=putusan]"));
    const naik = { ArrowDown: 1, ArrowUp: -1 }[kejadian.key];
    if (naik && !kejadian.target.list) {
      kejadian.preventDefault();
      return huruf[n + naik]?.closest("tr").querySelector(`[name=${kejadian.target.name}]`).focus();
    }
    if (kejadian.key !== "Enter") return;
    kejadian.preventDefault();
    if (kejadian.ctrlKey || kejadian.metaKey) return borang.requestSubmit();
    const jalur = ["putusan", ...(tanya[huruf[n].value] ?? [])];
    const isian = jalur[jalur.indexOf(kejadian.target.name) + 1];
    (isian && jalur.includes(kejadian.target.name) ? kejadian.target.closest("tr").querySelector(`[name=${isian}]`) : huruf[n + 1] ?? borang.querySelector("button.utama"))?.focus();
  });
  for (const isian of borang.querySelectorAll("[name=alasan_id]")) artikan(isian);
  segarkan();
}
