"""Les erreurs de Python, en français : une phrase, et la ligne du cahier où elle est levée.

Rien ici n'est à compléter.
"""

import linecache
import re
import traceback

from cartes import MARQUE

PHRASES = tuple(
    (nom, re.compile(anglais, re.DOTALL), francais)
    for nom, anglais, francais in (
        (
            "NameError",
            r"name '(.+?)' is not defined.*",
            r"le nom « \1 » n'est défini nulle part : une faute de frappe, peut-être",
        ),
        (
            "UnboundLocalError",
            r".*variable '(.+?)'.*",
            r"la variable « \1 » est lue avant d'avoir reçu une valeur",
        ),
        (
            "ValueError",
            r"operands could not be broadcast together with (?:remapped )?shapes (.+?) *",
            r"ces formes ne vont pas ensemble : \1",
        ),
        (
            "ValueError",
            r"(?:matmul|matvec|vecmat|vecdot): Input operand \d does not have enough dimensions.*",
            r"ce produit est impossible : l'un des deux n'est pas un tableau, mais un nombre ou"
            r" None",
        ),
        (
            "ValueError",
            r"(?:matmul|shapes).*(?:mismatch|not aligned).*",
            r"ce produit est impossible : les formes ne vont pas ensemble",
        ),
        (
            "ValueError",
            r"The truth value of an array.*",
            r"une condition (if, and, not…) porte sur un tableau entier, qui n'est ni vrai ni faux",
        ),
        (
            "ValueError",
            r".*inhomogeneous.*",
            r"des éléments de formes différentes ne font pas un tableau",
        ),
        (
            "ValueError",
            r"(?:too many|not enough) values to unpack.*",
            r"il n'y a pas autant de valeurs que de noms à gauche du signe =",
        ),
        (
            "Exception",
            r".*(?:boolean (?:negative|subtract)|`-` operator, (?:on|with) a bool).*",
            r"« - » ne s'applique pas à des booléens : l'opérateur qui les inverse est « ~ »",
        ),
        ("ValueError", r"Sample larger than population.*", r"le lot demandé dépasse la mémoire"),
        (
            "ValueError",
            r"non-broadcastable output operand with shape (.+?) doesn't match the broadcast shape"
            r" (\S+)",
            r"un tableau de forme \2 ne se range pas dans un tableau de forme \1",
        ),
        (
            "ValueError",
            r"(?:could not broadcast input array from shape|cannot reshape array of size) (.+?)"
            r" into shape (\S+)",
            r"ce qui est de taille ou de forme \1 ne prend pas la forme \2",
        ),
        (
            "ValueError",
            r"setting an array element with a sequence.*",
            r"une case attend un nombre, et reçoit une liste ou un tableau",
        ),
        (
            "ValueError",
            r"all the input array(?:s| dimensions).*|all input arrays must have the same shape",
            r"des tableaux de formes différentes ne se joignent pas",
        ),
        (
            "ValueError",
            r"(?:max|min)\(\) .*empty.*|zero-size array.*|attempt to get arg\w+ of an empty .*",
            r"le plus grand ou le plus petit d'une liste vide n'existe pas",
        ),
        (
            "Exception",
            r"pop from an? ?empty.*|Cannot choose from an empty sequence|'a' cannot be empty.*",
            r"rien ne se tire ni ne se retire d'une liste vide",
        ),
        (
            "ValueError",
            r"list\.remove\(x\): x not in list|.* is not in (?:list|deque)",
            r"cet élément n'est pas dans la liste",
        ),
        (
            "ValueError",
            r"(?:'a'|a) must be (?:1-dimensional|a sequence or an integer.*)",
            r"np.random.choice ne tire que d'un tableau à une dimension : tirez plutôt des indices",
        ),
        (
            "TypeError",
            r"Population must be a sequence.*",
            r"random.sample tire d'une liste ou d'un n-uplet, et non d'un tableau ou d'un ensemble",
        ),
        (
            "UFuncTypeError",
            r"Cannot cast ufunc '.+?' output from dtype\('(.+?)'\) to dtype\('(.+?)'\).*",
            r"un tableau de type \2 ne peut pas recevoir des nombres de type \1 sur place",
        ),
        (
            "AxisError",
            r"axis (\S+) is out of bounds for array of dimension (\d+)",
            r"l'axe \1 n'existe pas : ce tableau a \2 dimension(s)",
        ),
        (
            "IndexError",
            r"index (\S+) is out of bounds for (?:axis \d+|dimension \d+) with size (\d+)",
            r"l'indice \1 est hors du tableau, qui compte \2 élément(s) sur cet axe",
        ),
        (
            "RuntimeError",
            r"index (\S+) is out of bounds for dimension \d+ with size (\d+)",
            r"l'indice \1 est hors du tenseur, qui compte \2 élément(s) sur cet axe",
        ),
        (
            "IndexError",
            r"(?:arrays used as indices|only integers, slices|tensors used as indices).*",
            r"un indice est un entier, ou un tableau d'entiers ou de booléens",
        ),
        (
            "TypeError",
            r"(?:list|tuple|string|.*) ?ind(?:ices|ex) must be (?:integers|an integer).*",
            r"l'indice d'une liste ou d'un n-uplet est un entier, et un seul",
        ),
        (
            "IndexError",
            r"boolean index did not match.*|The shape of the mask.*",
            r"un masque de booléens n'a pas la taille du tableau",
        ),
        (
            "IndexError",
            r"Dimension out of range .*but got (\S+)\)",
            r"la dimension \1 n'existe pas : ce tenseur en a moins",
        ),
        (
            "ValueError",
            r"can only convert an array of size 1.*",
            r"il faut ici un nombre, et non un tableau",
        ),
        (
            "TypeError",
            r"cannot unpack non-iterable (.+?) object",
            r"il y a plusieurs noms à gauche du signe =, et à droite un seul objet de type \1",
        ),
        (
            "TypeError",
            r"only (?:length-1|0-dimensional|integer scalar|size-1) arrays can be converted.*",
            r"il faut ici un nombre, et non un tableau",
        ),
        (
            "TypeError",
            r"object of type '(.+?)' has no len\(\)",
            r"len() ne s'applique pas à un objet de type \1",
        ),
        (
            "TypeError",
            r"'(.+?)' object does not support item assignment",
            r"les éléments d'un objet de type \1 ne se changent pas",
        ),
        (
            "TypeError",
            r"'(.+?)' not supported between instances of '(.+?)' and '(.+?)'",
            r"\1 ne compare pas un objet de type \2 à un objet de type \3",
        ),
        (
            "TypeError",
            r"can't multiply sequence by non-int of type '(.+?)'",
            r"une liste ne se multiplie pas par un objet de type \1 : il faudrait un tableau",
        ),
        (
            "TypeError",
            r"can only concatenate (\S+) \(not \"(.+?)\"\) to \S+",
            r"+ ne joint pas un objet de type \1 à un objet de type \2",
        ),
        (
            "TypeError",
            r"expected (?:np.ndarray|Tensor) .*|.*must be Tensor, not .*"
            r"|.*received an invalid combination of arguments.*",
            r"cette fonction ne va pas avec ces arguments : l'une attend un tenseur de PyTorch, une"
            r" autre un tableau de NumPy",
        ),
        (
            "IndexError",
            r".*(?:index out of range|too many indices).*",
            r"un indice est hors de la liste ou du tableau",
        ),
        ("KeyError", r"(.+)", r"cette clé n'est pas dans le dictionnaire : \1"),
        ("ZeroDivisionError", r".*", r"une division par zéro"),
        ("AssertionError", r"", r"un assert n'est pas satisfait"),
        (
            "RuntimeError",
            r"mean\(\): could not infer output dtype.*",
            r"la moyenne demande des nombres à virgule, et non des entiers",
        ),
        (
            "SystemExit",
            r".*",
            r"exit() ou quit() arrête tout : return suffit à quitter une fonction",
        ),
        ("RecursionError", r".*", r"la fonction s'appelle elle-même sans fin"),
        (
            "AttributeError",
            r"'NoneType' object has no attribute '(.+?)'.*",
            r"« .\1 » est demandé à None : un appel n'a sans doute rien renvoyé",
        ),
        (
            "AttributeError",
            r"module '(.+?)' has no attribute '(.+?)'.*",
            r"le module \1 n'a rien qui s'appelle « \2 »",
        ),
        ("ModuleNotFoundError", r"No module named '(.+?)'", r"le module « \1 » n'est pas installé"),
        ("NameNotFound", r"Environment `(.+?)`.*", r"l'environnement « \1 » n'existe pas"),
        ("ResetNeeded", r".*", r"step() est appelé avant reset()"),
        (
            "AssertionError",
            r"(.+) \(<class '.+'>\) invalid",
            r"step() reçoit \1, qui n'est pas une action",
        ),
        (
            "AttributeError",
            r"'(.+?)' object has no attribute '(.+?)'.*",
            r"un objet de type \1 n'a pas d'attribut « \2 »",
        ),
        (
            "TypeError",
            r"bad operand type for unary -: '(.+?)'",
            r"le signe moins ne s'applique pas à un objet de type \1",
        ),
        (
            "TypeError",
            r"bad operand type for unary (\S+): '(.+?)'",
            r"\1 ne s'applique pas à un objet de type \2",
        ),
        (
            "TypeError",
            r"ufunc '(.+?)' not supported for the input types.*",
            r"l'opération « \1 » ne s'applique pas à des éléments de ce type",
        ),
        (
            "TypeError",
            r"unsupported operand type\(s\) for (.+?): '(.+?)' and '(.+?)'",
            r"l'opération \1 n'existe pas entre \2 et \3",
        ),
        (
            "TypeError",
            r"'(.+?)' object is not (?:callable|subscriptable|iterable).*",
            r"un objet de type \1 est employé comme une fonction, une liste ou un tableau",
        ),
        (
            "TypeError",
            r"(\S+?)\(\) takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) (?:was|were)"
            r" given.*",
            r"\1() attend \2 argument(s) et en reçoit \3 ; une méthode reçoit d'abord self",
        ),
        (
            "TypeError",
            r"(\S+?)\(\) missing \d+ required (?:positional|keyword-only) arguments?: (.+)",
            r"l'appel de \1() ne donne pas tous ses arguments : \2",
        ),
        (
            "TypeError",
            r"missing a required argument: '(.+?)'",
            r"il manque un argument à cet appel : « \1 »",
        ),
        (
            "TypeError",
            r"\S+ got an unexpected keyword argument '(?:axis|out|dim)'.*",
            r"une fonction de NumPy ne va pas avec un tenseur de PyTorch, ni l'inverse",
        ),
        (
            "TypeError",
            r"(\S+?)\(\) got an unexpected keyword argument '(.+?)'.*",
            r"\1() n'a pas d'argument nommé « \2 »",
        ),
        (
            "TypeError",
            r".*(?:positional argument|keyword argument).*",
            r"cet appel n'a pas les arguments que la fonction attend",
        ),
        (
            "RuntimeError",
            r"The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\).*",
            r"ces tenseurs ne vont pas ensemble : \1 éléments d'un côté, \2 de l'autre",
        ),
        (
            "TypeError",
            r".*(?:an integer is required|cannot be interpreted as an integer).*",
            r"il faut ici un nombre entier",
        ),
        (
            "RuntimeError",
            r"a leaf Variable that requires grad.*",
            r"PyTorch suit les opérations de ce paramètre et refuse qu'on l'écrive sur place ;"
            r" sous torch.no_grad(), il ne les suit plus",
        ),
        (
            "RuntimeError",
            r"mat1 and mat2 shapes cannot be multiplied \((.+?) and (.+?)\).*",
            r"cette couche n'accepte pas cette entrée : les formes \1 et \2 ne vont pas ensemble",
        ),
        (
            "RuntimeError",
            r"Can't call numpy\(\) on Tensor that requires grad.*",
            r"un tenseur dont PyTorch suit le gradient ne devient un tableau qu'après detach()",
        ),
        (
            "RuntimeError",
            r"(?:expected scalar type|Expected.*dtype|mat1 and mat2 must have the same dtype).*",
            r"ces tenseurs n'ont pas le même type de nombres : float32, d'habitude",
        ),
        (
            "RuntimeError",
            r"Boolean value of Tensor with more than one value is ambiguous",
            r"une condition (if, and, not…) porte sur un tenseur entier, qui n'est ni vrai ni faux",
        ),
        (
            "RuntimeError",
            r".*does not require grad.*",
            r"aucun gradient ne peut traverser cette valeur",
        ),
        (
            "RuntimeError",
            r"Index tensor.*same number of dimensions.*",
            r"les indices doivent avoir autant de dimensions que le tenseur",
        ),
        (
            "RuntimeError",
            r".*(?:int64 for index|must be long).*",
            r"les indices d'un tenseur doivent être des entiers (int64)",
        ),
    )
)


