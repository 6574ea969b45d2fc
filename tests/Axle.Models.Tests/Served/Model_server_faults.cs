using System.Net.Http.Json;
using System.Text;
using Axle.Models.Tests.Wire;
using Axle.Testing.Models;
using Axle.Testing.Models.Faults;

namespace Axle.Models.Tests.Served;

public sealed class Model_server_faults
{
    private const string Stream = "/v1/chat/completions";
    private static readonly HttpClient Http = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/messages", ErrorCase.Overloaded, 529, "overloaded_error")]
    [InlineData("/v1/messages", ErrorCase.RateLimited, 429, "rate_limit_error")]
    [InlineData("/v1/messages", ErrorCase.PaymentRequired, 402, "billing_error")]
    [InlineData("/v1/messages", ErrorCase.BadKey, 401, "authentication_error")]
    [InlineData("/v1/chat/completions", ErrorCase.QuotaSpent, 429, "insufficient_quota")]
    [InlineData("/v1/responses", ErrorCase.TooLong, 400, "context_length_exceeded")]
    [InlineData("/v1/embeddings", ErrorCase.UnknownModel, 404, "model_not_found")]
    [InlineData("/v1beta/models/m:generateContent", ErrorCase.BadKey, 400, "API_KEY_INVALID")]
    [InlineData("/v1beta/models/m:generateContent", ErrorCase.Refused, 200, "blockReason")]
    [InlineData("/v1beta/models/m:generateContent", ErrorCase.Overloaded, 503, "UNAVAILABLE")]
    [InlineData("/v1/messages", ErrorCase.BadGateway, 502, "<html>")]
    public async Task Errors_come_with_status_and_words_of_the_provider(string path, ErrorCase @case, int status, string word)
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        server.Otherwise = ServedReply.Error(@case);

