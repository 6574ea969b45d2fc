using System.Globalization;
using System.Text;
using System.Text.Json;
using Axle.Models.Routing;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Providers;

/// <summary>One test a row of <c>docs/provider-answers.md</c>, which is made of the same rows: <c>Fixtures/provider-answers.jsonl</c>.</summary>
public sealed class Provider_answers_table
{
    private static readonly JsonElement[] Rows =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "provider-answers.jsonl")).Select(Samples.Json)];

    public static TheoryData<int, string> Numbered => new(Rows.Select((row, i) => (i, $"{Text(row, "provider")} {Text(row, "api")} {Text(row, "what")}")));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Numbered))]
    public async Task Every_answer_becomes_what_the_page_says(int number, string what)
    {
        var row = Rows[number];
        var stream = row.GetProperty("stream").GetBoolean();
        var reply = new Reply(Text(row, "body"), row.GetProperty("status").GetInt32(), stream ? "text/event-stream" : "application/json");
        if (row.TryGetProperty("headers", out var headers))
        {
            foreach (var header in headers.EnumerateObject())
                reply.Headers[header.Name] = header.Value.GetString()!;
        }

        await using var server = await FakeServer.StartAsync(reply);
        using var client = Setup.Connect(Text(row, "provider") + (Text(row, "api") == "responses" ? "/responses" : ""), server.Url);

        var (outcome, wait) = await OutcomeAsync(client, stream);

        outcome.ShouldBe(Text(row, "is"), what);
        wait.ShouldBe(row.TryGetProperty("wait", out var seconds) ? TimeSpan.FromSeconds(seconds.GetDouble()) : null);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public void The_page_has_every_row() => Repository.ShouldHold("docs/provider-answers.md", Page());

    private static async Task<(string Outcome, TimeSpan? Wait)> OutcomeAsync(IChatClient client, bool stream)
    {
        try
        {
            var response = stream
                ? await client.GetStreamingResponseAsync("Hello", cancellationToken: Stop).ToChatResponseAsync(Stop)
                : await client.GetResponseAsync("Hello", cancellationToken: Stop);
            return (response.FinishReason?.Value ?? "", null);
        }
        catch (AxleException e)
        {
            return (e.Error.Kind.ToName(), e.Error.RetryAfter);
        }
    }

    private static string Page()
    {
        var page = new StringBuilder("""
            # What becomes of a provider's answer

            Every kind of answer and error, what it becomes here, and what is done about it. Each row is a test; page and tests are made from
            `tests/Axle.Models.Tests/Fixtures/provider-answers.jsonl`, which holds the bodies. They were recorded with the real service (by pydantic-ai and
            ruby_llm, MIT, and openllmetry, Apache-2.0), or come from the tests of another SDK (Vercel's, Apache-2.0), or follow the provider's documentation.

            An answer is told by the reason for which it ends; an [error](errors) by its kind, as in `retry.on` of the workflow language.

            - **go on**: the answer is passed on, with every count that the provider sent. `tool_calls` has the caller run tools.
            - **next provider**: this one cannot do it; the next one of the route is asked at once.
            - **next provider, else again**: the trouble passes. The next one is asked; where there is none, the same one again after a pause, or after
              the wait that the provider asks for. Its own clock counts (`Date`), not ours.
            - **next larger model**: only one with a larger context is asked.
            - **give up**: the request itself is at fault, or refused for its content; nobody else is asked.

            Counts: what Anthropic writes to its prompt cache is told by lifetime; the tokens of a compaction are part of the sum, as they are billed; those
            of another model (an advisor, one that declined) are flagged as unknown, as their price is another. Gemini's thoughts are output, and what
            Google's tools put into the prompt is input. A refusal keeps its count: it is billed.

            | provider | interface | answer | HTTP | its word | becomes | action | source |
            | --- | --- | --- | --- | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var row in Rows)
        {
            var word = Text(row, "word");
            page.Append(CultureInfo.InvariantCulture, $"| {Text(row, "provider")} | {Text(row, "api")} | {Text(row, "what")} | {row.GetProperty("status").GetInt32()} | ")
                .Append(CultureInfo.InvariantCulture, $"{(word.Length > 0 ? $"`{word}`" : "")} | `{Text(row, "is")}` | {Action(row)} | {Text(row, "source")} |\n");
        }

        return page.ToString();
    }

    private static string Action(JsonElement row)
    {
        if (!ErrorKinds.TryParse(Text(row, "is"), out var kind))
            return "go on";
        if (kind == ErrorKind.ContextTooLong)
            return "next larger model";
        if (!FallbackRule.MovesOn(kind))
            return "give up";
        if (!kind.IsTransient())
            return "next provider";
        return row.TryGetProperty("wait", out var wait)
            ? string.Create(CultureInfo.InvariantCulture, $"next provider, else again after {wait.GetDouble()} s")
            : "next provider, else again";
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
