// Go back to the expert table.
// mode: write
// params: -
// returns: removed
MATCH (c:Calibration {id: 'weights'})
DETACH DELETE c
RETURN count(*) AS removed
