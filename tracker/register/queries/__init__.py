"""What is asked of registers that were brought."""
