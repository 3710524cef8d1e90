"""Consent before, marks inside, proof after: cast, log, watermarks, manifest, verify."""
