// What the office agreed on, by name.
// mode: read
// params: -
// returns: id, value, user, at
MATCH (c:Convention)
RETURN c.id AS id, c.value AS value, c.user AS user, c.at AS at
ORDER BY id
