using Axle.Models.Cache;
using Axle.Models.Guarding;
using Axle.Models.Telemetry;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Cache;

public sealed class Kept_answers
{
    private static readonly CacheOptions On = new() { Enabled = true };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Same_question_is_answered_once_costs_nothing_and_tells()
    {
        var model = ScriptedModel.Saying(static q => $"about {q}");
        var ears = new Ears();
        using var gateway = model.Gateway(On, services: new GatewayServices { Listeners = [ears] });

        var first = new ModelCall(Setup.Ask("cats"));
        await gateway.GetResponseAsync(first, Stop);
        var second = new ModelCall(Setup.Ask("cats"));
        var answer = await gateway.GetResponseAsync(second, Stop);

        model.Calls.ShouldBe(1);
        (first.Cache, second.Cache).ShouldBe((CacheStanding.Missed, CacheStanding.Exact));
        answer.Text.ShouldBe("about cats");
        answer.ModelId.ShouldBe("model-1-today");
        ModelUsage.From(answer.Usage).ShouldBe(ModelUsage.None);
        second.Charges.ShouldBeEmpty();
        (second.Provider, second.Model).ShouldBe(("scripted", "model-1"));
        ears.Heard.OfType<CacheAnswered>().ShouldHaveSingleItem().Standing.ShouldBe(CacheStanding.Exact);
    }

