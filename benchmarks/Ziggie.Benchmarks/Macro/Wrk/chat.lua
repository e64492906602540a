-- One chat after the other; BENCH_KEYS names a file with keys, one a line, that the requests take at random.
local chat = '{"model":"mock","messages":[{"role":"system","content":"You are a helpful assistant."},' ..
  '{"role":"user","content":"Write a haiku about containers, number %07d"}],"temperature":0.7}'

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

local requests = {}

function init(args)
  local n = 0
  for key in io.lines(os.getenv("BENCH_KEYS")) do
    n = n + 1
    wrk.headers["Authorization"] = "Bearer " .. key
    requests[n] = wrk.format(nil, nil, nil, string.format(chat, n))
  end
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
