"""How likely is each record right? Plan → the same plan, with a probability on every task and target.

    signs.py    what can be seen of a record that tells right ones from wrong ones
    model.py    `grammars/confidence.yaml`: what each sign weighs, and the probability that follows
    rating.py   both put together: `rate(plan)`, and `reasons(…)` for whoever asks why

The weights come from gold (`scripts/fit_confidence`); no number is set by hand.
"""

from pipeline.confidence.rating import DOUBTFUL, Reason, is_fitted_on, rate, reasons

__all__ = ["DOUBTFUL", "Reason", "is_fitted_on", "rate", "reasons"]
