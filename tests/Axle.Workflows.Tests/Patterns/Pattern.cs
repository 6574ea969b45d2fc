using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Tests.Patterns;

/// <summary>A pattern with a sample in <c>samples/patterns</c>: what it is called, and how the sample is to end.</summary>
/// <param name="Name">Name of the sample without its ending.</param>
/// <param name="Title">Heading on the page.</param>
/// <param name="Elsewhere">What other engines call it.</param>
/// <param name="Status">How its runs end.</param>
/// <param name="Says">Text that the outputs or the error hold.</param>
internal sealed record Pattern(string Name, string Title, string Elsewhere, RunStatus Status, string Says)
{
    /// <summary>Runs that are started at once; 0 when a schedule starts them.</summary>
    public int Starts { get; init; } = 1;

    /// <summary>Runs that have to end.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>Steps at once in the process.</summary>
    public int Workers { get; init; } = 8;

    /// <summary>Whether the starts are one that was asked for again.</summary>
    public bool IsOneStart { get; init; }

    /// <summary>What the world outside does when an event has become durable; null for nothing.</summary>
    public Func<RunEvent, HostShell, Deed?> Answers { get; init; } = static (_, _) => null;

    /// <summary>How to start it, for the page, when it is not the usual way.</summary>
    public string Start { get; init; } = "";

    /// <summary>What to type beside the start, for the page; empty for nothing.</summary>
    public string Meanwhile { get; init; } = "";

    /// <summary>What to type when it has ended, for the page; empty for nothing.</summary>
    public string Afterwards { get; init; } = "";

    /// <summary>What one has to know to try it; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>What else must hold of the work done, beside what holds of every sample.</summary>
    public Action<HostShell> AndTheWorld { get; init; } = static _ => { };
}
