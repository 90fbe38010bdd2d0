"""Who marks what."""
