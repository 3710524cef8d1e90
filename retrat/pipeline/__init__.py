"""Tensors in, tensors out: a request and models already built become a clip."""
