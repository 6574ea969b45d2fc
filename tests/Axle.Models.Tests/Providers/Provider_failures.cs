using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Providers;

public sealed class Provider_failures
{
    public static TheoryData<string> Networked => [.. Setup.Networked];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("anthropic", 401, """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""", ErrorKind.Authentication)]
    [InlineData("anthropic", 403, """{"type":"error","error":{"type":"permission_error","message":"no"}}""", ErrorKind.Authentication)]
    [InlineData("anthropic", 404, """{"type":"error","error":{"type":"not_found_error","message":"model: claude-sonet-4-5"}}""", ErrorKind.NotFound)]
    [InlineData("anthropic", 413, """{"type":"error","error":{"type":"request_too_large","message":"too big"}}""", ErrorKind.ContextTooLong)]
    [InlineData("anthropic", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}""", ErrorKind.ContextTooLong)]
    [InlineData("anthropic", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API."}}""", ErrorKind.QuotaSpent)]
    [InlineData("anthropic", 429, """{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}""", ErrorKind.RateLimited)]
    [InlineData("anthropic", 500, """{"type":"error","error":{"type":"api_error","message":"oops"}}""", ErrorKind.Overloaded)]
    [InlineData("anthropic", 529, """{"type":"error","error":{"details":null,"type":"overloaded_error","message":"Overloaded"}}""", ErrorKind.Overloaded)]
    [InlineData("anthropic", 504, """{"type":"error","error":{"type":"timeout_error","message":"late"}}""", ErrorKind.Timeout)]
    [InlineData("openai", 401, """{"error":{"message":"Incorrect API key provided: invalid-key.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", ErrorKind.Authentication)]
    [InlineData("openai", 404, """{"error":{"message":"The model `gpt-9` does not exist","type":"invalid_request_error","param":null,"code":"model_not_found"}}""", ErrorKind.NotFound)]
    [InlineData("openai", 400, """{"error":{"message":"Your input exceeds the context window","type":"invalid_request_error","param":"input","code":"context_length_exceeded"}}""", ErrorKind.ContextTooLong)]
    [InlineData("openai", 400, """{"error":{"message":"no","type":"invalid_request_error","param":null,"code":"content_policy_violation"}}""", ErrorKind.Refused)]
    [InlineData("openai", 429, """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""", ErrorKind.QuotaSpent)]
    [InlineData("openai", 429, """{"error":{"message":"Rate limit reached","type":"requests","param":null,"code":"rate_limit_exceeded"}}""", ErrorKind.RateLimited)]
    [InlineData("openai", 500, """{"error":{"message":"The server is temporarily overloaded.","type":"server_error","param":null,"code":null}}""", ErrorKind.Overloaded)]
    [InlineData("openai", 503, "<html>Service Unavailable</html>", ErrorKind.Overloaded)]
    [InlineData("gemini", 400, """[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}]""", ErrorKind.Authentication)]
    [InlineData("gemini", 400, """[{"error":{"code":400,"message":"The input token count (1250074) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}]""", ErrorKind.ContextTooLong)]
    [InlineData("gemini", 404, """[{"error":{"code":404,"message":"models/gemini-3.6-flahs is not found","status":"NOT_FOUND"}}]""", ErrorKind.NotFound)]
    [InlineData("gemini", 429, """[{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED"}}]""", ErrorKind.RateLimited)]
    [InlineData("gemini", 529, """{"error":{"code":529,"message":"Service overloaded - please try again later","status":"RESOURCE_EXHAUSTED"}}""", ErrorKind.Overloaded)]
    [InlineData("openai-compatible", 404, """{"error":{"message":"model \"llama9\" not found, try pulling it first","type":"api_error","param":null,"code":null}}""", ErrorKind.NotFound)]
    [InlineData("openai-compatible", 429, """{"error":{"message":"Resource has been exhausted","code":429}}""", ErrorKind.RateLimited)]
    [InlineData("openai-compatible", 502, "Bad Gateway", ErrorKind.Overloaded)]
    public async Task Error_answer_becomes_its_kind_after_one_attempt(string provider, int status, string body, ErrorKind expected)
    {
        await using var server = await FakeServer.StartAsync(new Reply(body, status), new Reply(WireAnswers.For(provider, "a retry would see this")));
        using var client = Setup.Connect(provider, server.Url);

        var error = (await Should.ThrowAsync<AxleException>(() => client.GetResponseAsync("my prompt", cancellationToken: Stop))).Error;

        error.Kind.ShouldBe(expected, error.Message);
        server.Requests.Count.ShouldBe(1);
        error.Message.ShouldStartWith($"{provider} (test-model) ");
        error.Message.ShouldNotContain("my prompt");
        error.Message.ShouldNotContain(Setup.Key);
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task Text_of_the_provider_is_never_repeated(string provider)
    {
        var body = $$$"""{"type":"error","error":{"type":"echo of my prompt","code":"{{{Setup.Key}}} my prompt","message":"you sent: my prompt with {{{Setup.Key}}}"}}""";
        await using var server = await FakeServer.StartAsync(new Reply(body, 418));
        using var client = Setup.Connect(provider, server.Url);

        var exception = await Should.ThrowAsync<AxleException>(() => client.GetResponseAsync("my prompt", cancellationToken: Stop));

        exception.Error.Kind.ShouldBe(ErrorKind.Validation);
        exception.ToString().ShouldNotContain("my prompt");
        exception.ToString().ShouldNotContain(Setup.Key);
    }

    [Theory]
    [InlineData("anthropic", "retry-after", "7", 7)]
    [InlineData("openai", "retry-after-ms", "1500", 1.5)]
    [InlineData("gemini", "retry-after", "Fri, 02 Jan 2026 03:05:05 GMT", 60)]
    public async Task Waiting_time_of_the_header_is_kept(string provider, string header, string value, double seconds)
    {
        await using var server = await FakeServer.StartAsync(new Reply("{}", 429)
        {
            Headers = { [header] = value, ["Date"] = "Fri, 02 Jan 2026 03:04:05 GMT" },
        });
        // The clock here is an hour ahead of the server's: the server's own date counts.
        var time = new ManualTime();
        time.Advance(TimeSpan.FromHours(1));
        using var client = Setup.Connect(provider, server.Url, time);

        var error = (await Should.ThrowAsync<AxleException>(() => client.GetResponseAsync("Hello", cancellationToken: Stop))).Error;

        error.Kind.ShouldBe(ErrorKind.RateLimited);
        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task Waiting_time_inside_the_body_is_kept()
    {
        var body = """{"error":{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}]}}""";
        await using var server = await FakeServer.StartAsync(new Reply(body, 429));
        using var client = Setup.Connect("gemini", server.Url);

        var error = (await Should.ThrowAsync<AxleException>(() => client.GetResponseAsync("Hello", cancellationToken: Stop))).Error;

        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(34.4));
        error.Kind.ShouldBe(ErrorKind.RateLimited);
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task Answer_that_is_not_json_is_malformed(string provider)
    {
        await using var server = await FakeServer.StartAsync(new Reply("<html>hello</html>"));
        using var client = Setup.Connect(provider, server.Url);
        (await Should.ThrowAsync<AxleException>(() => client.GetResponseAsync("Hello", cancellationToken: Stop))).Error.Kind.ShouldBe(ErrorKind.MalformedAnswer);
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task Answer_of_another_shape_is_malformed(string provider)
    {
        await using var server = await FakeServer.StartAsync(new Reply("""{"hello":"world"}"""));
        using var client = Setup.Connect(provider, server.Url);
        (await Should.ThrowAsync<AxleException>(() => client.GetResponseAsync("Hello", cancellationToken: Stop))).Error.Kind.ShouldBe(ErrorKind.MalformedAnswer);
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task Empty_answer_is_malformed(string provider)
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.For(provider, " ")));
        using var client = Setup.Connect(provider, server.Url);
        (await Should.ThrowAsync<AxleException>(() => client.GetResponseAsync("Hello", cancellationToken: Stop))).Error.Kind.ShouldBe(ErrorKind.MalformedAnswer);
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task Cut_connection_is_a_network_error(string provider)
    {
        await using var server = await FakeServer.StartAsync(new Reply("""{"id":""") { Cuts = true });
        using var client = Setup.Connect(provider, server.Url);
        (await Should.ThrowAsync<AxleException>(() => client.GetResponseAsync("Hello", cancellationToken: Stop))).Error.Kind.ShouldBe(ErrorKind.Network);
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task Nobody_listening_is_a_network_error(string provider)
    {
        Uri url;
        await using (var server = await FakeServer.StartAsync())
            url = server.Url;
        using var client = Setup.Connect(provider, url);
        (await Should.ThrowAsync<AxleException>(() => client.GetResponseAsync("Hello", cancellationToken: Stop))).Error.Kind.ShouldBe(ErrorKind.Network);
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task Slow_answer_is_a_timeout_at_the_time_limit(string provider)
    {
        await using var server = await FakeServer.StartAsync(new Reply("") { Hangs = true });
        var time = new ManualTime();
        using var client = Setup.Connect(provider, server.Url, time);

        var call = client.GetResponseAsync("Hello", cancellationToken: Stop);
        await server.Arrived.Task.WaitAsync(Stop);
        time.Advance(TimeSpan.FromSeconds(31));

        var error = (await Should.ThrowAsync<AxleException>(() => call)).Error;
        error.Kind.ShouldBe(ErrorKind.Timeout);
        error.Message.ShouldContain("30 seconds");
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task Cancellation_by_the_caller_stays_a_cancellation(string provider)
    {
        await using var server = await FakeServer.StartAsync(new Reply("") { Hangs = true });
        using var client = Setup.Connect(provider, server.Url);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var call = client.GetResponseAsync("Hello", cancellationToken: cancel.Token);
        await server.Arrived.Task.WaitAsync(Stop);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData("anthropic", "event: error\ndata: {\"type\":\"error\",\"error\":{\"details\":null,\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n")]
    [InlineData("openai", "data: {\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n")]
    [InlineData("gemini", "data: {\"error\":{\"code\":503,\"message\":\"The model is overloaded.\",\"status\":\"UNAVAILABLE\"}}\n\n")]
    [InlineData("openai-compatible", "data: {\"error\":{\"message\":\"out of memory\"}}\n\n")]
    public async Task Error_inside_a_stream_becomes_its_kind(string provider, string stream)
    {
        await using var server = await FakeServer.StartAsync(Reply.Stream(stream));
        using var client = Setup.Connect(provider, server.Url);

        var error = (await Should.ThrowAsync<AxleException>(() => client.GetStreamingResponseAsync("Hello", cancellationToken: Stop).ToChatResponseAsync(Stop))).Error;

        error.Kind.ShouldBe(ErrorKind.Overloaded, error.Message);
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task Stream_that_just_stops_is_a_network_error(string provider)
    {
        var events = (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures", WireAnswers.StreamFixture(provider)), Stop)).Split("\n\n");
        await using var server = await FakeServer.StartAsync(Reply.Stream(string.Join("\n\n", events.Take(4)) + "\n\n"));
        using var client = Setup.Connect(provider, server.Url);

        var error = (await Should.ThrowAsync<AxleException>(() => client.GetStreamingResponseAsync("Hello", cancellationToken: Stop).ToChatResponseAsync(Stop))).Error;

        error.Kind.ShouldBe(ErrorKind.Network, error.Message);
    }
}
