"""Un apprentissage qui ne finit jamais et ne s'interrompt pas."""

def batch_linear_q(**kwargs):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
