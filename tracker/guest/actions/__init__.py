"""What changes guests: they are asked in, answer, sign in and out, and are ended."""
