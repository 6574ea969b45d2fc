using System.CommandLine;
using System.Text.Json;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Output.Progress;
using Axle.Cli.Output.Steps;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow state</c>: a run as it was after any of its events.</summary>
internal sealed class WorkflowStateCommand : OneRunCommand
{
    private readonly Option<string?> _at = new("--at")
    {
        Description = "The number of an event, or the name of a checkpoint. Default: the last event.",
        HelpName = "PLACE",
    };

    private readonly Option<string?> _step = new("--step") { Description = "Only this step, with its input and output.", HelpName = "PATH" };
    private readonly Option<bool> _all = new("--all") { Description = "Show the steps of items and rounds that went well, too." };

    public WorkflowStateCommand(CommandContext context)
        : base(context, "state", "Show a run as it was after an event: steps, inputs, variables.",
            new("ax workflow state latest --at 12", "How the last run stood after its 12th event"),
            new("ax workflow state latest --at level-1 --step build --json | jq .step.output", "What step 'build' had returned by then"))
    {
        Add(_at);
        Add(_step);
        Add(_all);
    }

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var place = call.Get(_at) is { } text ? await RunPlace.FindAsync(host.Engine.Reader, row, text, cancellationToken) : new RunPlace(row.LastSeq, null);
        var events = await host.Engine.Reader.HistoryAsync(row.Run, cancellationToken);
        var state = await host.Engine.Reader.FoldAsync(row.Run, events, place.Seq, cancellationToken);
        var last = events[(int)Math.Min(place.Seq, events.Count) - 1];
        if (call.Get(_step) is { } path)
        {
            var step = state.Find(path) ?? throw new AxleException(
                ErrorKind.NotFound, $"At {place.Text} run {row.Run} has no step '{path}'. It has: {string.Join(", ", state.Records.Select(static s => s.Path).Take(30))}.");
            WriteStep(call, state, last, step);
        }
        else if (call.Json)
        {
            call.WriteDocument(StateDocument.Of(state, last), CliJson.Context.StateDocument);
        }
        else
        {
            Write(call, state, last);
        }

        return ExitCodes.Success;
    }

    private void Write(Invocation call, RunState state, RecordedEvent last)
    {
        call.Say($"{state.Id}  {state.Workflow.Name}  {Words.Name(state.Status)}");
        call.Say($"  Event     {last.Seq}, {Words.Of(last.At, call.Outside.Time)}: {EventText.Line(last.Event, static _ => null, call.Outside.Time)}");
        call.Say($"  Inputs    {state.Inputs}");
        foreach (var (name, value) in state.Variables)
            call.Say($"  vars.{name} = {value.GetRawText()}");
        if (state.Outputs is { } outputs)
            call.Say($"  Outputs   {outputs}");
        if (state.Error is { } error)
            call.Say($"  Error     {error.Message}");
        call.Say();
        new StepTable(call).Write(state.Records, call.Get(_all));
    }

    private static void WriteStep(Invocation call, RunState state, RecordedEvent last, StepRecord step)
    {
        if (call.Json)
        {
            var document = StateDocument.Of(state, last) with { Steps = null, Step = StepDetailPart.Of(step) };
            call.WriteDocument(document, CliJson.Context.StateDocument);
            return;
        }

        call.Say($"{step.Path}  {Words.Name(step.Status)}  {step.Does}  {Words.Count(step.Attempts, "attempt")}");
        if (StepText.Of(step, call.Outside.Time) is { Length: > 0 } more)
            call.Say($"  {more}");
        if (step.Error is { } error)
            call.Say($"  {error.Kind.ToName()}: {error.Message}");
        if (step.Input is { } input)
            call.Say($"input:\n{Indented(input)}");
        if (step.Output is { } output)
            call.Say($"output:\n{Indented(output)}");
    }

    private static string Indented(Payload value) => JsonSerializer.Serialize(value.Value, CliJson.Context.JsonElement);
}
