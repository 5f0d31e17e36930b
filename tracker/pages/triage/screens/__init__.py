"""Screens of the desk of triage."""
