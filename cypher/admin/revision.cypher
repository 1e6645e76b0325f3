// How often the graph was written to.
// mode: read
// params: -
// returns: revision
OPTIONAL MATCH (r:Revision {id: 'graph'})
RETURN coalesce(r.number, 0) AS revision
