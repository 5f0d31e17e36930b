"""What is done at the desk of triage."""
