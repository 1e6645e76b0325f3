// All saved views of the map, newest first.
// mode: read
// params: -
// returns: id, name, note, query, positions, saved_by, saved_at
MATCH (v:View)
RETURN v.id AS id, v.name AS name, v.note AS note, v.query AS query, v.positions AS positions,
       v.saved_by AS saved_by, v.saved_at AS saved_at
ORDER BY saved_at DESC, id
