"""The database's shape, step by step, and the roles that may touch it."""
