using Microsoft.Extensions.AI;

namespace Axle.Models.Wire;

/// <summary>What a failed attempt consumed all the same: a refusal or an answer of no use is billed like any other.</summary>
internal static class SpentUsage
{
    private const string Key = "axle.usage";

    /// <summary>Lets an error carry it.</summary>
    public static AxleException With(this AxleException exception, UsageDetails? usage)
    {
        if (usage is not null)
            exception.Data[Key] = usage;
        return exception;
    }

    /// <summary>What the attempt that ended with this error consumed, as far as the provider said; null when it said nothing.</summary>
    public static UsageDetails? Of(Exception? exception) => exception?.Data[Key] as UsageDetails;
}
