"""The pictures of a Musrenbang, drawn for its page and for the laporan."""
