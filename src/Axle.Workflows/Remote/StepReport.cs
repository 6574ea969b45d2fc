using System.Collections.Immutable;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Definition.Writing;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Remote;

/// <summary>What a worker says of an attempt.</summary>
public enum StepReportKind
{
    /// <summary>It was taken up.</summary>
    Taken,

    /// <summary>It goes on.</summary>
    Alive,

    /// <summary>It brought a result, or a turn of it is over.</summary>
    Completed,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It came with others, and is not made: it is to be handed out by itself.</summary>
    Returned,
}

/// <summary>What a worker tells the engine that handed out an attempt.</summary>
public sealed record StepReport
{
    /// <summary>Which handing out of which attempt it is about.</summary>
    public required string Dispatch { get; init; }

    /// <summary>What is said.</summary>
    public StepReportKind Kind { get; init; }

    /// <summary>Unique for each taking up of the attempt: of two workers that have it, the one who took it up later counts.</summary>
    public required string Claim { get; init; }

    /// <summary>Who says it, for people.</summary>
    public required string Worker { get; init; }

    /// <summary>The output, or the note of a turn.</summary>
    public Payload? Output { get; init; }

    /// <summary>What was decided on the way.</summary>
    public StepDecision[]? Decisions { get; init; }

    /// <summary>What it spent on models.</summary>
    public ModelUsage? Usage { get; init; }

    /// <summary>What went wrong.</summary>
    public AxleError? Error { get; init; }

    /// <summary>Whether the broker gave it up: that holds whoever took it up last, as none of those who did has it any more.</summary>
    public bool IsGivenUp { get; init; }

    /// <summary>How long it was made, or has been so far, in microseconds; null where that is not said, as by versions that take each step by itself.</summary>
    public long? Microseconds { get; init; }

    /// <summary>Whether another turn follows.</summary>
    public bool GoesOn { get; init; }

    /// <summary>The steps that come before the next turn: a workflow as its file has it.</summary>
    public Payload? NextWorkflow { get; init; }

    /// <summary>The inputs of those steps.</summary>
    public Payload? NextInputs { get; init; }

    /// <summary>What came of an attempt.</summary>
    public static StepReport Of(string dispatch, string claim, string worker, RunCommand command) => command switch
    {
        TakeUpStep => new StepReport { Dispatch = dispatch, Kind = StepReportKind.Taken, Claim = claim, Worker = worker },
        CompleteStep done => new StepReport
        {
            Dispatch = dispatch,
            Kind = StepReportKind.Completed,
            Claim = claim,
            Worker = worker,
            Output = done.Output,
            Decisions = done.Decisions.IsDefaultOrEmpty ? null : [.. done.Decisions],
            Usage = done.Usage,
            GoesOn = done.Next is not null,
            NextWorkflow = done.Next?.Workflow is { } workflow ? Payload.FromJson(WorkflowWriter.ToCanonicalBytes(workflow)) : null,
            NextInputs = done.Next?.Workflow is null ? null : done.Next.Inputs,
        },
        FailStep failed => new StepReport
        {
            Dispatch = dispatch,
            Kind = StepReportKind.Failed,
            Claim = claim,
            Worker = worker,
            Error = failed.Error,
            Usage = failed.Usage,
            Decisions = failed.Decisions.IsDefaultOrEmpty ? null : [.. failed.Decisions],
        },
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "Nothing that a worker says."),
    };

    /// <summary>What it means to the run.</summary>
    /// <param name="context">The attempt.</param>
    /// <param name="jitter">A random number from 0 to 1.</param>
    public RunCommand ToCommand(StepContext context, double jitter)
    {
        ArgumentNullException.ThrowIfNull(context);
        ImmutableArray<StepDecision> decisions = Decisions is null ? [] : [.. Decisions];
        return Kind switch
        {
            StepReportKind.Completed => new CompleteStep(context.Path, context.Attempt, Output ?? Payload.Null, decisions, Usage, jitter)
            {
                Next = GoesOn ? Next() : null,
            },
            StepReportKind.Failed => new FailStep(
                context.Path, context.Attempt, Error ?? new AxleError(ErrorKind.Unknown, "The worker does not say why it failed."), jitter, Usage)
            {
                Decisions = decisions,
            },
            _ => new TakeUpStep(context.Path, context.Attempt),
        };
    }

    /// <summary>The form in which it travels.</summary>
    /// <param name="codec">Compresses or encrypts it; null to send it as it is.</param>
    public byte[] Write(IPayloadCodec? codec) => codec is null ? RemoteJson.Write(this) : codec.Encode(RemoteJson.Write(this));

    /// <summary>Reads a report.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is none that this version knows.</exception>
    public static StepReport Read(ReadOnlySpan<byte> stored, IPayloadCodec? codec) =>
        RemoteJson.Read<StepReport>(codec is null ? stored : codec.Decode(stored));

    private NextSteps Next()
    {
        if (NextWorkflow is not { } written)
            return NextSteps.None;
        var reading = WorkflowReader.Read(written.ToString(), "next.json", new WorkflowReaderOptions { AllowNotExecutable = true });
        return reading.Workflow is { } workflow
            ? new NextSteps(workflow, NextInputs ?? Payload.EmptyObject)
            : throw new AxleException(ErrorKind.Internal, $"The steps that a worker asks for cannot be read by this version: {reading.Faults[0]}");
    }
}
