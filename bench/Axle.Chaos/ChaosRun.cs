using System.Globalization;
using Axle.Chaos.Faults;
using Axle.Chaos.Judging;
using Axle.Chaos.Load;
using Axle.Chaos.Networks;
using Axle.Chaos.Upgrades;

namespace Axle.Chaos;

/// <summary>From the start of everything to the verdict.</summary>
internal static class ChaosRun
{
    private static readonly TimeSpan LongestSettling = TimeSpan.FromMinutes(4);

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 when all is well, 1 when not.</returns>
    public static async Task<int> RunAsync(ChaosOptions options, CancellationToken cancellationToken)
    {
        INetwork network = Enclosure.IsInside ? new NamespaceNetwork() : new ProxyNetwork();
        if (options.Upgrade is { } old)
            return await UpgradeRun.RunAsync(options, old, network, Say, cancellationToken);
        Say($"{options.Length.TotalMinutes:0.##} minutes, seed {options.Seed}, nodes are cut off by {network.Name}");
        // One engine sends all steps several in a message, the other each by itself: here none is short.
        await using var nodes = await Installation.StartAsync(network, options.Ax, apiNodes: 1, "&batch=1000", Say, cancellationToken);
        Say($"{nodes.Nodes.Count} nodes are up; their logs are in {nodes.Folder}/logs");
        await using var runs = new Runs(nodes, nodes.Api, Say);
        using var mischief = new Mischief(nodes, Fault.Plan(options), Say);
        using var enough = new CancellationTokenSource();
        var starting = runs.StartAsync(options.Rate, enough.Token, cancellationToken);
        using (new Timer(_ => Tell(nodes, runs, mischief), null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)))
        {
            await mischief.DoAsync(cancellationToken);
            await enough.CancelAsync();
            await starting;
            var healed = TimeProvider.System.GetTimestamp();
            Say("Nothing fails any more.");
            await nodes.UpAsync(cancellationToken);
            await Task.WhenAny(runs.SettleAsync(), Machine.Pause(LongestSettling, cancellationToken));
            return await JudgeAsync(options, nodes, runs, mischief, TimeProvider.System.GetElapsedTime(healed), cancellationToken);
        }
    }

    private static async Task<int> JudgeAsync(
        ChaosOptions options, Installation nodes, Runs runs, Mischief mischief, TimeSpan settledAfter, CancellationToken cancellationToken)
    {
        var verdict = await new Judge(nodes, runs).JudgeAsync(options, mischief, settledAfter, cancellationToken);
        nodes.KeepsFolder = verdict.Faults.Count > 0;
        return await verdict.TellAsync(options.Json, cancellationToken);
    }

    private static void Tell(Installation nodes, Runs runs, Mischief mischief) => Say(
        $"{runs.Accepted.Count} runs accepted, {runs.Unfinished} not over; {nodes.Nodes.Count(static n => n.IsUp)} nodes up, {mischief.Killed.Count} killed");

    private static void Say(string text) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss} {text}"));
}
