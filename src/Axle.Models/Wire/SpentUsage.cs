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

    /// <summary>What the attempt that ended with this error consumed; nothing known gives <see cref="ModelUsage.IsMissing"/>.</summary>
    public static ModelUsage Of(Exception exception) => ModelUsage.From(exception.Data[Key] as UsageDetails);
}
