"""Reads how the database goes about every statement of every page in a large council: nothing may grow with it.

Each page is opened as the people for whom it is (pages.csv). PostgreSQL itself tells the plan of each statement as it
ran, those of triggers among them, under the application's own role and settings (explaining.py). A sequential scan of a
table that grows with a council, or a sort or read of more than 500 rows of one, is a failure (reading.py), but for
those of exceptions.csv, each with its reason; an exception that no page needs any more is a failure too.
`make bench` does it at 100,000 ideas (ARGS="--only plans"), a test at 20,000.
"""
