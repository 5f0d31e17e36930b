"""The strategic triangle of one idea: read what is recorded of it, observe its items, score it, keep it."""
