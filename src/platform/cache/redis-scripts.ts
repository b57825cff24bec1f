import { createHash } from 'node:crypto';

/** A script in Lua, and the digest by which the server knows it. */
export interface Script {
  readonly text: string;
  readonly digest: string;
}

function script(text: string): Script {
  return { text, digest: createHash('sha1').update(text).digest('hex') };
}

/**
 * What `bucket.ts` does, on the server, so that all processes take from one bucket. The server's clock counts: those of
 * two processes differ. A bucket that would be full by now is forgotten.
 */
const refill = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local function refilled(key)
  local kept = redis.call('HMGET', key, 'tokens', 'at', 'told')
  local passed = math.max(0, now - (tonumber(kept[2]) or now))
  local tokens = math.min(burst, (tonumber(kept[1]) or burst) + passed * rate / 1000)
  return tokens, kept[3] == '1' and tokens < burst / 2
end
local function keep(key, tokens, told)
  redis.call('HSET', key, 'tokens', tostring(tokens), 'at', string.format('%d', now), 'told', told and '1' or '0')
  redis.call('PEXPIRE', key, math.ceil(burst / rate * 1000) + 1000)
end
`;

/** Keys: buckets. Arguments: tokens a second, tokens at most. Answers for each 0 spent, 1 told now, 2 empty. */
export const spendScript = script(`${refill}
local answers = {}
for place, key in ipairs(KEYS) do
  local tokens, told = refilled(key)
  local answer = 0
  if tokens >= 1 then tokens = tokens - 1
  elseif told then answer = 2
  else told = true; answer = 1 end
  keep(key, tokens, told)
  answers[place] = answer
end
return answers`);

/**
 * Keys: the bucket. Arguments: tokens a second, tokens at most, tokens wanted, who wants them, milliseconds after which
 * somebody who wants none any more is no sharer. Answers the tokens granted and the number of sharers.
 */
export const shareScript = script(`${refill}
local tokens, told = refilled(KEYS[1])
local granted = math.min(tonumber(ARGV[3]), math.floor(tokens))
keep(KEYS[1], tokens - granted, told)
redis.call('HSET', KEYS[1], 'sharer:' .. ARGV[4], string.format('%d', now))
local fields, sharers = redis.call('HGETALL', KEYS[1]), 0
for place = 1, #fields, 2 do
  if string.sub(fields[place], 1, 7) == 'sharer:' then
    if now - tonumber(fields[place + 1]) > tonumber(ARGV[5]) then redis.call('HDEL', KEYS[1], fields[place])
    else sharers = sharers + 1 end
  end
end
redis.call('PEXPIRE', KEYS[1], math.max(math.ceil(burst / rate * 1000) + 1000, tonumber(ARGV[5])))
return { granted, sharers }`);
