namespace Axle.Models.Guarding.Output;

/// <summary>What stopped a text, in words for whoever runs the guards, and for nobody else.</summary>
public static class StoppedBy
{
    /// <summary>Adds it to what everybody reads.</summary>
    /// <param name="refusal">What everybody reads: whole sentences.</param>
    /// <param name="guard">Who stopped it: <c>input-guard</c>, <c>groundedness</c>.</param>
    /// <param name="reason">Code of the reason.</param>
    /// <param name="fault">What failed where the guard could not check; null where it could. Holds nothing of the text.</param>
    public static string Explain(string refusal, string guard, string reason, string? fault) =>
        $"{refusal} Stopped by {guard}: {reason}{(fault is null ? "" : $", {fault.TrimEnd('.')}")}.";
}
