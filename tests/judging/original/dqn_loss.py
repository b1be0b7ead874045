# ruff: noqa: F821
def dqn_loss(y_pred, y_target):
    """La même perte que dans le cas linéaire, écrite pour PyTorch."""
    # les actions prises, puis leurs cibles
    taken, wanted = y_target

    print("actions :", taken)
    print("cibles :", wanted)

    q_taken = y_pred.gather(1, taken.view(-1, 1)).view(-1)
    return torch.nn.functional.mse_loss(q_taken, wanted)
