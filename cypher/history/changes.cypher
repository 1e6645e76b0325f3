// Changes, newest first, of a batch, a record, a user or a kind of deed where one is given, or that name one of some words.
// mode: read
// params: hidden, batch, key, user, what, words, offset, limit
// returns: id, revision, at, user, what, batch, kind, key, before, after
MATCH (c:Change)
WHERE NOT coalesce(c.batch, '') IN $hidden
  AND ($batch IS NULL OR c.batch = $batch)
  AND ($key IS NULL OR c.key = $key)
  AND ($user IS NULL OR c.user = $user)
  AND ($what IS NULL OR c.what = $what)
  AND ($words IS NULL
       OR any(word IN $words WHERE toLower('"' + c.key + '" ' + coalesce(c.before, '') + ' ' + coalesce(c.after, '')) CONTAINS word))
RETURN c.id AS id,
       c.revision AS revision,
       c.at AS at,
       c.user AS user,
       c.what AS what,
       c.batch AS batch,
       c.kind AS kind,
       c.key AS key,
       c.before AS before,
       c.after AS after
ORDER BY id DESC
SKIP $offset
LIMIT $limit
