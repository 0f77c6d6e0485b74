"""The same letters and tables through other engines: how far the printer is from what a machine can do at best.

`make bench ARGS=--mesin`. Each engine is a module with `undangan(isi, tujuan)` and `lampiran(isi, tujuan)`; `isi` was
written beforehand by bench/mesin/isi.py, so that only the making of the PDF is measured. An engine that is not
installed is not measured.
"""
