"""Mistakes with clipping, the update and the loop of training."""

from .table import Table, instead

# fmt: off
misconceptions = Table()
slip = misconceptions.add

CLIP, UPDATE, LOOP = "`clip`", "`update`", "the loop of `train`"

NORM = "float(np.sqrt(sum(np.sum(grad**2) for grad in grads.values())))"
SCALE = "scale = max_norm / max(norm, max_norm)"
SCALED = "return {name: grad * scale for name, grad in grads.items()}, norm"
STEP = "value - lr * grads[name]"

slip("each_array_clipped", "Each gradient is clipped on its own, not all of them together.", CLIP,
     instead(SCALED, ("scale ", "min(1, max_norm / max(np.linalg.norm(grad), 1e-12)) ")),
     "clipping")
slip("each_entry_clipped", "Single entries are cut off, which changes the direction.", CLIP,
     instead(SCALED, ("grad * scale", "np.clip(grad, -max_norm, max_norm)")), "clipping")
slip("always_scaled", "Small gradients are made larger.", CLIP,
     {SCALE: "scale = max_norm / max(norm, 1e-12)"}, "clipping")
slip("norm_without_root", "The norm is not the length: it is its square.", CLIP,
     instead(NORM, ("np.sqrt", "")), "clipping")
slip("norm_after_clipping", "The norm that is returned is the one after clipping.", CLIP,
     instead(SCALED, (", norm", ", norm * scale")), "clipping")
slip("uphill", "The step goes along the gradient, uphill.", UPDATE,
     instead(STEP, ("-", "+")), "update")
slip("rate_unused", "The length of the step does not depend on the learning rate.", UPDATE,
     instead(STEP, ("lr * ", "")), "update")

MINIBATCH = "memory_task(seed + k)\n        y"
PLAIN, KEPT = "y, _, cache = forward(params, x)", "losses.append(loss)"

slip("one_minibatch_for_all_steps", "All steps see the same minibatch.", LOOP,
     instead(MINIBATCH, (" + k", "")), "training")
slip("minibatches_one_ahead", "The first step does not see the first minibatch.", LOOP,
     instead(MINIBATCH, ("+ k", "+ k + 1")), "training")
slip("clipping_left_out", "The gradients are not clipped.", LOOP,
     {"grads, _ = clip(grads, max_norm)": "clip(grads, max_norm)"}, "training")
slip("update_has_no_effect", "The parameters stay as they were.", LOOP,
     {"params = update(params, grads, lr)": "update(params, grads, lr)"},
     "training", "training_result")
slip("loss_after_the_step", "The losses are those after each step, not before.", LOOP,
     {KEPT: "losses.append(mean_squared_error(forward(params, x)[0], target)[0])"}, "training")
slip("state_carried_between_minibatches", "A minibatch begins with the state of the one before.",
     LOOP, {"losses = []\n": "losses, state = [], None\n",
            f"{PLAIN}\n        loss": "y, state, cache = forward(params, x, state)\n        loss"},
     "training")
