"""What is done at a gate: policy set, answered, viewed, asked for, decided, conditions met."""
