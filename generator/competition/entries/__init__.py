"""What is handed in to a competition."""
