"""What is asked about benefits: one of them with its periods, those of an idea, and the register of a council."""
