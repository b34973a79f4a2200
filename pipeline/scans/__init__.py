"""Pictures of pages read by OCR: lines of text and ruled tables with their places, as `pipeline.pages` has them.

picture.py    a scan made grey, upright, free of stamps
grid.py       where ruled tables stand on it
tesseract.py  words of a picture or of a cell
cells.py      the text of a table cell
lines.py      words to lines, dirt and handwriting left out
again.py      a second look at doubtful lines
signs.py      ≥ and Roman numbers, as the picture shows them
page.py       all that together: a `Page`
worker.py     the process that does it, apart from the program: a hostile picture can end it or fill its memory
reading.py    starts as many of them as there are cores
"""
