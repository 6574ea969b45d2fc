using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Axle.Agents.References;
using Axle.Agents.Routing;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Sources;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Graph;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow validate</c>: every fault of every file, and what each step would do.</summary>
internal sealed class WorkflowValidateCommand : AxCommand
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Workflow files, or names of workflows in .axle/workflows or in the library.",
        Arity = ArgumentArity.OneOrMore,
    };

    public WorkflowValidateCommand(CommandContext context)
        : base(context, "validate", "Check workflow files without running them, and show the levels of their steps and who would do them.",
            new("ax workflow validate deploy.yaml", "All faults at once, each with line, column and cure"),
            new("ax workflow validate *.yaml --json | jq '.files[] | select(.valid | not)'", "Find the faulty ones among many")) => Add(_files);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var files = call.Get(_files)!.Select(name => Check(name, call, host)).ToImmutableArray();
        var document = new ValidationDocument(files.All(static f => f.Valid), files);
        if (call.Json)
            call.WriteDocument(document, CliJson.Context.ValidationDocument);
        else
            Array.ForEach([.. files], file => Write(call, file));
        return document.Valid ? ExitCodes.Success : ExitCodes.Invalid;
    }

    private static FilePart Check(string name, Invocation call, AxleHost host)
    {
        var reading = WorkflowSource.Read(name, call.Workflows, call.Outside);
        if (reading.Workflow is not { } workflow)
            return new FilePart(name, false, null, null, [], [], [.. reading.Faults], []);
        var graph = StepGraph.Build(workflow.Steps);
        var references = host.Get<AgentReferences>().Check(workflow).AddRange(Endless(workflow, call));
        return new FilePart(
            name,
            references.All(static r => r.Level != ReferenceLevel.Error),
            workflow.Name,
            workflow.Version,
            [.. graph.Levels.Select(level => level.Select(i => graph.Steps[i].Key).ToImmutableArray())],
            [.. graph.Order.OrderBy(graph.Level).Select(i => Plan(graph, i, host))],
            [],
            [.. references.Select(static r => new ReferencePart(r.Step, Words.Name(r.Level), r.Message))]);
    }

    private static IEnumerable<AgentReference> Endless(Workflow workflow, Invocation call)
    {
        if (EndlessUse.Find(workflow, (name, user) => Used(name, user, call)) is { IsEmpty: false } circle)
            yield return new AgentReference(circle[0], ReferenceLevel.Error, EndlessUse.Message(circle), 0);
    }

    // That a workflow which is used does not exist is told when a run of it starts: it may be registered by then.
    private static Workflow? Used(string name, Workflow user, Invocation call)
    {
        try
        {
            return call.Workflows.Find(name, user);
        }
        catch (AxleException)
        {
            return null;
        }
    }

    private static PlannedStepPart Plan(StepGraph graph, int index, AxleHost host)
    {
        var step = graph.Steps[index];
        var route = step.Action is AgentAction asked ? Route(asked, host.Get<AgentRouter>()) : null;
        return new PlannedStepPart(
            step.Key,
            graph.Level(index),
            [.. graph.Dependencies(index).Select(i => graph.Steps[i].Key)],
            step.Action.Kind,
            route?.Agent.Id,
            route?.Action.Name ?? (step.Action as ToolAction)?.Tool ?? (step.Action as AgentAction)?.Action,
            route?.Confidence);
    }

    // A step that nobody can do is told among the references, with the reason.
    private static AgentRoute? Route(AgentAction asked, AgentRouter router)
    {
        try
        {
            return router.Route(asked.Agent, asked.Action);
        }
        catch (AxleException nobody) when (nobody.Error.Kind == ErrorKind.NotFound)
        {
            return null;
        }
    }

    private static void Write(Invocation call, FilePart file)
    {
        if (file.Workflow is null)
        {
            foreach (var fault in file.Faults)
                call.Say(fault.ToString());
            call.Say($"{file.File}: {Words.Count(file.Faults.Length, "fault")}");
            return;
        }

        call.Say($"{file.File}: {file.Workflow}{(file.Version is null ? "" : $" {file.Version}")} "
            + $"{(file.Valid ? "is valid" : "cannot run")}, {Words.Count(file.Steps.Length, "step")} in {Words.Count(file.Levels.Length, "level")}");
        TextTable.Write(call.Outside.Output, ["LEVEL", "STEP", "DONE BY", "AFTER"], file.Steps.Select(Cells));
        foreach (var reference in file.References)
            call.Say($"{reference.Level}: step '{reference.Step}': {reference.Message}");
    }

    private static string[] Cells(PlannedStepPart step) =>
    [
        (step.Level + 1).ToString(CultureInfo.InvariantCulture),
        step.Key,
        step.Agent is null
            ? $"{step.Kind} {step.Action}".TrimEnd()
            : $"{step.Agent}/{step.Action}{(step.Confidence < 1 ? string.Create(CultureInfo.InvariantCulture, $" ({step.Confidence:0.00})") : "")}",
        string.Join(", ", step.DependsOn),
    ];
}
