"""Places built of simple shapes and drawn by a path tracer, as a portrait lens sees them."""
