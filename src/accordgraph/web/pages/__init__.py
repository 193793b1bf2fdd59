"""The pages people read: each module asks `accordgraph.service.AccordGraph` and fills a template."""
