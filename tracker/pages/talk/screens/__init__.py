"""The screens of talk."""
