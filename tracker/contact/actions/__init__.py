"""What is done at doors without an account, and with those who came in through them."""
