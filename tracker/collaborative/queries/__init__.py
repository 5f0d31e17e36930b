"""What is asked about councils together: collaboratives and their cards, lineage, notices, the facts behind a card."""
