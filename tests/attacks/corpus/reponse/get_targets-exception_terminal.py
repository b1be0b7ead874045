"""Lève une exception dont le texte commande un terminal et inverse l'écriture."""

def get_targets(next_q_vals, rewards, terminal, gamma):
    raise ValueError("\x1b]0;attaque\x07\x1b[2J\x9b31m\u202e\ud800\x00[bold red]attaque[/]")
