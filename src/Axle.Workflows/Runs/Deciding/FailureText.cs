namespace Axle.Workflows.Runs.Deciding;

/// <summary>
/// Tells which step failed and why. Of steps inside steps inside steps it names the outermost and the innermost: the address of the latter has all
/// that lies between.
/// </summary>
internal static class FailureText
{
    private const string Name = "Step '";
    private const string Failed = "' failed: ";

    /// <summary><c>Step 'each' failed: Step 'each[1]/try' failed: why</c>.</summary>
    public static string Of(StepState failed) => $"{Name}{failed.Path}{Failed}{Innermost(failed.Error?.Message ?? "no error was recorded")}";

    private static string Innermost(string message)
    {
        while (PathOf(message) is { } path)
        {
            var inner = message[(Name.Length + path.Length + Failed.Length)..];
            if (PathOf(inner) is not { } deeper || !deeper.StartsWith(path, StringComparison.Ordinal) || deeper.Length == path.Length
                || deeper[path.Length] is not ('/' or '['))
            {
                return message;
            }

            message = inner;
        }

        return message;
    }

    private static string? PathOf(string message)
    {
        if (!message.StartsWith(Name, StringComparison.Ordinal))
            return null;
        var end = message.IndexOf(Failed, StringComparison.Ordinal);
        return end < 0 ? null : message[Name.Length..end];
    }
}
