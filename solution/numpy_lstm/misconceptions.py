"""The mistakes that students make with an LSTM, each a slip in the reference."""

from grader.misconceptions import Misconceptions

from .slips import backward, forward, gradient_check, initialisation, loss, training

misconceptions = Misconceptions()
for exercise in (initialisation, forward, loss, backward, gradient_check, training):
    misconceptions.include(exercise.misconceptions)
