"""The errors that stop a run, and what each means.

    DondocError            something stops the run; the message is one line: place, fault, remedy
    ├── InputError         the document cannot be read (absent, a folder, binary, too large, …)
    ├── UsageError         the command was called in a way it cannot serve
    └── GrammarError       a file under grammars/ is wrong

Odd documents do not raise: they yield findings (`pipeline.documents.Finding`) with a place in the source.
"""

from __future__ import annotations


class DondocError(Exception):
    """Base of every error that ends a run with exit code 2."""


class InputError(DondocError):
    """The document cannot be read."""


class UsageError(DondocError):
    """The command line asks for something that cannot be done."""


class GrammarError(DondocError):
    """A grammar file is wrong: where, what, and the remedy."""
