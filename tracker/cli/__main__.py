"""`python -m tracker.cli` is the same command."""

from tracker.cli import main

main()
