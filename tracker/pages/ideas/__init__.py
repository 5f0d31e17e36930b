"""Ideas: logging one, the list, the board, one idea's page."""
