-- What every client asks, and the figures of a run as one line of JSON.
wrk.method = "POST"
local stream = os.getenv("STREAM") == "1" and ',"stream":true,"stream_options":{"include_usage":true}' or ""
wrk.body = '{"model":"fake","messages":[{"role":"user","content":"Say hello."}]' .. stream .. '}'
wrk.headers["content-type"] = "application/json"
wrk.headers["authorization"] = "Bearer " .. os.getenv("GATEWAY_KEY")
wrk.headers["x-portkey-provider"] = "openai"
wrk.headers["x-portkey-custom-host"] = os.getenv("UPSTREAM")

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format('WRK %d %.3f %.4f %.4f %d\n', summary.requests, summary.duration / 1e6,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000,
        errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
