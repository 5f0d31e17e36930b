"""What is asked about gates: the policy in force, the paper of an idea at a gate, decisions, conditions, requests."""
