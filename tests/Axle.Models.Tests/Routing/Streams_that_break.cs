using Axle.Models.Configuration;
using Axle.Models.Telemetry;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Routing;

public sealed class Streams_that_break
{
    private readonly ManualTime _time = new();
    private readonly Heard _heard = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_that_breaks_in_the_middle_is_continued_by_the_next_provider_behind_a_mark()
    {
        var a = new ScriptedProvider("a").Then(new AxleError(ErrorKind.Network, "cut"), new TextContent("The quick "), new TextContent("brown "));
        var b = new ScriptedProvider("b").Then(null, new TextContent("fox."));
        using var gateway = Gateway(a, b);
        var call = new ModelCall(Setup.Ask("Say the sentence."));

        var updates = await gateway.GetStreamingResponseAsync(call, Stop).ToListAsync(Stop);

        string.Concat(updates.Select(u => u.Text)).ShouldBe("The quick brown fox.");
        var mark = updates.Select(StreamTakeover.Of).OfType<StreamTakeover>().ShouldHaveSingleItem();
        mark.ShouldBe(new StreamTakeover("a", "b", "b-model", ErrorKind.Network, "The quick brown ".Length));
        updates.FindIndex(u => StreamTakeover.Of(u) is not null).ShouldBe(2);
        call.Provider.ShouldBe("b");
        call.Decisions.Select(d => d.Chosen).ShouldBe(["a", "b"]);
        _heard.Of<StreamTakenOver>().ShouldHaveSingleItem().Characters.ShouldBe(16);

        var asked = b.Asked.ShouldHaveSingleItem().Messages;
        asked.Select(m => m.Role).ShouldBe([ChatRole.User, ChatRole.Assistant, ChatRole.User]);
        asked[1].Text.ShouldBe("The quick brown ");
        asked[2].Text.ShouldContain("Continue it exactly where it stops");
    }

    [Fact]
    public async Task A_stream_that_breaks_before_its_first_word_starts_anew_without_a_mark()
    {
        var b = new ScriptedProvider("b");
        using var gateway = Gateway(new ScriptedProvider("a").Fails(ErrorKind.Overloaded), b);

        var updates = await gateway.GetStreamingResponseAsync(new ModelCall(Setup.Ask()), Stop).ToListAsync(Stop);

        updates.Select(StreamTakeover.Of).ShouldAllBe(mark => mark == null);
        b.Asked.Single().Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_breaks_in_one_answer_are_both_mended()
    {
        var cut = new AxleError(ErrorKind.Network, "cut");
        using var gateway = Gateway(
            new ScriptedProvider("a").Then(cut, new TextContent("one ")),
            new ScriptedProvider("b").Then(cut, new TextContent("two ")),
            new ScriptedProvider("c").Then(null, new TextContent("three")));

        var updates = await gateway.GetStreamingResponseAsync(new ModelCall(Setup.Ask()), Stop).ToListAsync(Stop);

        string.Concat(updates.Select(u => u.Text)).ShouldBe("one two three");
        updates.Select(StreamTakeover.Of).OfType<StreamTakeover>().Select(m => (m.From, m.To, m.Characters)).ShouldBe([("a", "b", 4), ("b", "c", 8)]);
    }

    [Fact]
    public async Task A_tool_call_that_was_passed_on_cannot_come_twice()
    {
        var b = new ScriptedProvider("b");
        using var gateway = Gateway(
            new ScriptedProvider("a").Then(new AxleError(ErrorKind.Network, "cut"), new FunctionCallContent("1", "pay", new Dictionary<string, object?>())), b);

        var error = await Should.ThrowAsync<AxleException>(async () =>
            await gateway.GetStreamingResponseAsync(new ModelCall(Setup.Ask()), Stop).ToListAsync(Stop));

        error.Error.Kind.ShouldBe(ErrorKind.Network);
        b.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stream_that_its_reader_leaves_says_nothing_about_the_provider()
    {
        var a = new ScriptedProvider("a");
        using var gateway = Gateway(a, new ScriptedProvider("b"));
        for (var i = 0; i < 10; i++)
        {
            await foreach (var _ in gateway.GetStreamingResponseAsync(new ModelCall(Setup.Ask()), Stop))
                break;
        }

        (await gateway.AskAsync(Setup.Ask(), Stop)).Text.ShouldBe("a");
        _heard.Of<AttemptFailed>().ShouldBeEmpty();
    }

    private ModelGateway Gateway(params ScriptedProvider[] providers) => ScriptedProvider.Gateway(
        _time, new GatewayServices { Listeners = [_heard] }, new ModelOptions([.. providers.Select((p, i) => p.Options(i + 1))]), providers);
}
