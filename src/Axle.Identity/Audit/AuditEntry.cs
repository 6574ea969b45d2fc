namespace Axle.Identity.Audit;

/// <summary>Something that was done, before it is chained. Names and ids only: no personal data beyond the user's id, no prompt, no secret.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Id of the user who did it; empty for nobody who is known.</param>
/// <param name="Tenant">Id of the tenant; empty for the whole server.</param>
/// <param name="Action">What was done: <c>session.begin</c>, <c>POST /api/v1/runs/{id}/pause</c>.</param>
/// <param name="Subject">What it was done to: an id; empty for none.</param>
/// <param name="Outcome">How it ended: a status of HTTP, or a word.</param>
/// <param name="Reason">Why, in the words of whoever did it; empty when no reason was given.</param>
/// <param name="Place">From where: a key's or session's id, and the network.</param>
public sealed record AuditFact(
    DateTimeOffset At, string Actor, string Tenant, string Action, string Subject, string Outcome, string Reason, string Place);

/// <summary>An entry of the audit log.</summary>
/// <param name="Number">Its number; the first is 1, and none is left out.</param>
/// <param name="Fact">What was done.</param>
/// <param name="Previous">Hash of the entry before; 32 zeros for the first.</param>
/// <param name="Hash">Hash of this entry, over all of the above.</param>
public sealed record AuditEntry(long Number, AuditFact Fact, ReadOnlyMemory<byte> Previous, ReadOnlyMemory<byte> Hash);

/// <summary>Where the log ends. Kept elsewhere, it proves later that nothing before it was changed or cut.</summary>
/// <param name="Number">Number of the last entry.</param>
/// <param name="Hash">Its hash.</param>
public sealed record AuditHead(long Number, ReadOnlyMemory<byte> Hash)
{
    /// <summary>It as text: <c>17:9f86d0…</c>.</summary>
    public override string ToString() => $"{Number}:{Convert.ToHexStringLower(Hash.Span)}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public static AuditHead Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split(':') is [var number, { Length: 64 } hash]
            && long.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value)
            && hash.All(char.IsAsciiHexDigit))
        {
            return new AuditHead(value, Convert.FromHexString(hash));
        }

        throw new AxleException(ErrorKind.Validation, "A head of the audit log is a number, ':' and 64 hexadecimal digits, as 'ax audit verify' prints it.");
    }
}
