using Axle.Identity.Access;
using Axle.Server.Endpoints.Approvals;
using Axle.Server.Endpoints.Runs;
using Axle.Server.Live;
using Axle.Server.Tests.Identity;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Tests.Api;

/// <summary>A run that asks is read once for all who watch, and anew when it changes.</summary>
public sealed class Questions_that_many_watch
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_read_once_for_all_who_watch_and_again_when_it_has_changed()
    {
        await using var team = await TeamServer.StartAsync();
        var (_, key) = await team.MemberAsync("ann", Role.Operator);
        var workflow = team.Write("name: twice\nsteps:\n  - {key: first, approval: First?}\n  - {key: second, approval: Second?}\n");
        var run = (await team.SendAsync("POST", "runs", key, new { workflow })).Body!["id"]!.GetValue<string>();
        await team.AskedAsync(run, 2);
        var store = team.Services.GetRequiredService<IRunStore>();
        using var board = new RunBoard(store, team.Services.GetRequiredService<WorkflowEngine>().Reader, TimeProvider.System, seesAll: true);
        var questions = new OpenQuestions(board);

        var row = await RowAsync();
        var seen = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => questions.OfAsync(row, Stop)));
        Steps(seen[0]).ShouldBe(["first", "second"]);
        seen.ShouldAllBe(s => ReferenceEquals(s, seen[0]));

        (await team.SendAsync("POST", $"approvals/{run}/decision", key, new { decision = "approve", step = "first" })).Status.ShouldBe(200);
        await team.HappenedAsync<StepCompleted>(run);
        var later = await RowAsync();
        Steps(await questions.OfAsync(later, Stop)).ShouldBe(["second"]);
        Steps(await questions.OfAsync(row, Stop)).ShouldBe(["second"], "who is behind sees what is so now");
        Steps(await questions.OfAsync(later with { Attention = RunAttention.None }, Stop)).ShouldBeEmpty();

        async Task<RunRow> RowAsync() => (await store.FindRunAsync(new RunId(run), Stop))!;
    }

    private static IEnumerable<string> Steps(IReadOnlyList<ApprovalItem> items) => items.Select(static i => i.Step).Order(StringComparer.Ordinal);
}
