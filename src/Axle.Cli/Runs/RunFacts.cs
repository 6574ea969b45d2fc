using System.Collections.Immutable;
using Axle.Agents.Runtime;
using Axle.Cli.Hosting;

namespace Axle.Cli.Runs;

/// <summary>What the command line tells a run's steps, as attributes of the run: kept with it, so that a resumed run has them again.</summary>
internal static class RunFacts
{
    /// <summary>Absolute directory below which the run's reports are written; absent for the workspace's own.</summary>
    public const string Reports = "reports";

    /// <summary>Prefix of the environment variables that expressions may read as <c>env.NAME</c>.</summary>
    public const string EnvironmentPrefix = "env.";

    private const int LongestValue = 4096;

    /// <summary>The attributes of a new run.</summary>
    /// <param name="outside">Where environment variables come from.</param>
    /// <param name="workspace">Absolute directory that the run works on.</param>
    /// <param name="reports">Absolute directory for reports, or null.</param>
    /// <param name="apply">Whether the outside world may be changed.</param>
    /// <param name="allowRun">Whether commands of this machine may be executed.</param>
    /// <param name="variables">Names of environment variables that expressions may read.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: a variable is not set or too long.</exception>
    public static ImmutableDictionary<string, string> Of(
        Outside outside, string workspace, string? reports, bool apply, bool allowRun, IReadOnlyList<string> variables)
    {
        var facts = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        facts[RunAttributes.Workspace] = workspace;
        facts[RunAttributes.User] = Environment.UserName;
        facts[RunAttributes.Apply] = apply ? "true" : "false";
        if (allowRun)
            facts[AxleOptions.AllowRunAttribute] = "true";
        if (reports is not null)
            facts[Reports] = reports;
        foreach (var name in variables)
            facts[EnvironmentPrefix + name] = Read(outside, name);
        return facts.ToImmutable();
    }

    private static string Read(Outside outside, string name)
    {
        var value = outside.Environment(name)
            ?? throw new AxleException(ErrorKind.Validation, $"--env {name}: the environment variable is not set. Set it, or leave the option out.");
        return value.Length <= LongestValue
            ? value
            : throw new AxleException(ErrorKind.Validation, $"--env {name}: its value has {value.Length:N0} characters; at most {LongestValue:N0} are kept with a run.");
    }
}
