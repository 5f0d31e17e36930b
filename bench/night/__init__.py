"""A night of 1,000,000 ideas in 400 councils: their health through Celery, beside one set-based upsert.

`make bench ARGS=--million`; with --quick a tenth of it. It ends within 20 minutes on two cores: what was not done by
then is told, and what an idea costs is taken from what was.
"""
