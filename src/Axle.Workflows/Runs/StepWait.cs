using System.Collections.Immutable;
using System.Globalization;
using Axle.Workflows.Definition;

namespace Axle.Workflows.Runs;

/// <summary>What a step waits for: a time, a signal, a person, or the next round.</summary>
/// <param name="Until">When the wait is over by itself; null when it is not.</param>
/// <param name="Signal">The signal that ends it; null when none does.</param>
/// <param name="Question">What a person is asked; null when nobody is.</param>
internal sealed record StepWait(DateTimeOffset? Until, string? Signal, Payload? Question)
{
    /// <summary>When the question was first asked.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>Tells a question from those that the step asked before, or asks later.</summary>
    /// <param name="attempt">The attempt that asks.</param>
    public string QuestionId(int attempt) => string.Create(CultureInfo.InvariantCulture, $"{attempt}-{AskedAt.UtcTicks:x}");

    /// <summary>The escalations still to come, in order of time.</summary>
    public ReadOnlyMemory<ApprovalEscalation> Escalations { get; init; }

    /// <summary>When the engine must look at it.</summary>
    public DateTimeOffset? DueAt => EscalatesAt is { } next && (Until is null || next < Until) ? next : Until;

    /// <summary>When more people are asked; null when no one else is to be.</summary>
    public DateTimeOffset? EscalatesAt => Escalations.IsEmpty ? null : AskedAt + Escalations.Span[0].After;

    /// <summary>Who is asked by the escalations that have come.</summary>
    public ImmutableArray<string> AskedToo(ApprovalAction approval) =>
        [.. approval.Escalation.OrderBy(static e => e.After).Take(approval.Escalation.Length - Escalations.Length).SelectMany(static e => e.To)];
}
