"""Receipts as ESC/POS: the language that nearly every receipt printer understands."""

from tresen.adapters.printer_escpos.encode import DRAWER, Paper, drawer_kick, encode

__all__ = ["DRAWER", "Paper", "drawer_kick", "encode"]
