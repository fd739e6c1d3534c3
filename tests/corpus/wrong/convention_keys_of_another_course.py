"""The gradients are called dWx, dWh, dWy, dbh and dby."""
# lost: backward.*
# named: keys_without_d


# %%
ob = RNN.backward
N = {"d_W": "dWx", "d_R": "dWh", "d_V": "dWy", "d_bs": "dbh", "d_by": "dby"}
def backward(self, d_loss): return {N[k]: v for k, v in ob(self, d_loss).items()}
RNN.backward = backward
