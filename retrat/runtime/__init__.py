"""This machine at work: settings, checks of what people give, one warm engine, one exit."""
