"""People who walk by in the background of a place, drawn by a path tracer."""
