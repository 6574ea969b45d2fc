using Axle.Models.Configuration;
using Axle.Models.Tests.Wire;

namespace Axle.Models.Tests.Routing;

public sealed class Gateway_choices
{
    private const string BadKey = """{"type":"error","error":{"type":"authentication_error","message":"invalid"}}""";
    private const string NoQuota = """{"error":{"message":"quota","type":"insufficient_quota","code":"insufficient_quota"}}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_any_key_the_offline_provider_answers_and_says_why()
    {
        using var gateway = new ModelGateway(ModelOptionsReader.Read(_ => null));

        var answer = await gateway.AskAsync(Setup.Ask() with { Provider = "claude" }, Stop);

        answer.Offline.ShouldBeTrue();
        answer.Text.ShouldContain("No language model is configured");
        var decision = answer.Decisions.ShouldHaveSingleItem();
        decision.Requested.ShouldBe("claude");
        decision.Chosen.ShouldBe("offline");
        decision.Reason.ShouldContain("claude was asked for but cannot be used. It has no key: set ANTHROPIC_API_KEY.");
        decision.Chain.Select(c => (c.Provider, c.Standing)).ShouldBe(
        [
            ("anthropic", CandidateStanding.Skipped), ("openai", CandidateStanding.Skipped), ("gemini", CandidateStanding.Skipped), ("offline", CandidateStanding.Chosen),
        ]);
    }

    [Fact]
    public async Task Requested_provider_comes_before_preferences_and_priorities()
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.Gemini("hi")));
        using var gateway = Gateway(Setup.Options("anthropic", server.Url, 1), Setup.Options("openai", server.Url, 2), Setup.Options("gemini", server.Url, 3));

        var answer = await gateway.AskAsync(Setup.Ask() with { Provider = "google", Preferred = [new ModelPreference("claude")] }, Stop);

        answer.Provider.ShouldBe("gemini");
        answer.Text.ShouldBe("hi");
        answer.Offline.ShouldBeFalse();
        answer.Usage.ShouldBe(new ModelUsage(30, 10, 9) { ReasoningTokens = 4 });
        answer.Decisions.Single().Chain.Select(c => c.Provider).ShouldBe(["gemini", "anthropic", "openai", "offline"]);
    }

    [Fact]
    public async Task An_answer_costs_its_tokens_at_the_prices_of_its_provider()
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.Gemini("hi")));
        using var gateway = Gateway(Setup.Options("gemini", server.Url, 1) with { InputPrice = 1000, OutputPrice = 10_000 });

        (await gateway.AskAsync(Setup.Ask(), Stop)).Usd.ShouldBe(0.03m + 0.10m);
    }

    [Fact]
    public async Task Preferred_provider_comes_with_its_model()
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.Completion("hi")));
        using var gateway = Gateway(Setup.Options("anthropic", server.Url, 1), Setup.Options("openai", server.Url, 2));

        var answer = await gateway.AskAsync(Setup.Ask() with { Preferred = [new ModelPreference("gpt", "gpt-5-nano")] }, Stop);

        answer.Decisions.Single().Model.ShouldBe("gpt-5-nano");
        Samples.Json(server.Requests.Single().Body).GetProperty("model").GetString().ShouldBe("gpt-5-nano");
    }

    [Fact]
    public async Task Model_without_provider_finds_its_home()
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.Completion("hi")));
        using var gateway = Gateway(Setup.Options("anthropic", server.Url, 1), Setup.Options("openai", server.Url, 2));

        var answer = await gateway.AskAsync(Setup.Ask() with { Model = "gpt-5" }, Stop);

        answer.Provider.ShouldBe("openai");
    }

    [Fact]
    public async Task Refused_key_and_spent_quota_fall_on_visibly_down_to_offline()
    {
        await using var claude = await FakeServer.StartAsync(new Reply(BadKey, 401));
        await using var gpt = await FakeServer.StartAsync(new Reply(NoQuota, 429));
        using var gateway = Gateway(Setup.Options("anthropic", claude.Url, 1), Setup.Options("openai", gpt.Url, 2));

        var answer = await gateway.AskAsync(Setup.Ask() with { Provider = "claude" }, Stop);

        answer.Offline.ShouldBeTrue();
        answer.Decisions.Select(d => d.Chosen).ShouldBe(["anthropic", "openai", "offline"]);
        answer.Decisions[1].Reason.ShouldStartWith("anthropic failed (authentication).");
        answer.Decisions[2].Reason.ShouldStartWith("openai failed (quotaSpent).");
        answer.Decisions[2].Chain.Select(c => c.Standing).ShouldBe([CandidateStanding.Failed, CandidateStanding.Failed, CandidateStanding.Chosen]);
        answer.Decisions[2].Chain[0].Reason.ShouldContain("Set TEST_KEY to a valid key.");
    }

    [Theory]
    [InlineData(429, ErrorKind.RateLimited)]
    [InlineData(529, ErrorKind.Overloaded)]
    [InlineData(504, ErrorKind.Timeout)]
    public async Task Trouble_that_passes_is_thrown_for_a_retry_until_the_last_attempt(int status, ErrorKind kind)
    {
        await using var server = await FakeServer.StartAsync(new Reply("{}", status), new Reply("{}", status));
        using var gateway = Gateway(Setup.Options("anthropic", server.Url));

        (await Should.ThrowAsync<AxleException>(async () => await gateway.AskAsync(Setup.Ask(), Stop))).Error.Kind.ShouldBe(kind);
        var last = await gateway.AskAsync(Setup.Ask() with { LastAttempt = true }, Stop);

        last.Offline.ShouldBeTrue();
        last.Decisions[^1].Reason.ShouldStartWith(kind == ErrorKind.RateLimited
            ? "anthropic cannot be asked now. Its rate limit is used up until"
            : $"anthropic failed ({kind.ToName()}).");
    }

    [Theory]
    [InlineData(400, ErrorKind.Validation)]
    [InlineData(422, ErrorKind.Validation)]
    public async Task What_no_other_provider_cures_is_thrown_even_at_the_last_attempt(int status, ErrorKind kind)
    {
        await using var server = await FakeServer.StartAsync(new Reply("{}", status));
        using var gateway = Gateway(Setup.Options("anthropic", server.Url));

        (await Should.ThrowAsync<AxleException>(async () => await gateway.AskAsync(Setup.Ask() with { LastAttempt = true }, Stop))).Error.Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task Unknown_provider_is_named_with_its_nearest_neighbour()
    {
        using var gateway = new ModelGateway(ModelOptions.None);

        var error = (await Should.ThrowAsync<AxleException>(async () => await gateway.AskAsync(Setup.Ask() with { Provider = "cluade" }, Stop))).Error;

        error.Kind.ShouldBe(ErrorKind.NotFound);
        error.Message.ShouldContain("There is no model provider 'cluade'. Did you mean 'claude'?");
    }

    [Fact]
    public async Task Disabled_provider_is_skipped_with_its_reason()
    {
        await using var server = await FakeServer.StartAsync();
        using var gateway = Gateway(Setup.Options("anthropic", server.Url) with { Enabled = false });

        var answer = await gateway.AskAsync(Setup.Ask(), Stop);

        answer.Decisions.Single().Chain[0].ShouldBe(new ModelCandidate(
            "anthropic", "test-model", CandidateStanding.Skipped, "It is disabled: set providers.anthropic.enabled to true."));
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Spans_tell_provider_model_and_tokens_and_no_text()
    {
        var spans = new List<System.Diagnostics.Activity>();
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = source => source.Name == "Axle.Models",
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) =>
                System.Diagnostics.ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                lock (spans)
                    spans.Add(span);
            },
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.Completion("a secret answer")));
        using var gateway = Gateway(Setup.Options("openai", server.Url) with { DefaultModel = "model-of-the-span-test" });

        await gateway.AskAsync(Setup.Ask("a secret prompt"), Stop);

        System.Diagnostics.Activity span;
        lock (spans)
            span = spans.Single(s => s.DisplayName == "chat model-of-the-span-test");
        span.GetTagItem("gen_ai.provider.name").ShouldBe("openai");
        span.GetTagItem("gen_ai.usage.input_tokens").ShouldBe(40L);
        string.Join(' ', span.TagObjects.Select(t => t.Value)).ShouldNotContain("secret");
    }

    private static ModelGateway Gateway(params ProviderOptions[] providers) => new(new ModelOptions(providers));
}
