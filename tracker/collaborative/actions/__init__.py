"""What is done between councils: an idea published, refreshed, withdrawn; a card adapted, its result told back."""
