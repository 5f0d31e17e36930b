"""What is done about inboxes: what is asked is counted; what people are to hear is noted, and told once."""
