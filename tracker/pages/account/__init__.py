"""Accounts: signing in and out, passwords, my account, switching council."""
