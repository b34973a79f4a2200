"""How well the program reads: its plans against gold made by hand, and against its own earlier scores.

    gold.py        the gold files and the documents they describe
    likeness.py    how much two places or wordings share
    pairing.py     which found record answers which gold record
    fields.py      when a field of a pair is right
    scoring.py     one document's counts: `score(plan, gold, text)`
    totals.py      sums over documents and how sure they are
    history.py     `gold/scores.json`: saving, gains and losses
    printing.py    the tables
    reliability.py whether a confidence of 0.8 is right in eight cases of ten
    fitting.py     what confidence is computed with, fitted on gold (`scripts/fit_confidence`)
    misses.py      every miss, to work through
    command.py     `dondoc evaluate`: `run(...)`

What is counted is defined where it is counted: `scoring.MEASURES` says it in one line each.
"""

from pipeline.evaluate.command import run
from pipeline.evaluate.gold import Gold
from pipeline.evaluate.scoring import DocumentScore, score

__all__ = ["DocumentScore", "Gold", "run", "score"]
