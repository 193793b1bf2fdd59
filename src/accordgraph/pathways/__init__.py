"""The pathway engine: who recognises whom, by which rule, on which day, and why not.

It knows accords, rules and conditions as plain values, and neither RDF nor HTTP.  Start at
`accordgraph.pathways.rank.ask`.
"""
