"""A course folder and its gradebook: who is there, what is due; one folder a step of a term."""
