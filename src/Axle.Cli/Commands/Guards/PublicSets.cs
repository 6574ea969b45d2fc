using System.CommandLine;

namespace Axle.Cli.Commands.Guards;

/// <summary>The option that names the public sets.</summary>
internal static class PublicSets
{
    private const string Variable = "AXLE_SHARED";

    /// <summary>Makes it.</summary>
    public static Option<string?> Option() => new("--data")
    {
        Description = $"The folder with the public sets, one folder a set. Default: the one that {Variable} names, else shared/data above this directory.",
        HelpName = "DIR",
    };

    /// <summary>The folder.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: it is nowhere.</exception>
    public static string Find(Invocation call, Option<string?> option)
    {
        if ((call.Get(option) ?? call.Outside.Environment(Variable)) is { Length: > 0 } named)
            return call.Outside.FullPath(named);
        for (var at = new DirectoryInfo(call.Outside.Directory); at is not null; at = at.Parent)
        {
            if (Directory.Exists(Path.Combine(at.FullName, "shared", "data", "pi-notinject")))
                return Path.Combine(at.FullName, "shared", "data");
        }

        throw new AxleException(ErrorKind.NotFound, $"The public sets are not here. Name their folder with --data or {Variable}; docs/guardrails.md lists them.");
    }
}
