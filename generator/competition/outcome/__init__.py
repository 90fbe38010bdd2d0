"""What becomes public of a competition, and when."""
