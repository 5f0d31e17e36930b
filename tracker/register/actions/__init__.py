"""What is done with a register: taken, matched, brought in, given back, taken back."""
