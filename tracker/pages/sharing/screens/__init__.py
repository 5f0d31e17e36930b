"""The screens of sharing."""
