"""The index that the browser reads: files that a page loads one by one, as it needs them (docs/reference/search.md)."""

from generator.search.browser.start import Destinations
from generator.search.browser.writing import FORMAT, write_index

__all__ = ["FORMAT", "Destinations", "write_index"]
