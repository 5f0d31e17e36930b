"""What is true at a gate (domain.md, "Gate decision"). Pure functions and the questions that the gates ask."""
