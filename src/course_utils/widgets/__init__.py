"""Forms and explorers for the notebook page; each calls down into the model and the figures."""
