/* Passkeys: the browser makes one or proves one, and the form around the button carries its answer. */
"use strict";

for (const tombol of document.querySelectorAll("[data-kunci]")) {
  const nama = /[a-z]/i.test(location.hostname) && !location.hostname.includes(":"); // digits have no passkeys
  const bisa = window.isSecureContext && window.PublicKeyCredential?.parseCreationOptionsFromJSON && nama;
  const salah = tombol.form.querySelector("[data-kunci-salah]");
  tombol.hidden = !bisa;
  if (!bisa) { if (tombol.dataset.tanpa) katakan(tombol.dataset.tanpa, false); continue; }
  tombol.addEventListener("click", jalankan);

  function katakan(kalimat, gagal = true) {
    salah.textContent = kalimat;
    salah.className = gagal ? "kabar salah" : "redup kecil";
    salah.hidden = !kalimat;
  }

  async function jalankan() {
    if (tombol.dataset.kunci === "baru" && !tombol.form.reportValidity()) return;
    katakan("");
    try {
      const jawab = await fetch(tombol.dataset.mulai, { method: "POST", body: new FormData(tombol.form), headers: { Accept: "application/json" } });
      const isi = await jawab.json();
      if (!jawab.ok) { katakan(isi.pesan); return; }
      const kunci = tombol.dataset.kunci === "baru"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(isi) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(isi) });
      tombol.form.elements.kredensial.value = JSON.stringify(kunci.toJSON());
      tombol.form.noValidate = true;
      tombol.form.action = tombol.dataset.kirim;
      tombol.form.submit();
    } catch {
      katakan(tombol.dataset.gagal);
    }
  }
}
