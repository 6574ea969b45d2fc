namespace Axle.Cli.Commands.Workflows;

/// <summary>How the id of a new run is read.</summary>
internal static class RunIdOption
{
    /// <summary>The id; null when none was typed.</summary>
    public static RunId? Read(string? typed) => typed switch
    {
        null => null,
        var text when RunId.TryParse(text, out var id) => id,
        var text => throw new UsageException($"--run-id '{text}' is no run id: use 1 to 64 characters out of a-z, 0-9, '-' and '_'."),
    };
}
