"""From a sheet to understood rows: what stands where, what it means, what it would change. See `importing`."""
