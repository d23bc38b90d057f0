"""Documents as PDF, set by typst."""

from tresen.adapters.document_typst.invoice import invoice_pdf
from tresen.adapters.document_typst.receipt import receipt_pdf

__all__ = ["invoice_pdf", "receipt_pdf"]
