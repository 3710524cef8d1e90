"""The mathematics of flow matching: it takes callables and values, never a model.

x_sigma = (1 - sigma) * clean + sigma * noise; sigma 1 is noise; velocity is noise - clean.
"""
