// Remove a scenario; what it was applied to stays as it is.
// mode: write
// params: id
// returns: removed
MATCH (s:Scenario {id: $id})
DETACH DELETE s
RETURN count(*) AS removed
