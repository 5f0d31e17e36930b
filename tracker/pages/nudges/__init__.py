"""Nudges: the page that a letter's link opens, and what the lead sees of who is asked next."""
