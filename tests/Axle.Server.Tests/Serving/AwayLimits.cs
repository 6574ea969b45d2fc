using Axle.Models.Limits;

namespace Axle.Server.Tests.Serving;

/// <summary>A store of limits that does not answer, and says where it is.</summary>
internal sealed class AwayLimits : ILimitStore
{
    public ValueTask<IReadOnlyList<LimitCount>> TakeAsync(LimitClaim claim, CancellationToken cancellationToken) => throw Away();

    public ValueTask CorrectAsync(LimitCorrection correction, CancellationToken cancellationToken) => throw Away();

    private static AxleException Away() =>
        new(new AxleError(ErrorKind.Network, "'postgres://db.internal/axle' cannot be reached.") { IsStoreAway = true });
}
