"""SPARQL for strangers: guarded queries, run in worker processes that can be killed.

Import what you need from the modules: ``pool`` (`WorkerPool`), ``messages`` (`SparqlRequest`,
`SparqlResult`), ``negotiation`` (`choose`), ``description`` (`service_description`).
This file stays empty because every worker process imports it at its start.
"""
