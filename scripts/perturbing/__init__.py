"""Documents with gold, changed in ways that a careful reader would hardly notice: see `scripts/perturb`.

words.yaml   the Vietnamese words that the changes use
copies.py    a document with its gold, and edits that move both
names.py     how bodies are called, and where a text has them
bodies.py    other bodies, known ones or invented ones; other provinces
times.py     the times that a text mentions; other spellings of them
moved.py     other years, days, months and quarters
wording.py   other verbs, labels and headers of columns
layout.py    other list markers; spellings and line breaks that mean nothing
kinds.py     every kind of change under its name
scores.py    what each kind gains and loses
"""
