"""Gives other answers, of other types, each time that it is asked the same."""

# %%
count = 0


class RNN(RNN):
    def forward(self, x):
        global count
        count += 1
        return [np.zeros(self.output_size), 3, None, "zero", self, [0.0] * self.output_size][
            count % 6
        ]

    def get_weights(self):
        global count
        count += 1
        weights = super().get_weights()
        return weights if count < 9 else [weights, None, {}, 3][count % 4]

    @property
    def W(self):
        return self.__dict__["W"] if count < 20 else np.zeros((count % 7, 1))

    @W.setter
    def W(self, value):
        self.__dict__["W"] = value


# A network that can't say its weights loses what is asked of them, and no more.
RNN.get_weights = lambda self: {n: self.__dict__[n] for n in ("W", "R", "V", "bs", "by")}
