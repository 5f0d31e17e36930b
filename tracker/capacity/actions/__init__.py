"""What is done about capacity: partners, handover, sign-offs, thanks; each adds a dated row."""
