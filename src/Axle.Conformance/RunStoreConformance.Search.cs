using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Shouldly;
using Xunit;

namespace Axle.Conformance;

public abstract partial class RunStoreConformance
{
    [Fact]
    public async Task Runs_are_found_by_a_part_of_their_id_or_of_their_workflow()
    {
        var store = Open();
        string[] workflows = ["deploy", "Deploy-all", "report"];
        foreach (var workflow in workflows)
            await store.SaveDefinitionAsync(new StoredDefinition($"hash of {workflow}", workflow, null, "{}"), Cancellation);
        for (var i = 0; i < 9; i++)
        {
            var run = new RunId(i == 0 ? "run-deploy" : $"run-{i}");
            var row = Row(1, i % 2 == 0 ? RunStatus.Completed : RunStatus.Failed) with
            {
                Run = run,
                Workflow = workflows[i % 3],
                Definition = $"hash of {workflows[i % 3]}",
                CreatedAt = Then.AddMinutes(i),
                Tenant = i < 6 ? "acme" : null,
            };
            await store.AppendAsync(Append(1, 1, Started()) with { Run = run, Row = row }, Cancellation);
        }

        async Task<string[]> ListAsync(RunQuery query) => [.. (await store.ListRunsAsync(query, Cancellation)).Select(static r => r.Run.Value)];
        var found = RunQuery.Newest with { Search = "DEPLOY" };
        (await ListAsync(found)).ShouldBe(["run-7", "run-6", "run-4", "run-3", "run-1", "run-deploy"]);
        (await ListAsync(found with { Limit = 2 })).ShouldBe(["run-7", "run-6"]);
        (await ListAsync(found with { Limit = 2, Before = new RunId("run-4") })).ShouldBe(["run-3", "run-1"]);
        (await ListAsync(found with { Limit = 2, Before = new RunId("run-1") })).ShouldBe(["run-deploy"]);
        (await ListAsync(found with { Statuses = [RunStatus.Completed, RunStatus.Failed], Tenant = "acme" }))
            .ShouldBe(["run-4", "run-3", "run-1", "run-deploy"]);
        (await ListAsync(found with { Statuses = [RunStatus.Completed] })).ShouldBe(["run-6", "run-4", "run-deploy"]);
        (await ListAsync(found with { Workflow = "report" })).ShouldBeEmpty();
        (await ListAsync(found with { From = Then.AddMinutes(3), To = Then.AddMinutes(7) })).ShouldBe(["run-6", "run-4", "run-3"]);
        (await ListAsync(RunQuery.Newest with { Search = "un-5" })).ShouldBe(["run-5"]);
        (await ListAsync(RunQuery.Newest with { Search = "port" })).ShouldBe(["run-8", "run-5", "run-2"]);
        (await ListAsync(RunQuery.Newest with { Search = "nobody" })).ShouldBeEmpty();
    }
}
