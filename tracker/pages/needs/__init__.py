"""Pages of needs and offers: who can show us, who is a step ahead, what came of it."""
