-- For wrk: posts the request in the file REVIEW, and prints a line of JSON with what came of it.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local file = assert(io.open(os.getenv("REVIEW"), "rb"))
wrk.body = file:read("*a")
file:close()

local threads = {}
function setup(thread) table.insert(threads, thread) end

-- Allowed is what both policies have to say of this request; anything else is a failure, whatever its status.
failed = 0
function response(status, headers, body)
    if status ~= 200 or not body:find('"allowed":true', 1, true) then failed = failed + 1 end
end

function done(summary, latency)
    local failures = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
    for _, thread in ipairs(threads) do failures = failures + thread:get("failed") end
    io.write(string.format('{"requests":%d,"seconds":%.3f,"p50":%d,"p99":%d,"failed":%d}\n', summary.requests,
        summary.duration / 1e6, latency:percentile(50), latency:percentile(99), failures))
end
