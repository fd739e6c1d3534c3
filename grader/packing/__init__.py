"""Makes what takes submissions elsewhere: packages that grade, check or collect."""
