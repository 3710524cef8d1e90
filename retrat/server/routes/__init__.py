"""The routes of the native API, one file a noun."""
