"""One file per version; a shipped one is never edited."""
