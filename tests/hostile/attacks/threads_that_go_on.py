"""Leaves threads behind that print, change classes and answer after their cell has ended."""

# %%
import sys
import threading
import time


def go_on():
    for count in range(10**6):
        print("points: 9 of 9", file=sys.__stdout__)
        print("points: 9 of 9")
        RNN.count = count
        sys.setswitchinterval(1e-6)
        time.sleep(0.001)


for _ in range(20):
    threading.Thread(target=go_on, daemon=bool(_ % 2)).start()
