namespace Axle.Schemas;

/// <summary>The outcome of one validation.</summary>
/// <param name="IsValid">Whether the instance matches.</param>
/// <param name="Faults">What is wrong, in the order of the schema; empty exactly when valid. At most <see cref="SchemaOptions.MaxFaults"/>.</param>
public sealed record SchemaResult(bool IsValid, IReadOnlyList<SchemaFault> Faults)
{
    internal static readonly SchemaResult Valid = new(true, []);

    /// <summary>All faults, one a line; empty when valid.</summary>
    public override string ToString() => string.Join('\n', Faults);
}
