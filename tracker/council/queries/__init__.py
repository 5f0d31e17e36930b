"""Who is here, and who arrives."""
