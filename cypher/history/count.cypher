// How many changes there are of a batch, a record, a user or a kind of deed.
// mode: read
// params: hidden, batch, key, user, what
// returns: total
MATCH (c:Change)
WHERE NOT coalesce(c.batch, '') IN $hidden
  AND ($batch IS NULL OR c.batch = $batch)
  AND ($key IS NULL OR c.key = $key)
  AND ($user IS NULL OR c.user = $user)
  AND ($what IS NULL OR c.what = $what)
RETURN count(c) AS total