        using var answer = await PostAsync(server, path);

        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain(word);
    }

    [Fact]
    public async Task Limits_are_told_in_the_headers_or_details_of_the_provider()
    {
        var time = new ManualTime();
        await using var server = await ModelServer.StartAsync(new ModelServerOptions { Time = time }, Stop);
        server.Otherwise = ServedReply.Error(ErrorCase.RateLimited, TimeSpan.FromSeconds(7));

        using var claude = await PostAsync(server, "/v1/messages");
        using var gpt = await PostAsync(server, Stream);
        using var gemini = await PostAsync(server, "/v1beta/models/m:generateContent");

        claude.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        claude.Headers.GetValues("anthropic-ratelimit-requests-reset").Single().ShouldBe("2026-01-02T03:04:12Z");
        gpt.Headers.GetValues("x-ratelimit-reset-requests").Single().ShouldBe("7s");
        gpt.Headers.GetValues("retry-after-ms").Single().ShouldBe("7000");
        gemini.Headers.RetryAfter.ShouldBeNull();
        (await gemini.Content.ReadAsStringAsync(Stop)).ShouldContain("\"retryDelay\":\"7s\"");
    }

    [Fact]
    public async Task A_skewed_clock_shows_in_the_date_and_in_the_date_to_wait_for()
    {
        await using var server = await ModelServer.StartAsync(new ModelServerOptions { Time = new ManualTime() }, Stop);
        var fault = new ServedFault(FaultKind.SkewedClock) { Skew = TimeSpan.FromHours(-5), RetryAfter = TimeSpan.FromSeconds(9) };
        server.Gives(ServedReply.Text("") with { Fault = fault });

        using var answer = await PostAsync(server, "/v1/messages");

        answer.Headers.Date.ShouldBe(new DateTimeOffset(2026, 1, 1, 22, 4, 5, TimeSpan.Zero));
        (answer.Headers.RetryAfter!.Date - answer.Headers.Date).ShouldBe(TimeSpan.FromSeconds(9));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_answer_comes_when_time_passes_or_when_it_is_released(bool passes)
    {
        var time = new ManualTime();
        await using var server = await ModelServer.StartAsync(new ModelServerOptions { Time = time }, Stop);
        server.Gives(ServedReply.Text("late") with { Fault = new ServedFault(FaultKind.SlowFirstByte) { Delay = passes ? TimeSpan.FromMinutes(5) : null } });
        var asking = PostAsync(server, "/v1/messages");
        await server.HeldAsync().WaitAsync(Stop);
        asking.IsCompleted.ShouldBeFalse();

        if (passes)
            time.Advance(TimeSpan.FromMinutes(5));
        else
            server.Release();

        using var answer = await asking;
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("late");
    }

    [Fact]
    public async Task A_stalled_stream_has_sent_its_first_half()
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        server.Gives(Long() with { Fault = new ServedFault(FaultKind.Stall) });
        using var answer = await PostAsync(server, Stream, stream: true);
        await using var body = await answer.Content.ReadAsStreamAsync(Stop);
        var first = new byte[16];
        await body.ReadExactlyAsync(first, Stop);
        await server.HeldAsync().WaitAsync(Stop);

        server.Release();

        using var reader = new StreamReader(body);
        (await reader.ReadToEndAsync(Stop)).ShouldContain("[DONE]");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cut_comes_after_exactly_half_of_the_answer(bool stream)
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        server.Gives(Long(), Long() with { Fault = new ServedFault(FaultKind.Cut) });
        using var whole = await PostAsync(server, Stream, stream);
        var expected = await whole.Content.ReadAsStringAsync(Stop);

        using var answer = await PostAsync(server, Stream, stream);
        var (text, error) = await ReadAsync(answer);

        error.ShouldNotBeNull();
        expected.ShouldStartWith(text);
        text.Length.ShouldBeInRange((expected.Length * 4) / 10, (expected.Length * 6) / 10);
    }

    [Fact]
    public async Task A_cut_in_the_headers_gives_no_answer_at_all()
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        server.Gives(Long() with { Fault = new ServedFault(FaultKind.CutInHeaders) });

        await Should.ThrowAsync<HttpRequestException>(() => PostAsync(server, Stream));
        using var next = await PostAsync(server, Stream);
        next.IsSuccessStatusCode.ShouldBeTrue();
    }

    [Theory]
    [InlineData(FaultKind.EndsEarly, "Lorem", "[DONE]")]
    [InlineData(FaultKind.NotJson, "upstream said", "{")]
    [InlineData(FaultKind.WrongContentType, "<html>", "{")]
    [InlineData(FaultKind.HalfCharacter, "\uFFFD", "€")]
    [InlineData(FaultKind.ErrorInStream, "server_error", "[DONE]")]
    public async Task Garbage_arrives_as_it_was_meant(FaultKind kind, string there, string notThere)
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        server.Gives(Long() with { Fault = new ServedFault(kind) });

        using var answer = await PostAsync(server, Stream, stream: true);
        var (text, error) = await ReadAsync(answer);

        error.ShouldBeNull();
        text.ShouldContain(there);
        text.ShouldNotContain(notThere);
    }

    [Fact]
    public async Task A_huge_answer_is_as_large_as_asked()
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        server.Gives(Long() with { Fault = new ServedFault(FaultKind.Huge) { Bytes = 20_000_000 } });

        using var answer = await PostAsync(server, "/v1/messages", stream: true);
        var (text, _) = await ReadAsync(answer);

        text.Length.ShouldBeGreaterThan(20_000_000);
        text.ShouldContain("message_stop");
    }

    private static ServedAnswer Long() => ServedReply.Text(string.Concat(Enumerable.Repeat("Lorem ipsum dolor sit amet. ", 20)));

    private static async Task<HttpResponseMessage> PostAsync(ModelServer server, string path, bool stream = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, path));
        request.Content = JsonContent.Create(new { model = "m", stream, input = "x" });
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
    }

    private static async Task<(string Text, Exception? Error)> ReadAsync(HttpResponseMessage answer)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(Stop);
        using var seen = new MemoryStream();
        try
        {
            await body.CopyToAsync(seen, Stop);
            return (Encoding.UTF8.GetString(seen.ToArray()), null);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return (Encoding.UTF8.GetString(seen.ToArray()), e);
        }
    }
}
