"""What is done with councils, people and their accounts."""
