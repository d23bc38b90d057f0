"""Card payments: intend, ask the terminal, settle; unknown is asked back."""
