using Axle.Agents.BuiltIn;
using Axle.Agents.Library;
using Axle.Agents.References;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;

namespace Axle.Agents.Tests.Library;

public sealed class BuiltInWorkflowsTests
{
    private static readonly AgentReferences References = new(new AgentRouter(new AgentRegistry(AgentLibrary.BuiltIn().Agents)), new ToolCatalog([]));

    public static TheoryData<string> Names => [.. BuiltInLibrary.Names("workflows", ".yaml")];

    [Fact]
    public void The_library_has_reviews_deliveries_designs_and_agents_that_work_together() =>
        BuiltInLibrary.Names("workflows", ".yaml").ShouldBe(
        [
            "api-development", "ci-cd-pipeline", "code-review", "comprehensive-code-review", "consensus", "debate", "deploy-microservice", "handoff",
            "microservice-deployment", "producer-consumer", "supervisor", "technical-debt",
        ]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_workflow_is_valid_and_all_its_agents_are_found(string name)
    {
        var reading = Read(name);

        reading.Faults.ShouldBeEmpty();
        reading.Workflow!.Name.ShouldBe(name);
        // A note is an alias; a warning would be a guess, which a shipped file must not rest on.
        References.Check(reading.Workflow).ShouldAllBe(reference => reference.Level == ReferenceLevel.Note);
    }

    [Fact]
    public void The_review_looks_from_ten_sides_at_once_and_ends_in_one_report()
    {
        var steps = Read("code-review").Workflow!.Steps;

        steps.Count(step => step.DependsOn.IsEmpty && step.When is null).ShouldBeGreaterThanOrEqualTo(10);
        steps.Where(step => step.Key is not "report").ShouldAllBe(step => step.ContinueOnError);
        steps[^1].Action.ShouldBe(new AgentAction("writer", "create-review-report"));
    }

    private static WorkflowReading Read(string name) => WorkflowReader.Read(BuiltInLibrary.Read($"workflows/{name}.yaml"), $"{name}.yaml");
}
