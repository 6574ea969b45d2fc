using Axle.Testing.Models.Faults;

namespace Axle.Testing.Models;

/// <summary>How a <see cref="ModelServer"/> behaves.</summary>
public sealed record ModelServerOptions
{
    /// <summary>The clock for dates, waiting times and delays; null takes the system's.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>Decides which requests go wrong: the same seed and the same order of requests give the same faults.</summary>
    public int Seed { get; init; }

    /// <summary>What goes wrong by chance; the shares of all together are at most 1.</summary>
    public IReadOnlyList<FaultShare> Faults { get; init; } = [];

    /// <summary>How many of the last requests are kept, 0 or more. Default: 100.</summary>
    public int KeptRequests { get; init; } = 100;

    /// <summary>The models that the lists of models have.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["served-model"];
}
