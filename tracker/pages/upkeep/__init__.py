"""Upkeep: home, the inbox and "keep it current": what waits for somebody, and where it is mended."""
