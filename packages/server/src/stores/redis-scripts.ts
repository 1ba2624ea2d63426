/** What has to happen in Redis in one step. Each runs on keys of one namespace, so of one slot in a cluster. */

/**
 * Appends entries to the log. The ids of the stream are `<log>-<number>`: a log that was lost goes on under another id,
 * and numbers are dense. KEYS: log. ARGV: most entries, the time, a token for this call, then the entries' JSON.
 * Replies with the log's id and the number of each entry.
 *
 * A long entry is followed by a short one: readers ask for the last entry again and again.
 */
export const APPEND = `
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local log, n, at
if #last == 0 then
  redis.call('DEL', KEYS[1])
  local time = redis.call('TIME')
  log = time[1] .. string.format('%06d', tonumber(time[2]))
  n = 0
  at = 0
else
  local id, number = string.match(last[1][1], '(%d+)-(%d+)')
  log = id
  n = tonumber(number)
  at = tonumber(last[1][2][2])
end
at = string.format('%.0f', math.max(at, tonumber(ARGV[2])))
local function add(text)
  n = n + 1
  local id = log .. '-' .. string.format('%.0f', n)
  redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], id, 'a', at, 'r', ARGV[3], 'e', text)
end
local reply = { log }
for i = 4, #ARGV do
  add(ARGV[i])
  reply[#reply + 1] = string.format('%.0f', n)
end
if #ARGV < 4 or #ARGV[#ARGV] > 1000 then add('{"keys":[],"tags":[],"patterns":[]}') end
return reply`

/**
 * Removes a log that went back to an older state: one whose last number is less than what was seen of it. KEYS: log.
 * ARGV: the log's id, the number that was seen, or 'inf' where it is known to have gone back.
 */
export const FORGET_LOG = `
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
if #last == 0 then return 0 end
local log, number = string.match(last[1][1], '(%d+)-(%d+)')
if log == ARGV[1] and (ARGV[2] == 'inf' or tonumber(number) < tonumber(ARGV[2])) then return redis.call('DEL', KEYS[1]) end
return 0`

/**
 * Keeps an entry, unless one is held whose load began after, and forgets names that are over. KEYS: entry, index by removal, index by expiry, index by
 * key, then its tags. ARGV: id, facts, content, log, number, milliseconds to keep it or '', end of freshness, time of
 * removal, the time before which the index is to be cleaned.
 */
export const PUT = `
local held = redis.call('HMGET', KEYS[1], 'l', 's')
if held[1] == ARGV[4] and tonumber(held[2]) > tonumber(ARGV[5]) then return 0 end
redis.call('HSET', KEYS[1], 'm', ARGV[2], 'd', ARGV[3], 'l', ARGV[4], 's', ARGV[5])
if ARGV[6] == '' then redis.call('PERSIST', KEYS[1]) else redis.call('PEXPIRE', KEYS[1], ARGV[6]) end
redis.call('ZADD', KEYS[2], ARGV[8], ARGV[1])
redis.call('ZADD', KEYS[3], ARGV[7], ARGV[1])
redis.call('ZADD', KEYS[4], 0, ARGV[1])
for i = 5, #KEYS do
  local isNew = redis.call('EXISTS', KEYS[i]) == 0
  redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', '(' .. ARGV[9])
  redis.call('ZADD', KEYS[i], ARGV[8], ARGV[1])
  if ARGV[6] == '' then
    redis.call('PERSIST', KEYS[i])
  else
    local left = redis.call('PTTL', KEYS[i])
    if isNew or (left >= 0 and left < tonumber(ARGV[6])) then redis.call('PEXPIRE', KEYS[i], ARGV[6]) end
  end
end
local old = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. ARGV[9], 'LIMIT', 0, 10)
if #old > 0 then
  redis.call('ZREM', KEYS[2], unpack(old))
  redis.call('ZREM', KEYS[3], unpack(old))
  redis.call('ZREM', KEYS[4], unpack(old))
end
return 1`
