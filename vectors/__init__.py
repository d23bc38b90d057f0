"""Cases that every engine must meet: basket in, quote out."""
