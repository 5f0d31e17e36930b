"""A council: people, services, the promise, who may do what."""
