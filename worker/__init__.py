"""The worker: moves the outbox along, sweeps every council for what has fallen due, and computes figures."""
