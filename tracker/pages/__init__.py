"""The skin: one module per family of screens, forms beside them. What is true lives in the words below."""
