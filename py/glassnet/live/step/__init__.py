"""One real step, opened: its record, its stations, how each number is made, and the first that is wrong."""
