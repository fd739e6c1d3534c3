"""Starts threads until there can be no more, and keeps them."""

# %%
import threading
import time

try:
    while True:
        threading.Thread(target=time.sleep, args=(10**6,), daemon=False).start()
except RuntimeError as error:
    print("bounded:", error)
