using System.Text.Json;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Remote;

/// <summary>Puts attempts into the form in which they travel to workers of other processes, and back.</summary>
/// <param name="reader">
/// Reads what does not travel with every attempt, as few handlers look at it and it grows with the run: the steps that ended before, and where
/// their contents come from.
/// </param>
/// <param name="codec">Compresses or encrypts what travels, as it does what is stored; null to send it as it is.</param>
/// <param name="time">The clock.</param>
public sealed class StepMessages(RunReader reader, IPayloadCodec? codec, TimeProvider time)
{
    /// <summary>The form in which an attempt travels.</summary>
    public byte[] Write(StepWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var context = work.Context;
        var message = RemoteJson.Write(new StepMessage
        {
            Run = context.RunId.Value,
            Workflow = context.Workflow,
            Path = context.Path,
            Key = context.Key,
            Attempt = context.Attempt,
            Epoch = work.Epoch,
            Dispatch = work.Dispatch,
            Seq = work.Seq,
            Does = StepActionText.Of(context.Action),
            Input = context.Input,
            IsLastAttempt = context.IsLastAttempt,
            Provider = context.Provider,
            Model = context.Model,
            IdempotencyKey = context.IdempotencyKey,
            Limit = work.Limit,
            Budget = context.Budget,
            Spent = context.Spent == ModelUsage.None ? null : context.Spent,
            Turns = context.Turns.Count == 0 ? null : [.. context.Turns],
            AskedBy = context.AskedBy,
            AskedIn = context.AskedIn,
            Depth = context.Depth,
            LastError = context.LastError,
            Effect = context.Effect,
            CircuitBreaker = context.CircuitBreaker,
            CacheKey = context.CacheKey,
            CacheTtl = context.CacheTtl,
            Priority = context.Priority,
            CriticalPath = context.CriticalPath,
            Attributes = context.Attributes,
        });
        return codec is null ? message : codec.Encode(message);
    }

    /// <summary>Reads an attempt.</summary>
    /// <exception cref="JsonException">It is none that this version knows.</exception>
    /// <exception cref="AxleException">It was encrypted with a key that is not there.</exception>
    public StepWork Read(ReadOnlySpan<byte> stored)
    {
        var message = RemoteJson.Read<StepMessage>(codec is null ? stored : codec.Decode(stored));
        var run = new RunId(message.Run);
        var state = new Lazy<RunState>(() => StateOf(run, message.Seq));
        var context = new StepContext
        {
            RunId = run,
            Workflow = message.Workflow,
            Path = message.Path,
            Key = message.Key,
            Attempt = message.Attempt,
            IsLastAttempt = message.IsLastAttempt,
            Action = message.Does.ToAction(message.Input.Value),
            Input = message.Input,
            Provider = message.Provider,
            Model = message.Model,
            IdempotencyKey = message.IdempotencyKey,
            Deadline = time.GetUtcNow() + message.Limit,
            Budget = message.Budget,
            Spent = message.Spent ?? ModelUsage.None,
            Turns = message.Turns ?? [],
            AskedBy = message.AskedBy,
            AskedIn = message.AskedIn,
            FlowSource = new Lazy<FlowLabel>(() => FlowInto.Of(StepOf(state.Value, message.Path))),
            Depth = message.Depth,
            LastError = message.LastError,
            Effect = message.Effect,
            CircuitBreaker = message.CircuitBreaker,
            Bulkhead = message.Bulkhead,
            CacheKey = message.CacheKey,
            CacheTtl = message.CacheTtl,
            Priority = message.Priority,
            CriticalPath = message.CriticalPath,
            Attributes = message.Attributes,
            Ended = new LateList<StepRecord>(() => EndedSteps.Snapshot(StepOf(state.Value, message.Path).Scope)),
            Upstream = new LateList<string>(() => UpstreamOf(StepOf(state.Value, message.Path))),
        };
        return new StepWork(context, message.Epoch, message.Dispatch) { Seq = message.Seq, Limit = message.Limit };
    }

    private static UpstreamKeys UpstreamOf(StepState step) => new(step.Scope.Graph, step.Index);

    private static StepState StepOf(RunState state, string path) => state.FindStep(path)
        ?? throw new AxleException(ErrorKind.Internal, $"Run {state.Id} has no step '{path}' at event {state.LastSeq}, from which it was handed out.");

    // A handler's context is read without waiting; not on the caller's context, which could wait for itself.
    private RunState StateOf(RunId run, long seq) =>
        Task.Run(async () => await reader.StateAsync(run, seq, CancellationToken.None)).GetAwaiter().GetResult();
}