    [Fact]
    public async Task Nothing_is_kept_unless_the_configuration_or_the_request_says_so()
    {
        var model = ScriptedModel.Saying(static q => q);
        using var gateway = model.Gateway(CacheOptions.Default);

        await AskTwiceAsync(gateway, Setup.Ask());
        model.Calls.ShouldBe(2);
        await AskTwiceAsync(gateway, Setup.Ask() with { MayUseCache = true });
        model.Calls.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task Whatever_changes_the_answer_is_another_question(string what)
    {
        var model = ScriptedModel.Saying(static q => q);
        using var gateway = model.Gateway(On);

        await gateway.AskAsync(Setup.Ask(), Stop);
        await gateway.AskAsync(Variants[what](Setup.Ask()), Stop);

        model.Calls.ShouldBe(2);
    }

    private static readonly Dictionary<string, Func<ModelRequest, ModelRequest>> Variants = new()
    {
        ["another tenant"] = static r => r with { Scope = new Scope { Tenant = "b" } },
        ["another version of the prompt"] = static r => r with { PromptVersion = "2" },
        ["another model"] = static r => r with { Provider = "scripted", Model = "model-2" },
        ["another preference"] = static r => r with { Preferred = [new ModelPreference("scripted", "model-3")] },
        ["another limit"] = static r => r with { MaxOutputTokens = 7 },
        ["a temperature"] = static r => r with { Temperature = 0 },
        ["a seed"] = static r => r with { Options = new ChatOptions { Seed = 1 } },
        ["instructions"] = static r => r with { Options = new ChatOptions { Instructions = "Be brief." } },
        ["a stop word"] = static r => r with { Options = new ChatOptions { StopSequences = ["."] } },
        ["reasoning"] = static r => r with { Options = new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.High } } },
        ["an option of one provider"] = static r => r with { Options = new ChatOptions { AdditionalProperties = new() { ["tier"] = "flex" } } },
        ["a system prompt"] = static r => r with { Messages = [new ChatMessage(ChatRole.System, "Be kind."), .. r.Messages] },
        ["another word"] = static r => r with { Messages = [new ChatMessage(ChatRole.User, "Hello!")] },
        ["an image"] = static r => r with { Messages = [new ChatMessage(ChatRole.User, [new TextContent("Hello"), new DataContent(new byte[] { 1 }, "image/png")])] },
        ["json"] = static r => r with { Options = new ChatOptions { ResponseFormat = ChatResponseFormat.Json } },
    };

    public static TheoryData<string> Differences => [.. Variants.Keys];

    [Theory]
    [MemberData(nameof(Unkept))]
    public async Task Questions_and_answers_that_must_not_be_kept_are_asked_each_time(string what)
    {
        var (request, response) = Never[what];
        var model = new ScriptedModel(_ => response());
        using var gateway = model.Gateway(On);

        await AskTwiceAsync(gateway, request);

        model.Calls.ShouldBe(2);
    }

    private static readonly Dictionary<string, (ModelRequest Request, Func<ChatResponse> Response)> Never = new()
    {
        ["a request with tools"] = (Setup.Ask() with { Options = new ChatOptions { Tools = [AIFunctionFactory.Create(static () => 1, "one")] } }, Fine),
        ["a conversation with tools"] = (Setup.Ask() with { Messages = [new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", "x")])] }, Fine),
        ["a conversation that the provider keeps"] = (Setup.Ask() with { Options = new ChatOptions { ConversationId = "c" } }, Fine),
        ["a link whose content may change"] = (Setup.Ask() with { Messages = [new ChatMessage(ChatRole.User, [new UriContent("https://example.com/a.png", "image/png")])] }, Fine),
        ["a temperature"] = (Setup.Ask() with { Temperature = 0.7f }, Fine),
        ["the request's own wish"] = (Setup.Ask() with { MayUseCache = false }, Fine),
        ["a redacted question"] = (Setup.Ask() with { Messages = [Redacted(new ChatMessage(ChatRole.User, "I am [name]"))] }, Fine),
        ["an answer with a tool call"] = (Setup.Ask(), static () => Of(new FunctionCallContent("1", "one"), ChatFinishReason.ToolCalls)),
        ["a cut answer"] = (Setup.Ask(), static () => ScriptedModel.Answer("so far", ChatFinishReason.Length)),
        ["a refused answer"] = (Setup.Ask(), static () => ScriptedModel.Answer("", ChatFinishReason.ContentFilter)),
        ["a refusal in words"] = (Setup.Ask(), static () => Of(new ErrorContent("no") { ErrorCode = "Refusal" }, ChatFinishReason.Stop)),
        ["an empty answer"] = (Setup.Ask(), static () => ScriptedModel.Answer(" ")),
        ["a redacted answer"] = (Setup.Ask(), static () => Redacted(ScriptedModel.Answer("[name] says hello"))),
    };

    public static TheoryData<string> Unkept => [.. Never.Keys];

    [Fact]
    public async Task Higher_temperatures_are_kept_when_the_configuration_or_the_request_says_so()
    {
        var model = ScriptedModel.Saying(static q => q);
        using var gateway = model.Gateway(On with { MaxTemperature = 0.5 });

        await AskTwiceAsync(gateway, Setup.Ask() with { Temperature = 0.5f });
        await AskTwiceAsync(gateway, Setup.Ask() with { Temperature = 1f, MayUseCache = true });

        model.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Answers_of_the_offline_provider_and_errors_are_not_kept()
    {
        var refuses = new ScriptedModel(static _ => throw new AxleException(ErrorKind.Authentication, "no"));
        using var offline = refuses.Gateway(On);
        (await offline.AskAsync(Setup.Ask(), Stop)).Offline.ShouldBeTrue();
        var again = new ModelCall(Setup.Ask());
        await offline.GetResponseAsync(again, Stop);
        (again.Offline, again.Cache).ShouldBe((true, CacheStanding.Missed));

        var fails = new ScriptedModel(static _ => throw new AxleException(ErrorKind.Validation, "no"));
        using var gateway = fails.Gateway(On);
        await Should.ThrowAsync<AxleException>(async () => await gateway.AskAsync(Setup.Ask(), Stop));
        await Should.ThrowAsync<AxleException>(async () => await gateway.AskAsync(Setup.Ask(), Stop));
        fails.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Checked_json_comes_back_as_checked_json()
    {
        var model = ScriptedModel.Saying(static _ => "Here: {\"answer\":\"42\"} as asked.");
        using var gateway = model.Gateway(On);
        var request = Setup.Ask() with { OutputSchema = Samples.TextSchema };

        await gateway.AskAsync(request, Stop);
        var again = await gateway.AskAsync(request, Stop);

        model.Calls.ShouldBe(1);
        again.Json!.Value.GetProperty("answer").GetString().ShouldBe("42");
    }

    [Fact]
    public async Task Answers_expire_by_the_clock()
    {
        var time = new ManualTime();
        var model = ScriptedModel.Saying(static q => q);
        using var gateway = model.Gateway(On with { Ttl = TimeSpan.FromMinutes(5) }, time);

        await AskTwiceAsync(gateway, Setup.Ask());
        time.Advance(TimeSpan.FromMinutes(5));
        await gateway.AskAsync(Setup.Ask(), Stop);

        model.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Erasure_reaches_what_was_kept_for_a_scope_and_what_is_on_its_way()
    {
        var alice = new Scope { Tenant = "a", User = "alice" };
        var bob = alice with { User = "bob" };
        var model = ScriptedModel.Saying(static q => q);
        using var gateway = model.Gateway(On);
        await gateway.AskAsync(Setup.Ask("one") with { Scope = alice }, Stop);
        await gateway.AskAsync(Setup.Ask("two") with { Scope = bob }, Stop);
        var gate = new TaskCompletionSource();
        model.Gate = gate.Task;
        var late = gateway.AskAsync(Setup.Ask("three") with { Scope = alice }, Stop);

        (await gateway.ForgetAnswersAsync(new Scope { User = "alice" }, Stop)).ShouldBe(1);
        gate.SetResult();
        await late;

        await gateway.AskAsync(Setup.Ask("two") with { Scope = bob }, Stop);
        model.Calls.ShouldBe(3);
        await gateway.AskAsync(Setup.Ask("one") with { Scope = bob }, Stop);
        await gateway.AskAsync(Setup.Ask("three") with { Scope = bob }, Stop);
        model.Calls.ShouldBe(5);
    }

    private static ChatResponse Of(AIContent content, ChatFinishReason finish) =>
        new(new ChatMessage(ChatRole.Assistant, [content])) { FinishReason = finish };

    private static ChatResponse Fine() => ScriptedModel.Answer("fine");

    private static ChatMessage Redacted(ChatMessage message)
    {
        Redaction.Mark(message);
        return message;
    }

    private static ChatResponse Redacted(ChatResponse response)
    {
        Redaction.Mark(response);
        return response;
    }

    private static async Task AskTwiceAsync(ModelGateway gateway, ModelRequest request)
    {
        await gateway.GetResponseAsync(new ModelCall(request), Stop);
        await gateway.GetResponseAsync(new ModelCall(request), Stop);
    }

    private sealed class Ears : IGatewayListener
    {
        public List<GatewayEvent> Heard { get; } = [];

        public void Hear(GatewayEvent happened) => Heard.Add(happened);
    }
}
