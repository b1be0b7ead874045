"""What judging any training loop needs; no exercise is named here."""
