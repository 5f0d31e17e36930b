"""The servers of this one machine: for the demo, the tests and commands without DATABASE_URL; never production."""
