"""The notice of tills and TSEs to the tax office (§146a(4) AO)."""
