using Axle.Testing.Simulation.Generation;
using Axle.Testing.Simulation.Reference;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Definition.Writing;
using Axle.Workflows.Runs;

namespace Axle.Simulation.Tests.Reference;

public sealed class RandomWorkflowTests
{
    [Fact]
    public void Every_generated_workflow_is_one_that_a_file_could_hold()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var made = RandomWorkflow.Make(Seed.Start(seed), 16);
            foreach (var workflow in made.Used.Values.Append(made.Main))
            {
                var reading = WorkflowReader.Read(WorkflowWriter.ToJson(workflow), $"{seed}.json", new WorkflowReaderOptions { AllowNotExecutable = true });
                reading.Faults.ShouldBeEmpty($"seed {seed}");
            }
        }
    }

    [Fact]
    public void Generated_workflows_hold_every_kind_and_end_in_every_way()
    {
        var ends = new List<StepEnd>();
        var kinds = new HashSet<string>();
        for (var seed = 0; seed < 300; seed++)
        {
            var made = RandomWorkflow.Make(Seed.Start(seed), 16);
            var expected = new ReferenceModel(made, new Script(seed)).Run(ModelJson.From(new { n = 3 }));
            ends.AddRange(expected.Steps.Values);
            kinds.UnionWith(made.Main.Steps.Select(static s => s.Action.Kind));
        }

        kinds.ShouldBe(
            ["tool", "set", "return", "fail", "parallel", "switch", "saga", "loop", "forEach", "uses", "wait", "approval"], ignoreOrder: true);
        ends.Select(static e => e.Status).Distinct().ShouldBe([StepStatus.Completed, StepStatus.Failed, StepStatus.Skipped], ignoreOrder: true);
        ends.Count.ShouldBeGreaterThan(1500);
    }
}
