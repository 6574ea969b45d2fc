using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

/// <summary>What a process holds that lives long: of what is over, next to nothing. Measured with nobody else at work.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class LongLifeTests
{
    private const string Alone = "What a process holds";
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public void Runs_that_have_ended_before_their_time_limit_are_not_held_until_it()
    {
        var host = new WorkflowTestHost(new Handler(static (_, _) => Task.FromResult(new StepResult(Value($"\"{new string('x', Megabyte)}\"")))));
        host.Start(Of(Wait("w", "go")) with { Timeout = TimeSpan.FromHours(1) });
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 100; i++)
            host.Start(Of(Tool("a")) with { Timeout = TimeSpan.FromDays(1) });
        host.Do(() => host.Store.PurgeAsync(host.Now.AddDays(1), 1000, CancellationToken.None).AsTask()).ShouldBe(100);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(90 * Megabyte);
    }

    [Fact]
    public void Events_do_not_gather_for_readers_that_have_gone()
    {
        var host = new WorkflowTestHost(new ScriptedHandler());
        var numbers = Json($"[{string.Join(',', Enumerable.Range(0, 5000))}]");
        var each = new ForEachAction { Items = numbers, Steps = [new Step { Key = "t", Action = new SetAction(Json("{}")) }] };
        var flow = Of(Wait("w", "go"), new Step { Key = "each", Action = each, DependsOn = ["w"] });
        var handle = host.Do(() => host.Engine.StartAsync(new StartRun(flow)));
        for (var i = 0; i < 1000; i++)
            ReadOne(host, handle);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        host.Do(() => host.Engine.SignalAsync(handle.Id, "go"));
        host.RunUntilIdle();
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        host.Do(() => host.Store.FindRunAsync(handle.Id, CancellationToken.None).AsTask())!.Status.ShouldBe(RunStatus.Completed);
        grown.ShouldBeLessThan(60 * Megabyte);
        GC.KeepAlive(handle);
    }

    private static void ReadOne(WorkflowTestHost host, RunHandle handle) => host.Do(async () =>
    {
        await foreach (var _ in handle.Events())
            break;
        return true;
    });
}
