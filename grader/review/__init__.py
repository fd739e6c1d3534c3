"""Grading by a person: what waits, a table of it, and a page of it in the browser."""
