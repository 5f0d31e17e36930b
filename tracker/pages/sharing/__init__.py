"""Sharing: collaboratives, cards, publishing, adapting, lineage."""
