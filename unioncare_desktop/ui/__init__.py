"""The window: what is shown and typed. The only layer that knows Qt; it asks services and hands actions to `Work`."""
