"""Xinglin (杏林): a knowledge forum, reading programme and paper competition, built from Markdown in Git."""

__version__ = "0.1.0"
