"""Computes in many threads at once, for more seconds than pass on the clock."""

# %%
import hashlib
import threading
import time


def compute():
    while True:
        hashlib.pbkdf2_hmac("sha512", b"a", b"b", 100_000)


def forward(self, x):
    for _ in range(16):
        threading.Thread(target=compute, daemon=True).start()
    compute()


RNN.forward = forward
