"""Entries before they are judged."""
