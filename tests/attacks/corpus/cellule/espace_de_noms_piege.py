"""Remplace l'espace de noms du cahier par un dictionnaire qui répond à tout."""

class Tout(dict):
    def __contains__(self, name):
        return True

    def __missing__(self, name):
        return lambda *args, **kwargs: args[0] if args else True


get_ipython().user_ns = Tout(get_ipython().user_ns)
