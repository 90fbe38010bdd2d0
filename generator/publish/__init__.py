"""Putting a finished site where readers find it."""
