"""The index that the browser reads: files that a page loads one by one, as it needs them (docs/reference/search.md)."""
