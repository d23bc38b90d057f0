"""Looks into files that somebody hands over (archives of a TSE, exports, receipts) and objects to what is wrong.

Nothing here trusts a file: sizes are bounded, nothing is unpacked to the disk, nothing is believed because it says so.
"""
