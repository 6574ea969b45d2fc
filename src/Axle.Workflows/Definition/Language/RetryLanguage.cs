using System.Collections.Immutable;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Language;

/// <summary>The keys of <c>retry</c>.</summary>
internal static class RetryLanguage
{
    public static KeyTable<RetryPolicy> Table { get; } = new(
        "retry",
        "'retry'",
        new Key<RetryPolicy, int>(
            "maxAttempts", new NumberShape<int>(1, 1000), "Attempts in all; 3 by default, 1 for no retry.", "maxAttempts: 5",
            static (r, v) => r with { MaxAttempts = v }),
        new Key<RetryPolicy, TimeSpan>(
            "initialDelay", Values.TimeOrZero, "Wait after the first attempt; 2s by default.", "initialDelay: 2s",
            static (r, v) => r with { InitialDelay = v }),
        new Key<RetryPolicy, double>(
            "multiplier", new NumberShape<double>(1, 100), "Factor from one wait to the next; 2 by default.", "multiplier: 2",
            static (r, v) => r with { Multiplier = v }),
        new Key<RetryPolicy, TimeSpan>(
            "maxDelay", Values.TimeOrZero, "Longest wait; 5m by default.", "maxDelay: 5m", static (r, v) => r with { MaxDelay = v }),
        new Key<RetryPolicy, double>(
            "jitter", new NumberShape<double>(0, 1), "Share of a wait that is random; 0.25 by default.", "jitter: 0.25",
            static (r, v) => r with { Jitter = v }),
        new Key<RetryPolicy, ImmutableArray<ErrorKind>>(
            "on", Errors, "Only these kinds of error are tried again; every kind that can pass by itself by default.",
            "on: [timeout, rateLimited]", static (r, v) => r with { On = v }),
        new Key<RetryPolicy, ImmutableArray<ErrorKind>>(
            "notOn", Errors, "These kinds are not tried again.", "notOn: [tool]", static (r, v) => r with { NotOn = v }));

    private static ListShape<ErrorKind> Errors => new("a list of error kinds", Values.Error, 0, 20, orSingle: true);

    /// <summary>A retry policy; what it does not say comes from the workflow's defaults.</summary>
    public static Shape<RetryPolicy> Shape { get; } =
        new MappingShape<RetryPolicy, RetryPolicy>(Table, static context => context.Defaults.Retry ?? RetryPolicy.Default, Finish);

    private static bool Finish(ReadingContext context, Node node, RetryPolicy policy, out RetryPolicy value)
    {
        value = policy;
        var both = policy.On.Intersect(policy.NotOn).ToList();
        if (both.Count > 0 && node.Find("notOn") is { } notOn)
        {
            context.Faults.Add(
                FaultCode.OneOfKeys, notOn, $"'{both[0].ToName()}' is in both 'on' and 'notOn'.", "Keep it in one of them.");
        }

        return true;
    }
}
