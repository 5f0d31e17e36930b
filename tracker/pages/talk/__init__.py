"""Talk: comments with colleagues named in them, what they said before, followers, wishes to be told, thanks."""
