// Every decision about a pair of structures, oldest first.
// mode: read
// params: -
// returns: id, a, b, decision, reason, responsible, due, review, status, user, at, facts
MATCH (d:Decision)
RETURN d.id AS id, d.a AS a, d.b AS b, d.decision AS decision, d.reason AS reason, d.responsible AS responsible,
       d.due AS due, d.review AS review, d.status AS status, d.user AS user, d.at AS at, d.facts AS facts
ORDER BY at, id
