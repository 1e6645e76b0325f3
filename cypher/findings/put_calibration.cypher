// Adopt shares m that were learned from decisions, in place of older ones.
// mode: write
// params: m, user, at
// returns: written
MERGE (c:Calibration {id: 'weights'})
SET c.m = $m, c.user = $user, c.at = $at
RETURN count(c) AS written
