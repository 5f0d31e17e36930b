"""Pictures and files on an idea."""
