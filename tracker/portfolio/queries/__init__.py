"""What the pages of the portfolio ask besides its figures, one module for each thing that is asked."""
