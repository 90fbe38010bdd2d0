"""From articles to search documents, and the indexes and queries over them."""
