"""Forms of the desk of triage."""
