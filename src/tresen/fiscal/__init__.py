"""German fiscal duties as pure functions: what is signed, what a receipt must show, what a closing holds."""
