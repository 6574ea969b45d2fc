using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Library;
using Axle.Agents.References;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Agents.Tests.Support;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;

namespace Axle.Agents.Tests.References;

public sealed class AgentReferencesTests
{
    private static readonly AgentReferences References = new(
        new AgentRouter(new AgentRegistry(AgentLibrary.BuiltIn().Agents)), new ToolCatalog([ScriptedTool.Returning("code.structure", "{}")]));

    [Fact]
    public void Exact_names_are_not_worth_a_word() => Check(new AgentAction("security", "scan-vulnerabilities"), new ToolAction("code.structure")).ShouldBeEmpty();

    [Fact]
    public void Aliases_are_notes_guesses_are_warnings_and_what_cannot_run_is_an_error()
    {
        var found = Check(
            new AgentAction("architecture", "review-architecture"),
            new AgentAction(null, "scan-vulnerabilities"),
            new AgentAction("hacker", "scan-vulnerabilities"),
            new AgentAction("security", "bake-bread"),
            new ToolAction("code.structur"));

        found.Select(reference => (reference.Step, reference.Level)).ShouldBe(
            [
                ("s0", ReferenceLevel.Note), ("s1", ReferenceLevel.Note), ("s2", ReferenceLevel.Warning), ("s3", ReferenceLevel.Error), ("s4", ReferenceLevel.Error),
            ]);
        found[0].Confidence.ShouldBe(1);
        found[2].Confidence.ShouldBeInRange(0.3, 0.999);
        found[4].Message.ShouldBe("There is no tool 'code.structur'. Did you mean 'code.structure'?");
    }

    [Fact]
    public void Fallbacks_handlers_undos_and_inner_steps_are_checked_too()
    {
        var wrong = new ToolAction("no.tool");
        var step = new Step
        {
            Key = "outer",
            Action = new SagaAction([new Step { Key = "inner", Action = wrong }]),
            Fallbacks = [new Fallback(wrong, null, null, null)],
            OnError = [new ErrorHandler([], [new Step { Key = "handler", Action = wrong }])],
            Compensate = new Step { Key = "undo", Action = wrong },
        };

        References.Check(new Workflow { Name = "w", Steps = [step] }).Select(reference => reference.Step)
            .ShouldBe(["outer", "outer/inner", "outer/handler", "outer/undo"]);
    }

    [Fact]
    public void An_action_that_is_the_call_of_a_tool_needs_that_tool()
    {
        var agent = Crew.Agent("reader", actions: Crew.Action("read-file") with { Tool = new EvidenceCall("code.structur", JsonElement.Parse("{}")) });
        var references = new AgentReferences(new AgentRouter(new AgentRegistry([agent])), new ToolCatalog([ScriptedTool.Returning("code.structure", "{}")]));
        var found = references.Check(new Workflow { Name = "w", Steps = [new Step { Key = "s", Action = new AgentAction("reader", "read-file") }] });
        found.ShouldHaveSingleItem().Level.ShouldBe(ReferenceLevel.Error);
        found[0].Message.ShouldBe("Action 'read-file' of agent 'reader' is the call of a tool. There is no tool 'code.structur'. Did you mean 'code.structure'?");
    }

    private static ImmutableArray<AgentReference> Check(params StepAction[] actions) =>
        References.Check(new Workflow { Name = "w", Steps = [.. actions.Select((action, i) => new Step { Key = $"s{i}", Action = action })] });
}
