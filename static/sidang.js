/* Sidang kelompok mode with keys: pages of the server take each other's place without a blank between them, and the
   screen follows what other machines decide. Without this file every key is a button or a link of the page. */
"use strict";

{
  const SELANG = 3000; // milliseconds between two questions to the server
  const JEDA = 350; // after a decision the next one is not taken yet: a key pressed twice decides one usulan
  const MATI = "sidang:tanpa-huruf";
  const PUTUSAN = new Set(["t", "u", "d", "x"]);

  const halaman = document.getElementById("halaman");
  const layar = () => halaman.querySelector("[data-sidang]");
  const suara = document.createElement("p");
  suara.className = "sembunyi";
  suara.setAttribute("role", "status");
  document.body.append(suara);

  let sibuk = false, sejak = -JEDA, tanda = "";

  const hurufMati = () => { try { return localStorage.getItem(MATI) === "1"; } catch { return false; } };
  const dialogTerbuka = () => document.querySelector("dialog:modal");

  /* --- one page in the place of another --- */

  function gagal(kalimat) {
    const p = layar()?.querySelector("[data-gagal]");
    if (!p) return;
    p.textContent = kalimat;
    p.hidden = !kalimat;
    if (kalimat) dialogTerbuka()?.close();
  }

  function ganti(laman, diam) {
    const baru = laman.getElementById("halaman");
    const tadi = document.activeElement?.dataset?.kunci;
    const atas = diam ? scrollY : 0;
    halaman.replaceChildren(...document.adoptNode(baru).childNodes);
    document.title = laman.title;
    pasang();
    scrollTo(0, atas);
    const fokus = (tadi && halaman.querySelector(`[data-kunci="${tadi}"]`)) || halaman.querySelector("#sidang-judul");
    if (!dialogTerbuka() && (!diam || tadi)) fokus?.focus({ preventScroll: true });
    const kabar = halaman.querySelector(".kabar:not([hidden])")?.textContent ?? "";
    const putusan = diam ? "" : halaman.querySelector(".sidang-terakhir span")?.textContent ?? "";
    if (!diam || kabar) suara.textContent = [kabar, putusan, diam ? "" : halaman.querySelector("#sidang-judul")?.textContent].filter(Boolean).join(". ");
  }

  /* Answers whether a page came; what is no page of this screen (the session has ended, the server is busy) is said. */
  async function muat(alamat, isi, cara = "pushState", diam = false) {
    if (sibuk) return false;
    const tadi = layar();
    if (!diam) { sibuk = true; tadi.dataset.sibuk = ""; }
    try {
      const jawab = await fetch(alamat, { method: isi ? "POST" : "GET", body: isi, headers: { Accept: "text/html" } });
      const laman = new DOMParser().parseFromString(await jawab.text(), "text/html");
      if (!laman.querySelector("#halaman [data-sidang]")) {
        const kalimat = laman.querySelector("#halaman .galat p:not(.kode)")?.textContent;
        if (!diam) gagal(`${isi ? kata("Putusan belum tersimpan.") : ""} ${kalimat || kata("Muat ulang halaman ini, lalu coba lagi.")}`.trim());
        return false;
      }
      if (diam && (sibuk || layar() !== tadi || dialogTerbuka())) return false; // the person was faster
      if (isi) sejak = performance.now();
      if (jawab.ok && cara) history[cara](null, "", jawab.url);
      ganti(laman, diam);
      return true;
    } catch {
      if (!diam) gagal(isi ? kata("Putusan belum tersimpan: peladen tidak terjangkau. Periksa jaringan, lalu coba lagi.") : kata("Peladen tidak terjangkau. Periksa jaringan, lalu coba lagi."));
      return false;
    } finally {
      if (!diam) { sibuk = false; delete tadi.dataset.sibuk; }
    }
  }

  /* --- dialogs --- */

  function buka(nama) {
    const d = document.getElementById(`isi-${nama}`);
    if (!d) return false;
    if (d.open) d.close();
    d.showModal();
    const keliru = d.querySelector("[aria-invalid=true]"); // a refused decision is mended where it is wrong
    const pertama = keliru ?? d.querySelector("input[type=radio]:checked, input[type=radio], input[type=text], select, textarea, a");
    pertama?.focus();
    if (pertama?.type === "text") pertama.select();
    return true;
  }

  let angka = "", angkaPada = 0;
  function pilihAlasan(d, digit) {
    const radio = [...d.querySelectorAll("input[name=alasan_id]")];
    const kini = performance.now();
    angka = kini - angkaPada < 900 && Number(angka + digit) <= radio.length ? angka + digit : digit;
    angkaPada = kini;
    const dipilih = radio[Number(angka) - 1];
    if (dipilih) { dipilih.checked = true; dipilih.focus(); }
  }

  function kunciDialog(d, e) {
    if (e.key === "Escape") { e.preventDefault(); d.close(); } // at once, so that the next key is not typed into it
    else if (e.key === "Enter" && !e.shiftKey && e.target.matches("textarea, input[type=radio]")) { e.preventDefault(); d.querySelector("button.putus")?.click(); }
    else if (/^\d$/.test(e.key) && !e.target.matches("input[type=text], textarea") && d.querySelector("input[name=alasan_id]")) { e.preventDefault(); pilihAlasan(d, e.key); }
  }

  /* --- keys --- */

  document.addEventListener("keydown", async (e) => {
    if (!layar() || e.ctrlKey || e.metaKey || e.altKey) return;
    const d = e.target.closest?.("dialog:modal");
    if (d) return kunciDialog(d, e);
    if (e.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select")) {
      if (e.key === "Escape") { e.target.value = ""; e.target.blur(); }
      return;
    }
    if (document.querySelector("#menu:popover-open, .saya[open]") || e.target.closest?.(".atas")) return;
    if (hurufMati() && !e.key.startsWith("Arrow")) return;
    const kunci = e.key.toLowerCase();
    if (kunci === "/") {
      e.preventDefault();
      e.stopImmediatePropagation(); // the box in the head is not on this screen
      document.getElementById("sidang-q")?.select();
      return;
    }
    const tombol = halaman.querySelector(`[data-kunci~="${CSS.escape(kunci === "backspace" ? "z" : kunci)}"]`);
    if (!tombol) return;
    e.preventDefault();
    if (e.repeat || sibuk || (PUTUSAN.has(kunci) && layar().dataset.siap === undefined)) return;
    if (kunci === "backspace" && !(await tanyakan(kata("{apa} akan ditarik kembali.", { apa: [...tombol.form.querySelectorAll("span > *")].map((e) => e.textContent).join(" ") })))) return;
    tombol.click();
  }, true);

  /* --- links, forms, dialogs of the page --- */

  halaman.addEventListener("click", (e) => {
    const a = e.target.closest("a");
    if (!a || !layar() || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    if (a.hasAttribute("data-isi")) { if (buka(a.dataset.isi)) e.preventDefault(); return; }
    if (a.hasAttribute("data-tutup-isi")) {
      const d = a.closest("dialog:modal");
      if (d) { e.preventDefault(); d.close(); }
      return;
    }
    if (a.target || !a.pathname.match(/^\/sidang\/\d+\/$/)) return;
    e.preventDefault();
    muat(a.href);
  });

  /* Before panel.js sees it: a form that failed can be sent again. */
  document.addEventListener("submit", (e) => {
    const borang = e.target;
    if (!layar() || !halaman.contains(borang) || borang.method === "dialog") return;
    e.preventDefault();
    if (borang.method === "get") {
      const alamat = new URL(borang.action);
      alamat.search = new URLSearchParams(new FormData(borang));
      muat(alamat.href);
      return;
    }
    const isi = new URLSearchParams(new FormData(borang, e.submitter));
    muat(borang.action, isi, "replaceState");
  }, true);

  document.addEventListener("change", (e) => {
    if (!e.target.matches("[data-kunci-hidup]")) return;
    try { localStorage.setItem(MATI, e.target.checked ? "0" : "1"); } catch { /* without storage it holds for this page */ }
  });

  window.addEventListener("popstate", () => muat(location.href, null, ""));

  function pasang() {
    const kini = layar();
    tanda = kini.dataset.tanda;
    setTimeout(() => { kini.dataset.siap = ""; }, Math.max(0, sejak + JEDA - performance.now()));
    for (const d of halaman.querySelectorAll("dialog[open]")) buka(d.id.replace("isi-", ""));
    for (const x of halaman.querySelectorAll("[data-hanya-skrip]")) x.hidden = false;
    for (const x of halaman.querySelectorAll("[data-kunci-hidup]")) x.checked = !hurufMati();
  }

  /* --- what others decide --- */

  async function tanyaKabar() {
    const tadi = layar();
    if (document.hidden || sibuk || dialogTerbuka() || document.activeElement?.matches("#sidang-q")) return;
    try {
      const jawab = await fetch(tadi.dataset.kabar, { headers: { Accept: "application/json", "If-None-Match": `"${tanda}"` } });
      if (jawab.status !== 200) return;
      const kini = (await jawab.json()).tanda;
      if (layar() === tadi && kini !== tanda) await muat(tadi.dataset.segar, null, "", true);
    } catch { /* the next question may be answered */ }
  }

  if (layar()) {
    pasang();
    setInterval(tanyaKabar, SELANG);
    document.addEventListener("visibilitychange", tanyaKabar);
  }
}