def lignes_d_erreur(erreur, cahier):
    """Ce que l'on dit d'une exception : une phrase, et la ligne du cahier où elle est levée."""
    lignes = [("erreur", _phrase(erreur))]
    traverses = list(_dans_le_cahier(erreur, cahier))
    if traverses:
        (appelee, depuis, appel), (fautive, rang, texte) = traverses[0], traverses[-1]
        if fautive != appelee:  # une fonction que la première appelle
            lignes.append(("dans", fautive))
        if texte:
            lignes.append((f"ligne {rang}", f"{MARQUE}{texte}{MARQUE}"))
        if fautive != appelee and appel:  # ce que celle-ci lui donne est peut-être la cause
            lignes.append(("appelée", f"{appelee}, ligne {depuis} : {appel}"))
    return lignes


def _phrase(erreur):
    noms = [sorte.__name__ for sorte in type(erreur).__mro__]
    message = " ".join(str(erreur).split())[:200]
    if isinstance(erreur, NameError) and erreur.name and _dans_une_methode(erreur):
        return f"le nom « {erreur.name} » n'est pas défini : « self.{erreur.name} » ? (NameError)."
    for nom, anglais, francais in PHRASES:
        trouve = anglais.fullmatch(message) if nom in noms else None
        if trouve:
            dit = trouve.expand(francais).replace("' and '", "' et '")
            return f"{dit} ({noms[0]})."
    suite = f" : « {message} »" if message else ""
    return f"Python s'arrête sur une erreur de type {noms[0]}{suite}."


def _dans_une_methode(erreur):
    *_, (cadre, _) = traceback.walk_tb(erreur.__traceback__)
    return "self" in cadre.f_locals and not isinstance(erreur, UnboundLocalError)


def _dans_le_cahier(erreur, cahier):
    """Les lignes du cahier que l'exception traverse : leur fonction, leur numéro et leur texte."""
    for cadre, numero in traceback.walk_tb(erreur.__traceback__):
        if cadre.f_globals is cahier:
            fonction = cadre.f_code.co_qualname.partition(".<locals>")[0]
            yield fonction, numero, linecache.getline(cadre.f_code.co_filename, numero).strip()
