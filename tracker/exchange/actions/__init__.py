"""What is done with case files: read, planned, written here, and written out."""
