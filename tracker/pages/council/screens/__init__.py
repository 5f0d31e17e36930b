"""The screens of a gate and of the decisions made there."""
