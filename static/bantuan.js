/* "?" shows the keys of the page; "Berkeliling" leads around the start page. Without this file /bantuan/ says the same. */
"use strict";

{
  /* --- keys --- */
  const kotak = document.getElementById("pintas");
  const KETIK = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable], [role=grid]";

  /* Elements with data-pintas="Tombol: arti; …" add their own rows; parts of other pages are hidden. */
  function bukaPintas() {
    if (kotak.open || document.querySelector("dialog:modal")) return;
    for (const bagian of kotak.querySelectorAll("tbody[data-bila]")) bagian.hidden = !document.querySelector(bagian.dataset.bila);
    const sendiri = kotak.querySelector("[data-halaman-ini]");
    sendiri.querySelectorAll("tr:has(td)").forEach((baris) => baris.remove());
    for (const asal of document.querySelectorAll("[data-pintas]")) {
      for (const satu of asal.dataset.pintas.split(";")) {
        const [tombol, arti] = satu.split(/:(.*)/s).map((teks) => teks?.trim());
        if (!arti) continue;
        const baris = sendiri.insertRow();
        baris.insertCell().appendChild(document.createElement("kbd")).textContent = tombol;
        baris.insertCell().textContent = arti;
      }
    }
    sendiri.hidden = !sendiri.querySelector("td");
    kotak.showModal();
  }

  if (kotak) {
    document.addEventListener("keydown", (k) => {
      if (k.key !== "?" || k.defaultPrevented || k.ctrlKey || k.metaKey || k.altKey || k.target.closest?.(KETIK)) return;
      k.preventDefault();
      bukaPintas();
    });
    for (const tombol of document.querySelectorAll("[data-buka-pintas]")) {
      tombol.hidden = false;
      tombol.addEventListener("click", bukaPintas);
    }
    kotak.addEventListener("click", (e) => { if (e.target === kotak) kotak.close(); }); // the backdrop
  }

  /* --- the way around: a dialog that goes from place to place --- */
  const jalan = document.getElementById("keliling");
  const diBeranda = location.pathname === "/";
  let langkah = [], ke = 0, sorot = null;

  const tampak = (pemilih) => [...document.querySelectorAll(pemilih)].find((e) => e.checkVisibility() && e.getClientRects().length);

  function tunjuk(n) {
    ke = n;
    sorot?.classList.remove("disorot");
    for (const [i, satu] of langkah.entries()) satu.hidden = i !== n;
    sorot = tampak(langkah[n].dataset.untuk);
    jalan.setAttribute("aria-labelledby", langkah[n].querySelector("h2").id);
    jalan.querySelector("[data-ke]").textContent = `${n + 1} / ${langkah.length}`;
    jalan.querySelector("[data-mundur]").disabled = n === 0;
    const akhir = n === langkah.length - 1;
    jalan.querySelector("[data-maju]").hidden = akhir;
    jalan.querySelector("[data-selesai]").hidden = !akhir;
    sorot?.classList.add("disorot");
    sorot?.scrollIntoView({ block: "center" });
    letakkan();
    jalan.querySelector(akhir ? "[data-selesai]" : "[data-maju]").focus();
  }

  /* Below what is shown where there is room, else above it, else at the foot of the window. */
  function letakkan() {
    const tinggi = jalan.offsetHeight, lebar = jalan.offsetWidth, jarak = 12;
    const tempat = sorot?.getBoundingClientRect() ?? { left: 0, top: 0, bottom: 0, width: innerWidth };
    let atas = tempat.bottom + jarak;
    if (atas + tinggi > innerHeight) atas = tempat.top - tinggi - jarak;
    if (atas < jarak) atas = innerHeight - tinggi - jarak;
    const kiri = Math.min(Math.max(jarak, tempat.left), innerWidth - lebar - jarak);
    jalan.style.setProperty("top", `${Math.max(jarak, atas)}px`);
    jalan.style.setProperty("left", `${Math.max(jarak, kiri)}px`);
  }

  function mulai() {
    langkah = [...jalan.querySelectorAll("[data-untuk]")].filter((satu) => { satu.hidden = true; return tampak(satu.dataset.untuk); });
    if (!langkah.length) return;
    jalan.showModal();
    tunjuk(0);
  }

  function usai() {
    sorot?.classList.remove("disorot");
    document.querySelector("[data-kenalan]")?.remove();
    const isi = new FormData();
    isi.set("csrf_token", document.querySelector("meta[name=csrf-token]").content);
    fetch("/bantuan/kenal/", { method: "POST", body: isi, redirect: "manual", keepalive: true }).catch(() => {});
    document.getElementById("halaman").focus({ preventScroll: true });
  }

  if (jalan) {
    jalan.querySelector("[data-mundur]").addEventListener("click", () => tunjuk(ke - 1));
    jalan.querySelector("[data-maju]").addEventListener("click", () => tunjuk(ke + 1));
    jalan.addEventListener("keydown", (k) => {
      if (k.key === "ArrowRight" && ke < langkah.length - 1) tunjuk(ke + 1);
      else if (k.key === "ArrowLeft" && ke > 0) tunjuk(ke - 1);
    });
    jalan.addEventListener("close", usai);
    addEventListener("resize", () => { if (jalan.open) letakkan(); });
  }
  for (const tautan of document.querySelectorAll("a[data-keliling]")) {
    tautan.hidden = false;
    if (!jalan) tautan.href = "/?keliling=1";
    else tautan.addEventListener("click", (e) => { e.preventDefault(); mulai(); });
  }
  if (jalan && diBeranda && new URLSearchParams(location.search).has("keliling")) {
    history.replaceState(null, "", "/");
    mulai();
  }
}
