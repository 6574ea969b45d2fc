namespace Axle.Tools.Contract;

/// <summary>What a tool may know of the place it runs in.</summary>
/// <param name="Workspace">Absolute path of the directory the run works on. Paths in arguments are relative to it and must stay inside.</param>
/// <param name="Apply">Whether effects on the outside world are allowed (<c>--apply</c>). When false, tools with effects only plan, and say so.</param>
/// <param name="IdempotencyKey">Stays the same when a step is run again after a crash; handed to outside systems that take one.</param>
/// <param name="Time">The clock.</param>
public sealed record ToolContext(string Workspace, bool Apply, string IdempotencyKey, TimeProvider Time)
{
    /// <summary>For whom the tool is called.</summary>
    public ToolCaller Caller { get; init; } = new();

    /// <summary>What is known of all that the caller has seen: decides what a policy lets it do.</summary>
    public FlowLabel Label { get; init; } = FlowLabel.Trusted;

    /// <summary>Who agreed to this very call; null when nobody did.</summary>
    public string? ConsentOf { get; init; }

    /// <summary>What the run has spent so far, in US dollars.</summary>
    public decimal SpentUsd { get; init; }

    /// <summary>Told of what is decided about calls; null when nobody keeps it.</summary>
    public Action<GuardNote>? Noted { get; init; }
}
