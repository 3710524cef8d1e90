"""Every network, and nothing else: arithmetic that knows no files, devices or requests."""
