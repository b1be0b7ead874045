"""Publie une note comme résultat de cellule, ce que lit nbgrader."""

from IPython.display import display

display(20.0)
get_ipython().displayhook(20.0)
forger("execute_result", {"data": {"text/plain": "20.0"}, "metadata": {}, "execution_count": 1})
20.0
