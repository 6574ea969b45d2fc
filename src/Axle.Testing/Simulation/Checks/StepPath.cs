namespace Axle.Testing.Simulation.Checks;

/// <summary>Reads addresses of steps: <c>each[3]/inner[left]/key</c>, <c>saga/a/compensate/undo</c>.</summary>
internal static class StepPath
{
    /// <summary>Whether a step is inside another, at any depth: an inner step, one of its error handler, the one that undoes it.</summary>
    public static bool IsInside(string path, string owner) =>
        path.Length > owner.Length && path.StartsWith(owner, StringComparison.Ordinal) && path[owner.Length] is '/' or '[';

    /// <summary>
    /// The steps that have this one among their inner steps, outermost first. A handler's steps, and an undo, are inside what is around
    /// their step.
    /// </summary>
    public static IEnumerable<string> Owners(string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); end >= 0; end = path.IndexOf('/', end + 1))
        {
            var rest = path.AsSpan(end);
            var owner = path[..end];
            if (rest.StartsWith("/onError/") || rest.StartsWith("/compensate/") || owner.EndsWith("/onError", StringComparison.Ordinal) || owner.EndsWith("/compensate", StringComparison.Ordinal))
                continue;
            yield return owner.EndsWith(']') ? owner[..owner.LastIndexOf('[')] : owner;
        }
    }
}
