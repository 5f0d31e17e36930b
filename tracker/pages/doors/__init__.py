"""Doors: pages for people without an account."""
