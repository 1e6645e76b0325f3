// Count one more writing; first in every transaction, so that writers queue up here.
// mode: write
// params: -
// returns: revision
MERGE (r:Revision {id: 'graph'})
SET r.number = coalesce(r.number, 0) + 1
RETURN r.number AS revision
