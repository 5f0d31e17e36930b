"""What a collaborative's cards come to: a profile over their frozen health, how they spread, what they are worth."""
