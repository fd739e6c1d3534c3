"""What can be typed: each module holds commands that parse, call and print.

Each command imports what it needs when it runs: `--help` shall not wait for all of them.
"""
