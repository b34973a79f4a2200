"""What stands on the pages of a PDF: lines of text with their places, and ruled tables.

pdfium and pdfplumber read in a process of their own (`worker`): pdfium is not safe among threads, and a hostile file
can end it, hang it or fill the memory. `reading.pages_of` starts that process and yields its pages; what a page is,
`values` says. Nothing here knows of Vietnamese documents.
"""
