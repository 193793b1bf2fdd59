"""The web face: routes over one `accordgraph.service.AccordGraph`."""
