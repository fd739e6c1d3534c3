"""Runs a stranger's notebook in a process of its own and asks it for plain data."""
