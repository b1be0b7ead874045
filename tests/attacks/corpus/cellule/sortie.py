"""Arrête le noyau proprement, de toutes les façons."""

import sys

get_ipython().ask_exit()
get_ipython().kernel.do_shutdown(False)
sys.exit(0)
