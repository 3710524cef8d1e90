"""Made people who sit for a photo, drawn by a path tracer."""
