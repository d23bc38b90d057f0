"""Documents as PDF, set by typst."""

from tresen.adapters.document_typst.receipt import receipt_pdf

__all__ = ["receipt_pdf"]
