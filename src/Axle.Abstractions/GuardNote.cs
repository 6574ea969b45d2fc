namespace Axle;

/// <summary>What a guard or a policy decided about something on its way, for the history. It holds the hash of what was looked at, never the text.</summary>
/// <param name="Guard">Who decided: <c>input-guard</c>, <c>policy:payments@3</c>.</param>
/// <param name="Subject">What about, by name: <c>tool mail.send</c>, <c>model gpt-5</c>, <c>prompt</c>, <c>answer</c>.</param>
/// <param name="Verdict">What was decided: <c>allow</c>, <c>deny</c>, <c>ask</c>, <c>transform</c>, <c>warn</c>, <c>block</c> …</param>
/// <param name="Reason">Code of the reason, or name of the rule.</param>
/// <param name="InputHash">SHA-256 in hexadecimal of what was looked at.</param>
public sealed record GuardNote(string Guard, string Subject, string Verdict, string Reason, string InputHash)
{
    /// <summary>Whether it only says what would have been done.</summary>
    public bool IsShadow { get; init; }
}
