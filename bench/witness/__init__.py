"""A witness of pages: the HTML that every person of the demonstration sees on one day, kept, and compared later.

    python -m bench.witness keep FOLDER               # what this code shows, into an empty folder
    python -m bench.witness compare FOLDER            # what this code shows beside what was kept; 1 where they differ
    python -m bench.witness compare FOLDER OTHER      # two folders kept before

For work that must not change what people see. What differs between two runs of the same code (tokens, identifiers,
hashes of assets) is masked as it is kept. White space beside a tag does not count unless it joins or parts two words.
"""
