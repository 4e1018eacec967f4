"""What makes code editable while it runs: generations, trials, proofs. Does not know the page."""
