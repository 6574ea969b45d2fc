using System.CommandLine;
using Axle.Hosting;

namespace Axle.Cli.Commands;

/// <summary>Options that every command takes.</summary>
internal sealed class GlobalOptions
{
    /// <summary>Environment variable that names the database.</summary>
    public const string DatabaseVariable = "AXLE_DATABASE";

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Write one JSON document to standard output; progress goes to standard error.",
        Recursive = true,
    };

    public Option<bool> Plain { get; } = new("--plain")
    {
        Description = "Write plain lines instead of a live picture. Also when NO_COLOR or CI is set, or output is no terminal.",
        Recursive = true,
    };

    public Option<string?> Database { get; } = new("--database")
    {
        Description = $"The database file, or postgres://… Default: ${DatabaseVariable}, else ${StoreSetting.Variable} or 'store:' in axle.yaml, "
            + $"else {AxleOptions.DefaultDatabase} below the current directory.",
        HelpName = "FILE",
        Recursive = true,
    };

    public IReadOnlyList<Option> All => [Json, Plain, Database];
}
