"""From what a school's system gives back to submitted/: whose each notebook is, which is last."""
