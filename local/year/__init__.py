"""A year of made-up councils on a pinned clock: the product's own rules, a real database, and people who answer or not.

`towns` makes councils with ideas, `habits` says what each person does when asked, `days` lives through the year,
`tally` counts at its end. Nothing here stands in for a rule: nudges are found, written, carried and answered by the
product.
"""
