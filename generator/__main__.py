"""``python -m generator`` is ``xinglin``."""

from generator.cli import main

main()
