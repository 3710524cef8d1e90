"""HTTP in front of the queue: the native API, dialects for other vendors' clients, the studio."""
