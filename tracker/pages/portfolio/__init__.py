"""Portfolio: the parts with their ideas, the funnel, the triangle of one idea."""
