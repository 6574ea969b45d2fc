using Axle.Models.Budget;
using Axle.Models.Configuration;
using Axle.Models.Telemetry;
using Axle.Models.Tests.Wire;

namespace Axle.Models.Tests.Routing;

/// <summary>A call that waits until others give back what they hold of a budget has not asked its provider yet.</summary>
public sealed class Waiting_for_budgets
{
    private readonly ManualTime _time = new();
    private readonly Heard _heard = new();
    private readonly TaskCompletionSource _gate = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_wait_is_no_time_of_the_provider()
    {
        using var gateway = Gateway(new ScriptedProvider("a").Waits(_gate.Task));
        var slow = gateway.AskAsync(Ask("s"), Stop).AsTask();
        var waiting = gateway.AskAsync(Ask("s"), Stop).AsTask();
        _time.Advance(TimeSpan.FromMinutes(1));
        waiting.IsCompleted.ShouldBeFalse();

        _gate.SetResult();
        await slow;
        await waiting;

        _heard.Of<AttemptSucceeded>().Select(e => e.Latency).ShouldBe([TimeSpan.FromMinutes(1), TimeSpan.Zero]);
    }

    [Fact]
    public async Task Whoever_waits_lets_another_see_whether_the_provider_is_back()
    {
        using var gateway = Gateway(new ScriptedProvider("a").Waits(_gate.Task).Fails(ErrorKind.Network, times: 3));
        var slow = gateway.AskAsync(Ask("s"), Stop).AsTask();
        for (var i = 0; i < 3; i++)
            await Should.ThrowAsync<AxleException>(async () => await gateway.AskAsync(Ask($"t{i}"), Stop));
        _time.Advance(TimeSpan.FromSeconds(3));
        var waiting = gateway.AskAsync(Ask("s"), Stop).AsTask();
        waiting.IsCompleted.ShouldBeFalse();

        (await gateway.AskAsync(Ask("u"), Stop)).Text.ShouldBe("a");

        _heard.Of<CircuitMoved>().Select(e => e.State).ShouldBe(["open", "halfOpen", "closed"]);
        _gate.SetResult();
        await slow;
        await waiting;
    }

    private static ModelRequest Ask(string session) =>
        Setup.Ask() with { Scope = new Scope { Session = session }, MaxOutputTokens = 4_000, MayUseOffline = false };

    private ModelGateway Gateway(ScriptedProvider provider)
    {
        var options = new ModelOptions([provider.Options(1) with { InputPrice = 1, OutputPrice = 10 }])
        {
            Budgets = new BudgetOptions([new BudgetRule(BudgetSubject.Session, new SpendingLimit(0.05m))]),
        };
        return ScriptedProvider.Gateway(_time, new GatewayServices { Listeners = [_heard] }, options, provider);
    }
}
