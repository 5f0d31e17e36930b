"""What an idea should change, whether it got better, and how well that is known."""
