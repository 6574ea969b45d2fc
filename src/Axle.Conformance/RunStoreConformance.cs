using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Shouldly;
using Xunit;

namespace Axle.Conformance;

/// <summary>What every run store must do. Inherit it, say how a store is opened, and every test of it is run on yours.</summary>
public abstract partial class RunStoreConformance : IAsyncDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, 123, TimeSpan.Zero);
    private static readonly RunId Run = new("run-1");
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens another store on the same data, as another process would.</summary>
    protected abstract IRunStore Open();

    /// <summary>Ends the process of a store without a word, as a crash would, so that its runs can be claimed.</summary>
    protected abstract ValueTask KillAsync(IRunStore store);

    /// <summary>Removes the data.</summary>
    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task What_is_appended_is_read_back_the_same()
    {
        var store = Open();
        RunEvent[] events = [Started(), new StepStarted("a", 1, Json("""{"x":1}""")), Completed("a")];
        await store.AppendAsync(Append(1, 1, events), Cancellation);
        var read = await store.ReadEventsAsync(Run, 0, Cancellation);
        read.Select(static e => e.Seq).ShouldBe([1, 2, 3]);
        read.ShouldAllBe(static e => e.At == Then);
        read.Select(static e => RunEventJson.Write(e.Event)).ShouldBe(events.Select(RunEventJson.Write));
    }

    [Fact]
    public async Task Reading_can_start_behind_an_event()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started(), Completed("a")), Cancellation);
        (await store.ReadEventsAsync(Run, 1, Cancellation)).Single().Seq.ShouldBe(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task A_history_can_be_read_in_pieces(int limit)
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        await store.AppendAsync(Append(1, 2, [.. Enumerable.Range(0, 5).Select(static n => Completed($"b{n}"))]), Cancellation);
        await store.AppendAsync(Append(1, 7, Completed("c")), Cancellation);
        var read = new List<long>();
        while (await store.ReadEventsAsync(Run, read.LastOrDefault(), limit, Cancellation) is { Count: > 0 } piece)
        {
            piece.Count.ShouldBeLessThanOrEqualTo(limit);
            read.AddRange(piece.Select(static e => e.Seq));
        }

        read.ShouldBe([1, 2, 3, 4, 5, 6, 7]);
    }

    [Fact]
    public async Task A_run_that_is_not_there_has_no_events_and_no_row()
    {
        var store = Open();
        (await store.ReadEventsAsync(Run, 0, Cancellation)).ShouldBeEmpty();
        (await store.FindRunAsync(Run, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Large_payloads_come_back_whole()
    {
        var store = Open();
        var large = Json(JsonSerializer.Serialize(new string('ä', 3 * Payload.InlineLimit)));
        await store.AppendAsync(Append(1, 1, Started(), new StepCompleted("a", 1, large, [])), Cancellation);
        var read = (StepCompleted)(await Open().ReadEventsAsync(Run, 1, Cancellation)).Single().Event;
        read.Output.Value.GetString().ShouldBe(large.Value.GetString());
        read.Output.Hash.ShouldBe(large.Hash);
    }

    [Fact]
    public async Task The_row_is_that_of_the_last_append()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        var row = Row(2, RunStatus.Failed) with { WakeAt = Then.AddDays(1), UpdatedAt = Then.AddMinutes(1) };
        await store.AppendAsync(Append(1, 2, Completed("a")) with { Row = row }, Cancellation);
        (await store.FindRunAsync(Run, Cancellation)).ShouldBe(row);
    }

    [Fact]
    public async Task A_sequence_number_is_given_once()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        await store.AppendAsync(Append(1, 2, Completed("a")), Cancellation);
        await Should.ThrowAsync<RunConflictException>(() => store.AppendAsync(Append(1, 2, Completed("b")), Cancellation).AsTask());
        (await store.ReadEventsAsync(Run, 0, Cancellation)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_run_is_created_once()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        await Should.ThrowAsync<RunConflictException>(() => Open().AppendAsync(Append(1, 1, Started()), Cancellation).AsTask());
    }

    [Fact]
    public async Task A_gap_in_the_sequence_is_refused()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        await Should.ThrowAsync<RunConflictException>(() => store.AppendAsync(Append(1, 3, Completed("a")), Cancellation).AsTask());
    }

    [Fact]
    public async Task A_refused_append_leaves_no_trace()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        await store.SendSignalAsync(Signal("s1"), Cancellation);
        var refused = Append(1, 3, Completed("a")) with
        {
            Checkpoints = [new RunCheckpoint(3, "level-1", Automatic: true, Then)],
            ConsumedSignals = ["s1"],
        };
        await Should.ThrowAsync<RunConflictException>(() => store.AppendAsync(refused, Cancellation).AsTask());
        (await store.ListCheckpointsAsync(Run, Cancellation)).ShouldBeEmpty();
        (await store.ReadSignalsAsync(Run, Cancellation)).Count.ShouldBe(1);
        (await store.FindRunAsync(Run, Cancellation))!.LastSeq.ShouldBe(1);
    }

    [Fact]
    public async Task A_living_owner_keeps_its_run()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        var held = await Should.ThrowAsync<RunHeldException>(() => Open().ClaimAsync(Run, Cancellation).AsTask());
        held.Owner.ShouldBe(store.Owner);
        await store.AppendAsync(Append(1, 2, Completed("a")), Cancellation);
    }

    [Fact]
    public async Task The_run_of_a_dead_owner_can_be_claimed_at_once()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        await KillAsync(store);
        var other = Open();
        (await other.ClaimAsync(Run, Cancellation)).ShouldBe(2);
        await other.AppendAsync(Append(2, 2, Completed("a")), Cancellation);
    }

    [Fact]
    public async Task A_released_run_can_be_claimed_at_once()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        await store.ReleaseAsync(Run, 1, Cancellation);
        (await Open().ClaimAsync(Run, Cancellation)).ShouldBe(2);
    }

    [Fact]
    public async Task A_release_of_an_old_epoch_changes_nothing()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        (await store.ClaimAsync(Run, Cancellation)).ShouldBe(2);
        await store.ReleaseAsync(Run, 1, Cancellation);
        await Should.ThrowAsync<RunHeldException>(() => Open().ClaimAsync(Run, Cancellation).AsTask());
    }

    [Fact]
    public async Task Who_lost_its_claim_writes_no_more()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        await store.ReleaseAsync(Run, 1, Cancellation);
        await Open().ClaimAsync(Run, Cancellation);
        await Should.ThrowAsync<RunConflictException>(() => store.AppendAsync(Append(1, 2, Completed("a")), Cancellation).AsTask());
        await Should.ThrowAsync<RunConflictException>(() => store.AppendAsync(Append(2, 2, Completed("a")), Cancellation).AsTask());
    }

    [Fact]
    public async Task An_owner_that_claims_its_run_anew_ends_its_own_earlier_claim()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        var epoch = await store.ClaimAsync(Run, Cancellation);
        await Should.ThrowAsync<RunConflictException>(async () => await store.AppendAsync(Append(1, 2, Completed("a")), Cancellation));
        await store.AppendAsync(Append(epoch, 2, Completed("a")), Cancellation);
    }

    [Fact]
    public async Task A_run_that_is_not_there_cannot_be_claimed()
    {
        var missing = await Should.ThrowAsync<AxleException>(() => Open().ClaimAsync(Run, Cancellation).AsTask());
        missing.Error.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task Of_two_who_append_at_the_same_time_one_wins()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        var attempts = Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await store.AppendAsync(Append(1, 2, Completed($"step-{i}")), Cancellation);
                return 1;
            }
            catch (RunConflictException)
            {
                return 0;
            }
        });
        (await Task.WhenAll(attempts)).Sum().ShouldBe(1);
        (await store.ReadEventsAsync(Run, 0, Cancellation)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Appends_of_many_runs_do_not_mix()
    {
        var store = Open();
        var runs = Enumerable.Range(0, 50).Select(static i => new RunId($"run-{i}")).ToArray();
        await Task.WhenAll(runs.Select(async run =>
        {
            await store.AppendAsync(Append(1, 1, Started()) with { Run = run, Row = Row(1) with { Run = run } }, Cancellation);
            await store.AppendAsync(Append(1, 2, Completed(run.Value)) with { Run = run, Row = Row(2) with { Run = run } }, Cancellation);
        }));
        foreach (var run in runs)
            ((StepCompleted)(await store.ReadEventsAsync(run, 1, Cancellation)).Single().Event).Path.ShouldBe(run.Value);
    }

    [Fact]
    public async Task Checkpoints_are_listed_in_order()
    {
        var store = Open();
        RunCheckpoint[] checkpoints = [new(1, "level-1", true, Then), new(2, "before-deploy", false, Then.AddSeconds(1))];
        await store.AppendAsync(Append(1, 1, Started()) with { Checkpoints = [checkpoints[0]] }, Cancellation);
        await store.AppendAsync(Append(1, 2, Completed("a")) with { Checkpoints = [checkpoints[1]] }, Cancellation);
        (await store.ListCheckpointsAsync(Run, Cancellation)).ShouldBe(checkpoints);
    }

    [Fact]
    public async Task A_signal_waits_until_a_decision_consumes_it()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        await store.SendSignalAsync(Signal("s1"), Cancellation);
        await store.SendSignalAsync(Signal("s2") with { At = Then.AddSeconds(1) }, Cancellation);
        var waiting = await store.ReadSignalsAsync(Run, Cancellation);
        waiting.Select(static s => s.Id).ShouldBe(["s1", "s2"]);
        waiting[0].Body.Value.GetProperty("reason").GetString().ShouldBe("why not");
        await store.AppendAsync(Append(1, 2, Completed("a")) with { ConsumedSignals = ["s1"] }, Cancellation);
        (await store.ReadSignalsAsync(Run, Cancellation)).Select(static s => s.Id).ShouldBe(["s2"]);
    }

    [Fact]
    public async Task A_signal_is_known_after_it_was_consumed()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        await store.SendSignalAsync(Signal("s1"), Cancellation);
        var nothingButTheSignal = Append(1, 2) with { Row = Row(1), ConsumedSignals = ["s1"] };
        await store.AppendAsync(nothingButTheSignal, Cancellation);
        await store.SendSignalAsync(Signal("s1"), Cancellation);
        (await store.ReadSignalsAsync(Run, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_signal_to_no_run_is_refused()
    {
        var missing = await Should.ThrowAsync<AxleException>(() => Open().SendSignalAsync(Signal("s1"), Cancellation).AsTask());
        missing.Error.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task A_signal_from_another_process_is_noticed()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var noticed = Task.Run(
            async () =>
            {
                await foreach (var run in store.WatchSignalsAsync(enough.Token))
                    return run;
                throw new InvalidOperationException("Watching ended by itself.");
            },
            Cancellation);
        // Sent again and again, each with an id of its own: the watcher may have started late, and a signal must reach it all the same.
        var other = Open();
        for (var i = 0; !noticed.IsCompleted; i++)
        {
            await other.SendSignalAsync(Signal($"s{i}"), Cancellation);
            await Task.WhenAny(noticed, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation));
        }

        (await noticed).ShouldBe(Run);
        await enough.CancelAsync();
    }

    [Fact]
    public async Task A_definition_is_kept_under_its_hash()
    {
        var store = Open();
        var definition = new StoredDefinition("0123456789abcdef", "deploy", "1.0.0", """{"name":"deploy"}""");
        await store.SaveDefinitionAsync(definition, Cancellation);
        await store.SaveDefinitionAsync(definition, Cancellation);
        (await Open().FindDefinitionAsync(definition.Hash, Cancellation)).ShouldBe(definition);
        (await store.FindDefinitionAsync("another", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_and_page_by_page()
    {
        var store = Open();
        for (var i = 1; i <= 5; i++)
        {
            var run = new RunId($"run-{i}");
            var row = Row(1, i % 2 == 0 ? RunStatus.Completed : RunStatus.Executing) with { Run = run, CreatedAt = Then.AddMinutes(i) };
            await store.AppendAsync(Append(1, 1, Started()) with { Run = run, Row = row }, Cancellation);
        }

        async Task<string[]> ListAsync(RunQuery query) => [.. (await store.ListRunsAsync(query, Cancellation)).Select(static r => r.Run.Value)];
        (await ListAsync(RunQuery.Newest)).ShouldBe(["run-5", "run-4", "run-3", "run-2", "run-1"]);
        (await ListAsync(RunQuery.Newest with { Limit = 2 })).ShouldBe(["run-5", "run-4"]);
        (await ListAsync(RunQuery.Newest with { Limit = 2, Before = new RunId("run-4") })).ShouldBe(["run-3", "run-2"]);
        (await ListAsync(new RunQuery([RunStatus.Completed]))).ShouldBe(["run-4", "run-2"]);
        (await ListAsync(RunQuery.Newest with { Workflow = "another" })).ShouldBeEmpty();
    }

    private static RunStarted Started() => new(
        "deploy", "1.0.0", "0123456789abcdef", Json("""{"size":3}"""), Payload.EmptyObject,
        ImmutableDictionary<string, string>.Empty.Add("workspace", "here"), "test");

    private static StepCompleted Completed(string path) =>
        new(path, 1, Json("""{"ok":true}"""), [new StepDecision("provider-fallback", "claude has no key", Json("""{"to":"offline"}""").Value)]);

    private static Payload Json(string json) => Payload.FromJson(System.Text.Encoding.UTF8.GetBytes(json));

    private static RunSignal Signal(string id) => new(Run, id, RunSignals.Pause, Json("""{"reason":"why not"}"""), "test", Then);

    private static RunRow Row(long lastSeq, RunStatus status = RunStatus.Executing) =>
        new(Run, "deploy", "0123456789abcdef", status, lastSeq, Then, Then, null);

    private static RunAppend Append(long epoch, long firstSeq, params RunEvent[] events) => new(
        Run,
        epoch,
        [.. events.Select((e, i) => new RecordedEvent(firstSeq + i, Then, e))],
        Row(firstSeq + events.Length - 1),
        [],
        []);
}
