"""What is asked about ideas: one idea with everything on it, lists and the board, the triage desk."""
