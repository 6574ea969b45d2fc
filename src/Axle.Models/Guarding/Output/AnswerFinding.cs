namespace Axle.Models.Guarding.Output;

/// <summary>Something in an answer.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">After its last character.</param>
/// <param name="Guard">What found it: <c>secrets</c>, <c>links</c>, <c>topics.competitors</c> …</param>
/// <param name="Reason">Code of the reason.</param>
/// <param name="Action">What is done about it.</param>
public sealed record AnswerFinding(int Start, int End, string Guard, string Reason, AnswerAction Action)
{
    /// <summary>What failed where a judge has not judged, for whoever runs it; null where it has. Holds nothing of the text.</summary>
    public string? Fault { get; init; }

    /// <summary>What stands in its place when it is taken out.</summary>
    public string Instead => $"[{Guard[(Guard.LastIndexOf('.') + 1)..]} removed]";
}
