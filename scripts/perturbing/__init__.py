"""Documents with gold, changed in ways that a careful reader would hardly notice: see `scripts/perturb`.

    words.yaml   the Vietnamese words that the changes use
    copies.py    a document with its gold, and edits that move both
    bodies.py    other bodies, known ones or invented ones; other provinces
    times.py     other years and days, other spellings of them
    wording.py   other verbs, labels and headers of columns
    layout.py    other list markers; spellings and line breaks that mean nothing
    kinds.py     every kind of change under its name
    scores.py    what each kind gains and loses
"""
