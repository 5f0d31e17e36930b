"""Pages of the library: what was stopped and what it taught."""
