"""What is done with an idea: written, answered, decided on in triage, moved, joined, followed and talked about."""
