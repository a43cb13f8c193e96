"""Pictures of the running site: `make screenshots`."""
