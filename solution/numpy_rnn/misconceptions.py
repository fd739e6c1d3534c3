"""The mistakes that students make with this network, each a slip in the reference."""

from grader.misconceptions import Misconceptions

from .slips import backward, forward, gradient_check, initialisation, update

misconceptions = Misconceptions()
for exercise in (initialisation, forward, backward, update, gradient_check):
    misconceptions.include(exercise.misconceptions)
