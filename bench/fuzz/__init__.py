"""Seeded requests over every form and route, as everybody, with whatever a person or a program might send.

    python -m bench.fuzz --requests 10000 --seed 1

The real application, in a database of its own that is dropped afterwards, with the things and people of the matrix
(tests/tracker). Some requests go out at the same moment, against the same thing. The answers are counted; exits with 1
when one of them was a 5xx, but the 503 of a database that is away, and names its method, address, person and seed.
"""
