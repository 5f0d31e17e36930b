"""Triage: the desk of the lead, outcomes, joining, waking, owners."""
