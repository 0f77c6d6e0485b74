/* The QR code of a card, read by the camera of the phone that shows the desk: where the browser reads codes itself
   (BarcodeDetector) and the page is served securely. Elsewhere the button stays away: the phone's own camera opens the
   address on the card, a USB scanner types it. */
"use strict";

{
  const JEDA = 250; // milliseconds between two looks at the picture
  const SAMA = 5000; // so long a card that is still in sight is not read again
  const tombol = document.querySelector("[data-pindai]");
  const dialog = document.getElementById("pindai");

  async function dapat() {
    if (!isSecureContext || !("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return false;
    return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
  }

  function pasangPindai() {
    const video = dialog.querySelector("video");
    const kabar = dialog.querySelector("[role=status]");
    const pembaca = new BarcodeDetector({ formats: ["qr_code"] });
    let aliran = null, terakhir = "", pada = 0;

    tombol.hidden = false;
    tombol.addEventListener("click", async () => {
      kabar.textContent = kata("Arahkan kamera ke kode QR pada kartu.");
      dialog.showModal();
      try {
        aliran = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
        if (!dialog.open) return tutup();
        video.srcObject = aliran;
        await video.play();
        lihat();
      } catch { if (dialog.open) kabar.textContent = kata("Kamera tidak dapat dibuka. Izinkan kamera untuk halaman ini, atau ketik nama atau kodenya."); }
    });
    dialog.querySelector("button").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", tutup);

    function tutup() {
      for (const jalur of aliran?.getTracks() ?? []) jalur.stop();
      aliran = video.srcObject = null;
      terakhir = "";
    }

    async function lihat() {
      if (!aliran) return;
      const [kode] = await pembaca.detect(video).catch(() => []);
      const kini = performance.now();
      if (kode && (kode.rawValue !== terakhir || kini - pada > SAMA)) {
        terakhir = kode.rawValue;
        navigator.vibrate?.(60);
        kabar.textContent = await new Promise((selesai) => tombol.dispatchEvent(new CustomEvent("kartu", { bubbles: true, detail: { kode: terakhir, selesai } })));
        pada = performance.now();
      } else if (kode) pada = kini; // it has not left the picture yet
      setTimeout(lihat, JEDA);
    }
  }

  if (tombol && dialog) dapat().then((ya) => ya && pasangPindai()).catch(() => { /* without it the desk works as before */ });
}
