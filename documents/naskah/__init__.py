"""What each paper is printed from: from records to a context of plain values and the rows of its long tables."""
