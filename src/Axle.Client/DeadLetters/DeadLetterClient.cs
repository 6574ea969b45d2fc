using System.Text.Json;
using Axle.Client.Http;
using Axle.Client.Runs;

namespace Axle.Client.DeadLetters;

/// <summary>Runs of a server that are out of options.</summary>
public sealed class DeadLetterClient
{
    private readonly ApiDoor _door;

    internal DeadLetterClient(ApiDoor door) => _door = door;

    /// <summary>Lists them, newest first, page by page as they are read.</summary>
    /// <param name="workflow">Only runs of this workflow; null for all.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public IAsyncEnumerable<DeadLetter> ListAsync(string? workflow = null, CancellationToken cancellationToken = default) =>
        _door.ListAsync<DeadLetter>("dead-letters", [("workflow", workflow)], cancellationToken);

    /// <summary>Shows why a run is out of options.</summary>
    public Task<DeadLetter> GetAsync(string run, CancellationToken cancellationToken = default) =>
        _door.AskAsync<DeadLetter>(HttpMethod.Get, PathOf(run), null, null, cancellationToken);

    /// <summary>Has a run that failed go on: what failed is tried again.</summary>
    /// <param name="run">The run.</param>
    /// <param name="steps">Inputs of steps that failed, by address; null to keep them.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task<RunAnswer> RedriveAsync(
        string run, IReadOnlyDictionary<string, JsonElement>? steps = null, CancellationToken cancellationToken = default) =>
        TellAsync(run, "redrive", new { steps }, cancellationToken);

    /// <summary>Says that nothing more is to be done about a run that failed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reason">Why; null for no reason.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task<RunAnswer> DiscardAsync(string run, string? reason = null, CancellationToken cancellationToken = default) =>
        TellAsync(run, "discard", new { reason }, cancellationToken);

    /// <summary>Says whether an effect that must happen at most once did happen.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">Address of the step.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="output">What the step returned, when it completed: any JSON; null for nothing.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task<RunAnswer> ResolveAsync(
        string run, string step, EffectOutcome outcome, JsonElement? output = null, CancellationToken cancellationToken = default) =>
        TellAsync(run, "resolve", new { step, outcome, output }, cancellationToken);

    private Task<RunAnswer> TellAsync(string run, string what, object body, CancellationToken cancellationToken) =>
        _door.AskAsync<RunAnswer>(HttpMethod.Post, $"{PathOf(run)}/{what}", body, null, cancellationToken);

    private static string PathOf(string run)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        return $"dead-letters/{Uri.EscapeDataString(run)}";
    }
}
