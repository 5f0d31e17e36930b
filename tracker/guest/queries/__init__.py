"""What is asked about guests: who arrives, who is one, what a link opens."""
