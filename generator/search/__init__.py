"""From articles to search documents, and the indexes and queries over them."""

SORTS = ("relevance", "newest", "oldest")
"""What may decide which result comes first."""
