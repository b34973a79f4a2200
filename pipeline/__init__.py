"""dondoc: who must do what by when, read from Vietnamese directives."""

__version__ = "0.1.0"
