"""Vectors of promotions in families: made by hand for every boundary, and thousands made up from a seed."""
