using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Shouldly;
using Xunit;

namespace Axle.Conformance;

public abstract partial class RunStoreConformance
{
    [Fact]
    public async Task Runs_are_found_by_a_part_of_the_name_of_their_workflow()
    {
        var store = await StoreOfNineAsync();
        var found = RunQuery.Newest with { Search = "DEPLOY" };
        (await NamesAsync(store, found)).ShouldBe(["run-7", "run-6", "run-4", "run-3", "run-1", "run-0"]);
        (await NamesAsync(store, found with { Limit = 2 })).ShouldBe(["run-7", "run-6"]);
        (await NamesAsync(store, found with { Limit = 2, Before = new RunId("run-4") })).ShouldBe(["run-3", "run-1"]);
        (await NamesAsync(store, found with { Limit = 2, Before = new RunId("run-1") })).ShouldBe(["run-0"]);
        (await NamesAsync(store, found with { Statuses = [RunStatus.Completed, RunStatus.Failed], Tenant = "acme" }))
            .ShouldBe(["run-4", "run-3", "run-1", "run-0"]);
        (await NamesAsync(store, found with { Statuses = [RunStatus.Completed] })).ShouldBe(["run-6", "run-4", "run-0"]);
        (await NamesAsync(store, found with { Statuses = [RunStatus.Idle, RunStatus.Failed] })).ShouldBe(["run-7", "run-3", "run-1"]);
        (await NamesAsync(store, found with { Workflow = "report" })).ShouldBeEmpty();
        (await NamesAsync(store, found with { Workflow = "deploy" })).ShouldBe(["run-6", "run-3", "run-0"]);
        (await NamesAsync(store, found with { From = Then.AddMinutes(3), To = Then.AddMinutes(7) })).ShouldBe(["run-6", "run-4", "run-3"]);
        (await NamesAsync(store, RunQuery.Newest with { Search = "port" })).ShouldBe(["run-8", "run-5", "run-2"]);
        (await NamesAsync(store, RunQuery.Newest with { Search = "nobody" })).ShouldBeEmpty();
        (await NamesAsync(store, RunQuery.Newest with { Search = "%" })).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("run-5", "run-5")]
    [InlineData("RUN-5", "run-5")]
    [InlineData("run-", "")]
    [InlineData("un-5", "")]
    [InlineData("nightly-20", "nightly-2026-02, nightly-2026-01-again, nightly-2026-01")]
    [InlineData("Nightly-2026-01", "nightly-2026-01-again, nightly-2026-01")]
    [InlineData("nightly-2", "")]
    [InlineData("nightly-2026-01-again-", "")]
    [InlineData("nightly_20", "")]
    [InlineData("report-of-", "report-of-may, run-8, run-5, run-2")]
    public async Task Runs_are_found_by_their_id_and_by_ten_or_more_of_its_first_characters(string text, string expected)
    {
        var store = await StoreOfNineAsync();
        string[] more = ["nightly-2026-01", "nightly-2026-01-again", "nightly-2026-02", "report-of-may"];
        for (var i = 0; i < more.Length; i++)
            await AddAsync(store, more[i], "cleaning", i + 20);
        (await NamesAsync(store, RunQuery.Newest with { Search = text })).ShouldBe(expected.Split(", ", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Runs_that_are_found_by_id_and_by_workflow_are_one_list_without_doubles()
    {
        var store = Open();
        (string Run, string Workflow)[] runs = [("deployment-1", "other"), ("run-1", "other"), ("deployment-2", "deployments"), ("run-2", "the-deployment")];
        for (var i = 0; i < runs.Length; i++)
            await AddAsync(store, runs[i].Run, runs[i].Workflow, i);
        var found = RunQuery.Newest with { Search = "deployment" };
        (await NamesAsync(store, found)).ShouldBe(["run-2", "deployment-2", "deployment-1"]);
        (await NamesAsync(store, found with { Limit = 1, Before = new RunId("run-2") })).ShouldBe(["deployment-2"]);
        (await NamesAsync(store, found with { Limit = 1, Before = new RunId("deployment-2") })).ShouldBe(["deployment-1"]);
    }

    private static async Task<string[]> NamesAsync(IRunStore store, RunQuery query) =>
        [.. (await store.ListRunsAsync(query, Cancellation)).Select(static r => r.Run.Value)];

    private static async Task AddAsync(IRunStore store, string run, string workflow, int number)
    {
        await store.SaveDefinitionAsync(new StoredDefinition($"hash of {workflow}", workflow, null, "{}"), Cancellation);
        var row = Row(1, number % 2 == 0 ? RunStatus.Completed : RunStatus.Failed) with
        {
            Run = new RunId(run),
            Workflow = workflow,
            Definition = $"hash of {workflow}",
            CreatedAt = Then.AddMinutes(number),
            Tenant = number < 6 ? "acme" : null,
        };
        await store.AppendAsync(Append(1, 1, Started()) with { Run = row.Run, Row = row }, Cancellation);
    }

    private async Task<IRunStore> StoreOfNineAsync()
    {
        var store = Open();
        string[] workflows = ["deploy", "Deploy-all", "report-of-all"];
        for (var i = 0; i < 9; i++)
            await AddAsync(store, $"run-{i}", workflows[i % 3], i);
        return store;
    }
}
