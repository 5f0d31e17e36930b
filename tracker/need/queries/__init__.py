"""What is asked about needs and offers: those that stand, their answers, what speaks of the same, all of it at once."""
