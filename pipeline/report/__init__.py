"""Plan → what people and programs read: one file per format question, `formats.py` knows them all.

formats.py     which formats there are, and the writer of each
extracted.py   a plan beside the text it was read from: lines, pages, quotes
matters.py     findings drawn together: one line for each matter
wording.py     kinds, dates, recurrences and counts in Vietnamese
columns.py     the columns of the task, target and finding lists
records.py     json, jsonl          sheet.py   csv         workbook.py   xlsx
terminal.py    table                page.py    html        marks.py      the marked-up text in it
text.py        text                 explain.py which rule found what, where
expressions.py what one expression alone means (`dondoc parse`)
tasklist.py    the tasks that a store was asked for   calendar.py  the same as ics
output.py      bytes → a file, all of it or nothing
"""
