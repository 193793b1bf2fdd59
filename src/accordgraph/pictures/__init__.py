"""Pictures of the graph, and the data they are made from."""
