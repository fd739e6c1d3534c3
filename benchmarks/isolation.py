"""How long a guest takes from fork over its first answer to its end, without and with walls."""

import argparse
import statistics
import time

from grader.sandbox import wire
from grader.sandbox.host import Isolation, Zygote

ROUNDS = 60


def main() -> None:
    """Print the medians of both ways, taken in turns, and their ratio."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="ten rounds only")
    rounds = 10 if options.parse_args().quick else ROUNDS
    bare, full = [], []
    with Zygote(Isolation.PROCESS) as without, Zygote(Isolation.FULL) as within:
        for _ in range(rounds):
            bare.append(seconds_of_one_guest(without))
            full.append(seconds_of_one_guest(within))
    before, after = statistics.median(bare), statistics.median(full)
    print(f"bare process    {1000 * before:6.1f} ms")
    print(f"full isolation  {1000 * after:6.1f} ms")
    print(f"ratio           {after / before:6.2f}")


def seconds_of_one_guest(zygote: Zygote) -> float:
    """Seconds to start a guest, hear its answer to the first cell, and end it."""
    started = time.perf_counter()
    guest = zygote.fork()
    guest.ask(lambda number: wire.Run(number, 0, "6 * 7"), 10, lambda handle, _: handle)
    guest.end()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
