"""Kommentare auf Deutsch, Namen wie δ und grad_W mit griechischen Buchstaben."""


# %%
class RNN:
    """Ein rückgekoppeltes Netz. Größen: Eingabe n, verborgen m, Ausgabe k."""

    def __init__(self, input_size: int, hidden_size: int, output_size: int) -> None:
        self.größen = n, m, k = input_size, hidden_size, output_size
        self.output_size = k
        self.W = np.random.uniform(-0.2, 0.2, (n, m))
        self.R = np.random.uniform(-0.2, 0.2, (m, m))
        self.V = np.random.uniform(-0.2, 0.2, (m, k))
        self.bs = np.zeros(m)
        self.by = np.zeros(k)
        self.Δ = None  # die Gradienten

    # Vorwärts: ein Schritt nach dem anderen
    def forward(self, x):
        self.ξ = x
        self.α = [np.zeros(self.größen[1])]  # α[0] = 0
        for ξ in x:
            σ = self.W.T @ ξ + self.R.T @ self.α[-1] + self.bs
            self.α.append(np.tanh(σ))
        return self.V.T @ self.α[-1] + self.by

    # Rückwärts: δ[t] = (R δ[t+1]) ⊙ (1 − α[t]²)
    def backward(self, d_loss):
        λ = d_loss
        dW, dR, db = np.zeros_like(self.W), np.zeros_like(self.R), np.zeros_like(self.bs)
        ε = self.V @ λ
        for τ in range(len(self.ξ), 0, -1):
            δ = ε * (1 - self.α[τ] ** 2)
            dW += np.outer(self.ξ[τ - 1], δ)
            dR += np.outer(self.α[τ - 1], δ)
            db += δ
            ε = self.R @ δ
        self.Δ = {"d_W": dW, "d_R": dR, "d_V": np.outer(self.α[-1], λ), "d_bs": db}
        self.Δ["d_by"] = λ.copy()
        return self.Δ

    def update(self, lr):
        η = lr
        if self.Δ is None:
            raise RuntimeError("Zuerst backward aufrufen – es gibt noch keine Gradienten.")
        self.W = self.W - η * self.Δ["d_W"]
        self.R = self.R - η * self.Δ["d_R"]
        self.V = self.V - η * self.Δ["d_V"]
        self.bs = self.bs - η * self.Δ["d_bs"]
        self.by = self.by - η * self.Δ["d_by"]
        self.Δ = self.α = self.ξ = None

    def get_weights(self):
        return {"W": self.W, "R": self.R, "V": self.V, "bs": self.bs, "by": self.by}

    def set_weights(self, weights):
        gewichte = weights
        for θ in ("W", "R", "V", "bs", "by"):
            if θ not in gewichte:
                raise ValueError(f"Es fehlt: {θ}")
            setattr(self, θ, np.array(gewichte[θ]))


# %%
def get_numerical_gradient(model, x, eps=1e-7):
    ε = eps
    # Σ ist die Summe der Ausgaben
    Σ = lambda: model.forward(x).sum()
    ergebnis = {}
    for name, θ in model.get_weights().items():
        grad = np.zeros_like(θ)
        for i in np.ndindex(θ.shape):
            alt = θ[i]
            θ[i] = alt + ε
            oben = Σ()
            θ[i] = alt - ε
            unten = Σ()
            θ[i] = alt
            grad[i] = (oben - unten) / (2 * ε)
        ergebnis["d_" + name] = grad
    return ergebnis
