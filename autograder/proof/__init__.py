"""The hidden tests put to the test: banks of answers, mutants of the references."""
