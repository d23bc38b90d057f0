"""Questions: today, reports, lists and histories. Reads only; every answer is derived."""
