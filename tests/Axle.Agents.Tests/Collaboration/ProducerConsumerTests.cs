using System.Text.Json;
using System.Text.RegularExpressions;
using Axle.Testing.Hosting;
using Axle.Workflows.Runs.Events;

namespace Axle.Agents.Tests.Collaboration;

/// <summary><c>producer-consumer.yaml</c>: a makes batches of six, b works on them.</summary>
public sealed partial class ProducerConsumerTests
{
    private const int Batch = 6;

    [Fact]
    public void All_that_is_produced_is_consumed_once_in_order()
    {
        using var stage = Flow(batches: 3);
        var outputs = stage.Run("producer-consumer", new { producer = "a", consumer = "b", batches = 10 });

        outputs.GetProperty("produced").GetInt32().ShouldBe(18);
        outputs.GetProperty("results").EnumerateArray().Select(static r => $"{r.GetProperty("item")}: {r.GetProperty("text")}")
            .ShouldBe(Enumerable.Range(1, 18).Select(static i => $"thing {i:00}: did thing {i:00}"));
        outputs.GetProperty("failed").GetInt32().ShouldBe(0);
    }

    [Fact]
    public void Four_items_are_in_work_at_once_and_never_more()
    {
        using var stage = Flow(batches: 3);
        MostAtOnce(stage.Start("producer-consumer", new { producer = "a", consumer = "b", batches = 10 })).ShouldBe(4);
    }

    [Fact]
    public void The_producer_makes_the_next_batch_meanwhile_and_waits_before_the_one_after()
    {
        using var stage = Flow(batches: 4);
        var events = stage.Start("producer-consumer", new { producer = "a", consumer = "b", batches = 10 }).Events.Select(static e => e.Event).ToList();

        // In a round one batch is consumed and the next one made; there are never more than these two.
        for (var round = 1; round < 4; round++)
        {
            var consumed = At<StepCompleted>($"flow[{round}]/consume");
            At<StepStarted>($"flow[{round}]/produce").ShouldBeLessThan(consumed);
            At<StepStarted>($"flow[{round + 1}]/{(round < 3 ? "produce" : "consume")}").ShouldBeGreaterThan(consumed);
        }

        int At<T>(string path)
            where T : RunEvent
        {
            var index = events.FindIndex(e => e is T && PathOf(e) == path);
            index.ShouldBeGreaterThanOrEqualTo(0, path);
            return index;
        }
    }

    [Fact]
    public void A_producer_without_end_is_stopped_after_so_many_batches_and_nothing_is_left_over()
    {
        using var stage = Flow(batches: int.MaxValue);
        var outputs = stage.Run("producer-consumer", new { producer = "a", consumer = "b", batches = 2 });

        outputs.GetProperty("produced").GetInt32().ShouldBe(12);
        outputs.GetProperty("results").GetArrayLength().ShouldBe(12);
    }

    [Fact]
    public void Items_that_fail_are_counted_and_the_others_go_on()
    {
        using var stage = Flow(batches: 1);
        var outputs = stage.Run("producer-consumer", new { producer = "a", consumer = "nobody" });

        outputs.GetProperty("failed").GetInt32().ShouldBe(6);
        outputs.GetProperty("results").GetArrayLength().ShouldBe(0);
    }

    internal static LibraryStage Flow(int batches) => new(
        said =>
        {
            if (said.Agent == "b")
                return LibraryStage.Answer("did " + Thing().Match(said.Text).Value);
            // What was named before stands in the question, so the model needs no memory.
            var before = Thing().Matches(said.Text).Select(static m => m.Value).Distinct().Count();
            return said.Agent == "a"
                ? LibraryStage.Answer("The next ones.")
                : new { items = Enumerable.Range(before + 1, Batch).Select(static i => $"thing {i:00}"), more = (before / Batch) + 1 < batches };
        },
        "a",
        "b");

    private static int MostAtOnce(TestRun run)
    {
        var (open, most) = (0, 0);
        foreach (var recorded in run.Events)
        {
            open += recorded.Event switch
            {
                ScopeOpened { Path: var path } when path.EndsWith("/consume", StringComparison.Ordinal) => 1,
                ScopeClosed { Path: var path } when path.EndsWith("/consume", StringComparison.Ordinal) => -1,
                _ => 0,
            };
            most = Math.Max(most, open);
        }

        return most;
    }

    private static string? PathOf(RunEvent e) => e switch
    {
        StepStarted started => started.Path,
        StepCompleted completed => completed.Path,
        _ => null,
    };

    [GeneratedRegex(@"thing \d\d", RegexOptions.NonBacktracking)]
    private static partial Regex Thing();
}
