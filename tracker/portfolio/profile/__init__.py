"""The profile of a council: its parts on a day, no total, each with the ideas behind it; and where ideas went."""
