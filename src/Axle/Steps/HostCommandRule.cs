using Axle.Agents.Runtime;

namespace Axle.Steps;

/// <summary>Which runs trust the files they work on as much as <see cref="HostCommands"/> asks.</summary>
internal static class HostCommandRule
{
    /// <summary>Whether a run with these attributes may execute commands of the host.</summary>
    public static bool Allows(this HostCommands policy, IReadOnlyDictionary<string, string> attributes) => policy switch
    {
        HostCommands.Allowed => true,
        HostCommands.ByRun => Says(attributes, AxleOptions.AllowRunAttribute) || Says(attributes, RunAttributes.Apply),
        _ => false,
    };

    private static bool Says(IReadOnlyDictionary<string, string> attributes, string name) =>
        attributes.TryGetValue(name, out var value) && bool.TryParse(value, out var yes) && yes;
}
