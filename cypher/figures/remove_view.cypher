// Remove a saved view of the map.
// mode: write
// params: id
// returns: removed
MATCH (v:View {id: $id})
DETACH DELETE v
RETURN count(*) AS removed
