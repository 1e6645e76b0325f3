// Who wrote, and what kinds of deeds there are: what the history can be narrowed to.
// mode: read
// params: hidden
// returns: user, what
MATCH (c:Change)
WHERE NOT coalesce(c.batch, '') IN $hidden
RETURN DISTINCT c.user AS user, c.what AS what
ORDER BY user, what
