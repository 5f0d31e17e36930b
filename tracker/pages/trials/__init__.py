"""Tandem trials: founding one, what a council tries, figures side by side, lessons."""
