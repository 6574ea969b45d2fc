namespace Axle.Testing.Models.Faults;

/// <summary>How often a fault happens.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Share">Of all requests, 0 to 1.</param>
public sealed record FaultShare(ServedFault Fault, double Share)
{
    /// <summary>Every kind of fault, equally often.</summary>
    /// <param name="share">Of all requests that go wrong, 0 to 1.</param>
    /// <param name="adjust">Sets delays and sizes; null leaves them.</param>
    public static IReadOnlyList<FaultShare> OfEveryKind(double share, Func<ServedFault, ServedFault>? adjust = null)
    {
        var kinds = Enum.GetValues<FaultKind>();
        return [.. kinds.Select(kind => new ServedFault(kind)).Select(fault => new FaultShare(adjust?.Invoke(fault) ?? fault, share / kinds.Length))];
    }
}
