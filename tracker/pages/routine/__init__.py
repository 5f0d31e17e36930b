"""Pages of what an idea leaves behind when it becomes normal work, and of its yearly review."""
