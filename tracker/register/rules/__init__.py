"""What is true of registers: what their headings, words and rows mean. Pure."""
