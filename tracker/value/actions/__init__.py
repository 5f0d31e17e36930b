"""What is done about value."""
