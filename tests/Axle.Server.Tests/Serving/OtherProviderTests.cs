using System.Text.Json;

namespace Axle.Server.Tests.Serving;

/// <summary>What clients of OpenAI's interface say, in the words of Claude and Gemini.</summary>
public sealed class OtherProviderTests
{
    private const string Loop = """
        {"role":"user","content":"Weather?"},
        {"role":"assistant","content":null,"reasoning_content":"Look it up.",
         "tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"call_1","content":"Rain."}
        """;

    [Theory]
    [InlineData("claude-haiku-4-5", "none", "disabled", null)]
    [InlineData("claude-haiku-4-5", "low", "enabled", 2048)]
    [InlineData("claude-haiku-4-5", "high", "enabled", 16384)]
    [InlineData("claude-haiku-4-5", null, null, null)]
    [InlineData("claude-haiku-4-5", "word-of-tomorrow", null, null)]
    public async Task Claude_thinks_as_long_as_it_is_told(string model, string? effort, string? type, int? budget)
    {
        var asked = await AskAsync("anthropic", model, """{"role":"user","content":"Hi"}""", effort);

        asked.TryGetProperty("thinking", out var thinking).ShouldBe(type is not null, asked.GetRawText());
        if (type is not null)
            thinking.GetProperty("type").GetString().ShouldBe(type);
        if (budget is not null)
            thinking.GetProperty("budget_tokens").GetInt32().ShouldBe(budget.Value);
    }

    [Fact]
    public async Task Newer_Claudes_are_told_an_effort()
    {
        var asked = await AskAsync("anthropic", "claude-opus-4-7", """{"role":"user","content":"Hi"}""", "medium");

        asked.GetProperty("thinking").GetProperty("type").GetString().ShouldBe("adaptive");
        asked.GetProperty("output_config").GetProperty("effort").GetString().ShouldBe("medium");
    }

    [Fact]
    public async Task A_Claude_that_always_thinks_is_told_to_do_it_least()
    {
        var asked = await AskAsync("anthropic", "claude-opus-5-5", """{"role":"user","content":"Hi"}""", "none");

        asked.TryGetProperty("thinking", out _).ShouldBeFalse();
        asked.GetProperty("output_config").GetProperty("effort").GetString().ShouldBe("low");
    }

    [Fact]
    public async Task Gemini_thinks_as_long_as_it_is_told()
    {
        const string Hi = """{"role":"user","content":"Hi"}""";
        var older = await AskAsync("gemini", "gemini-2.5-flash", Hi, "none");
        var newer = await AskAsync("gemini", "gemini-3-pro-preview", Hi, "minimal");

        older.GetProperty("generationConfig").GetProperty("thinkingConfig").GetProperty("thinkingBudget").GetInt32().ShouldBe(0);
        newer.GetProperty("generationConfig").GetProperty("thinkingConfig").GetProperty("thinkingLevel").GetString().ShouldBe("low");
    }

    [Fact]
    public async Task Claude_does_not_think_amid_calls_whose_thoughts_were_never_signed()
    {
        var amid = await AskAsync("anthropic", "claude-haiku-4-5", Loop, "high");
        var after = await AskAsync(
            "anthropic", "claude-haiku-4-5", Loop + """,{"role":"assistant","content":"It rains."},{"role":"user","content":"And now?"}""", "high");

        amid.TryGetProperty("thinking", out _).ShouldBeFalse();
        amid.GetRawText().ShouldNotContain("Look it up.");
        after.GetProperty("thinking").GetProperty("type").GetString().ShouldBe("enabled");
    }

    [Theory]
    [InlineData("anthropic", "claude-haiku-4-5", "messages")]
    [InlineData("gemini", "gemini-2.5-flash", "contents")]
    public async Task Messages_that_say_nothing_make_no_turn(string kind, string model, string name)
    {
        var asked = await AskAsync(kind, model, """
            {"role":"user","content":"Hi"},
            {"role":"assistant","content":""},
            {"role":"assistant","content":null,"reasoning_content":"Hm."},
            {"role":"user","content":"Are you there?"}
            """, effort: null);

        asked.GetProperty(name).GetArrayLength().ShouldBe(1);
        asked.GetProperty(name)[0].GetRawText().ShouldContain("Are you there?");
    }

    private static async Task<JsonElement> AskAsync(string kind, string model, string messages, string? effort)
    {
        await using var gateway = await Gateway.BeforeAsync(kind, model);
        using var wire = new Wire(gateway);
        var wish = effort is null ? "" : $",\"reasoning_effort\":\"{effort}\"";

        var reply = await wire.ChatAsync($$"""{"model":"{{model}}","max_tokens":32000,"messages":[{{messages}}]{{wish}}}""");

        reply.Status.ShouldBe(200, reply.Body);
        return JsonElement.Parse(gateway.Upstream.Requests[^1].Body);
    }
}
