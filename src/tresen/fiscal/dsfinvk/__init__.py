"""DSFinV-K 2.4: what a till hands to the tax office. Declarations of the tables, rows from stored entries, the dialect."""
