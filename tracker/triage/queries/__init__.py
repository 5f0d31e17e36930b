"""What is asked at the desk of triage."""
