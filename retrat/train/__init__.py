"""Training: one loop, a file a stage, and the world that the data comes from."""
