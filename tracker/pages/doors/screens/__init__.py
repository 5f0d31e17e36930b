"""Addresses of pages for people without an account, and of what a council keeps for them."""
