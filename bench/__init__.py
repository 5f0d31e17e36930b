"""The benchmark: pages of the product beside a floor for each kind, in one run; `make bench` (docs/benchmarks.md)."""
