// The shares m that were learned from decisions and adopted; none where the expert table holds.
// mode: read
// params: -
// returns: m, user, at
MATCH (c:Calibration {id: 'weights'})
RETURN c.m AS m, c.user AS user, c.at AS at
