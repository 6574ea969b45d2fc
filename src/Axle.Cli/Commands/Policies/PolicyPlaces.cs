using System.CommandLine;
using Axle.Guardrails.Policy;

namespace Axle.Cli.Commands.Policies;

/// <summary>The argument that names policy files and folders.</summary>
internal static class PolicyPlaces
{
    private static readonly string Default = Path.Combine(".axle", "policies");

    /// <summary>Makes it.</summary>
    public static Argument<string[]> Argument() => new("PLACE")
    {
        Description = $"Policy files, or folders with some. Default: {Default}.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Reads all policies there.</summary>
    /// <exception cref="AxleException">One is no policy, or there are none.</exception>
    public static IReadOnlyList<PolicyDocument> Read(Invocation call, string[]? places)
    {
        string[] named = places is { Length: > 0 } ? places : [Default];
        var policies = named.SelectMany(place => Read(call.Outside.FullPath(place), place)).ToArray();
        return policies.Length > 0
            ? policies
            : throw new AxleException(ErrorKind.NotFound, $"There are no policies in {string.Join(", ", named)}. Copy one of library/policies there.");
    }

    private static IReadOnlyList<PolicyDocument> Read(string path, string place) =>
        File.Exists(path) ? [PolicyReader.Read(File.ReadAllText(path), place)]
        : Directory.Exists(path) ? PolicyFolder.Read(path)
        : throw new AxleException(ErrorKind.NotFound, $"There is no file or folder {place}.");
}
