"""Goods: articles and groups, stock, bringing lists of articles in and out."""
