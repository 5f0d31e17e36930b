"""Gates: what is known and missing, the decision, its record."""
