"""Breaks a sample of the product, one small piece at a time, and lists what no test noticed: `make mutants`.

A sampler of our own: mutmut and cosmic-ray change Python alone, while a good half of what this product promises is
said in SQL inside Python strings, in Jinja templates and in the tables of config/reference. One mutant is one edit of a
text, whatever the text; so one small sampler takes them all, and every kind is counted and run alike.

    kinds/       what can be broken: python, sql, template, table (CSV); each yields edits that still parse
    mutant.py    one edit, known by its file, its line before and its line after, never by a line number
    sampling.py  which are drawn: seeded, spread over folders and kinds
    witness.py   a pytest plugin that notes which test runs which line, of templates too
    cover.py     one run of the whole suite with it, kept while nothing changed; which tests may notice a mutant
    uses.py      who uses what runs only once: constants, cached functions, reference data
    trees.py     copies of the product with servers of their own, in which mutants run
    patience.py  a pytest plugin that ends a run when a mutant's time is over
    running.py   the runs, two at a time
    report.py    survivors and counts
    equivalent.csv  mutants that change nothing, by hand, each with the reason
"""
