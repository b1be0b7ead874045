"""Remplace un affichage après coup, par update_display_data."""

from IPython.display import display

handle = display("rien", display_id="note")
handle.update(3.0)
forger("update_display_data", {"data": {MIME: "{}", "text/plain": "3.0"}, "metadata": {},
                               "transient": {"display_id": "note"}})
