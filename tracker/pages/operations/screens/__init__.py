"""The screens of operations."""
