"""Never ends in any call, and ignores every exception meanwhile.

In the report: Stopped after 1 second
"""


# %%
def endless(*_):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


RNN.forward = RNN.backward = get_numerical_gradient = get_analytical_gradient = endless
