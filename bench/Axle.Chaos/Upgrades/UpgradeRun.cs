using System.Globalization;
using Axle.Chaos.Faults;
using Axle.Chaos.Judging;
using Axle.Chaos.Load;
using Axle.Chaos.Networks;
using Axle.Chaos.Nodes;

namespace Axle.Chaos.Upgrades;

/// <summary>Nodes of an old build are replaced by new ones, one after another, while runs are under way and the API is asked through a load balancer.</summary>
internal static class UpgradeRun
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestSettling = TimeSpan.FromMinutes(2);

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0 when all is well, 1 when not.</returns>
    public static async Task<int> RunAsync(ChaosOptions options, string old, INetwork network, Action<string> say, CancellationToken cancellationToken)
    {
        await using var nodes = await Installation.StartAsync(network, old, apiNodes: 2, "", say, cancellationToken);
        await using var balancer = await Balancer.StartAsync(nodes.Nodes, cancellationToken);
        await balancer.WellAsync(cancellationToken);
        say($"{nodes.Nodes.Count} nodes of the old build are up; their logs are in {nodes.Folder}/logs");
        await using var runs = new Runs(nodes, balancer.Url, say);
        using var enough = new CancellationTokenSource();
        var load = Task.WhenAll(runs.StartAsync(options.Rate, enough.Token, cancellationToken), runs.ListAsync(options.Asks, enough.Token, cancellationToken));
        var badEnds = new List<string>();
        var started = TimeProvider.System.GetTimestamp();
        await Machine.Pause(Between, cancellationToken);
        foreach (var node in InTurn(nodes.Nodes))
        {
            var before = runs.Failures.Count;
            var began = TimeProvider.System.GetTimestamp();
            var code = await node.ReplaceAsync(options.Ax, cancellationToken);
            if (code != 0)
                badEnds.Add($"{node.Name} of the old build was told to stop, and ended with exit code {code}");
            var took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            say(string.Create(
                CultureInfo.InvariantCulture, $"{node.Name} is new after {took:0.0} s; {runs.Asked} requests so far, {runs.Failures.Count - before} failed meanwhile"));
            await Machine.Pause(Between, cancellationToken);
        }

        await enough.CancelAsync();
        await load;
        var replaced = TimeProvider.System.GetTimestamp();
        await Task.WhenAny(runs.SettleAsync(), Machine.Pause(LongestSettling, cancellationToken));
        using var nothing = new Mischief(nodes, [], say);
        var verdict = await new Judge(nodes, runs).JudgeAsync(
            options, nothing, TimeProvider.System.GetElapsedTime(replaced), cancellationToken);
        verdict = verdict with
        {
            Minutes = Math.Round(TimeProvider.System.GetElapsedTime(started).TotalMinutes, 1),
            Requests = runs.Asked,
            Faults = [.. verdict.Faults, .. badEnds, .. runs.Failures.Select(static f => $"a request failed: {f}")],
        };
        nodes.KeepsFolder = verdict.Faults.Count > 0;
        return await verdict.TellAsync(options.Json, cancellationToken);
    }

    /// <summary>One of each role after another, so that old and new ones work together in all combinations.</summary>
    private static IEnumerable<Node> InTurn(IReadOnlyList<Node> nodes) =>
        nodes.GroupBy(static n => n.Role).SelectMany(static role => role.Select(static (node, place) => (Node: node, Place: place)))
            .OrderBy(static n => n.Place).Select(static n => n.Node);
}
