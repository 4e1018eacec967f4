"""The wire: what the worker talks to, and what the page is told. Only `host` knows the editor."""
